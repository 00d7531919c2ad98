#include "model/wire/http/head_check.h"

#include <algorithm>

#include "model/wire/http/headers.h"

namespace hexad::http {

namespace {

Fault bad(std::string sentence) { return {400, std::move(sentence)}; }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Takes the line at the front, without its CRLF.
std::string_view take_line(std::string_view& text) {
  const std::string_view line = text.substr(0, text.find("\r\n"));
  text.remove_prefix(std::min(text.size(), line.size() + 2));
  return line;
}

/// Reads "HTTP/1.1".
std::optional<Fault> check_version(std::string_view text, Framing& framing) {
  const bool sound =
      text.size() == 8 && text.substr(0, 5) == "HTTP/" && is_digit(text[5]) && text[6] == '.' && is_digit(text[7]);
  if (!sound) return bad("The first line has no HTTP version.");
  if (text[5] != '1' || text[7] > '1') return Fault{505, "Only HTTP/1.0 and HTTP/1.1 are spoken here."};
  framing.version_minor = text[7] - '0';
  return std::nullopt;
}

bool is_target(std::string_view method, std::string_view target) {
  const auto visible = [](char c) { return c > ' ' && c < 0x7f && c != '#'; };
  if (target.empty() || !std::all_of(target.begin(), target.end(), visible)) return false;
  if (target == "*") return method == "OPTIONS";
  if (target.front() == '/') return true;
  return same_word(target.substr(0, 7), "http://") || same_word(target.substr(0, 8), "https://");
}

std::optional<Fault> check_request_line(std::string_view line, Framing& framing) {
  const std::size_t first = line.find(' ');
  if (first == std::string_view::npos || !is_token(line.substr(0, first))) return bad("The method is malformed.");
  const std::string_view rest = line.substr(first + 1);
  const std::size_t second = rest.find(' ');
  if (second == std::string_view::npos) return bad("The request line is not METHOD TARGET VERSION.");
  // The version comes first: what a target looks like is a matter of the version.
  if (auto fault = check_version(rest.substr(second + 1), framing)) return fault;
  if (!is_target(line.substr(0, first), rest.substr(0, second))) return bad("The target is malformed.");
  return std::nullopt;
}

std::optional<Fault> check_status_line(std::string_view line, Framing& framing) {
  if (auto fault = check_version(line.substr(0, 8), framing)) return fault;
  const bool sound = line.size() >= 13 && line[8] == ' ' && line[9] >= '1' && line[9] <= '9' && is_digit(line[10]) &&
                     is_digit(line[11]) && line[12] == ' ';
  if (!sound) return bad("The status line is malformed.");
  const auto text = [](char c) { return static_cast<unsigned char>(c) >= ' ' ? c != 0x7f : c == '\t'; };
  if (!std::all_of(line.begin(), line.end(), text)) return bad("The reason phrase has a control character.");
  return std::nullopt;
}

struct Field {
  std::string_view name;
  std::string_view value;
};

std::optional<Fault> read_field(std::string_view line, Field& field) {
  if (line.front() == ' ' || line.front() == '\t') return bad("A header field is folded over two lines.");
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return bad("A header field has no colon.");
  field = {line.substr(0, colon), trimmed(line.substr(colon + 1))};
  if (!is_token(field.name)) return bad("The name of a header field is malformed.");
  const auto text = [](char c) { return static_cast<unsigned char>(c) >= ' ' ? c != 0x7f : c == '\t'; };
  if (!std::all_of(field.value.begin(), field.value.end(), text)) return bad("A header field has a control character.");
  return std::nullopt;
}

bool is_host(std::string_view value) {
  return std::all_of(value.begin(), value.end(), [](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("-._~:[]%!$&'()*+;=").find(c) != std::string_view::npos;
  });
}

/// The fields that frame a message, one look at each.
class FramingFields {
 public:
  FramingFields(Framing& framing, bool is_request) : framing_(framing), is_request_(is_request) {
    framing_.keep_alive = framing.version_minor >= 1;
  }

  std::optional<Fault> see(const Field& field) {
    switch (field.name.size()) {
      case 4: return is_request_ && same_word(field.name, "host") ? see_host(field.value) : std::nullopt;
      case 6: return is_request_ && same_word(field.name, "expect") ? see_expect(field.value) : std::nullopt;
      case 10: return same_word(field.name, "connection") ? see_connection(field.value) : std::nullopt;
      case 14: return same_word(field.name, "content-length") ? see_length(field.value) : std::nullopt;
      case 17: return same_word(field.name, "transfer-encoding") ? see_coding(field.value) : std::nullopt;
      default: return std::nullopt;
    }
  }

  std::optional<Fault> judge() {
    if (coding_seen_ && framing_.content_length) return bad("Content-Length and Transfer-Encoding exclude each other.");
    if (coding_seen_ && framing_.version_minor == 0) return bad("HTTP/1.0 has no Transfer-Encoding.");
    if (is_request_ && framing_.version_minor >= 1 && !host_seen_) return bad("The Host field is missing.");
    if (close_) framing_.keep_alive = false;
    // A wish that HTTP/1.0 does not know is ignored (RFC 9110 section 10.1.1).
    if (framing_.version_minor == 0) framing_.expects_continue = false;
    return std::nullopt;
  }

 private:
  std::optional<Fault> see_host(std::string_view value) {
    if (host_seen_) return bad("There are two Host fields.");
    host_seen_ = true;
    return is_host(value) ? std::nullopt : std::optional(bad("The Host field is malformed."));
  }

  std::optional<Fault> see_expect(std::string_view value) {
    if (!same_word(value, "100-continue")) return Fault{417, "The only expectation known here is 100-continue."};
    framing_.expects_continue = true;
    return std::nullopt;
  }

  std::optional<Fault> see_connection(std::string_view value) {
    if (list_has(value, "close")) close_ = true;
    if (framing_.version_minor == 0 && list_has(value, "keep-alive")) framing_.keep_alive = true;
    return std::nullopt;
  }

  std::optional<Fault> see_length(std::string_view value) {
    if (framing_.content_length) return bad("There are two Content-Length fields.");
    if (value.empty() || value.size() > 18 || !std::all_of(value.begin(), value.end(), is_digit)) {
      return bad("Content-Length is not a number.");
    }
    std::uint64_t length = 0;
    for (const char c : value) length = length * 10 + static_cast<std::uint64_t>(c - '0');
    framing_.content_length = length;
    return std::nullopt;
  }

  std::optional<Fault> see_coding(std::string_view value) {
    if (coding_seen_) return bad("There are two Transfer-Encoding fields.");
    coding_seen_ = true;
    framing_.chunked = same_word(value, "chunked");
    if (framing_.chunked) return std::nullopt;
    // A list that does not end in chunked, or has it twice, has no end that can be known.
    if (list_has(value, "chunked")) {
      const std::size_t comma = value.rfind(',');
      const bool last = comma != std::string_view::npos && same_word(trimmed(value.substr(comma + 1)), "chunked");
      if (!last || list_has(value.substr(0, comma), "chunked")) return bad("Transfer-Encoding must end in chunked.");
    }
    return Fault{501, "The only transfer coding known here is chunked."};
  }

  Framing& framing_;
  bool is_request_;
  bool host_seen_ = false;
  bool coding_seen_ = false;
  bool close_ = false;
};

std::optional<Fault> check_fields(std::string_view rest, Framing& framing, bool is_request) {
  FramingFields fields(framing, is_request);
  std::size_t count = 0;
  for (std::string_view line = take_line(rest); !line.empty(); line = take_line(rest)) {
    if (++count > kHeaderFieldsMax) return Fault{431, "The header has too many fields."};
    Field field;
    if (auto fault = read_field(line, field)) return fault;
    if (auto fault = fields.see(field)) return fault;
  }
  return fields.judge();
}

}  // namespace

HeadEnd::Found HeadEnd::look(std::string_view text) {
  while (true) {
    const std::size_t feed = text.find('\n', looked_);
    if (feed == std::string_view::npos) {
      looked_ = text.size();
      return Found::nothing;
    }
    looked_ = feed + 1;
    if (feed == 0 || text[feed - 1] != '\r') return Found::bare_line_feed;
    if (feed >= 3 && text.substr(feed - 3, 4) == "\r\n\r\n") return Found::end;
  }
}

std::optional<Fault> check_request_head(std::string_view head, Framing& framing) {
  framing = {};
  if (auto fault = check_request_line(take_line(head), framing)) return fault;
  return check_fields(head, framing, true);
}

std::optional<Fault> check_response_head(std::string_view head, Framing& framing) {
  framing = {};
  if (auto fault = check_status_line(take_line(head), framing)) return fault;
  return check_fields(head, framing, false);
}

}  // namespace hexad::http
