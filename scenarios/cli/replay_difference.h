// Where two records part.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace hexad::cli {

struct Difference {
  std::uint64_t line = 0;
  std::string then;  ///< At most 300 characters; "(nothing)" where a record had ended.
  std::string now;
};

/// The first line that differs, or nothing. Throws std::runtime_error when a file cannot be read.
std::optional<Difference> first_difference(const std::filesystem::path& then, const std::filesystem::path& now);

/// The scenario's name or file in a repeat command "hexad run NAME --seed 7".
std::string scenario_of(const std::string& repeat_command);
/// What follows an option in it; empty where it is not there.
std::string value_in(const std::string& repeat_command, const std::string& option);

}  // namespace hexad::cli
