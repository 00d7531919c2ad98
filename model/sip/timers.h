// All timers of the SIP parts of one program, on one DeadlineWheel.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "model/host/deadline_wheel.h"
#include "model/host/host.h"

namespace hexad::sip {

enum class TimerName : std::uint8_t {
  request_retransmit,  ///< RFC 3261 timer E: a non-INVITE request goes out again, over UDP.
  request_timeout,     ///< Timer F: no final response came.
  response_linger,     ///< Timer K: how long repeated responses are absorbed.
  request_linger,      ///< Timer J: how long repeated requests get the stored response again.
  connection_idle,     ///< No message and no keepalive, or an unfinished message, for too long.
  ping_due,            ///< RFC 5626 section 3.5.1: time for a CRLF CRLF.
  pong_due,            ///< RFC 5626 section 4.4.1: the far side did not answer a ping.
  reap,                ///< Lost connections are destroyed, outside of their own calls.
  invite_retransmit,   ///< Timer A: an INVITE goes out again, over UDP.
  invite_end,          ///< Timers B, M (RFC 6026) and D: no answer came, or nothing more is expected.
  answer_retransmit,   ///< Timer G: the refusal of an INVITE goes out again, over UDP.
  answer_end,          ///< Timers H, L (RFC 6026) and I: no ACK came, or nothing more is expected.
  call_progress,       ///< Timer C: nothing was heard of a call for too long.
};
inline constexpr std::uint32_t kTimerNames = 16;

/// "E", "F", "K", "J" as the RFC calls them where a name has one only, else a word.
std::string_view to_string(TimerName name);

class TimerOwner {
 public:
  /// The timer is no longer set. `index` is the owner's own number.
  virtual void on_timer(TimerName name, std::uint32_t index) = 0;

 protected:
  ~TimerOwner() = default;
};

class Timers final : host::DeadlineHandler {
 public:
  explicit Timers(host::Host& host) : wheel_(host, *this) {}

  /// Each name has one owner, who outlives the timers or the last event.
  void claim(TimerName name, TimerOwner& owner) { owners_[static_cast<std::size_t>(name)] = &owner; }
  void set(TimerName name, std::uint32_t index, host::MonotonicTime deadline) { wheel_.set(id(name, index), deadline); }
  void clear(TimerName name, std::uint32_t index) { wheel_.clear(id(name, index)); }
  bool is_set(TimerName name, std::uint32_t index) const { return wheel_.is_set(id(name, index)); }

 private:
  static std::uint32_t id(TimerName name, std::uint32_t index) {
    return index * kTimerNames + static_cast<std::uint32_t>(name);
  }
  void on_deadline(std::uint32_t id) override;

  host::DeadlineWheel wheel_;
  std::array<TimerOwner*, kTimerNames> owners_{};
};

}  // namespace hexad::sip
