// The entries of the lists in the settings table, as commands add and delete them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "model/config/configuration.h"

namespace hexad::admin {

/// The lowest number of a list that is not in use; nothing when the list is full. `list_path` as in
/// Configuration::entries(): the path exists and names a list.
std::optional<std::uint32_t> free_entry(const config::Configuration& configuration, std::string_view list_path,
                                        std::span<const std::uint32_t> outer = {});

/// The value of a path; empty for a setting that the release does not have.
std::string value_or_empty(const config::Configuration& configuration, const std::string& path);

/// One entry of a list, read by leaf.
class ListEntry {
 public:
  /// The configuration outlives it.
  ListEntry(const config::Configuration& configuration, std::string_view list_path, std::uint32_t number);
  /// As value_or_empty(): "Pattern Type".
  std::string text(std::string_view leaf) const;

 private:
  const config::Configuration* configuration_;
  std::string path_;  ///< With a blank behind it.
};

/// How many list indices the path of a setting has.
std::size_t lists_in(const config::Setting& setting);

/// What an error of ActiveConfiguration::apply() means to the one who asked: a sentence.
std::string apply_failure(const host::Error& error);

}  // namespace hexad::admin
