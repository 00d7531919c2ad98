#include "model/cluster/row_feed.h"

namespace hexad::cluster {

void RowFeed::place(std::uint32_t row, bool erased) {
  if (row >= nodes_.size()) nodes_.resize(row + 1);
  Node& node = nodes_[row];
  const bool was = node.sequence != 0 && !node.erased;
  if (node.sequence != 0) unlink(row);
  rows_ = rows_ - (was ? 1 : 0) + (erased ? 0 : 1);
  node.sequence = ++sequence_;
  node.erased = erased;
  node.previous = last_;
  node.next = kNone;
  (last_ == kNone ? first_ : nodes_[last_].next) = row;
  last_ = row;
}

void RowFeed::unlink(std::uint32_t row) {
  const Node& node = nodes_[row];
  (node.previous == kNone ? first_ : nodes_[node.previous].next) = node.next;
  (node.next == kNone ? last_ : nodes_[node.next].previous) = node.previous;
}

std::uint32_t RowFeed::first_after(std::uint64_t after) const {
  // Readers are near the end: looked for from there.
  std::uint32_t found = kNone;
  for (std::uint32_t row = last_; row != kNone && nodes_[row].sequence > after; row = nodes_[row].previous) found = row;
  return found;
}

}  // namespace hexad::cluster
