// How a cluster stands, for pages, alarms and logs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/cluster/remote_peer.h"
#include "model/host/time.h"

namespace hexad::cluster {

enum class DatabaseWord : std::uint8_t { active, recovering, failed };
/// "Active", "Recovering", "Failed".
std::string_view to_string(DatabaseWord word);

struct PeerStatus {
  std::uint32_t number = 0;  ///< 1..6, the place in the list.
  std::string address;       ///< As in the list.
  std::string word;          ///< "This system", "Unknown", "Failed", "Active"
  std::string why;           ///< Of a peer that is not Active, a sentence; may be empty.
  std::string certificate;   ///< "Valid", or "Invalid: " with the reason; empty before one was seen.
  std::string version;       ///< Of its software, when it has said so.
};

struct Status {
  std::string name;
  std::vector<PeerStatus> peers;
  std::uint32_t primary_index = 1;
  std::string primary;  ///< As in the list; empty: the index has no address.
  bool is_primary = false;
  DatabaseWord database = DatabaseWord::active;
  std::string suspended;  ///< Why the configuration is not copied for now; empty where it is.
  std::optional<host::WallTime> last_synchronised, next_synchronisation;
};

}  // namespace hexad::cluster
