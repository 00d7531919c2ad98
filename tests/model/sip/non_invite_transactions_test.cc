// The two non-INVITE transactions of RFC 3261 section 17 as values, and the client's timers on a network, to the
// millisecond.
#include <gtest/gtest.h>

#include "model/sip/non_invite_client_transaction.h"
#include "model/sip/non_invite_server_transaction.h"
#include "tests/model/sip/wire_phone.h"

namespace hexad::sip {
namespace {

using namespace std::chrono_literals;
using Server = NonInviteServerTransaction;
using Client = NonInviteClientTransaction;
using Texts = std::vector<std::string>;

TEST(NonInviteServer, a_repeated_request_is_absorbed_in_silence_until_there_is_a_response) {
  Server server;
  server.start(false);
  EXPECT_FALSE(server.handle_request_again().send_response);
  EXPECT_TRUE(server.handle_response(100).send_response);
  EXPECT_EQ(server.state(), Server::State::proceeding);
  EXPECT_TRUE(server.handle_request_again().send_response);
  const auto final = server.handle_response(200);
  EXPECT_TRUE(final.send_response);
  EXPECT_TRUE(final.start_linger);
  EXPECT_EQ(server.state(), Server::State::completed);
  EXPECT_TRUE(server.handle_request_again().send_response);
}

TEST(NonInviteServer, the_first_final_response_stands) {
  Server server;
  server.start(false);
  server.handle_response(200);
  EXPECT_FALSE(server.handle_response(500).send_response);
  EXPECT_FALSE(server.handle_response(180).send_response);
  EXPECT_EQ(server.state(), Server::State::completed);
}

TEST(NonInviteServer, timer_J_is_64_T1_over_UDP_and_zero_over_a_stream) {
  const TransactionSettings settings;
  Server udp, tcp;
  udp.start(false);
  tcp.start(true);
  EXPECT_EQ(udp.linger_duration(settings), 32s);
  EXPECT_EQ(tcp.linger_duration(settings), 0s);
  udp.handle_response(200);
  udp.handle_linger_end();
  EXPECT_EQ(udp.state(), Server::State::terminated);
  tcp.handle_transport_error();
  EXPECT_EQ(tcp.state(), Server::State::terminated);
}

TEST(NonInviteClient, timer_E_doubles_up_to_T2_and_stays_at_T2_once_a_provisional_response_came) {
  const TransactionSettings settings;
  Client trying;
  EXPECT_EQ(trying.start(false, settings).retransmit_in, 500ms);
  for (const auto interval : {1000ms, 2000ms, 4000ms, 4000ms}) {
    const auto output = trying.handle_retransmit_due(settings);
    EXPECT_TRUE(output.send_request);
    EXPECT_EQ(output.retransmit_in, interval);
  }
  Client proceeding;
  proceeding.start(false, settings);
  EXPECT_TRUE(proceeding.handle_response(100, settings).tell_response);
  EXPECT_EQ(proceeding.handle_retransmit_due(settings).retransmit_in, 4s);
}

TEST(NonInviteClient, over_a_stream_nothing_is_repeated_and_nothing_lingers) {
  const TransactionSettings settings;
  Client client;
  const auto started = client.start(true, settings);
  EXPECT_FALSE(started.retransmit_in);
  EXPECT_EQ(started.timeout_in, 32s);
  const auto final = client.handle_response(200, settings);
  EXPECT_TRUE(final.tell_response);
  EXPECT_EQ(final.linger_for, 0s);
}

TEST(NonInviteClient, a_final_response_is_told_once_and_its_repetitions_are_absorbed_for_timer_K) {
  const TransactionSettings settings;
  Client client;
  client.start(false, settings);
  const auto final = client.handle_response(404, settings);
  EXPECT_TRUE(final.tell_response);
  EXPECT_EQ(final.linger_for, 5s);
  EXPECT_FALSE(client.handle_response(404, settings).tell_response);
  client.handle_linger_end();
  EXPECT_EQ(client.state(), Client::State::terminated);
}

/// Sends requests and writes down what came of them.
class Asker final : public ResponseHandler {
 public:
  explicit Asker(support::SimHost& host, Stack& stack) : host_(host), stack_(stack) {}
  host::Expected<TransactionId> ask(const Flow& flow, std::string_view method = "OPTIONS") {
    OutgoingRequest request;
    request.method = method;
    request.uri = "sip:10.0.0.2";
    request.from = "<sip:alice@example.com>;tag=1";
    request.to = "<sip:10.0.0.2>";
    request.call_id = "asked-1";
    return stack_.send_request(flow, request, *this);
  }
  void on_response(TransactionId, const MessageView& response) override {
    note(std::to_string(response.status()) + " " + std::string(response.reason()));
  }
  void on_timeout(TransactionId) override { note("timeout"); }
  void on_transport_error(TransactionId, const host::Error& error) override { note(error.to_string()); }

  Texts heard;

 private:
  void note(const std::string& what) {
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(host_.now().time_since_epoch()).count();
    heard.push_back(std::to_string(ms) + " " + what);
  }
  support::SimHost& host_;
  Stack& stack_;
};

class ClientOnNetwork : public ::testing::Test {
 protected:
  ClientOnNetwork() {
    (void)stack_.transport().listen(Transport::udp, phone_.at(5060));
    network_.set_datagram_tap([this](const host::SocketAddress& source, const host::SocketAddress&, host::ByteView) {
      if (source.address != phone_.address()) return true;
      sent_at_.push_back(
          std::chrono::duration_cast<std::chrono::milliseconds>(network_.now().time_since_epoch()).count());
      return true;
    });
  }
  Flow flow() { return *stack_.transport().open_flow(Transport::udp, peer_.at(5060)); }

  support::SimNetwork network_{7};
  support::SimHost& phone_ = network_.add_host("phone", {"10.0.0.1/24"});
  support::SimHost& peer_ = network_.add_host("peer", {"10.0.0.2/24"});
  Stack stack_{phone_, {}};
  Asker asker_{phone_, stack_};
  std::vector<long> sent_at_;
};

TEST_F(ClientOnNetwork, towards_silence_it_repeats_at_the_RFC_s_times_and_gives_up_after_32_seconds) {
  peer_.set_connected(false);
  ASSERT_TRUE(asker_.ask(flow()));
  network_.run_for(60s);
  EXPECT_EQ(sent_at_, (std::vector<long>{0, 500, 1500, 3500, 7500, 11500, 15500, 19500, 23500, 27500, 31500}));
  EXPECT_EQ(asker_.heard, (Texts{"32000 timeout"}));
  EXPECT_EQ(stack_.client_transactions().size(), 0u);
  EXPECT_EQ(stack_.client_transactions().counters().retransmitted, 10u);
  EXPECT_EQ(phone_.captured().last("transaction_timer")->fields.at("timer"), "F");
}

TEST_F(ClientOnNetwork, a_closed_port_is_told_at_once_as_a_transport_error) {
  ASSERT_TRUE(asker_.ask(flow()));
  network_.run_for(60s);
  ASSERT_EQ(asker_.heard.size(), 1u);
  EXPECT_TRUE(asker_.heard[0].starts_with("2 refused")) << asker_.heard[0];
  EXPECT_EQ(sent_at_.size(), 1u);
}

TEST_F(ClientOnNetwork, a_provisional_response_slows_the_repetitions_and_the_final_one_ends_them) {
  UdpPhone far(peer_);
  ASSERT_TRUE(asker_.ask(flow()));
  network_.run_for(100ms);
  ASSERT_EQ(far.received.size(), 1u);
  const auto answer = [&](std::string_view line) {
    return std::string(line) + "\nVia: " + header_value(far.received[0], "Via") +
           "\nFrom: <sip:alice@example.com>;tag=1\n" +
           "To: <sip:10.0.0.2>;tag=2\nCall-ID: asked-1\nCSeq: 1 OPTIONS\nContent-Length: 0\n\n";
  };
  far.send(answer("SIP/2.0 100 Trying"), phone_.at(5060));
  network_.run_for(9s);
  EXPECT_EQ(sent_at_, (std::vector<long>{0, 500, 4500, 8500}));
  far.send(answer("SIP/2.0 200 OK"), phone_.at(5060));
  far.send(answer("SIP/2.0 200 OK"), phone_.at(5060));
  network_.run_for(1s);
  EXPECT_EQ(asker_.heard, (Texts{"101 100 Trying", "9101 200 OK"}));
  EXPECT_EQ(stack_.client_transactions().size(), 1u) << "it lingers for timer K";
  network_.run_for(4s + 1ms);
  EXPECT_EQ(stack_.client_transactions().size(), 0u);
  EXPECT_EQ(sent_at_.size(), 4u);
  far.send(answer("SIP/2.0 200 OK"), phone_.at(5060));
  network_.run_for(1s);
  EXPECT_EQ(stack_.client_transactions().counters().unmatched, 1u);
  EXPECT_EQ(asker_.heard.size(), 2u);
}

TEST_F(ClientOnNetwork, a_response_to_another_method_or_branch_is_not_taken) {
  UdpPhone far(peer_);
  ASSERT_TRUE(asker_.ask(flow()));
  network_.run_for(100ms);
  const std::string via = header_value(far.received.at(0), "Via");
  const auto answer = [&](const std::string& used_via, const std::string& method) {
    return "SIP/2.0 200 OK\nVia: " + used_via +
           "\nFrom: <sip:a@b>;tag=1\nTo: <sip:c@d>;tag=2\nCall-ID: asked-1\nCSeq: 1 " + method +
           "\nContent-Length: 0\n\n";
  };
  far.send(answer(via, "REGISTER"), phone_.at(5060));
  far.send(answer("SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bKguessed", "OPTIONS"), phone_.at(5060));
  network_.run_for(100ms);
  EXPECT_TRUE(asker_.heard.empty());
  EXPECT_EQ(stack_.client_transactions().counters().unmatched, 2u);
}

TEST_F(ClientOnNetwork, who_abandons_a_request_hears_nothing_of_it) {
  peer_.set_connected(false);
  const auto id = asker_.ask(flow());
  ASSERT_TRUE(id);
  stack_.abandon(*id);
  network_.run_for(60s);
  EXPECT_TRUE(asker_.heard.empty());
  EXPECT_EQ(stack_.client_transactions().size(), 0u);
}

TEST_F(ClientOnNetwork, the_table_of_requests_is_bounded) {
  StackSettings settings;
  settings.transactions.client_transactions_max = 2;
  Stack small(phone_, settings);
  ASSERT_TRUE(small.transport().listen(Transport::udp, phone_.at(5080)));
  Asker asker(phone_, small);
  const Flow flow = *small.transport().open_flow(Transport::udp, peer_.at(5060));
  EXPECT_TRUE(asker.ask(flow));
  EXPECT_TRUE(asker.ask(flow));
  EXPECT_EQ(asker.ask(flow).error().code, host::ErrorCode::bound_reached);
}

}  // namespace
}  // namespace hexad::sip
