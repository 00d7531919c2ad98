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
  const auto uri = parse_uri(scanner.rest().substr(0, close));
  if (!uri) return false;
  into = *uri;
  scanner.move_to(scanner.position() + close + 1);
  return true;
}

// An addr-spec without brackets ends at the first ';' or white space: what follows are the header's parameters.
bool read_bare_uri(Scanner& scanner, UriView& into) {
  const std::size_t end = scanner.rest().find_first_of("; \t\r\n?,<>\"");
  const std::string_view text = scanner.rest().substr(0, end);
  if (end != std::string_view::npos) {
    const char stop = scanner.rest()[end];
    if (stop != ';' && !is_lws(stop)) return false;
  }
  const auto uri = parse_uri(text);
  if (!uri) return false;
  into = *uri;
  scanner.move_to(scanner.position() + text.size());
  return true;
}

// Whether a '<' stands before anything that can only follow a URI.
bool starts_bare_uri(std::string_view rest) {
  const std::size_t stop = rest.find_first_of("<:\"");
  return stop != std::string_view::npos && rest[stop] == ':';
}

}  // namespace

std::optional<NameAddrView> parse_name_addr(std::string_view value) {
  std::optional<NameAddrView> result(std::in_place);
  result->text = trim(value);
  Scanner scanner(result->text);
  if (scanner.peek() == '"') {
    if (!scanner.read_quoted(result->display)) return std::nullopt;
    scanner.skip_lws();
    result->bracketed = true;
  } else if (!starts_bare_uri(scanner.rest())) {
    if (!read_display_words(scanner, result->display)) return std::nullopt;
    result->bracketed = true;
  }
  const bool uri_read = result->bracketed ? read_bracketed_uri(scanner, result->uri) : read_bare_uri(scanner, result->uri);
  if (!uri_read || !read_header_params(scanner, result->params)) return std::nullopt;
  scanner.skip_lws();
  if (!scanner.at_end()) return std::nullopt;
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
