#include "model/wire/sip/fields.h"

#include "model/wire/sip/chars.h"
#include "model/wire/sip/scanner.h"

namespace hexad::sip {
namespace {

bool is_word(std::string_view text) {
  for (const char c : text) {
    if (!is_in(c, char_class::kWord)) return false;
  }
  return !text.empty();
}

// "(" ... ")" with nested comments and escaped octets.
bool read_comment(Scanner& scanner, std::string_view& into) {
  const std::size_t start = scanner.position();
  std::size_t depth = 0;
  while (!scanner.at_end()) {
    const char c = scanner.peek();
    scanner.move_to(scanner.position() + 1);
    if (c == '\\') {
      if (scanner.at_end()) return false;
      scanner.move_to(scanner.position() + 1);
    } else if (c == '(') {
      ++depth;
    } else if (c == ')' && --depth == 0) {
      into = scanner.since(start);
      return true;
    }
  }
  return false;
}

// One auth-param: token EQUAL ( token / quoted-string ). Values may hold the characters of base64 and URIs too.
bool read_auth_param(Scanner& scanner, ParamView& into) {
  if (!scanner.read_token(into.name) || !scanner.read_separator('=')) return false;
  into.has_value = true;
  if (scanner.read_quoted(into.value)) return true;
  const std::size_t start = scanner.position();
  while (!scanner.at_end() && scanner.peek() != ',' && !is_lws(scanner.peek())) {
    if (!is_token_char(scanner.peek()) && !is_in(scanner.peek(), char_class::kAbsoluteUri)) return false;
    scanner.move_to(scanner.position() + 1);
  }
  into.value = scanner.since(start);
  return !into.value.empty();
}

// Behind the quoted-string whose opening quote stands at `at`; the end of the text when it is never closed.
std::size_t skip_quoted(std::string_view text, std::size_t at) {
  for (++at; at < text.size(); ++at) {
    if (text[at] == '"') return at + 1;
    if (text[at] == '\\') ++at;
  }
  return text.size();
}

// Where the first element of a list ends: at a comma outside of quotes and brackets, or at the end of the text.
std::size_t list_element_end(std::string_view text) {
  if (text.find(',') == std::string_view::npos) return text.size();
  bool bracketed = false;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    // Letters and digits, by far the most of what stands here, need no closer look.
    if (c > '>') {
      ++at;
    } else if (c == '"') {
      at = skip_quoted(text, at);
    } else if (c == ',' && !bracketed) {
      return at;
    } else {
      if (c == '<' || c == '>') bracketed = c == '<';
      ++at;
    }
  }
  return text.size();
}

}  // namespace

std::optional<CSeqView> parse_cseq(std::string_view value) {
  Scanner scanner(trim(value));
  CSeqView cseq;
  std::string_view digits;
  if (!scanner.read_digits(digits) || !is_lws(scanner.peek())) return std::nullopt;
  const auto number = parse_number(digits, INT32_MAX);
  scanner.skip_lws();
  if (!number || !scanner.read_token(cseq.method) || !scanner.at_end()) return std::nullopt;
  cseq.number = *number;
  return cseq;
}

bool is_call_id(std::string_view value) {
  const std::size_t at = value.find('@');
  if (at == std::string_view::npos) return is_word(value);
  return is_word(value.substr(0, at)) && is_word(value.substr(at + 1));
}

std::optional<std::uint8_t> parse_max_forwards(std::string_view value) {
  const auto number = parse_number(trim(value), UINT8_MAX);
  if (!number) return std::nullopt;
  return static_cast<std::uint8_t>(*number);
}

std::optional<std::uint32_t> parse_seconds_or_octets(std::string_view value) { return parse_number(trim(value)); }

std::uint32_t expires_or_default(std::string_view value) {
  return parse_number(trim(value)).value_or(kExpiresDefaultSeconds);
}

bool ContentTypeView::is(std::string_view wanted_type, std::string_view wanted_subtype) const {
  return equals_ignoring_case(type, wanted_type) && equals_ignoring_case(subtype, wanted_subtype);
}

std::optional<ContentTypeView> parse_content_type(std::string_view value) {
  Scanner scanner(trim(value));
  ContentTypeView type;
  if (!scanner.read_token(type.type) || !scanner.read_separator('/')) return std::nullopt;
  if (!scanner.read_token(type.subtype) || !read_header_params(scanner, type.params)) return std::nullopt;
  scanner.skip_lws();
  if (!scanner.at_end()) return std::nullopt;
  return type;
}

std::optional<WarningView> parse_warning(std::string_view value) {
  Scanner scanner(trim(value));
  WarningView warning;
  std::string_view digits;
  if (!scanner.read_digits(digits) || digits.size() != 3 || !scanner.read_char(' ')) return std::nullopt;
  warning.code = static_cast<int>(*parse_number(digits));
  const std::size_t start = scanner.position();
  while (!scanner.at_end() && !is_lws(scanner.peek())) scanner.move_to(scanner.position() + 1);
  warning.agent = scanner.since(start);
  scanner.skip_lws();
  if (warning.agent.empty() || !scanner.read_quoted(warning.text) || !scanner.at_end()) return std::nullopt;
  return warning;
}

std::optional<RetryAfterView> parse_retry_after(std::string_view value) {
  Scanner scanner(trim(value));
  RetryAfterView retry;
  std::string_view digits;
  if (!scanner.read_digits(digits)) return std::nullopt;
  const auto seconds = parse_number(digits);
  if (!seconds) return std::nullopt;
  retry.seconds = *seconds;
  scanner.skip_lws();
  if (scanner.peek() == '(' && !read_comment(scanner, retry.comment)) return std::nullopt;
  if (!read_header_params(scanner, retry.params)) return std::nullopt;
  scanner.skip_lws();
  if (!scanner.at_end()) return std::nullopt;
  return retry;
}

std::optional<AuthView> parse_auth(std::string_view value) {
  Scanner scanner(trim(value));
  AuthView auth;
  if (!scanner.read_token(auth.scheme) || !is_lws(scanner.peek())) return std::nullopt;
  scanner.skip_lws();
  auth.list = scanner.rest();
  ParamView param;
  do {
    if (!read_auth_param(scanner, param)) return std::nullopt;
  } while (scanner.read_separator(','));
  if (!scanner.at_end()) return std::nullopt;
  return auth;
}

bool AuthView::next(std::size_t& position, ParamView& into) const {
  Scanner scanner(list);
  scanner.move_to(position);
  if (!read_auth_param(scanner, into)) return false;
  scanner.read_separator(',');
  position = scanner.position();
  return true;
}

std::optional<ParamView> AuthView::find(std::string_view name) const {
  ParamView param;
  for (std::size_t position = 0; next(position, param);) {
    if (equals_ignoring_case(param.name, name)) return param;
  }
  return std::nullopt;
}

std::string AuthView::value(std::string_view name) const {
  const auto param = find(name);
  return param ? unquote(param->value) : std::string();
}

bool ListSplitter::next(std::string_view& element) {
  if (finished_) return false;
  if (!started_) {
    started_ = true;
    rest_ = trim(rest_);
    if (rest_.empty()) {
      finished_ = true;
      return false;
    }
  }
  const std::size_t end = list_element_end(rest_);
  finished_ = end >= rest_.size();
  element = trim(rest_.substr(0, end));
  if (!finished_) rest_.remove_prefix(end + 1);
  return true;
}

}  // namespace hexad::sip
