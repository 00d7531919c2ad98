// Percent encoding (RFC 3986 section 2.1) and the query and form fields that are written with it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hexad::http {

/// Names and values, decoded, in order.
using Fields = std::vector<std::pair<std::string, std::string>>;

/// Fields of one query or form at most: ours, so that a body of a megabyte is not half a million strings.
inline constexpr std::size_t kFormFieldsMax = 5000;

/// %XX and, where asked, '+' decoded; nullopt for a malformed escape or a NUL.
std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_blank);
/// Everything but letters, digits and "-._~" becomes %XX.
std::string percent_encoded(std::string_view text);
/// "a=1&b=two+words" as application/x-www-form-urlencoded: a field without '=' has an empty value, empty fields are
/// left out. Nullopt for a malformed escape, a NUL or too many fields.
std::optional<Fields> parse_urlencoded(std::string_view text);

}  // namespace hexad::http
