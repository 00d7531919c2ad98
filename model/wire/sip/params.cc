#include "model/wire/sip/params.h"

#include "model/wire/sip/chars.h"
#include "model/wire/sip/scanner.h"

namespace hexad::sip {
namespace {

// gen-value: token / host / quoted-string. '[', ']' and ':' let IPv6 addresses through.
bool read_gen_value(Scanner& scanner, std::string_view& into) {
  if (scanner.peek() == '"') return scanner.read_quoted(into);
  const std::size_t start = scanner.position();
  std::string_view run;
  while (true) {
    const char c = scanner.peek();
    if (scanner.read_token(run)) continue;
    if ((c == '[' || c == ']' || c == ':') && scanner.read_char(c)) continue;
    break;
  }
  into = scanner.since(start);
  return !into.empty();
}

}  // namespace

bool read_header_params(Scanner& scanner, ParamsView& into) {
  const std::size_t before = scanner.position();
  scanner.skip_lws();
  const std::size_t start = scanner.position();
  if (scanner.peek() != ';') {
    scanner.move_to(before);
    return true;
  }
  std::size_t end = start;
  while (scanner.read_separator(';')) {
    std::string_view part;
    if (!scanner.read_token(part)) return false;
    end = scanner.position();
    if (scanner.read_separator('=')) {
      if (!read_gen_value(scanner, part)) return false;
      end = scanner.position();
    }
  }
  scanner.move_to(end);
  into.text_ = scanner.since(start);
  into.escaped_ = false;
  return true;
}

bool read_uri_params(Scanner& scanner, ParamsView& into) {
  const std::size_t start = scanner.position();
  const auto read_part = [&scanner] {
    const std::size_t part_start = scanner.position();
    std::string_view run;
    while (scanner.read_run(char_class::kUriParameter, run) || scanner.read_char('%')) continue;
    const std::string_view part = scanner.since(part_start);
    return !part.empty() && matches_escaped(part, char_class::kUriParameter);
  };
  while (scanner.read_char(';')) {
    if (!read_part()) return false;
    if (scanner.read_char('=') && !read_part()) return false;
  }
  into.text_ = scanner.since(start);
  into.escaped_ = true;
  return true;
}

bool ParamsView::next(std::size_t& position, ParamView& into) const {
  // The text was checked when it was read: after each ';' stands a name, after each '=' a value.
  if (position == text_.size()) return false;
  Scanner scanner(text_);
  scanner.move_to(position);
  if (!scanner.read_separator(';')) return false;
  // Letters stand above '=', and are told by one comparison.
  const auto is_end = [](char c) { return c <= '=' && (c == ';' || c == '=' || is_lws(c)); };
  const std::size_t name_start = scanner.position();
  std::size_t at = name_start;
  while (at < text_.size() && !is_end(text_[at])) ++at;
  into.name = text_.substr(name_start, at - name_start);
  into.value = {};
  scanner.move_to(at);
  into.has_value = scanner.read_separator('=');
  if (into.has_value && !scanner.read_quoted(into.value)) {
    const std::size_t value_start = scanner.position();
    at = value_start;
    while (at < text_.size() && text_[at] != ';' && !is_lws(text_[at])) ++at;
    into.value = text_.substr(value_start, at - value_start);
    scanner.move_to(at);
  }
  position = scanner.position();
  return true;
}

bool ParamsView::same_name(std::string_view received, std::string_view wanted) const {
  if (equals_ignoring_case(received, wanted)) return true;
  if (!escaped_ || received.size() <= wanted.size()) return false;
  std::size_t at = 0;
  for (const char c : wanted) {
    if (at >= received.size()) return false;
    char decoded = received[at++];
    if (decoded == '%' && at + 1 < received.size()) {
      decoded = static_cast<char>(hex_value(received[at]) * 16 + hex_value(received[at + 1]));
      at += 2;
    }
    if (to_lower(decoded) != to_lower(c)) return false;
  }
  return at == received.size();
}

std::optional<ParamView> ParamsView::find(std::string_view name) const {
  ParamView param;
  for (std::size_t position = 0; next(position, param);) {
    if (same_name(param.name, name)) return param;
  }
  return std::nullopt;
}

std::string_view ParamsView::value(std::string_view name) const {
  const auto param = find(name);
  return param ? param->value : std::string_view();
}

std::size_t ParamsView::count(std::string_view name) const {
  std::size_t found = 0;
  ParamView param;
  for (std::size_t position = 0; next(position, param);) {
    if (same_name(param.name, name)) ++found;
  }
  return found;
}

std::string unfold(std::string_view value) {
  std::string line;
  line.reserve(value.size());
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] != '\r' && value[i] != '\n') {
      line.push_back(value[i]);
      continue;
    }
    while (!line.empty() && is_lws(line.back())) line.pop_back();
    while (i + 1 < value.size() && is_lws(value[i + 1])) ++i;
    line.push_back(' ');
  }
  return line;
}

std::string unquote(std::string_view text) {
  if (text.size() < 2 || text.front() != '"' || text.back() != '"') return std::string(text);
  const std::string line = unfold(text.substr(1, text.size() - 2));
  std::string content;
  content.reserve(line.size());
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\\' && i + 1 < line.size()) ++i;
    content.push_back(line[i]);
  }
  return content;
}

void append_quoted(std::string_view text, std::string& out) {
  out.push_back('"');
  for (const char c : text) {
    if (c == '\r' || c == '\n') {
      out.push_back(' ');
      continue;
    }
    const bool is_control = static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    if (c == '"' || c == '\\' || (is_control && c != '\t')) out.push_back('\\');
    out.push_back(c);
  }
  out.push_back('"');
}

std::string unescape(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape =
        text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0;
    plain.push_back(escape ? static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2])) : text[i]);
    if (escape) i += 2;
  }
  return plain;
}

void append_escaped(std::string_view text, unsigned char classes, std::string& out) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  for (const char c : text) {
    if (is_in(c, classes)) {
      out.push_back(c);
    } else {
      const auto octet = static_cast<unsigned char>(c);
      out.push_back('%');
      out.push_back(kDigits[octet >> 4]);
      out.push_back(kDigits[octet & 15]);
    }
  }
}

}  // namespace hexad::sip
