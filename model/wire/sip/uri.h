// SIP, SIPS and other URIs (RFC 3261 sections 19.1 and 25.1; RFC 5954 for IPv6) as views into the text they were
// parsed from. tel: and every other absolute URI is recognised and kept opaque.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/host/address.h"
#include "model/wire/sip/params.h"

namespace hexad::sip {

class Scanner;

/// A host name or address literal.
struct HostView {
  std::string_view text;                   ///< As received, but without the brackets of an IPv6 literal.
  std::optional<host::IpAddress> address;  ///< Set for IPv4 and IPv6 literals.

  bool is_name() const { return !address; }
  bool is_ipv6() const { return address && address->is_v6(); }
};

/// Names ignoring case, addresses by value. A name never equals an address (RFC 3261 section 19.1.4).
bool same_host(const HostView& a, const HostView& b);

enum class Scheme : std::uint8_t { sip, sips, tel, other };

struct UriView {
  std::string_view text;  ///< The whole URI.
  Scheme scheme = Scheme::other;
  std::string_view scheme_name;  ///< As received, without the colon.

  // For sip and sips only; escapes are still in place.
  std::optional<std::string_view> user;      ///< Never empty when set.
  std::optional<std::string_view> password;  ///< May be empty.
  HostView host;
  std::optional<std::uint16_t> port;
  ParamsView params;
  std::string_view headers;  ///< After the '?'; "name=value&name=value".

  std::string_view opaque;  ///< For tel and other: everything after the colon.

  bool is_sip() const { return scheme == Scheme::sip || scheme == Scheme::sips; }
  /// The value of the transport parameter ("tcp"), or empty.
  std::string_view transport() const { return params.value("transport"); }
  bool is_loose_router() const { return params.has("lr"); }
};

/// Parses a text that is one URI and nothing else: no white space, no brackets around it.
std::optional<UriView> parse_uri(std::string_view text);
/// The same into a default-constructed view; false when the text is malformed, and `into` is then of no use.
bool parse_uri_into(std::string_view text, UriView& into);

/// Reads host [ ":" port ]: a name, an IPv4 literal or a bracketed IPv6 literal. LWS around the colon is allowed
/// when `lws_allowed` (Via's sent-by). The port is 0 to 65535.
bool read_host_port(Scanner& scanner, bool lws_allowed, HostView& host, std::optional<std::uint16_t>& port);
/// A text that is one host and nothing else; IPv6 also without brackets, as in received=.
std::optional<HostView> parse_host(std::string_view text);

/// URI equality (RFC 3261 section 19.1.4); opaque URIs are equal when their text is, but for the scheme's case.
/// URIs with more than 64 parameters or headers are equal only when their texts are: the comparison is quadratic.
bool same_uri(const UriView& a, const UriView& b);

/// Appends the address-of-record form that registrars index by (RFC 3261 section 10.3, step 5): scheme, user without
/// needless escapes, lower-case host, port when there is one; no password, parameters or headers. An opaque URI is
/// appended with its scheme in lower case.
void append_address_of_record(const UriView& uri, std::string& out);
std::string address_of_record(const UriView& uri);

}  // namespace hexad::sip
