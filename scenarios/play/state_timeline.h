// What something is over time: an alarm of a peer, what it takes another one for, its database, its configuration.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hexad::play {

class StateTimeline {
 public:
  /// A time from which on, until the next one begins, it is one value.
  struct Stretch {
    std::int64_t from_ns = 0;
    std::string value;
    std::string why;  ///< For people; may be empty.
  };

  /// From now on it is `value`. Times never run backwards; the same value again is no change, and of several values of
  /// one instant the last one counts.
  void set(std::int64_t at_ns, std::string value, std::string why = {});

  const std::vector<Stretch>& stretches() const { return stretches_; }
  /// What it is at that time; null before its first value.
  const Stretch* at(std::int64_t at_ns) const;
  /// Everything that it is from `from_ns` until just before `to_ns`, in order.
  std::span<const Stretch> during(std::int64_t from_ns, std::int64_t to_ns) const;

  /// "Unknown from 1.000 s; Active from 1.204 s; not running from 60.000 s (killed)": the last few of them.
  std::string text() const;

 private:
  std::vector<Stretch> stretches_;
};

}  // namespace hexad::play
