// Goal: the two INVITE machines do in each state what RFC 3261 section 17 with RFC 6026 has them do, and nothing else.
#include <gtest/gtest.h>

#include "model/sip/invite_client_transaction.h"
#include "model/sip/invite_server_transaction.h"

namespace hexad::sip {
namespace {

using namespace std::chrono_literals;

const TransactionSettings kSettings;

class InviteServer : public testing::TestWithParam<bool> {
 protected:
  using State = InviteServerTransaction::State;
  void SetUp() override { machine_.start(GetParam()); }
  InviteServerTransaction machine_;
};

TEST_P(InviteServer, repeats_its_last_provisional_answer_only) {
  EXPECT_FALSE(machine_.handle_request_again().send_response) << "nothing was answered yet";
  EXPECT_TRUE(machine_.handle_response(180, kSettings).store_response);
  EXPECT_TRUE(machine_.handle_request_again().send_response);
  EXPECT_EQ(machine_.state(), State::proceeding);
}

TEST_P(InviteServer, passes_every_2xx_on_and_absorbs_the_request_until_l) {
  const auto first = machine_.handle_response(200, kSettings);
  EXPECT_TRUE(first.send_response);
  EXPECT_FALSE(first.store_response) << "whoever made it repeats it";
  EXPECT_TRUE(first.start_end);
  EXPECT_EQ(machine_.end_after(kSettings), 32s);
  EXPECT_TRUE(machine_.handle_response(200, kSettings).send_response);
  EXPECT_FALSE(machine_.handle_response(486, kSettings).send_response) << "it was accepted";
  EXPECT_FALSE(machine_.handle_request_again().send_response);
  EXPECT_EQ(machine_.state(), State::accepted);
  EXPECT_FALSE(machine_.handle_end().timed_out);
  EXPECT_EQ(machine_.state(), State::terminated);
}

TEST_P(InviteServer, repeats_a_refusal_until_it_is_acknowledged) {
  const auto refused = machine_.handle_response(486, kSettings);
  EXPECT_TRUE(refused.send_response && refused.store_response && refused.start_end);
  EXPECT_EQ(refused.start_retransmit, !GetParam()) << "G runs over UDP only";
  EXPECT_EQ(machine_.end_after(kSettings), 32s);
  EXPECT_TRUE(machine_.handle_request_again().send_response);
  const auto acknowledged = machine_.handle_ack();
  EXPECT_TRUE(acknowledged.stop_retransmit && acknowledged.start_end);
  EXPECT_EQ(machine_.end_after(kSettings), GetParam() ? 0s : 5s);
  EXPECT_FALSE(machine_.handle_ack().start_end);
  EXPECT_FALSE(machine_.handle_request_again().send_response);
  EXPECT_FALSE(machine_.handle_end().timed_out);
}

TEST_P(InviteServer, tells_when_nobody_acknowledges_a_refusal) {
  machine_.handle_response(486, kSettings);
  EXPECT_TRUE(machine_.handle_end().timed_out);
  EXPECT_EQ(machine_.state(), State::terminated);
}

TEST_P(InviteServer, repeats_a_refusal_at_growing_intervals) {
  machine_.handle_response(486, kSettings);
  for (const auto expected : {500ms, 1000ms, 2000ms, 4000ms, 4000ms}) {
    EXPECT_EQ(machine_.retransmit_interval(), expected);
    EXPECT_TRUE(machine_.handle_retransmit_due(kSettings).send_response);
  }
  machine_.handle_ack();
  EXPECT_FALSE(machine_.handle_retransmit_due(kSettings).send_response);
}

INSTANTIATE_TEST_SUITE_P(Over, InviteServer, testing::Values(false, true),
                         [](const auto& tested) { return tested.param ? "stream" : "udp"; });

class InviteClient : public testing::TestWithParam<bool> {
 protected:
  using State = InviteClientTransaction::State;
  void SetUp() override { started_ = machine_.start(GetParam(), kSettings); }
  InviteClientTransaction machine_;
  InviteClientTransaction::Output started_;
};

TEST_P(InviteClient, repeats_the_request_until_anything_is_heard) {
  EXPECT_EQ(started_.start_retransmit, !GetParam()) << "A runs over UDP only";
  EXPECT_TRUE(started_.start_end);
  EXPECT_EQ(machine_.end_after(kSettings), 32s);
  for (const auto expected : {500ms, 1000ms, 2000ms, 4000ms, 8000ms}) {
    EXPECT_EQ(machine_.retransmit_interval(), expected) << "it doubles without a limit";
    EXPECT_TRUE(machine_.handle_retransmit_due().send_request);
  }
  const auto ringing = machine_.handle_response(180);
  EXPECT_TRUE(ringing.tell_response && ringing.stop_retransmit && ringing.stop_end);
  EXPECT_FALSE(machine_.handle_retransmit_due().send_request);
  EXPECT_TRUE(machine_.handle_response(183).tell_response);
  EXPECT_EQ(machine_.state(), State::proceeding);
}

TEST_P(InviteClient, gives_up_after_64_t1_without_an_answer) {
  const auto end = machine_.handle_end();
  EXPECT_TRUE(end.timed_out && end.stop_retransmit);
  EXPECT_EQ(machine_.state(), State::terminated);
}

TEST_P(InviteClient, tells_every_2xx_until_m) {
  const auto accepted = machine_.handle_response(200);
  EXPECT_TRUE(accepted.tell_response && accepted.start_end && accepted.stop_retransmit);
  EXPECT_FALSE(accepted.send_ack) << "the ACK of a 2xx is the user's";
  EXPECT_EQ(machine_.end_after(kSettings), 32s);
  EXPECT_TRUE(machine_.handle_response(200).tell_response) << "another branch, or a repeated one";
  EXPECT_FALSE(machine_.handle_response(486).tell_response);
  EXPECT_FALSE(machine_.handle_response(180).tell_response);
  EXPECT_FALSE(machine_.handle_end().timed_out);
}

TEST_P(InviteClient, acknowledges_a_refusal_each_time_and_tells_it_once) {
  machine_.handle_response(180);
  const auto refused = machine_.handle_response(486);
  EXPECT_TRUE(refused.tell_response && refused.send_ack && refused.start_end);
  EXPECT_EQ(machine_.end_after(kSettings), GetParam() ? 0s : 32s);
  const auto again = machine_.handle_response(486);
  EXPECT_TRUE(again.send_ack);
  EXPECT_FALSE(again.tell_response);
  EXPECT_FALSE(machine_.handle_response(200).tell_response);
  EXPECT_FALSE(machine_.handle_end().timed_out);
}

INSTANTIATE_TEST_SUITE_P(Over, InviteClient, testing::Values(false, true),
                         [](const auto& tested) { return tested.param ? "stream" : "udp"; });

}  // namespace
}  // namespace hexad::sip
