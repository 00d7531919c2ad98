// The errors a machine can answer with. Both worlds tell these cases apart alike; what a program does about one
// depends on the code only, the detail is for people.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace hexad::host {

enum class ErrorCode : std::uint8_t {
  refused,                ///< The far machine is there and nothing listens (RST to a SYN, ICMP port unreachable).
  reset,                  ///< An established stream was reset by the far side.
  timed_out,              ///< No answer within the stream's own limits.
  unreachable,            ///< No route, or a router said so.
  address_in_use,         ///< Another socket has this address and port.
  address_not_available,  ///< The address is not one of this host's.
  bound_reached,          ///< A queue, buffer or table is full; nothing was taken.
  closed,                 ///< The handle was shut down or its host is gone.
  invalid_argument,       ///< The caller's mistake: the detail says which.
  not_found,              ///< No such file, name or entry.
  permission_denied,      ///< The operating system refused.
  disk_full,              ///< No space; what was there before is unharmed.
  disk_failed,            ///< The device reported a failure.
  corrupted,              ///< Content does not pass its own checks.
  malformed,              ///< Bytes from outside do not parse.
  not_supported,          ///< This host cannot do it; the documentation of the call says so.
};

/// "refused", "timed out" and so on: stable words, used in logs and records.
std::string_view to_string(ErrorCode code);

struct Error {
  ErrorCode code = ErrorCode::invalid_argument;
  std::string detail;  ///< One sentence without a full stop; may be empty.

  /// "refused: 10.1.0.11:5060".
  std::string to_string() const;
};

template <class T>
using Expected = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(ErrorCode code, std::string detail = {}) {
  return tl::unexpected<Error>(Error{code, std::move(detail)});
}

}  // namespace hexad::host
