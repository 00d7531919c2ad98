#include "model/host/deadline_wheel.h"

namespace hexad::host {

DeadlineWheel::DeadlineWheel(Host& host, DeadlineHandler& handler)
    : host_(host), handler_(handler), timer_(host.make_timer(*this)) {}

void DeadlineWheel::set(std::uint32_t id, MonotonicTime deadline) {
  if (id >= position_.size()) position_.resize(id + 1, kAbsent);
  const Entry entry{deadline, next_sequence_++, id};
  const std::uint32_t at = position_[id];
  if (at == kAbsent) {
    heap_.push_back(entry);
    sift_up(heap_.size() - 1, entry);
  } else if (entry.before(heap_[at])) {
    sift_up(at, entry);
  } else {
    sift_down(at, entry);
  }
  if (!firing_) rearm();
}

void DeadlineWheel::clear(std::uint32_t id) {
  if (!is_set(id)) return;
  remove_at(position_[id]);
  if (!firing_) rearm();
}

bool DeadlineWheel::is_set(std::uint32_t id) const { return id < position_.size() && position_[id] != kAbsent; }

void DeadlineWheel::on_timer(Timer&) {
  firing_ = true;
  const MonotonicTime now = host_.now();
  // Entries set by the handlers for this very instant wait for the next turn, so that a turn is bounded.
  const std::uint64_t sequence_end = next_sequence_;
  while (!heap_.empty() && heap_[0].deadline <= now && heap_[0].sequence < sequence_end) {
    const std::uint32_t id = heap_[0].id;
    remove_at(0);
    handler_.on_deadline(id);
  }
  firing_ = false;
  rearm();
}

void DeadlineWheel::rearm() {
  if (heap_.empty()) {
    if (timer_->armed()) timer_->cancel();
    return;
  }
  // A timer armed for earlier than the first deadline fires once in vain: cheaper than moving it for each message.
  if (timer_->armed() && armed_for_ <= heap_[0].deadline) return;
  armed_for_ = heap_[0].deadline;
  timer_->arm_at(armed_for_);
}

void DeadlineWheel::place(std::size_t at, const Entry& entry) {
  heap_[at] = entry;
  position_[entry.id] = static_cast<std::uint32_t>(at);
}

void DeadlineWheel::sift_up(std::size_t at, const Entry& entry) {
  while (at > 0) {
    const std::size_t parent = (at - 1) / 4;
    if (!entry.before(heap_[parent])) break;
    place(at, heap_[parent]);
    at = parent;
  }
  place(at, entry);
}

void DeadlineWheel::sift_down(std::size_t at, const Entry& entry) {
  while (true) {
    const std::size_t first = at * 4 + 1;
    if (first >= heap_.size()) break;
    std::size_t best = first;
    for (std::size_t child = first + 1; child < heap_.size() && child < first + 4; ++child) {
      if (heap_[child].before(heap_[best])) best = child;
    }
    if (!heap_[best].before(entry)) break;
    place(at, heap_[best]);
    at = best;
  }
  place(at, entry);
}

void DeadlineWheel::remove_at(std::size_t at) {
  position_[heap_[at].id] = kAbsent;
  const Entry last = heap_.back();
  heap_.pop_back();
  if (at == heap_.size()) return;
  if (at > 0 && last.before(heap_[(at - 1) / 4])) {
    sift_up(at, last);
  } else {
    sift_down(at, last);
  }
}

}  // namespace hexad::host
