#include "model/wire/http/form.h"

#include "model/wire/http/headers.h"

namespace hexad::http {

namespace {

/// Takes a quoted string or token from the front of `rest`.
std::optional<std::string> take_value(std::string_view& rest) {
  if (rest.empty() || rest.front() != '"') {
    std::size_t end = 0;
    while (end < rest.size() && is_token_char(rest[end])) ++end;
    const std::string value(rest.substr(0, end));
    rest.remove_prefix(end);
    return end == 0 ? std::nullopt : std::optional(value);
  }
  std::string value;
  for (std::size_t i = 1; i < rest.size(); ++i) {
    if (rest[i] == '"') {
      rest.remove_prefix(i + 1);
      return value;
    }
    // Browsers escape a quote by %22 and leave backslashes as they are; RFC 9110 escapes the quote by a backslash.
    if (rest[i] == '\\' && i + 1 < rest.size() && (rest[i + 1] == '"' || rest[i + 1] == '\\')) ++i;
    value.push_back(rest[i]);
  }
  return std::nullopt;
}

struct Part {
  std::string name;
  std::string_view content;
};

/// Reads "headers CRLF CRLF content".
std::optional<Part> parse_part(std::string_view part) {
  Part out;
  bool named = false;
  while (true) {
    const std::size_t end = part.find("\r\n");
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view line = part.substr(0, end);
    part.remove_prefix(end + 2);
    if (line.empty()) break;
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) return std::nullopt;
    if (!same_word(line.substr(0, colon), "content-disposition")) continue;
    const std::string_view disposition = trimmed(line.substr(colon + 1));
    if (named || !same_word(disposition.substr(0, disposition.find(';')), "form-data")) return std::nullopt;
    auto name = parameter_of(disposition, "name");
    if (!name) return std::nullopt;
    out.name = std::move(*name);
    named = true;
  }
  out.content = part;
  return named ? std::optional(std::move(out)) : std::nullopt;
}

std::optional<Fields> parse_multipart(std::string_view boundary, std::string_view body) {
  if (boundary.empty() || boundary.size() > 70) return std::nullopt;
  const std::string delimiter = "\r\n--" + std::string(boundary);
  Fields fields;
  // What stands before the first delimiter is a preamble, to be ignored; the first needs no CRLF before it.
  if (body.substr(0, delimiter.size() - 2) == std::string_view(delimiter).substr(2)) {
    body.remove_prefix(delimiter.size() - 2);
  } else {
    const std::size_t first = body.find(delimiter);
    if (first == std::string_view::npos) return std::nullopt;
    body.remove_prefix(first + delimiter.size());
  }
  while (true) {
    if (body.substr(0, 2) == "--") return fields;
    const std::size_t padding = std::min(body.find_first_not_of(" \t"), body.size());
    body.remove_prefix(padding);
    if (body.substr(0, 2) != "\r\n" || fields.size() == kFormFieldsMax) return std::nullopt;
    body.remove_prefix(2);
    const std::size_t end = body.find(delimiter);
    if (end == std::string_view::npos) return std::nullopt;
    auto part = parse_part(body.substr(0, end));
    if (!part) return std::nullopt;
    fields.emplace_back(std::move(part->name), std::string(part->content));
    body.remove_prefix(end + delimiter.size());
  }
}

}  // namespace

std::optional<std::string> parameter_of(std::string_view value, std::string_view name) {
  std::size_t semicolon = value.find(';');
  if (semicolon == std::string_view::npos) return std::nullopt;
  value.remove_prefix(semicolon);
  while (!value.empty() && value.front() == ';') {
    value = trimmed(value.substr(1));
    if (value.empty()) break;
    const std::size_t equals = value.find('=');
    if (equals == std::string_view::npos || !is_token(value.substr(0, equals))) return std::nullopt;
    const std::string_view found = value.substr(0, equals);
    value.remove_prefix(equals + 1);
    auto content = take_value(value);
    if (!content) return std::nullopt;
    if (same_word(found, name)) return content;
    value = trimmed(value);
  }
  return std::nullopt;
}

std::optional<Fields> parse_form(std::string_view content_type, std::string_view body) {
  const std::string_view type = trimmed(content_type.substr(0, content_type.find(';')));
  if (same_word(type, "application/x-www-form-urlencoded")) return parse_urlencoded(body);
  if (!same_word(type, "multipart/form-data")) return std::nullopt;
  const auto boundary = parameter_of(content_type, "boundary");
  return boundary ? parse_multipart(*boundary, body) : std::nullopt;
}

}  // namespace hexad::http
