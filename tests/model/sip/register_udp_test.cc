// One REGISTER over UDP from datagram to datagram.
#include <gtest/gtest.h>

#include "tests/model/sip/wire_phone.h"

namespace hexad::sip {
namespace {

using namespace std::chrono_literals;
using Texts = std::vector<std::string>;

TEST(RegisterOverUdp, a_phone_registers_and_hears_its_binding) {
  RegistrarWorld world;
  UdpPhone phone(world.phone_host);
  phone.send(RegisterText{}.text(), world.peer());
  world.network.run_for(10ms);
  ASSERT_EQ(phone.received.size(), 1u);
  const std::string& answer = phone.received[0];
  EXPECT_EQ(status_line(answer), "SIP/2.0 200 OK");
  EXPECT_EQ(header_value(answer, "Via"), "SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK-call-1-1");
  EXPECT_EQ(header_value(answer, "Call-ID"), "call-1@10.0.0.1");
  EXPECT_EQ(header_value(answer, "CSeq"), "1 REGISTER");
  EXPECT_EQ(header_value(answer, "Contact"), "<sip:alice@10.0.0.1:5060>;expires=60");
  EXPECT_EQ(header_value(answer, "Date"), "Thu, 01 Jan 2026 00:00:00 GMT");
  EXPECT_EQ(header_value(answer, "Content-Length"), "0");
  EXPECT_TRUE(header_value(answer, "To").starts_with("<sip:alice@example.com>;tag="));
  EXPECT_EQ(world.contacts("sip:alice@example.com"), (Texts{"sip:alice@10.0.0.1:5060 60 1000"}));
  EXPECT_EQ(phone.sources[0], world.peer());
}

TEST(RegisterOverUdp, the_log_tells_messages_and_who_came_and_went) {
  RegistrarWorld world;
  UdpPhone phone(world.phone_host);
  phone.send(RegisterText{}.text(), world.peer());
  world.network.run_for(61s);
  EXPECT_EQ(world.peer_host.captured().ladder("sip"), (Texts{"< REGISTER sip:example.com", "> 200 OK (REGISTER)"}));
  const auto* registered = world.peer_host.captured().last("registered");
  ASSERT_NE(registered, nullptr);
  EXPECT_EQ(registered->fields.at("aor"), "sip:alice@example.com");
  EXPECT_EQ(registered->fields.at("from"), "10.0.0.1:5060");
  EXPECT_EQ(registered->fields.at("transport"), "UDP");
  EXPECT_EQ(world.peer_host.captured().count("registration_expired"), 1u);
}

TEST(RegisterOverUdp, a_repeated_request_gets_the_stored_response_and_changes_nothing) {
  RegistrarWorld world;
  UdpPhone phone(world.phone_host);
  phone.send(RegisterText{}.text(), world.peer());
  world.network.run_for(500ms);
  phone.send(RegisterText{}.text(), world.peer());
  world.network.run_for(500ms);
  ASSERT_EQ(phone.received.size(), 2u);
  EXPECT_EQ(phone.received[0], phone.received[1]);
  EXPECT_EQ(world.registrar.counters().accepted, 1u);
  EXPECT_EQ(world.stack.server_transactions().counters().repeated, 1u);
}

TEST(RegisterOverUdp, the_transaction_is_forgotten_after_64_times_T1_and_the_request_is_then_judged_anew) {
  RegistrarWorld world;
  UdpPhone phone(world.phone_host);
  phone.send(RegisterText{}.text(), world.peer());
  world.network.run_for(32s);  // The request took 1 ms to arrive: timer J ends 1 ms from now.
  EXPECT_EQ(world.stack.server_transactions().size(), 1u);
  world.network.run_for(1ms);
  EXPECT_EQ(world.stack.server_transactions().size(), 0u);
  phone.send(RegisterText{}.text(), world.peer());
  world.network.run_for(1s);
  ASSERT_EQ(phone.received.size(), 2u);
  EXPECT_EQ(status_line(phone.received[1]), "SIP/2.0 500 CSeq Out of Order");
}

TEST(RegisterOverUdp, the_answer_to_a_phone_behind_nat_goes_to_where_its_request_came_from) {
  RegistrarWorld world;
  UdpPhone phone(world.phone_host, 40000);
  RegisterText text;
  text.sent_by = "192.168.1.5:5060;rport";
  phone.send(text.text(), world.peer());
  world.network.run_for(10ms);
  ASSERT_EQ(phone.received.size(), 1u);
  EXPECT_EQ(header_value(phone.received[0], "Via"),
            "SIP/2.0/UDP 192.168.1.5:5060;branch=z9hG4bK-call-1-1;received=10.0.0.1;rport=40000");
}

TEST(RegisterOverUdp, without_rport_the_answer_goes_to_the_port_of_the_sent_by) {
  RegistrarWorld world;
  UdpPhone sender(world.phone_host, 40000), listener(world.phone_host, 5070);
  RegisterText text;
  text.sent_by = "phone.example.com:5070";
  sender.send(text.text(), world.peer());
  world.network.run_for(10ms);
  EXPECT_EQ(sender.received.size(), 0u);
  ASSERT_EQ(listener.received.size(), 1u);
  EXPECT_EQ(header_value(listener.received[0], "Via"),
            "SIP/2.0/UDP phone.example.com:5070;branch=z9hG4bK-call-1-1;received=10.0.0.1");
}

TEST(RegisterOverUdp, a_peer_on_the_wildcard_answers_from_the_address_that_was_asked) {
  support::SimNetwork network(7);
  support::SimHost& phone_host = network.add_host("phone", {"10.0.0.1/24"});
  support::SimHost& peer_host = network.add_host("peer", {"10.0.0.2/24", "10.0.0.3/24"});
  Stack stack(peer_host, {});
  UserAgentServer server(peer_host, stack);
  ASSERT_TRUE(stack.transport().listen(Transport::udp, {host::IpAddress::any(host::Family::ipv4), 5060}));
  UdpPhone phone(phone_host);
  const host::SocketAddress second = *host::SocketAddress::parse("10.0.0.3:5060");
  phone.send(
      "OPTIONS sip:10.0.0.3 SIP/2.0\nVia: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK-1\nFrom: <sip:a@b>;tag=1\n"
      "To: <sip:10.0.0.3>\nCall-ID: 1\nCSeq: 1 OPTIONS\n\n",
      second);
  network.run_for(10ms);
  ASSERT_EQ(phone.received.size(), 1u);
  EXPECT_EQ(status_line(phone.received[0]), "SIP/2.0 200 OK");
  EXPECT_EQ(phone.sources[0], second);
}

TEST(RegisterOverUdp, it_works_over_ipv6) {
  RegistrarWorld world;
  UdpPhone phone(world.phone_host, 5060, host::Family::ipv6);
  RegisterText text;
  text.sent_by = "[2001:db8::1]:5060";
  text.headers = {"Contact: <sip:alice@[2001:db8::1]>"};
  phone.send(text.text(), world.peer_host.at(5060, host::Family::ipv6));
  world.network.run_for(10ms);
  ASSERT_EQ(phone.received.size(), 1u);
  EXPECT_EQ(status_line(phone.received[0]), "SIP/2.0 200 OK");
  EXPECT_EQ(header_value(phone.received[0], "Via"), "SIP/2.0/UDP [2001:db8::1]:5060;branch=z9hG4bK-call-1-1");
}

}  // namespace
}  // namespace hexad::sip
