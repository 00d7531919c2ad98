// What somebody registered for feedback on: "Event/RegistrationAdded", "Status/Registrations", or a whole root,
// "Event".
#pragma once

#include <string>
#include <string_view>

#include "model/host/address.h"

namespace hexad::admin {

/// The expression as it is shown: without a slash before or behind it, its root as "Status" or "Event". malformed:
/// another root, or no path.
host::Expected<std::string> parse_expression(std::string_view text);

/// Whether what happened at `path` ("Event/RegistrationAdded") is at or below the expression. Any case.
bool covers(std::string_view expression, std::string_view path);

struct FeedbackUrl {
  bool secure = false;
  std::string host;         ///< A name or an address, without brackets.
  std::uint16_t port = 80;  ///< 443 with https.
  std::string target;       ///< "/path?query"
};
/// malformed: no http or https URL, user information, or a bad port.
host::Expected<FeedbackUrl> parse_feedback_url(std::string_view url);

}  // namespace hexad::admin
