// Status codes and their phrases (RFC 9110 section 15), and why a message is refused.
#pragma once

#include <string>
#include <string_view>

namespace hexad::http {

/// "OK", "Not Found": RFC 9110 section 15, RFC 6585. "Unknown" for a code without a phrase.
std::string_view reason_of(int status);

/// What is wrong with a message that was received: the status that answers it and one sentence.
struct Fault {
  int status = 400;
  std::string sentence;  ///< With its full stop.
};

}  // namespace hexad::http
