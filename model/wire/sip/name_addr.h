// name-addr and addr-spec with the parameters of the header field around them: From, To, Contact, Route, Record-Route,
// Path, Reply-To, Refer-To and their like (RFC 3261 sections 20.10, 20.20, 20.30, 20.34, 20.39; RFC 3327).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/wire/sip/params.h"
#include "model/wire/sip/uri.h"

namespace hexad::sip {

struct NameAddrView {
  std::string_view text;     ///< The whole value.
  std::string_view display;  ///< As received, quotes included; empty when there is none. unquote() gives its content.
  UriView uri;
  bool bracketed = false;  ///< The URI stood in <>.
  ParamsView params;       ///< Of the header field, not of the URI.

  std::string_view tag() const { return params.value("tag"); }
};

/// Parses one value: not a comma-separated list, not "*". White space inside of <> is malformed, and so is a URI with
/// '?' or ',' outside of brackets (RFC 3261 section 20.10; RFC 4475 sections 3.1.2.13 and 3.1.2.14).
std::optional<NameAddrView> parse_name_addr(std::string_view value);
/// The same into a view that may have held another value; false when the text is malformed, and `into` is then of no
/// use.
bool parse_name_addr_into(std::string_view value, NameAddrView& into);

/// True for the Contact value that stands for all bindings (RFC 3261 section 10.2.2).
bool is_wildcard_contact(std::string_view value);

/// The q parameter in thousandths, 0 to 1000, at most three decimals; nothing when malformed.
std::optional<int> parse_q_value(std::string_view text);

/// The q value of a contact; 1000 when it has none or a malformed one.
int contact_q(const NameAddrView& contact);

}  // namespace hexad::sip
