#include "model/admin/api/feedback_expression.h"

#include <algorithm>

#include "model/admin/words.h"

namespace hexad::admin {
namespace {

bool expression_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' || c == '_';
}

tl::unexpected<host::Error> no_url() {
  return host::fail(host::ErrorCode::malformed, "The URL must be http://HOST[:PORT]/PATH or https://...");
}

bool host_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
}

/// Takes "name", "name:port", "[2001:db8::1]:port".
bool take_authority(std::string_view authority, FeedbackUrl& url) {
  std::string_view port;
  if (!authority.empty() && authority.front() == '[') {
    const std::size_t end = authority.find(']');
    if (end == std::string_view::npos) return false;
    url.host = authority.substr(1, end - 1);
    if (!host::IpAddress::parse(url.host)) return false;
    port = authority.substr(end + 1);
  } else {
    const std::size_t colon = std::min(authority.find(':'), authority.size());
    url.host = authority.substr(0, colon);
    if (!std::all_of(url.host.begin(), url.host.end(), host_character)) return false;
    port = authority.substr(colon);
  }
  if (url.host.empty() || url.host.size() > 253) return false;
  if (port.empty()) return true;
  const auto number = port.front() == ':' ? whole_number(port.substr(1)) : std::nullopt;
  if (!number || *number < 1 || *number > 65535) return false;
  url.port = static_cast<std::uint16_t>(*number);
  return true;
}

}  // namespace

host::Expected<std::string> parse_expression(std::string_view text) {
  text = trimmed(text);
  while (!text.empty() && text.front() == '/') text.remove_prefix(1);
  while (!text.empty() && text.back() == '/') text.remove_suffix(1);
  const std::string_view root = text.substr(0, text.find('/'));
  const bool status = equal_ignoring_case(root, "Status");
  const bool plain = std::all_of(text.begin(), text.end(), expression_character);
  if (!plain || text.find("//") != std::string_view::npos || (!status && !equal_ignoring_case(root, "Event"))) {
    return host::fail(host::ErrorCode::malformed,
                      "An expression is Status, Event, or a path below one: Event/RegistrationAdded");
  }
  return std::string(status ? "Status" : "Event") + std::string(text.substr(root.size()));
}

bool covers(std::string_view expression, std::string_view path) {
  if (!starts_ignoring_case(path, expression)) return false;
  return path.size() == expression.size() || path[expression.size()] == '/';
}

host::Expected<FeedbackUrl> parse_feedback_url(std::string_view text) {
  FeedbackUrl url;
  if (starts_ignoring_case(text, "https://")) {
    url.secure = true;
    url.port = 443;
  } else if (!starts_ignoring_case(text, "http://")) {
    return no_url();
  }
  text.remove_prefix(url.secure ? 8 : 7);
  const std::size_t end = std::min(text.find_first_of("/?#"), text.size());
  if (!take_authority(text.substr(0, end), url)) return no_url();
  const std::string_view rest = text.substr(end, text.find('#', end) - end);
  const bool printable = std::all_of(rest.begin(), rest.end(), [](char c) { return c > ' ' && c < 0x7f; });
  if (!printable) return no_url();
  url.target = rest.empty() || rest.front() != '/' ? "/" + std::string(rest) : std::string(rest);
  return url;
}

}  // namespace hexad::admin
