// Text into HTML and SVG. Everything in a record may come from a hostile message, so nothing reaches a page past
// these functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hexad::reports {

/// For element content and quoted attributes: & < > " ' escaped; control characters become their visible pictures
/// (U+2400 ...), line ends and tabs stay, CR before LF goes; what is not UTF-8 becomes U+FFFD, and so do the
/// characters that turn the direction of writing.
std::string escaped(std::string_view text);

/// A message's octets for people: escaped text, or a hex dump when it is not text; cut after octets_max with a
/// sentence that says so.
std::string message_body(std::string_view octets, std::size_t octets_max);

}  // namespace hexad::reports
