// The INVITE client transaction (RFC 3261 section 17.1.1 with the Accepted state of RFC 6026 section 7.2) as a state
// machine without I/O:
//
//   state       1xx                     2xx                          300-699                              timers
//   Calling     -> Proceeding, tell     -> Accepted, tell, start M   -> Completed, tell, ACK, start D     A: send, B:
//   end, tell Proceeding  tell                    -> Accepted, tell, start M   -> Completed, tell, ACK, start D     -
//   Accepted    nothing                 tell                         nothing                              M: end
//   Completed   nothing                 nothing                      ACK                                  D: end
//
// A runs over UDP only and doubles without a limit; B and M are 64*T1; D is 32 s over UDP and zero over reliable
// transports. How long a call may ring is the user's matter (timer C). The owner stores the request and runs the
// timers; B, M and D are never set together and share one.
#pragma once

#include <cstdint>

#include "model/host/time.h"
#include "model/sip/settings.h"

namespace hexad::sip {

class InviteClientTransaction {
 public:
  enum class State : std::uint8_t { calling, proceeding, accepted, completed, terminated };
  /// What the owner does now, in this order.
  struct Output {
    bool send_ack = false;
    bool send_request = false;
    bool start_retransmit = false;  ///< Timer A, for retransmit_interval().
    bool stop_retransmit = false;
    bool stop_end = false;   ///< Timer B.
    bool start_end = false;  ///< B, M or D, for end_after(); zero ends it at once.
    bool tell_response = false;
    bool timed_out = false;  ///< Timer B: to be taken as a 408.
  };

  State state() const { return state_; }
  /// The owner has sent the request.
  Output start(bool reliable, const TransactionSettings& settings);
  Output handle_response(int status);
  /// Timer A.
  Output handle_retransmit_due();
  /// Timer B, M or D.
  Output handle_end();
  void handle_failure() { state_ = State::terminated; }

  host::Duration retransmit_interval() const { return interval_; }
  host::Duration end_after(const TransactionSettings& settings) const;

 private:
  State state_ = State::terminated;
  bool reliable_ = false;
  host::Duration interval_{};
};

}  // namespace hexad::sip
