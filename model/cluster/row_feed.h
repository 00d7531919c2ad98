// The order of the changes of a table's own rows, so that any reader that knows up to which change it holds the table
// can be brought to its present state: each row stands once, at its latest change. A row that ended stays in the order
// until its number is used again; so nothing is ever too old to be caught up with, and the order is as long as the
// table ever was.
#pragma once

#include <cstdint>
#include <vector>

namespace hexad::cluster {

class RowFeed {
 public:
  /// A row is new or has another value.
  void changed(std::uint32_t row) { place(row, false); }
  /// It has ended; without effect when it is not there.
  void erased(std::uint32_t row) {
    if (row < nodes_.size() && nodes_[row].sequence != 0 && !nodes_[row].erased) place(row, true);
  }

  /// Of the latest change; 0 before the first.
  std::uint64_t sequence() const { return sequence_; }
  /// That are there now.
  std::uint32_t rows() const { return rows_; }

  /// Calls visit(row, sequence, erased) for what changed after `after`, in order, until it returns false. Costs what is
  /// visited.
  template <class Visit>
  void each_after(std::uint64_t after, Visit visit) const {
    std::uint32_t row = after == 0 ? first_ : first_after(after);
    for (; row != kNone; row = nodes_[row].next) {
      const Node& node = nodes_[row];
      if (!visit(row, node.sequence, node.erased)) return;
    }
  }

 private:
  static constexpr std::uint32_t kNone = UINT32_MAX;
  struct Node {
    std::uint64_t sequence = 0;  ///< 0: never used.
    std::uint32_t previous = kNone, next = kNone;
    bool erased = false;
  };

  void place(std::uint32_t row, bool erased);
  void unlink(std::uint32_t row);
  std::uint32_t first_after(std::uint64_t after) const;

  std::vector<Node> nodes_;  ///< By row.
  std::uint32_t first_ = kNone, last_ = kNone;
  std::uint32_t rows_ = 0;
  std::uint64_t sequence_ = 0;
};

}  // namespace hexad::cluster
