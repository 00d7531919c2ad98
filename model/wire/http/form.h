// Bodies of HTML forms: application/x-www-form-urlencoded and multipart/form-data (RFC 7578, RFC 2046 section 5.1).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/wire/http/percent.h"

namespace hexad::http {

/// A parameter of a header value, without quotes: parameter_of("multipart/form-data; boundary=x", "boundary") is "x".
/// Nullopt when there is none or the value is malformed.
std::optional<std::string> parameter_of(std::string_view value, std::string_view name);

/// The fields of a form body, as Content-Type says; a file's content is its value, and may hold NULs. Nullopt when the
/// type is none of the two, the body is malformed, or has more than kFormFieldsMax fields.
std::optional<Fields> parse_form(std::string_view content_type, std::string_view body);

}  // namespace hexad::http
