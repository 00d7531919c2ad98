// The INVITE server transaction (RFC 3261 section 17.2.1 with the states of RFC 6026 section 7.1) as a state machine
// without I/O:
//
//   state       request again      1xx    2xx                     300-699                    ACK timers Proceeding last
//   provisional   send   -> Accepted, start L    -> Completed, start G, H   nothing               - Accepted    nothing
//   -      send                    -                          nothing               L: end Completed   send response -
//   -                       -                          -> Confirmed, start I G: send, H: end Confirmed   nothing - - -
//   nothing               I: end
//
// G runs over UDP only; H and L are 64*T1; I is T4 over UDP and zero over reliable transports. The owner stores the
// response and runs the timers; L, H and I are never set together and share one. A 2xx is repeated by whoever made it,
// and its ACK is a request of its own.
#pragma once

#include <cstdint>

#include "model/host/time.h"
#include "model/sip/settings.h"

namespace hexad::sip {

class InviteServerTransaction {
 public:
  enum class State : std::uint8_t { proceeding, accepted, completed, confirmed, terminated };
  /// What the owner does now, in this order.
  struct Output {
    bool send_response = false;     ///< The one that is stored, or that was just given.
    bool store_response = false;    ///< The one that was just given is sent again on demand.
    bool start_retransmit = false;  ///< Timer G, for retransmit_interval().
    bool stop_retransmit = false;
    bool start_end = false;  ///< L, H or I, for end_after(); zero ends it at once.
    bool timed_out = false;  ///< Timer H: nobody acknowledged the final response.
  };

  State state() const { return state_; }
  void start(bool reliable);
  Output handle_request_again() const;
  /// The user's response; 100 to 699.
  Output handle_response(int status, const TransactionSettings& settings);
  Output handle_ack();
  /// Timer G.
  Output handle_retransmit_due(const TransactionSettings& settings);
  /// Timer L, H or I.
  Output handle_end();
  void handle_transport_error() { state_ = State::terminated; }

  host::Duration retransmit_interval() const { return interval_; }
  host::Duration end_after(const TransactionSettings& settings) const;

 private:
  State state_ = State::terminated;
  bool reliable_ = false;
  bool answered_provisionally_ = false;
  host::Duration interval_{};
};

}  // namespace hexad::sip
