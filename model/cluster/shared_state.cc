#include "model/cluster/shared_state.h"

#include <algorithm>

namespace hexad::cluster {

using wire::cluster::Beat;
using wire::cluster::Changes;
using wire::cluster::Hello;
using wire::cluster::Position;

namespace {

/// Of values in one frame of changes: small enough that others get their turn.
constexpr std::size_t kFrameValuesMax = 16 * 1024;
constexpr std::size_t kFrameRowsMax = 256;

}  // namespace

std::string_view to_string(PeerWord word) {
  constexpr std::string_view kWords[] = {"Unknown", "Failed", "Active"};
  return kWords[static_cast<std::size_t>(word)];
}

std::vector<std::string> SharedState::names() const {
  std::vector<std::string> names;
  for (const ReplicatedTable* table : tables_) names.emplace_back(table->name());
  return names;
}

std::vector<Position> SharedState::positions_in(RemotePeer& peer) {
  std::vector<Position> positions;
  for (std::size_t number = 0; number < peer.held.size() && number < tables_.size(); ++number) {
    RemotePeer::Held& held = peer.held[number];
    if (tables_[number]->lacks_rows(peer.origin)) {
      held.sequence = 0;
      tables_[number]->told_again(peer.origin);
    }
    positions.push_back({std::string(tables_[number]->name()), held.boot, held.sequence});
  }
  return positions;
}

void SharedState::meet(RemotePeer& peer, const Hello& hello) {
  peer.held.resize(tables_.size());
  peer.its_tables.clear();
  for (const std::string& name : hello.tables) {
    const auto found =
        std::find_if(tables_.begin(), tables_.end(), [&](const auto* each) { return each->name() == name; });
    peer.its_tables.push_back(found == tables_.end() ? std::nullopt
                                                     : std::optional<std::size_t>(found - tables_.begin()));
  }
  for (std::size_t number = 0; number < tables_.size(); ++number) {
    RemotePeer::Held& held = peer.held[number];
    if (held.boot == hello.boot) continue;
    if (held.boot != 0) tables_[number]->retire(peer.origin);
    held = {hello.boot, 0};
  }
}

bool SharedState::take(RemotePeer& peer, const Changes& changes) {
  if (changes.table >= peer.its_tables.size()) return false;
  const auto number = peer.its_tables[changes.table];
  if (!number) return true;  // A table of a newer program.
  RemotePeer::Held& held = peer.held[*number];
  ReplicatedTable& table = *tables_[*number];
  for (const Changes::Row& row : changes.rows) {
    // Two recoveries may run side by side: each brings the rows in the order of their changes.
    if (row.sequence <= held.sequence) continue;
    if (row.erased) {
      table.erase(peer.origin, row.row);
    } else if (!table.put(peer.origin, row.row, row.value)) {
      return false;
    }
    held.sequence = row.sequence;
  }
  return true;
}

bool SharedState::agrees(const RemotePeer& peer, const Beat& beat) const {
  for (std::size_t its = 0; its < beat.tables.size() && its < peer.its_tables.size(); ++its) {
    const auto number = peer.its_tables[its];
    if (!number) continue;
    if (peer.held[*number].sequence != beat.tables[its].sequence) return false;
    if (tables_[*number]->held(peer.origin) != beat.tables[its].rows) return false;
  }
  return true;
}

void SharedState::distrust(RemotePeer& peer) {
  for (std::size_t number = 0; number < peer.held.size(); ++number) {
    tables_[number]->retire(peer.origin);
    peer.held[number] = {};
  }
}

void SharedState::lost(RemotePeer& peer) {
  for (ReplicatedTable* table : tables_) table->lost(peer.origin);
}

void SharedState::regained(RemotePeer& peer) {
  for (ReplicatedTable* table : tables_) table->regained(peer.origin);
}

void SharedState::forget(RemotePeer& peer) {
  for (ReplicatedTable* table : tables_) table->forget(peer.origin);
  peer.held.clear();
}

void RowSender::start(const SharedState& shared, const std::vector<Position>& positions) {
  reached_.assign(shared.tables().size(), {0, true});
  for (std::size_t number = 0; number < reached_.size(); ++number) {
    for (const Position& position : positions) {
      if (position.table != shared.tables()[number]->name() || position.boot != shared.boot()) continue;
      // Whoever claims more than there is gets everything.
      const bool sane = position.sequence <= shared.tables()[number]->feed().sequence();
      reached_[number] = {sane ? position.sequence : 0, !sane || position.sequence == 0};
    }
  }
}

bool RowSender::fill(const SharedState& shared, FrameStream& stream) {
  for (std::uint32_t number = 0; number < reached_.size(); ++number) {
    ReplicatedTable& table = *shared.tables()[number];
    while (reached_[number].sequence < table.feed().sequence()) {
      if (stream.room() == 0) return false;
      if (!send_some(table, number, reached_[number], stream)) return false;
    }
  }
  return true;
}

bool RowSender::send_some(ReplicatedTable& table, std::uint32_t number, Reached& reached, FrameStream& stream) {
  Changes changes;
  changes.table = number;
  changes.from_start = reached.from_start;
  std::size_t bytes = 0;
  table.feed().each_after(reached.sequence, [&](std::uint32_t row, std::uint64_t sequence, bool erased) {
    Changes::Row& added = changes.rows.emplace_back();
    added.sequence = sequence;
    added.row = row;
    added.erased = erased;
    if (!erased) table.encode(row, added.value);
    bytes += added.value.size();
    return bytes < kFrameValuesMax && changes.rows.size() < kFrameRowsMax;
  });
  if (changes.rows.empty()) return false;
  reached = {changes.rows.back().sequence, false};
  stream.send(std::move(changes));
  return true;
}

Beat RowSender::beat(const SharedState& shared) const {
  Beat beat;
  for (std::size_t number = 0; number < reached_.size(); ++number) {
    beat.tables.push_back({reached_[number].sequence, shared.tables()[number]->feed().rows()});
  }
  return beat;
}

}  // namespace hexad::cluster
