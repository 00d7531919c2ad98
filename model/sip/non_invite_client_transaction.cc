#include "model/sip/non_invite_client_transaction.h"

#include <algorithm>

#include "model/host/check.h"

namespace hexad::sip {

NonInviteClientTransaction::Output NonInviteClientTransaction::start(bool reliable,
                                                                     const TransactionSettings& settings) {
  HEXAD_CHECK(state_ == State::terminated);
  state_ = State::trying;
  reliable_ = reliable;
  interval_ = settings.t1;
  Output output;
  output.send_request = true;
  output.timeout_in = 64 * settings.t1;
  if (!reliable) output.retransmit_in = interval_;
  return output;
}

NonInviteClientTransaction::Output NonInviteClientTransaction::handle_retransmit_due(
    const TransactionSettings& settings) {
  HEXAD_CHECK(!reliable_ && (state_ == State::trying || state_ == State::proceeding));
  interval_ = state_ == State::trying ? std::min(2 * interval_, settings.t2) : settings.t2;
  Output output;
  output.send_request = true;
  output.retransmit_in = interval_;
  return output;
}

NonInviteClientTransaction::Output NonInviteClientTransaction::handle_response(int status,
                                                                               const TransactionSettings& settings) {
  Output output;
  if (state_ == State::completed || state_ == State::terminated) return output;
  output.tell_response = true;
  if (status < 200) {
    state_ = State::proceeding;
    return output;
  }
  state_ = State::completed;
  output.linger_for = reliable_ ? host::Duration::zero() : settings.t4;
  return output;
}

void NonInviteClientTransaction::handle_failure() { state_ = State::terminated; }

void NonInviteClientTransaction::handle_linger_end() {
  HEXAD_CHECK(state_ == State::completed);
  state_ = State::terminated;
}

}  // namespace hexad::sip
