// The settings of System > Clustering as the cluster reads them, and what is wrong with them taken together.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/config/configuration.h"
#include "model/host/address.h"
#include "model/host/time.h"

namespace hexad::cluster {

inline constexpr std::uint32_t kPeersMax = 6;
/// cluster guides, "Ports used by clustering" of X8.9; ours for the link of X8.1, too.
inline constexpr std::uint16_t kRecoveryPort = 4371, kSynchronisationPort = 4372;

/// "Cluster address mapping" of X12.
struct Mapping {
  std::string name;
  host::IpAddress address;
  bool operator==(const Mapping&) const = default;
};

/// How links notice and mend their loss. Ours.
struct LinkTimes {
  host::Duration beat = std::chrono::seconds(10);        ///< Something is said at least this often.
  host::Duration dead_after = std::chrono::seconds(25);  ///< Of silence.
  host::Duration retry_first = std::chrono::seconds(1);  ///< Doubled at each failure, with jitter.
  host::Duration retry_most = std::chrono::seconds(30);
  bool operator==(const LinkTimes&) const = default;
};

struct Settings {
  std::string cluster_name;
  /// Peer 1 to 6 as written, up to the last that is set; an empty text is a gap.
  std::vector<std::string> peers;
  std::uint32_t primary = 1;  ///< 1..6
  host::Family family = host::Family::ipv4;
  bool enforce = false;   ///< TLS verification mode
  bool uses_key = false;  ///< X8.1
  std::string pre_shared_key;
  bool maps_names = false;
  std::vector<Mapping> mappings;
  LinkTimes times;

  static Settings from(const config::Configuration& configuration);
  bool clustered() const { return !peers.empty(); }
  /// The peer that the primary's index stands for; empty: it has no address.
  std::string primary_text() const;
  /// The peers without gaps, in their order.
  std::vector<std::string> listed() const;
  bool operator==(const Settings&) const = default;
};

}  // namespace hexad::cluster
