// The settings table: each setting is declared here once, and everything else that deals with settings (configuration
// files, a topology's `settings:`, documentation) is derived from this declaration.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/config/release.h"

namespace hexad::config {

enum class Scope : std::uint8_t {
  cluster_wide,
  peer_specific,  ///< The dagger in the guides: never replicated.
};

enum class ValueKind : std::uint8_t {
  choice,   ///< One of `words`, any case; stored as the table spells it.
  integer,  ///< minimum..maximum
  text,     ///< minimum..maximum characters
  address,  ///< An IPv4 or IPv6 address, or nothing.
};

struct Setting {
  /// As xConfiguration prints it, with the range of each list index in brackets: "SIP Domain [1..200] Name".
  std::string_view path;
  ValueKind kind = ValueKind::text;
  std::vector<std::string_view> words;
  std::int64_t minimum = 0;
  std::int64_t maximum = 0;
  /// By release, in the order of kReleases.
  std::array<std::string_view, kReleases.size()> defaults{};
  Scope scope = Scope::cluster_wide;
  bool restart_required = false;
  std::string_view page;  ///< Web menu path in the guides' words.
  std::string_view label;
  std::string_view help;  ///< One sentence; says so when nothing reads the setting yet.
};

/// All settings, sorted by path. Lives for the program.
std::span<const Setting> settings();

/// A setting with the list indices that a path gave: "SIP Domain 3 Name" is {&domain_name, {3}}.
struct SettingRef {
  const Setting* setting = nullptr;
  std::vector<std::uint32_t> indices;
  /// The path with its indices filled in, spelt as in the table.
  std::string path() const;
};

/// Finds the setting of a path, any case, any run of blanks. Empty when there is none or an index is out of range.
std::optional<SettingRef> find_setting(std::string_view path);

/// The declared path nearest to a mistyped one by edit distance.
std::string_view nearest_path(std::string_view path);

/// "On or Off", "1024 to 65534", "at most 128 characters".
std::string value_space(const Setting& setting);

/// The value spelt as the table spells it, or nothing when it is outside the value space.
std::optional<std::string> canonical_value(const Setting& setting, std::string_view value);

}  // namespace hexad::config
