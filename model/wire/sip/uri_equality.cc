// Comparing URIs (RFC 3261 section 19.1.4) and reducing them to an address of record (section 10.3).
#include <algorithm>
#include <array>

#include "model/wire/sip/chars.h"
#include "model/wire/sip/uri.h"

namespace hexad::sip {
namespace {

constexpr std::size_t kComparedMax = 64;
constexpr std::string_view kReserved = ";/?:@&=+$,";

// One character of a URI part. A reserved character differs from its escaped form (RFC 2396 section 2.4.2); every
// other character equals it.
struct UriChar {
  char value = 0;
  bool escaped_reserved = false;
  bool operator==(const UriChar&) const = default;
};

UriChar next_char(std::string_view& text) {
  UriChar result{text.front()};
  if (result.value == '%' && text.size() >= 3) {
    result.value = static_cast<char>(hex_value(text[1]) * 16 + hex_value(text[2]));
    result.escaped_reserved = kReserved.find(result.value) != std::string_view::npos;
    text.remove_prefix(3);
  } else {
    text.remove_prefix(1);
  }
  return result;
}

enum class Case { matters, ignored };

bool same_escaped(std::string_view a, std::string_view b, Case letter_case) {
  while (!a.empty() && !b.empty()) {
    UriChar left = next_char(a), right = next_char(b);
    if (letter_case == Case::ignored) {
      left.value = to_lower(left.value);
      right.value = to_lower(right.value);
    }
    if (left != right) return false;
  }
  return a.empty() && b.empty();
}

bool same_optional(const std::optional<std::string_view>& a, const std::optional<std::string_view>& b) {
  return a.has_value() == b.has_value() && (!a || same_escaped(*a, *b, Case::matters));
}

// Parameters that make URIs differ when only one of them has it.
bool must_be_in_both(std::string_view name) {
  static constexpr std::string_view kNames[] = {"user", "ttl", "method", "maddr", "transport"};
  return std::any_of(std::begin(kNames), std::end(kNames),
                     [name](std::string_view known) { return same_escaped(name, known, Case::ignored); });
}

struct ParamTable {
  std::array<ParamView, kComparedMax> entries;
  std::size_t count = 0;
  bool fits = true;
};

ParamTable params_of(const ParamsView& params) {
  ParamTable table;
  ParamView param;
  for (std::size_t position = 0; params.next(position, param);) {
    if (table.count == kComparedMax) {
      table.fits = false;
      break;
    }
    table.entries[table.count++] = param;
  }
  return table;
}

ParamTable headers_of(std::string_view headers) {
  ParamTable table;
  while (!headers.empty()) {
    if (table.count == kComparedMax) {
      table.fits = false;
      break;
    }
    const std::size_t end = headers.find('&');
    const std::string_view header = headers.substr(0, end);
    const std::size_t equals = header.find('=');
    table.entries[table.count++] = {header.substr(0, equals), header.substr(equals + 1), true};
    headers.remove_prefix(end == std::string_view::npos ? headers.size() : end + 1);
  }
  return table;
}

const ParamView* find_in(const ParamTable& table, std::string_view name) {
  for (std::size_t i = 0; i < table.count; ++i) {
    if (same_escaped(table.entries[i].name, name, Case::ignored)) return &table.entries[i];
  }
  return nullptr;
}

bool params_agree(const ParamTable& a, const ParamTable& b) {
  for (std::size_t i = 0; i < a.count; ++i) {
    const ParamView& param = a.entries[i];
    const ParamView* other = find_in(b, param.name);
    if (!other) {
      if (must_be_in_both(param.name)) return false;
      continue;
    }
    if (other->has_value != param.has_value || !same_escaped(other->value, param.value, Case::ignored)) return false;
  }
  return true;
}

bool headers_agree(const ParamTable& a, const ParamTable& b) {
  if (a.count != b.count) return false;
  for (std::size_t i = 0; i < a.count; ++i) {
    const ParamView* other = find_in(b, a.entries[i].name);
    if (!other || !same_escaped(other->value, a.entries[i].value, Case::matters)) return false;
  }
  return true;
}

void append_lower(std::string_view text, std::string& out) {
  const std::size_t start = out.size();
  out.append(text);
  for (std::size_t at = start; at < out.size(); ++at) out[at] = to_lower(out[at]);
}

// Escapes stay only where the plain character would change the meaning of the URI.
void append_user(std::string_view user, std::string& out) {
  const bool plain = std::all_of(user.begin(), user.end(), [](char c) { return is_in(c, char_class::kUser); });
  if (plain) {
    out.append(user);
    return;
  }
  while (!user.empty()) {
    const UriChar c = next_char(user);
    if (c.escaped_reserved || !is_in(c.value, char_class::kUser)) {
      append_escaped(std::string_view(&c.value, 1), 0, out);
    } else {
      out.push_back(c.value);
    }
  }
}

}  // namespace

bool same_host(const HostView& a, const HostView& b) {
  if (a.address || b.address) return a.address == b.address;
  return equals_ignoring_case(a.text, b.text);
}

bool same_uri(const UriView& a, const UriView& b) {
  if (a.text == b.text) return true;
  if (!a.is_sip() || !b.is_sip()) {
    return equals_ignoring_case(a.scheme_name, b.scheme_name) && a.opaque == b.opaque && !a.is_sip() && !b.is_sip();
  }
  if (a.scheme != b.scheme || a.port != b.port || !same_host(a.host, b.host)) return false;
  if (!same_optional(a.user, b.user) || !same_optional(a.password, b.password)) return false;
  if (a.params.empty() && b.params.empty() && a.headers.empty() && b.headers.empty()) return true;
  const ParamTable a_params = params_of(a.params), b_params = params_of(b.params);
  const ParamTable a_headers = headers_of(a.headers), b_headers = headers_of(b.headers);
  if (!a_params.fits || !b_params.fits || !a_headers.fits || !b_headers.fits) return false;
  return params_agree(a_params, b_params) && params_agree(b_params, a_params) && headers_agree(a_headers, b_headers) &&
         headers_agree(b_headers, a_headers);
}

void append_address_of_record(const UriView& uri, std::string& out) {
  append_lower(uri.scheme_name, out);
  out.push_back(':');
  if (!uri.is_sip()) {
    out.append(uri.opaque);
    return;
  }
  if (uri.user) {
    append_user(*uri.user, out);
    out.push_back('@');
  }
  if (uri.host.is_ipv6()) {
    out.append("[").append(uri.host.address->to_string()).append("]");
  } else {
    append_lower(uri.host.text, out);
  }
  if (uri.port) out.append(":").append(std::to_string(*uri.port));
}

std::string address_of_record(const UriView& uri) {
  std::string text;
  append_address_of_record(uri, text);
  return text;
}

}  // namespace hexad::sip
