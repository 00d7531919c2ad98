// Methods and status codes as values, with the words the RFCs use for them.
#pragma once

#include <cstdint>
#include <string_view>

namespace hexad::sip {

/// Methods are case-sensitive (RFC 3261 section 7.1). Methods that are not listed are `other`, and keep their text.
enum class Method : std::uint8_t {
  other,
  ack,
  bye,
  cancel,
  info,
  invite,
  message,
  notify,
  options,
  prack,
  publish,
  refer,
  register_,
  subscribe,
  update
};

Method method_from(std::string_view name);
/// "REGISTER"; empty for Method::other.
std::string_view method_name(Method method);

/// The reason phrase that the RFCs give to a status code, or that of its class ("Client Error") for other codes.
std::string_view reason_phrase(int status);

}  // namespace hexad::sip
