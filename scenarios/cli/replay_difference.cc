#include "scenarios/cli/replay_difference.h"

#include <fstream>
#include <stdexcept>

namespace hexad::cli {

std::optional<Difference> first_difference(const std::filesystem::path& then, const std::filesystem::path& now) {
  std::ifstream old_lines(then), new_lines(now);
  if (!old_lines || !new_lines) throw std::runtime_error("cannot read " + (old_lines ? now : then).string());
  std::string old_line, new_line;
  for (std::uint64_t number = 1;; ++number) {
    const bool has_old = static_cast<bool>(std::getline(old_lines, old_line));
    const bool has_new = static_cast<bool>(std::getline(new_lines, new_line));
    if (!has_old && !has_new) return std::nullopt;
    if (has_old && has_new && old_line == new_line) continue;
    constexpr std::size_t kShown = 300;
    return Difference{number, has_old ? old_line.substr(0, kShown) : "(nothing)",
                      has_new ? new_line.substr(0, kShown) : "(nothing)"};
  }
}

std::string scenario_of(const std::string& repeat_command) {
  constexpr std::string_view kStart = "hexad run ";
  if (!repeat_command.starts_with(kStart)) throw std::runtime_error("not a repeat command: " + repeat_command);
  const std::size_t end = repeat_command.find(" --", kStart.size());
  std::string name = repeat_command.substr(kStart.size(), end == std::string::npos ? end : end - kStart.size());
  if (name.size() >= 2 && name.front() == '\'' && name.back() == '\'') name = name.substr(1, name.size() - 2);
  return name;
}

std::string value_in(const std::string& repeat_command, const std::string& option) {
  const std::string before = " " + option + " ";
  const std::size_t at = repeat_command.find(before);
  if (at == std::string::npos) return {};
  const std::size_t begin = at + before.size();
  return repeat_command.substr(begin, repeat_command.find(' ', begin) - begin);
}

}  // namespace hexad::cli
