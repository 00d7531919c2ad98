// The characters of XML 1.0 section 2.2 and names of section 2.3, in UTF-8 (RFC 3629).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace hexad::xml {

struct Character {
  std::uint32_t value = 0;
  std::size_t size_bytes = 0;  ///< 0: no valid UTF-8 stands here.
};

/// The first character of a text that is not empty. Overlong forms, surrogates and values over U+10FFFF are not valid.
Character first_character(std::string_view text);
/// Whether XML allows it in a document.
bool is_legal(std::uint32_t character);
bool starts_name(std::uint32_t character);
bool continues_name(std::uint32_t character);
/// How many bytes of the front of a text are a name; 0 when none.
std::size_t name_size(std::string_view text);

inline bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

}  // namespace hexad::xml
