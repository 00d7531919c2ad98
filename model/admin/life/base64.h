// Base64 (RFC 4648 section 4): how a command carries a file that is not text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hexad::admin {

std::string to_base64(std::string_view bytes);
/// Blanks and line ends are skipped; nothing for what is no base64.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace hexad::admin
