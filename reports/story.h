// What happened in a run, put together from its record: arrows between nodes, faults with what they touched, who was
// registered where and when, and the rows of a ladder. Every report is drawn from this.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "reports/node_table.h"
#include "reports/pairing.h"
#include "reports/record/event.h"

namespace hexad::reports {

struct FaultStory {
  record::FaultApplied fault;
  std::int64_t from_ns = 0;
  std::int64_t to_ns = 0;  ///< The end of the run when it was never ended.
  bool ended = false;
  record::FaultEnded effect;   ///< Dropped packets are at least those that the record shows.
  std::uint32_t node = kNone;  ///< The machine it hit; kNone for a whole network.
  bool touched() const {
    return effect.packets_dropped + effect.packets_delayed + effect.packets_rejected + effect.streams_ended +
               effect.operations >
           0;
  }
};

/// A stretch of time in which an endpoint was registered with a peer that was running.
struct RegistrationSpan {
  std::int64_t from_ns = 0;
  std::int64_t to_ns = 0;
  std::uint32_t peer = kNone;  ///< kNone when the address is no node's.
};

/// A stretch of time in which a machine was not running.
struct DownSpan {
  std::int64_t from_ns = 0;
  std::int64_t to_ns = 0;
  std::string state;  ///< "killed", "off", ...
};

struct NodeStory {
  std::vector<RegistrationSpan> registrations;
  std::vector<DownSpan> down;
  std::int64_t booted_ns = -1;  ///< -1: never.
};

/// One line of a ladder: an arrow, or an entry of the record told as a note.
struct Row {
  std::int64_t at_ns = 0;
  std::uint32_t arrow = kNone;
  std::uint32_t entry = kNone;  ///< For a note.
  bool important = false;       ///< A note that no report leaves out: fault, step, failed check.
};

struct Story {
  const std::vector<record::Entry>* entries = nullptr;
  record::RunStarted started;
  record::RunEnded ended;   ///< invalid, with a reason, when the record has no end.
  std::int64_t end_ns = 0;  ///< Of the last event, at least the planned duration's part that was run.
  NodeTable table;          ///< Knows the translated addresses too.
  std::vector<Arrow> arrows;
  std::vector<FaultStory> faults;
  std::vector<record::CheckResult> checks;  ///< In the order of the record.
  std::vector<NodeStory> nodes;             ///< As RunStarted::nodes.
  std::vector<Row> rows;                    ///< By time.
  std::uint32_t first_refusal = kNone;      ///< The row of the first response of 300 or above.

  const record::Message* message(const Arrow& arrow) const;  ///< The sent one, else the received one, else null.
  const record::PacketLost* packet(const Arrow& arrow) const;
  std::string node_name(std::uint32_t node) const;  ///< "elsewhere" for kNone.
};

/// The entries must outlive the story. A record without RunStarted gives a story without nodes.
Story tell(const std::vector<record::Entry>& entries);

/// What stands beside the arrow: "REGISTER sip:example.com  UDP  lost: powered_off (fault 1)".
std::string arrow_text(const Story& story, const Arrow& arrow);
/// Empty when the message arrived; else "lost: ..." or "not received by the end of the run".
std::string arrow_loss(const Story& story, const Arrow& arrow);
/// "fault 1: peer1 loses its power".
std::string note_text(const Story& story, const Row& row);
/// The value of a SIP message's Call-ID header (RFC 3261 20.8, compact form 7.3.3), empty when there is none.
std::string call_id(const record::Message& message);
/// The status code of a SIP response, 0 for anything else.
int sip_status(const record::Message& message);
/// Whether a line tells of an alarm: raised, lowered or acknowledged, as a peer's Event Log has it.
bool is_alarm(const record::LogLine& line);

}  // namespace hexad::reports
