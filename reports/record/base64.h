// Base64 (RFC 4648 section 4, with padding) for octets that JSON text cannot carry.
#pragma once

#include <string>
#include <string_view>

namespace hexad::record {

std::string to_base64(std::string_view octets);
/// Throws std::runtime_error when text is not padded base64.
std::string from_base64(std::string_view text);

}  // namespace hexad::record
