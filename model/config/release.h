// The product releases a peer can behave as. One table maps our names to those of the requirement catalogue.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace hexad::config {

enum class Release : std::uint8_t { x8_1, x8_9, vcs_x8_9_1, x12 };

struct ReleaseName {
  Release release;
  std::string_view name;       ///< As `--release` and scenarios write it.
  std::string_view catalogue;  ///< As requirements.yaml writes it.
  std::string_view product;
};

inline constexpr std::array<ReleaseName, 4> kReleases{{
    {Release::x8_1, "x8.1", "x8.1-exp", "Expressway X8.1"},
    {Release::x8_9, "x8.9", "x8.9-exp", "Expressway X8.9"},
    {Release::vcs_x8_9_1, "vcs-x8.9.1", "x8.9.1-vcs", "VCS X8.9.1"},
    {Release::x12, "x12", "x12+", "Expressway X12.5 or later"},
}};

constexpr std::string_view to_string(Release release) { return kReleases[static_cast<std::size_t>(release)].name; }

constexpr std::optional<Release> release_from(std::string_view name) {
  for (const ReleaseName& entry : kReleases) {
    if (entry.name == name) return entry.release;
  }
  return std::nullopt;
}

}  // namespace hexad::config
