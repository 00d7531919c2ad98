// Writes events as JSON text by hand: a run has up to a million of them, and a document tree for each would cost
// more than the run itself.
#include <fmt/format.h>

#include <iterator>
#include <string>

#include "reports/record/base64.h"
#include "reports/record/fields.h"
#include "reports/record/recorder.h"
#include "reports/record/utf8.h"

namespace hexad::record {
namespace {

void append_escape(std::string& out, unsigned char c) {
  switch (c) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default: fmt::format_to(std::back_inserter(out), "\\u{:04x}", c);
  }
}

/// Octets that are not UTF-8 become U+FFFD: a reader must never stumble over a line.
void append_text(std::string& out, std::string_view text) {
  out += '"';
  std::size_t plain = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto c = static_cast<unsigned char>(text[at]);
    if (c >= 0x20 && c < 0x80 && c != '"' && c != '\\') {
      ++at;
      continue;
    }
    const std::size_t length = utf8_length(text, at);
    if (length > 1) {
      at += length;
      continue;
    }
    out.append(text, plain, at - plain);
    if (length == 0) {
      out += "\xef\xbf\xbd";
    } else {
      append_escape(out, c);
    }
    plain = ++at;
  }
  out.append(text, plain, text.size() - plain);
  out += '"';
}

class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}

  template <class T>
  void operator()(const char* key, const T& value) {
    begin(key);
    put(value);
  }

  void octets(const char* key, const char* key64, const std::string& value) {
    if (is_utf8(value)) {
      (*this)(key, value);
    } else {
      (*this)(key64, to_base64(value));
    }
  }

 private:
  using Pairs = std::vector<std::pair<std::string, std::string>>;

  void begin(const char* key) {
    if (out_.back() != '{') out_ += ',';
    out_ += '"';
    out_ += key;
    out_ += "\":";
  }
  void put(const std::string& value) { append_text(out_, value); }
  void put(bool value) { out_ += value ? "true" : "false"; }
  void put(Verdict value) { append_text(out_, to_string(value)); }
  template <std::integral T>
  void put(T value) {
    out_ += fmt::format_int(value).c_str();
  }
  /// [["name","text"],...] and not an object: a node may be on one network twice, and the order counts.
  void put(const Pairs& value) {
    out_ += '[';
    for (const auto& [name, text] : value) {
      out_ += out_.back() == '[' ? "[" : ",[";
      append_text(out_, name);
      out_ += ',';
      append_text(out_, text);
      out_ += ']';
    }
    out_ += ']';
  }
  void put(const std::vector<std::string>& value) {
    put_list(value, [this](const std::string& text) { append_text(out_, text); });
  }
  void put(const std::vector<NodeInfo>& value) { put_objects(value); }
  void put(const std::vector<NetworkInfo>& value) { put_objects(value); }

  template <class T>
  void put_objects(const std::vector<T>& value) {
    put_list(value, [this](const T& item) {
      out_ += '{';
      walk(*this, item);
      out_ += '}';
    });
  }
  template <class T, class F>
  void put_list(const std::vector<T>& value, F put_one) {
    out_ += '[';
    bool first = true;
    for (const T& item : value) {
      if (!first) out_ += ',';
      first = false;
      put_one(item);
    }
    out_ += ']';
  }

  std::string& out_;
};

}  // namespace

void append_json_line(std::string& out, const Entry& entry) {
  out += "{\"at\":";
  out += fmt::format_int(entry.at_ns).c_str();
  out += ",\"event\":\"";
  out += kEventNames[entry.event.index()];
  out += '"';
  Writer writer(out);
  std::visit([&](const auto& event) { walk(writer, event); }, entry.event);
  out += '}';
}

std::string to_json_line(const Entry& entry) {
  std::string out;
  append_json_line(out, entry);
  return out;
}

std::string_view to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass: return "pass";
    case Verdict::fail: return "fail";
    case Verdict::invalid: return "invalid";
  }
  return "invalid";
}

}  // namespace hexad::record
