#include "model/sip/timers.h"

#include "model/host/check.h"

namespace hexad::sip {

std::string_view to_string(TimerName name) {
  switch (name) {
    case TimerName::request_retransmit: return "E";
    case TimerName::request_timeout: return "F";
    case TimerName::response_linger: return "K";
    case TimerName::request_linger: return "J";
    case TimerName::connection_idle: return "connection idle";
    case TimerName::ping_due: return "ping due";
    case TimerName::pong_due: return "pong due";
    case TimerName::reap: return "reap";
    case TimerName::invite_retransmit: return "A";
    case TimerName::invite_end: return "end of an INVITE";
    case TimerName::answer_retransmit: return "G";
    case TimerName::answer_end: return "end of an INVITE's answer";
    case TimerName::call_progress: return "C";
  }
  return "";
}

void Timers::on_deadline(std::uint32_t id) {
  TimerOwner* owner = owners_[id % kTimerNames];
  HEXAD_CHECK(owner != nullptr);
  owner->on_timer(static_cast<TimerName>(id % kTimerNames), id / kTimerNames);
}

}  // namespace hexad::sip
