#include "model/sip/invite_server_transaction.h"

#include <algorithm>

#include "model/host/check.h"

namespace hexad::sip {

void InviteServerTransaction::start(bool reliable) {
  HEXAD_CHECK(state_ == State::terminated);
  *this = {};
  state_ = State::proceeding;
  reliable_ = reliable;
}

InviteServerTransaction::Output InviteServerTransaction::handle_request_again() const {
  Output output;
  output.send_response = state_ == State::completed || (state_ == State::proceeding && answered_provisionally_);
  return output;
}

InviteServerTransaction::Output InviteServerTransaction::handle_response(int status,
                                                                         const TransactionSettings& settings) {
  HEXAD_CHECK(status >= 100 && status <= 699 && state_ != State::terminated);
  Output output;
  if (state_ == State::accepted) {
    // Repeated by the far side, or by another branch of a forked call: each has its ACK.
    output.send_response = status >= 200 && status < 300;
    return output;
  }
  if (state_ != State::proceeding) return output;
  output.send_response = true;
  if (status < 200) {
    answered_provisionally_ = output.store_response = true;
    return output;
  }
  output.start_end = true;
  if (status < 300) {
    state_ = State::accepted;
    return output;
  }
  state_ = State::completed;
  output.store_response = true;
  output.start_retransmit = !reliable_;
  interval_ = settings.t1;
  return output;
}

InviteServerTransaction::Output InviteServerTransaction::handle_ack() {
  Output output;
  if (state_ != State::completed) return output;
  state_ = State::confirmed;
  output.stop_retransmit = true;
  output.start_end = true;
  return output;
}

InviteServerTransaction::Output InviteServerTransaction::handle_retransmit_due(const TransactionSettings& settings) {
  Output output;
  if (state_ != State::completed) return output;
  interval_ = std::min(2 * interval_, settings.t2);
  output.send_response = output.start_retransmit = true;
  return output;
}

InviteServerTransaction::Output InviteServerTransaction::handle_end() {
  HEXAD_CHECK(state_ == State::accepted || state_ == State::completed || state_ == State::confirmed);
  Output output;
  output.timed_out = state_ == State::completed;
  output.stop_retransmit = true;
  state_ = State::terminated;
  return output;
}

host::Duration InviteServerTransaction::end_after(const TransactionSettings& settings) const {
  if (state_ != State::confirmed) return 64 * settings.t1;
  return reliable_ ? host::Duration::zero() : settings.t4;
}

}  // namespace hexad::sip
