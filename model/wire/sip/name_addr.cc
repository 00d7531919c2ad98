#include "model/wire/sip/name_addr.h"

#include "model/wire/sip/chars.h"
#include "model/wire/sip/scanner.h"

namespace hexad::sip {
namespace {

// *( token LWS ) before the '<'. Bytes of UTF-8 are let through though the grammar wants quotes around them: phones
// send them, and nothing else can be meant.
bool read_display_words(Scanner& scanner, std::string_view& into) {
  const std::size_t start = scanner.position();
  std::size_t end = start;
  while (!scanner.at_end() && scanner.peek() != '<') {
    const char c = scanner.peek();
    if (!is_token_char(c) && !is_lws(c) && static_cast<unsigned char>(c) < 0x80) return false;
    scanner.move_to(scanner.position() + 1);
    if (!is_lws(c)) end = scanner.position();
  }
  into = scanner.since(start).substr(0, end - start);
  return !scanner.at_end();
}

bool read_bracketed_uri(Scanner& scanner, UriView& into) {
  if (!scanner.read_char('<')) return false;
  const std::size_t close = scanner.rest().find('>');
  if (close == std::string_view::npos) return false;
  if (!parse_uri_into(scanner.rest().substr(0, close), into)) return false;
  scanner.move_to(scanner.position() + close + 1);
  return true;
}

// An addr-spec without brackets ends at the first ';' or white space: what follows are the header's parameters.
bool read_bare_uri(Scanner& scanner, UriView& into) {
  const std::string_view rest = scanner.rest();
  std::size_t end = 0;
  while (end < rest.size() && rest[end] != ';' && !is_lws(rest[end])) {
    // Outside of brackets these cannot be told from what belongs to the header field.
    if (rest[end] == '?' || rest[end] == ',') return false;
    ++end;
  }
  const std::string_view text = rest.substr(0, end);
  if (!parse_uri_into(text, into)) return false;
  scanner.move_to(scanner.position() + text.size());
  return true;
}

// Whether the value starts with a scheme, and not with a display name or a bracket.
bool starts_bare_uri(std::string_view rest) {
  for (const char c : rest) {
    if (c == ':') return true;
    if (c == '<' || c == '"') return false;
  }
  return false;
}

bool read_name_addr(std::string_view text, NameAddrView& into) {
  into.text = text;
  Scanner scanner(text);
  if (scanner.peek() == '"') {
    if (!scanner.read_quoted(into.display)) return false;
    scanner.skip_lws();
    into.bracketed = true;
  } else if (!starts_bare_uri(text)) {
    if (!read_display_words(scanner, into.display)) return false;
    into.bracketed = true;
  }
  const bool uri_read = into.bracketed ? read_bracketed_uri(scanner, into.uri) : read_bare_uri(scanner, into.uri);
  if (!uri_read || !read_header_params(scanner, into.params)) return false;
  scanner.skip_lws();
  return scanner.at_end();
}

}  // namespace

bool parse_name_addr_into(std::string_view value, NameAddrView& into) {
  into = NameAddrView{};
  return read_name_addr(trim(value), into);
}

std::optional<NameAddrView> parse_name_addr(std::string_view value) {
  std::optional<NameAddrView> result(std::in_place);
  if (!read_name_addr(trim(value), *result)) result.reset();
  return result;
}

bool is_wildcard_contact(std::string_view value) { return trim(value) == "*"; }

std::optional<int> parse_q_value(std::string_view text) {
  if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return std::nullopt;
  int thousandths = (text[0] - '0') * 1000;
  if (text.size() == 1) return thousandths;
  if (text[1] != '.') return std::nullopt;
  int weight = 100;
  for (const char digit : text.substr(2)) {
    if (!is_digit(digit)) return std::nullopt;
    thousandths += (digit - '0') * weight;
    weight /= 10;
  }
  if (thousandths > 1000) return std::nullopt;
  return thousandths;
}

int contact_q(const NameAddrView& contact) {
  const auto param = contact.params.find("q");
  if (!param) return 1000;
  return parse_q_value(param->value).value_or(1000);
}

}  // namespace hexad::sip
