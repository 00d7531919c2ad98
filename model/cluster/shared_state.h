// The first replication plane: the tables of the shared state, what is held of other peers, and what each of them still
// lacks of ours.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/cluster/frame_stream.h"
#include "model/cluster/remote_peer.h"
#include "model/cluster/replicated_table.h"

namespace hexad::cluster {

class SharedState {
 public:
  /// `boot` is this boot's own number, never 0.
  explicit SharedState(std::uint64_t boot) : boot_(boot) {}

  /// Before the first link. The table outlives this.
  void add(ReplicatedTable& table) { tables_.push_back(&table); }
  std::uint64_t boot() const { return boot_; }
  const std::vector<ReplicatedTable*>& tables() const { return tables_; }
  std::vector<std::string> names() const;

  /// For a Hello to this peer: how far its tables are held. Of a table that lacks rows everything is asked for anew.
  std::vector<wire::cluster::Position> positions_in(RemotePeer& peer);
  /// What its Hello says of its boot and tables. What is held of another boot is retired.
  void meet(RemotePeer& peer, const wire::cluster::Hello& hello);
  /// False: it makes no sense, the connection is to be closed.
  bool take(RemotePeer& peer, const wire::cluster::Changes& changes);
  /// Whether all that it says it sent is held.
  bool agrees(const RemotePeer& peer, const wire::cluster::Beat& beat) const;
  /// The next recovery brings everything anew.
  void distrust(RemotePeer& peer);

  void lost(RemotePeer& peer);
  void regained(RemotePeer& peer);
  void forget(RemotePeer& peer);

 private:
  std::uint64_t boot_;
  std::vector<ReplicatedTable*> tables_;
};

/// What one connection still has to send of our tables.
class RowSender {
 public:
  /// From where the far side's Hello says that it holds them.
  void start(const SharedState& shared, const std::vector<wire::cluster::Position>& positions);
  /// Sends as much as there is room for; true when nothing is left.
  bool fill(const SharedState& shared, FrameStream& stream);
  wire::cluster::Beat beat(const SharedState& shared) const;

 private:
  struct Reached {
    std::uint64_t sequence = 0;
    bool from_start = false;
  };
  bool send_some(ReplicatedTable& table, std::uint32_t number, Reached& reached, FrameStream& stream);

  std::vector<Reached> reached_;
};

}  // namespace hexad::cluster
