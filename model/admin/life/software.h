// Software versions of the products as values ("X8.9.1"), the version that each release of ours stands for, and the
// routes by which the guides allow an upgrade (VCS X8.9.1 guide, "Upgrading an X7.1 or later cluster" and appendix).
#pragma once

#include <array>
#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/config/release.h"

namespace hexad::admin {

struct SoftwareVersion {
  std::array<unsigned, 3> numbers{};  ///< X8.9.1 -> 8, 9, 1; X8.9 -> 8, 9, 0.

  /// Reads "X8", "X8.9", "x8.9.1"; nothing for anything else.
  static std::optional<SoftwareVersion> parse(std::string_view text);
  /// "X8.9", "X8.9.1".
  std::string to_string() const;
  auto operator<=>(const SoftwareVersion&) const = default;
};

/// "X8.1.1", "X8.9", "X8.9.1", "X12.5.9": the version that a peer of this release says it runs.
std::string_view version_of(config::Release release);
/// "Expressway" or "VCS".
std::string_view product_of(config::Release release);

/// Whether a version matches a pattern of a package: "X8.9" (that one), "X8.n" (any of X8), "X7.1+" (that or later).
/// A pattern that cannot be read matches nothing.
bool matches(const SoftwareVersion& version, std::string_view pattern);
bool readable_pattern(std::string_view pattern);

struct UpgradeRoute {
  std::vector<std::string> stops;  ///< Versions to install, in order; the last is the goal.
  /// The stop (an index into stops) before which Cisco TMS must be changed from TMS Agent legacy mode to Provisioning
  /// Extension mode; nothing when that is not needed.
  std::optional<std::size_t> provisioning_extension_before;

  /// "X6.1, X7.2, Provisioning Extension mode, X8.9.1".
  std::string to_string() const;
};

/// The way from an installed version to VCS X8.9.1 or a later X8.9: direct from X7.1 on, by way of X7.2 from X6, and so
/// on. `uses_provisioning`: the cluster uses Cisco TMS for provisioning or FindMe; `legacy_mode`: in TMS Agent legacy
/// mode, which X8 no longer knows.
UpgradeRoute upgrade_route(const SoftwareVersion& from, const SoftwareVersion& goal, bool uses_provisioning,
                           bool legacy_mode);

}  // namespace hexad::admin
