// What is known of another peer of the list.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/cluster/replicated_table.h"
#include "model/host/address.h"
#include "model/host/time.h"
#include "model/wire/cluster/frame.h"

namespace hexad::cluster {

/// How an operator sees a peer at System > Clustering. "Unknown" until the first attempt to reach it has ended.
enum class PeerWord : std::uint8_t { unknown, failed, active };
/// "Unknown", "Failed", "Active".
std::string_view to_string(PeerWord word);

struct RemotePeer {
  /// How far a table of its is held.
  struct Held {
    std::uint64_t boot = 0;
    std::uint64_t sequence = 0;
  };

  Origin origin = 0;
  std::string text;                        ///< As the list has it.
  std::optional<host::IpAddress> address;  ///< Of the text, now or as it was last known.
  bool address_is_current = false;         ///< The last lookup gave it.
  std::string address_fault;               ///< Why there is none; empty while it is looked for.

  // As it said itself.
  std::string serial;
  std::string release, version;
  std::uint64_t boot = 0;
  std::optional<wire::cluster::State> state;
  std::vector<std::optional<std::size_t>> its_tables;  ///< By its numbers: ours.
  std::vector<Held> held;                              ///< By our numbers.

  bool attempted = false;  ///< An attempt to reach it has ended.
  bool incoming_up = false, outgoing_up = false;
  host::MonotonicTime outgoing_since{};  ///< While outgoing_up.
  bool recovered = false;                ///< Since it was lost last.
  bool joined = false;                   ///< It has been Active under this list.
  bool conflict = false;                 ///< It belongs to a cluster that was founded apart from ours.
  /// Why it is not Active, as far as one of the two said so.
  std::optional<wire::cluster::Refusal::Reason> refused;
  std::string why;
  std::vector<std::uint16_t> closed_ports;  ///< That could not be opened at the last attempt.
  std::string certificate_failure;          ///< Permissive: what Enforce would say.
  host::MonotonicTime lost_at{};

  bool active() const { return incoming_up && outgoing_up; }
  PeerWord word() const { return active() ? PeerWord::active : attempted ? PeerWord::failed : PeerWord::unknown; }
};

}  // namespace hexad::cluster
