#include "model/wire/sip/uri.h"

#include <algorithm>

#include "model/wire/sip/chars.h"
#include "model/wire/sip/scanner.h"

namespace hexad::sip {
namespace {

// hostname: labels separated by dots, an optional dot at the end. The underscore is no host name character, but it is
// in use, and it is harmless.
bool is_host_name(std::string_view text) {
  if (text.back() == '.') text.remove_suffix(1);
  if (text.empty()) return false;
  char previous = '.';
  for (const char c : text) {
    if (previous == '.' && (c == '.' || c == '-')) return false;
    if (c == '.' && previous == '-') return false;
    previous = c;
  }
  if (previous == '-') return false;
  // The last label of a name starts with a letter; a text such as 192.0.2 or 300.1.1.1 is a broken address.
  const std::size_t dot = text.rfind('.');
  return !is_digit(text[dot == std::string_view::npos ? 0 : dot + 1]) || dot == std::string_view::npos;
}

std::optional<host::IpAddress> parse_ipv6(std::string_view text) {
  const bool plausible = text.size() >= 2 && text.size() <= 46 && std::all_of(text.begin(), text.end(), [](char c) {
                           return hex_value(c) >= 0 || c == ':' || c == '.';
                         });
  if (!plausible) return std::nullopt;
  if (const auto address = host::IpAddress::parse(text); address && address->is_v6()) return *address;
  // The grammar of RFC 3261 asked for a third colon before an embedded IPv4 address: RFC 5118 section 4.10 wants both
  // forms read.
  const std::size_t colons = text.find(":::");
  if (colons == std::string_view::npos || text.find('.') == std::string_view::npos) return std::nullopt;
  std::string mended(text);
  mended.erase(colons, 1);
  const auto address = host::IpAddress::parse(mended);
  if (!address) return std::nullopt;
  return *address;
}

bool looks_like_ipv4(std::string_view text) {
  return is_digit(text.back()) && text.size() >= 7 && text.size() <= 15 &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || c == '.'; });
}

bool read_host(Scanner& scanner, HostView& host) {
  host.address.reset();
  if (scanner.read_char('[')) {
    const std::size_t start = scanner.position();
    const std::size_t close = scanner.rest().substr(0, 64).find(']');
    if (close == std::string_view::npos) return false;
    host.text = scanner.rest().substr(0, close);
    host.address = parse_ipv6(host.text);
    scanner.move_to(start + close + 1);
    return host.address.has_value();
  }
  if (!scanner.read_run(char_class::kHost, host.text)) return false;
  if (looks_like_ipv4(host.text)) {
    if (const auto address = host::IpAddress::parse(host.text)) {
      host.address = *address;
      return true;
    }
  }
  return is_host_name(host.text);
}

Scheme scheme_from(std::string_view name) {
  if (equals_ignoring_case(name, "sip")) return Scheme::sip;
  if (equals_ignoring_case(name, "sips")) return Scheme::sips;
  return equals_ignoring_case(name, "tel") ? Scheme::tel : Scheme::other;
}

// user [ ":" password ]
bool parse_user_info(std::string_view text, UriView& uri) {
  const std::size_t colon = text.find(':');
  const std::string_view user = text.substr(0, colon);
  if (user.empty() || !matches_escaped(user, char_class::kUser)) return false;
  uri.user = user;
  if (colon == std::string_view::npos) return true;
  uri.password = text.substr(colon + 1);
  return matches_escaped(*uri.password, char_class::kPassword);
}

// header *( "&" header ), each hname "=" hvalue.
bool are_uri_headers(std::string_view text) {
  while (true) {
    const std::size_t end = text.find('&');
    const std::string_view header = text.substr(0, end);
    const std::size_t equals = header.find('=');
    if (equals == 0 || equals == std::string_view::npos) return false;
    if (!matches_escaped(header.substr(0, equals), char_class::kUriHeader)) return false;
    if (!matches_escaped(header.substr(equals + 1), char_class::kUriHeader)) return false;
    if (end == std::string_view::npos) return true;
    text.remove_prefix(end + 1);
  }
}

bool parse_sip_uri(std::string_view body, UriView& uri) {
  // Only the userinfo can hold an '@': everywhere else it is escaped.
  const std::size_t at = body.find('@');
  if (at != std::string_view::npos) {
    if (!parse_user_info(body.substr(0, at), uri)) return false;
    body.remove_prefix(at + 1);
  }
  Scanner scanner(body);
  if (!read_host_port(scanner, false, uri.host, uri.port)) return false;
  if (!read_uri_params(scanner, uri.params)) return false;
  if (scanner.read_char('?')) {
    uri.headers = scanner.rest();
    return are_uri_headers(uri.headers);
  }
  return scanner.at_end();
}

}  // namespace

bool read_host_port(Scanner& scanner, bool lws_allowed, HostView& host, std::optional<std::uint16_t>& port) {
  if (!read_host(scanner, host)) return false;
  port.reset();
  if (!(lws_allowed ? scanner.read_separator(':') : scanner.read_char(':'))) return true;
  std::string_view digits;
  if (!scanner.read_digits(digits)) return false;
  const auto number = parse_number(digits, UINT16_MAX);
  if (number) port = static_cast<std::uint16_t>(*number);
  return number.has_value();
}

std::optional<HostView> parse_host(std::string_view text) {
  HostView host;
  if (text.find(':') != std::string_view::npos && text.front() != '[') {
    host.text = text;
    host.address = parse_ipv6(text);
    if (!host.address) return std::nullopt;
    return host;
  }
  Scanner scanner(text);
  if (!read_host(scanner, host) || !scanner.at_end()) return std::nullopt;
  return host;
}

bool parse_uri_into(std::string_view text, UriView& into) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || !is_alpha(text[0])) return false;
  into.text = text;
  into.scheme_name = text.substr(0, colon);
  const bool is_scheme = std::all_of(into.scheme_name.begin(), into.scheme_name.end(), [](char c) {
    return is_alpha(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
  });
  if (!is_scheme) return false;
  into.scheme = scheme_from(into.scheme_name);
  const std::string_view body = text.substr(colon + 1);
  if (into.is_sip()) return parse_sip_uri(body, into);
  into.opaque = body;
  return !body.empty() && matches_escaped(body, char_class::kAbsoluteUri);
}

std::optional<UriView> parse_uri(std::string_view text) {
  std::optional<UriView> uri(std::in_place);
  if (!parse_uri_into(text, *uri)) uri.reset();
  return uri;
}

}  // namespace hexad::sip
