#include "model/host/error.h"

namespace hexad::host {

std::string_view to_string(ErrorCode code) {
  switch (code) {
    case ErrorCode::refused: return "refused";
    case ErrorCode::reset: return "reset";
    case ErrorCode::timed_out: return "timed_out";
    case ErrorCode::unreachable: return "unreachable";
    case ErrorCode::address_in_use: return "address_in_use";
    case ErrorCode::address_not_available: return "address_not_available";
    case ErrorCode::bound_reached: return "bound_reached";
    case ErrorCode::closed: return "closed";
    case ErrorCode::invalid_argument: return "invalid_argument";
    case ErrorCode::not_found: return "not_found";
    case ErrorCode::permission_denied: return "permission_denied";
    case ErrorCode::disk_full: return "disk_full";
    case ErrorCode::disk_failed: return "disk_failed";
    case ErrorCode::corrupted: return "corrupted";
    case ErrorCode::malformed: return "malformed";
    case ErrorCode::not_supported: return "not_supported";
  }
  return "unknown";
}

std::string Error::to_string() const {
  std::string text(host::to_string(code));
  if (!detail.empty()) text.append(": ").append(detail);
  return text;
}

}  // namespace hexad::host
