// A software release package. It is data here: JSON text that names the version, the versions it may be installed on,
// and what becomes of the settings; closed by a checksum over the rest.
//
//   {"hexad_package": 1, "version": "X8.9.1", "release": "vcs-x8.9.1", "from": ["X7.1+"],
//    "settings": {"rename": {"Old path": "New path"}, "drop": ["Path"], "default": {"Path": "Value"}},
//    "checksum": "<SHA-256 of the text of everything else, keys sorted, without blanks>"}
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/admin/life/software.h"
#include "model/config/release.h"
#include "model/config/store.h"
#include "model/host/error.h"

namespace hexad::admin {

inline constexpr std::size_t kPackageBytesMax = 1024 * 1024;

struct UpgradePackage {
  SoftwareVersion version;
  config::Release release = config::Release::x12;
  std::vector<std::string> from;  ///< Patterns of software.h.
  /// Paths of settings, indices filled in or as ranges of a whole list: "Alternates ConfigurationMaster",
  /// "Zones Zone [1..1000] Neighbor Foo" renames that leaf of every zone.
  std::map<std::string, std::string> renamed;
  std::vector<std::string> dropped;
  std::map<std::string, std::string> defaults;  ///< Set where nothing is set; no ranges.

  /// malformed with one sentence: not JSON, a part that is missing or unknown, a version or release that is unknown,
  /// corrupted when the checksum does not fit.
  static host::Expected<UpgradePackage> parse(std::string_view text);
  /// With its checksum.
  std::string to_text() const;
  /// Why it cannot be installed over this version, with the way to go instead.
  host::Expected<void> check_path(const SoftwareVersion& installed) const;
};

/// The package that brings a peer to a release, as the guides allow it.
UpgradePackage package_of(config::Release release);

/// The rows that the package changes, in one transaction that also records the new software and takes the pending row
/// away. A downgrade leaves no settings: an older version cannot read a newer one's; a backup made with it has to be
/// restored (X8.9 guide, "Upgrade the Primary Peer", step 2).
/// What nobody had set stays as it was too where the releases have different defaults: an upgrade turns no service off.
host::Expected<void> install(config::Store& store, const UpgradePackage& package, const SoftwareVersion& installed,
                             config::Release installed_release);

}  // namespace hexad::admin
