// A table of the shared state (cluster guides, "About clusters": registrations, bandwidth and licences are shared at
// once). Its owner registers it with the cluster, which carries rows to every connected peer and knows nothing of what
// is in them. Each peer changes its own rows only; those of others it holds.
#pragma once

#include <cstdint>
#include <string_view>

#include "model/cluster/row_feed.h"
#include "model/host/bytes.h"

namespace hexad::cluster {

/// A remote peer within this boot; its number is used again after forget().
using Origin = std::uint32_t;
/// Remote peers known at once, those that have just left the list included.
inline constexpr Origin kOriginsMax = 16;

class ReplicatedTable {
 public:
  virtual ~ReplicatedTable() = default;

  /// The same on every peer: "registrations".
  virtual std::string_view name() const = 0;
  /// Appends the value of an own row that is there.
  virtual void encode(std::uint32_t row, host::Bytes& out) = 0;

  /// A row of another peer is new or has another value. False: its value makes no sense; it is then not held.
  virtual bool put(Origin origin, std::uint32_t row, host::ByteView value) = 0;
  virtual void erase(Origin origin, std::uint32_t row) = 0;
  /// How many rows of it are held as current.
  virtual std::uint32_t held(Origin origin) const = 0;

  /// Rows of it were given up here by the owner's own rules: less is held than was told.
  virtual bool lacks_rows(Origin) const { return false; }
  /// From now on everything of it is told anew.
  virtual void told_again(Origin) {}

  /// Nothing more is heard of it for now: its rows live on as long as the owner's rules let them.
  virtual void lost(Origin origin) = 0;
  /// It is back, and what is held of it is current again.
  virtual void regained(Origin origin) = 0;
  /// What is held of it is of a former boot: numbers of rows begin anew.
  virtual void retire(Origin origin) = 0;
  /// It is no peer any more.
  virtual void forget(Origin origin) = 0;

  /// The changes of the own rows.
  const RowFeed& feed() const { return feed_; }
  RowFeed& feed() { return feed_; }

 private:
  RowFeed feed_;
};

}  // namespace hexad::cluster
