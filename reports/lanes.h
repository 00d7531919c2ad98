// The lanes of a ladder and the choice of rows, both bounded: five thousand phones share one lane, and of a million
// rows those near faults and failures are kept.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "reports/story.h"

namespace hexad::reports {

struct Lane {
  std::string title;  ///< "peer1", "phones (1..5000)"
  std::vector<std::uint32_t> nodes;
};

struct Lanes {
  std::vector<Lane> lanes;  ///< Endpoints left, then servers, then peers; "elsewhere" last when needed.
  std::vector<std::uint32_t> of_node;
  std::uint32_t elsewhere = kNone;

  /// kNone for a node without a lane: it neither sent nor received.
  std::uint32_t of(std::uint32_t node) const { return node == kNone ? elsewhere : of_node[node]; }
};

/// Lanes for the nodes that the rows (places in Story::rows) show. Groups of more than group_max endpoints share one
/// lane; up to four of their members that a failed check names keep lanes of their own. Where that makes more than
/// lanes_max lanes, smaller groups share one too, and in the end the last lane holds the rest.
Lanes make_lanes(const Story& story, const std::vector<std::uint32_t>& rows, std::size_t lanes_max,
                 std::size_t group_max = 6);

/// Places in Story::rows, ascending, at most rows_max: important notes, what happened around failures, faults and
/// the first refusal, the beginning, the end.
std::vector<std::uint32_t> select_rows(const Story& story, std::size_t rows_max);

/// The rows that tell most about a check that did not pass: up to rows_max before the end of its window, of the
/// nodes that it names if it names some.
std::vector<std::uint32_t> rows_around(const Story& story, const record::CheckResult& check, std::size_t rows_max);

}  // namespace hexad::reports
