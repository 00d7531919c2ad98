// The client's side of TCP: flows opened, used again, kept alive and lost.
#include <gtest/gtest.h>

#include "tests/model/sip/wire_phone.h"

namespace hexad::sip {
namespace {

using namespace std::chrono_literals;
using Texts = std::vector<std::string>;

/// An endpoint that writes down everything it is told.
class Caller final : public ResponseHandler, public FlowHandler {
 public:
  explicit Caller(support::SimHost& host, const StackSettings& settings = {}) : stack(host, settings) {
    stack.set_flow_handler(this);
  }
  Flow open(const host::SocketAddress& to, Transport transport = Transport::tcp) {
    return *stack.transport().open_flow(transport, to);
  }
  host::Expected<TransactionId> ask(const Flow& flow) {
    OutgoingRequest request;
    request.method = "OPTIONS";
    request.uri = "sip:example.com";
    request.from = "<sip:alice@example.com>;tag=1";
    request.to = "<sip:example.com>";
    request.call_id = "c1";
    request.cseq = ++cseq_;
    return stack.send_request(flow, request, *this);
  }
  void on_response(TransactionId, const MessageView& response) override {
    heard.push_back(std::to_string(response.status()));
  }
  void on_timeout(TransactionId) override { heard.push_back("timeout"); }
  void on_transport_error(TransactionId, const host::Error& error) override {
    heard.push_back("request: " + std::string(host::to_string(error.code)));
  }
  void on_flow_open(const Flow&) override { heard.push_back("open"); }
  void on_flow_lost(const Flow&, const host::Error& error) override {
    heard.push_back("lost: " + std::string(host::to_string(error.code)));
  }

 private:
  std::uint32_t cseq_ = 0;

 public:
  Stack stack;
  Texts heard;
};

TEST(ClientStreams, a_request_waits_for_its_connection_and_a_second_one_uses_it_again) {
  RegistrarWorld world;
  Caller caller(world.phone_host);
  const Flow flow = caller.open(world.peer());
  ASSERT_TRUE(caller.ask(flow));
  world.network.run_for(1s);
  EXPECT_EQ(caller.heard, (Texts{"open", "200"}));
  const Flow again = caller.open(world.peer());
  EXPECT_EQ(again.connection, flow.connection);
  ASSERT_TRUE(caller.ask(again));
  world.network.run_for(1s);
  EXPECT_EQ(caller.heard, (Texts{"open", "200", "200"}));
  EXPECT_EQ(world.stack.transport().connection_counters().accepted, 1u);
  EXPECT_EQ(caller.stack.transport().connection_counters().opened, 1u);
}

TEST(ClientStreams, nobody_listening_is_told_to_the_request_and_then_of_the_flow) {
  RegistrarWorld world;
  Caller caller(world.phone_host);
  ASSERT_TRUE(caller.ask(caller.open(world.peer_host.at(5099))));
  EXPECT_TRUE(caller.heard.empty()) << "never from inside the call";
  world.network.run_for(1s);
  EXPECT_EQ(caller.heard, (Texts{"request: refused", "lost: refused"}));
}

TEST(ClientStreams, silence_ends_in_a_timeout_after_the_connect_time) {
  RegistrarWorld world;
  world.peer_host.set_connected(false);
  Caller caller(world.phone_host);
  ASSERT_TRUE(caller.ask(caller.open(world.peer())));
  world.network.run_for(9s);
  EXPECT_TRUE(caller.heard.empty());
  world.network.run_for(1s);
  EXPECT_EQ(caller.heard, (Texts{"request: timed_out", "lost: timed_out"}));
}

TEST(ClientStreams, an_orderly_end_by_the_far_side_is_told_as_closed_and_a_new_flow_can_be_opened) {
  support::SimNetwork network(7);
  support::SimHost& phone_host = network.add_host("phone", {"10.0.0.1/24"});
  support::SimHost& peer_host = network.add_host("peer", {"10.0.0.2/24"});
  auto peer = std::make_unique<Stack>(peer_host, StackSettings{});
  ASSERT_TRUE(peer->transport().listen(Transport::tcp, peer_host.at(5060)));
  Caller caller(phone_host);
  const Flow flow = caller.open(peer_host.at(5060));
  network.run_for(1s);
  peer.reset();
  network.run_for(1s);
  EXPECT_EQ(caller.heard, (Texts{"open", "lost: closed"}));
  EXPECT_EQ(caller.ask(flow).error().code, host::ErrorCode::closed);
  peer = std::make_unique<Stack>(peer_host, StackSettings{});
  ASSERT_TRUE(peer->transport().listen(Transport::tcp, peer_host.at(5060)));
  const Flow second = caller.open(peer_host.at(5060));
  EXPECT_NE(second.connection, flow.connection);
  ASSERT_TRUE(caller.ask(second));
  network.run_for(1s);
  EXPECT_EQ(caller.heard, (Texts{"open", "lost: closed", "open", "501"}));
}

TEST(ClientStreams, a_connection_that_its_user_closes_is_not_told_as_lost) {
  RegistrarWorld world;
  Caller caller(world.phone_host);
  const Flow flow = caller.open(world.peer());
  world.network.run_for(1s);
  caller.stack.transport().close_flow(flow);
  world.network.run_for(1s);
  EXPECT_EQ(caller.heard, (Texts{"open"}));
  EXPECT_EQ(caller.stack.transport().connection_count(), 0u);
  EXPECT_EQ(world.stack.transport().connection_count(), 0u);
}

TEST(ClientStreams, a_dead_flow_is_found_by_its_missing_pong) {
  RegistrarWorld world;
  Caller caller(world.phone_host);
  const Flow flow = caller.open(world.peer());
  caller.stack.transport().keep_alive(flow, 30s);
  world.network.run_for(200s);
  EXPECT_EQ(caller.heard, (Texts{"open"})) << "pongs keep it alive";
  world.peer_host.set_connected(false);
  world.network.run_for(19s);  // The next ping is due after 10 s, its pong 10 s later.
  EXPECT_EQ(caller.heard.size(), 1u);
  world.network.run_for(2s);
  EXPECT_EQ(caller.heard.back(), "lost: timed_out");
}

TEST(ClientStreams, the_Via_names_the_listening_port_where_there_is_one) {
  RegistrarWorld world;
  Caller caller(world.phone_host);
  ASSERT_TRUE(caller.stack.transport().listen(Transport::tcp, world.phone_host.at(5070)));
  const Flow flow = caller.open(world.peer());
  EXPECT_EQ(caller.stack.contact_address(flow), world.phone_host.at(5070));
  ASSERT_TRUE(caller.ask(flow));
  world.network.run_for(1s);
  const auto& messages = world.peer_host.captured().messages();
  ASSERT_FALSE(messages.empty());
  const std::string request(host::as_text(messages[0].bytes));
  EXPECT_TRUE(header_value(request, "Via").starts_with("SIP/2.0/TCP 10.0.0.1:5070;branch=z9hG4bK")) << request;
  EXPECT_TRUE(header_value(request, "Via").ends_with(";rport"));
}

TEST(ClientStreams, TLS_without_certificates_is_not_supported) {
  RegistrarWorld world;
  Caller caller(world.phone_host);
  EXPECT_EQ(caller.stack.transport().open_flow(Transport::tls, world.peer()).error().code,
            host::ErrorCode::not_supported);
  EXPECT_EQ(caller.stack.transport().listen(Transport::tls, world.phone_host.at(5061)).error().code,
            host::ErrorCode::not_supported);
}

TEST(ClientStreams, UDP_towards_a_family_without_a_socket_is_not_found) {
  RegistrarWorld world;
  Caller caller(world.phone_host);
  EXPECT_EQ(caller.stack.transport().open_flow(Transport::udp, world.peer()).error().code, host::ErrorCode::not_found);
}

}  // namespace
}  // namespace hexad::sip
