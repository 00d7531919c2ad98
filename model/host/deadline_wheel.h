// Many deadlines on one host timer. Each entry is a small id that the owner reuses; setting, moving and clearing are
// O(log n) in a heap that holds every id at most once, so cost per message stays flat and nothing is allocated once
// the heap has grown to its working size.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/host/host.h"

namespace hexad::host {

class DeadlineHandler {
 public:
  /// The deadline of `id` has come; it is no longer set. May set and clear deadlines.
  virtual void on_deadline(std::uint32_t id) = 0;

 protected:
  ~DeadlineHandler() = default;
};

class DeadlineWheel final : TimerHandler {
 public:
  DeadlineWheel(Host& host, DeadlineHandler& handler);
  /// Sets or moves the deadline of id. Equal deadlines fire in the order in which they were set.
  void set(std::uint32_t id, MonotonicTime deadline);
  void clear(std::uint32_t id);
  bool is_set(std::uint32_t id) const;
  std::size_t size() const { return heap_.size(); }

 private:
  struct Entry {
    MonotonicTime deadline;
    std::uint64_t sequence;
    std::uint32_t id;
    bool before(const Entry& other) const {
      return deadline != other.deadline ? deadline < other.deadline : sequence < other.sequence;
    }
  };
  static constexpr std::uint32_t kAbsent = UINT32_MAX;

  void on_timer(Timer& timer) override;
  void rearm();
  void place(std::size_t at, const Entry& entry);
  void sift_up(std::size_t at, const Entry& entry);
  void sift_down(std::size_t at, const Entry& entry);
  void remove_at(std::size_t at);

  Host& host_;
  DeadlineHandler& handler_;
  TimerHandle timer_;
  MonotonicTime armed_for_{};
  std::vector<Entry> heap_;
  std::vector<std::uint32_t> position_;  ///< By id: its place in the heap, or kAbsent.
  std::uint64_t next_sequence_ = 0;
  bool firing_ = false;
};

}  // namespace hexad::host
