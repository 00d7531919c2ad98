// Makes arrows of messages: what one node sent and another received, what was lost on the way and why. Both ends of
// a message show the same octets, whatever an address translation made of its addresses; equal messages (a
// retransmission) pair in the order in which they were sent.
#pragma once

#include <cstdint>
#include <vector>

#include "reports/node_table.h"
#include "reports/record/event.h"

namespace hexad::reports {

struct Arrow {
  std::int64_t begin_ns = 0;   ///< When it was sent; when it was received or lost, if nobody recorded the sending.
  std::int64_t end_ns = 0;     ///< When it was received or lost; begin_ns when neither is known.
  std::uint32_t sent = kNone;  ///< Places in the record.
  std::uint32_t received = kNone;
  std::uint32_t lost = kNone;  ///< A record::PacketLost.
  std::uint32_t repeats = 0;   ///< Retransmissions of the same TCP segment that were lost after it.
  std::uint32_t from = kNone;  ///< Places in RunStarted::nodes; kNone for a machine outside the run.
  std::uint32_t to = kNone;

  bool arrived() const { return received != kNone; }
};

/// In the order of begin_ns. `nodes` learns the addresses that translations use.
std::vector<Arrow> pair_messages(const std::vector<record::Entry>& entries, NodeTable& nodes);

}  // namespace hexad::reports
