#include "model/admin/life/common.h"

namespace hexad::admin {

std::string setting_text(const config::Configuration& configuration, std::string_view path) {
  const auto ref = configuration.resolve(path);
  return ref ? configuration.value(*ref) : std::string();
}

bool clustered(const config::Configuration& configuration) {
  for (int peer = 1; peer <= 6; ++peer) {
    if (!setting_text(configuration, "Alternates Peer " + std::to_string(peer) + " Address").empty()) return true;
  }
  return false;
}

CommandResult failure_of(const host::Error& error) {
  using host::ErrorCode;
  const std::string sentence = error.detail.empty() ? std::string(host::to_string(error.code)) : error.detail;
  switch (error.code) {
    case ErrorCode::disk_full:
    case ErrorCode::disk_failed: return CommandResult::failed("storage", sentence);
    // A damaged file that was given, not a damaged disk.
    case ErrorCode::corrupted:
    case ErrorCode::invalid_argument:
    case ErrorCode::malformed: return CommandResult::failed("bad value", sentence);
    case ErrorCode::not_found: return CommandResult::failed("not found", sentence);
    case ErrorCode::timed_out: return CommandResult::failed("timeout", sentence);
    case ErrorCode::permission_denied: return CommandResult::failed("not permitted", sentence);
    default: return CommandResult::failed("not possible now", sentence);
  }
}

CommandResult result_of(const host::Expected<void>& outcome, std::string sentence_when_done) {
  if (!outcome) return failure_of(outcome.error());
  return CommandResult::done(std::move(sentence_when_done));
}

std::string with_line_ends(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escaped = text[i] == '\\' && i + 1 < text.size() && text[i + 1] == 'n';
    out += escaped ? '\n' : text[i];
    i += escaped ? 1 : 0;
  }
  return out;
}

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const auto comma = text.find(',');
    const std::string_view part = trimmed(text.substr(0, comma));
    if (!part.empty()) parts.emplace_back(part);
    if (comma == std::string_view::npos) break;
    text.remove_prefix(comma + 1);
  }
  return parts;
}

}  // namespace hexad::admin
