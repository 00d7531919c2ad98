// Goal: calls run through the proxy as RFC 3261 section 16 has it, seen from both phones: message by message.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "model/routing/call_router.h"
#include "model/sip/proxy.h"
#include "tests/model/sip/wire_phone.h"

namespace hexad::sip {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

const std::string kSdp = "v=0\no=- 0 0 IN IP4 10.0.0.1\ns=-\nc=IN IP4 10.0.0.1\nt=0 0\nm=audio 4000 RTP/AVP 0\n";

/// The answer to a request that came over the wire, as a phone gives it.
std::string answer_to(const std::string& request, const std::string& line, const std::string& more = {}) {
  std::string answer = "SIP/2.0 " + line + "\n";
  for (const char* name : {"Via", "Record-Route", "From", "To", "Call-ID", "CSeq"}) {
    for (const std::string& value : header_values(request, name)) {
      const bool tag = std::string(name) == "To" && value.find("tag=") == std::string::npos && line[0] != '1';
      answer += std::string(name) + ": " + value + (tag ? ";tag=answered" : "") + "\n";
    }
  }
  return answer + more + "Content-Length: 0\n\n";
}

class ProxyTest : public ::testing::Test {
 protected:
  ProxyTest() {
    world_.server.set_proxy(&proxy_);
    router_.set_proxy(proxy_);
  }
  ~ProxyTest() override { world_.server.set_proxy(nullptr); }

  void run(host::Duration time = 10ms) { world_.network.run_for(time); }
  void register_bob(UdpPhone& phone, const std::string& address, const std::string& q = {}) {
    RegisterText text;
    text.to = "<sip:bob@example.com>";
    text.call_id = "register-" + address;
    text.sent_by = address;
    text.headers = {"Contact: <sip:bob@" + address + ">" + q, "Expires: 3600"};
    phone.send(text.text(), world_.peer());
    run();
    ASSERT_EQ(status_line(phone.received.back()), "SIP/2.0 200 OK");
    phone.received.clear();
  }
  /// A request of alice's.
  void ask(const std::string& method, const std::string& more = {}, const std::string& uri = "sip:bob@example.com",
           const std::string& to = "<sip:bob@example.com>", unsigned cseq = 1, const std::string& branch = "a1") {
    alice_.send(method + " " + uri + " SIP/2.0\nVia: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK" + branch +
                    "\nFrom: <sip:alice@example.com>;tag=alice\nTo: " + to +
                    "\nCall-ID: call\nCSeq: " + std::to_string(cseq) + " " + (method == "CANCEL" ? "CANCEL" : method) +
                    "\nContact: <sip:alice@10.0.0.1:5060>\n" + more + "Content-Length: 0\n\n",
                world_.peer());
    run();
  }
  /// All first lines, and forgets the messages.
  static std::vector<std::string> lines(UdpPhone& phone) {
    std::vector<std::string> lines;
    for (const std::string& message : phone.received) lines.push_back(status_line(message));
    phone.received.clear();
    return lines;
  }
  /// The last message whose first line begins so.
  static std::string last(const UdpPhone& phone, const std::string& start) {
    for (auto it = phone.received.rbegin(); it != phone.received.rend(); ++it) {
      if (it->starts_with(start)) return *it;
    }
    return {};
  }
  void reply(UdpPhone& phone, const std::string& request, const std::string& line, const std::string& more = {}) {
    phone.send(answer_to(request, line, more), world_.peer());
    run();
  }

  RegistrarWorld world_;
  support::SimHost& bob_host_ = world_.network.add_host("bob", {"10.0.0.3/24"});
  support::SimHost& bob2_host_ = world_.network.add_host("bob2", {"10.0.0.4/24"});
  routing::CallRouter router_{world_.registrar, world_.store};
  Proxy proxy_{world_.peer_host, world_.stack, router_};
  UdpPhone alice_{world_.phone_host};
  UdpPhone bob_{bob_host_};
  UdpPhone bob2_{bob2_host_};
};

TEST_F(ProxyTest, a_call_is_set_up_talks_and_is_hung_up_by_either_side) {
  register_bob(bob_, "10.0.0.3:5060");
  ask("INVITE", "X-Unknown: passes as it came\n");
  const std::string invite = last(bob_, "INVITE");
  EXPECT_EQ(status_line(invite), "INVITE sip:bob@10.0.0.3:5060 SIP/2.0");
  EXPECT_EQ(header_value(invite, "Max-Forwards"), "70") << "it came without";
  EXPECT_EQ(header_value(invite, "X-Unknown"), "passes as it came");
  EXPECT_EQ(header_value(invite, "Contact"), "<sip:alice@10.0.0.1:5060>");
  const auto vias = header_values(invite, "Via");
  ASSERT_EQ(vias.size(), 2u);
  EXPECT_THAT(vias[0], StartsWith("SIP/2.0/UDP 10.0.0.2:5060;branch=z9hG4bK"));
  EXPECT_THAT(vias[1], HasSubstr("branch=z9hG4bKa1"));
  const auto recorded = header_values(invite, "Record-Route");
  ASSERT_EQ(recorded.size(), 2u) << "one for each side";
  EXPECT_THAT(lines(alice_), ElementsAre("SIP/2.0 100 Trying"));

  reply(bob_, invite, "180 Ringing");
  reply(bob_, invite, "200 OK", "Contact: <sip:bob@10.0.0.3:5060>\n");
  const std::string ok = last(alice_, "SIP/2.0 200");
  EXPECT_EQ(header_values(ok, "Via").size(), 1u) << "ours is taken off";
  EXPECT_EQ(header_values(ok, "Record-Route"), recorded);
  EXPECT_THAT(lines(alice_), ElementsAre("SIP/2.0 180 Ringing", "SIP/2.0 200 OK"));
  bob_.received.clear();

  const std::string to_bob = "Route: " + recorded[1] + "\nRoute: " + recorded[0] + "\n";
  ask("ACK", to_bob, "sip:bob@10.0.0.3:5060", "<sip:bob@example.com>;tag=answered", 1, "a2");
  const std::string ack = last(bob_, "ACK");
  EXPECT_EQ(status_line(ack), "ACK sip:bob@10.0.0.3:5060 SIP/2.0");
  EXPECT_THAT(header_values(ack, "Route"), IsEmpty()) << "both were ours";

  ask("INFO", to_bob, "sip:bob@10.0.0.3:5060", "<sip:bob@example.com>;tag=answered", 2, "a3");
  reply(bob_, last(bob_, "INFO"), "200 OK");
  EXPECT_EQ(header_values(last(bob_, "INFO"), "Record-Route").size(), 0u);
  EXPECT_THAT(lines(alice_), ElementsAre("SIP/2.0 200 OK"));

  bob_.send("BYE sip:alice@10.0.0.1:5060 SIP/2.0\nVia: SIP/2.0/UDP 10.0.0.3:5060;branch=z9hG4bKb1\nRoute: " +
                recorded[0] + ", " + recorded[1] +
                "\nFrom: <sip:bob@example.com>;tag=answered\nTo: <sip:alice@example.com>;tag=alice\nCall-ID: call\n"
                "CSeq: 1 BYE\nMax-Forwards: 70\nContent-Length: 0\n\n",
            world_.peer());
  run();
  const std::string bye = last(alice_, "BYE");
  EXPECT_EQ(status_line(bye), "BYE sip:alice@10.0.0.1:5060 SIP/2.0");
  EXPECT_EQ(header_value(bye, "Max-Forwards"), "69");
  reply(alice_, bye, "200 OK");
  EXPECT_EQ(lines(bob_).back(), "SIP/2.0 200 OK");
  run(60s);
  EXPECT_EQ(proxy_.size(), 0u) << "nothing is left of it";
  EXPECT_EQ(world_.stack.invite_servers().size(), 0u);
  EXPECT_EQ(world_.stack.invite_clients().size(), 0u);
}

TEST_F(ProxyTest, who_is_not_registered_gets_404_until_it_is_acknowledged) {
  ask("INVITE");
  EXPECT_THAT(lines(alice_), ElementsAre("SIP/2.0 100 Trying", "SIP/2.0 404 Not Found"));
  run(600ms);
  EXPECT_THAT(lines(alice_), ElementsAre("SIP/2.0 404 Not Found")) << "repeated by timer G";
  ask("ACK", {}, "sip:bob@example.com", "<sip:bob@example.com>;tag=x");
  run(60s);
  EXPECT_THAT(lines(alice_), IsEmpty());
  EXPECT_EQ(proxy_.size(), 0u);
}

TEST_F(ProxyTest, a_cancelled_call_ends_on_both_sides) {
  register_bob(bob_, "10.0.0.3:5060");
  ask("INVITE");
  const std::string invite = last(bob_, "INVITE");
  reply(bob_, invite, "180 Ringing");
  alice_.received.clear();
  bob_.received.clear();
  ask("CANCEL");
  EXPECT_THAT(lines(alice_), ElementsAre("SIP/2.0 200 OK"));
  const std::string cancel = last(bob_, "CANCEL");
  EXPECT_EQ(status_line(cancel), "CANCEL sip:bob@10.0.0.3:5060 SIP/2.0");
  EXPECT_EQ(header_value(cancel, "Via"), header_values(invite, "Via")[0]) << "by the branch of the INVITE";
  reply(bob_, cancel, "200 OK");
  reply(bob_, invite, "487 Request Terminated");
  EXPECT_THAT(lines(alice_), ElementsAre("SIP/2.0 487 Request Terminated"));
  EXPECT_EQ(status_line(last(bob_, "ACK")), "ACK sip:bob@10.0.0.3:5060 SIP/2.0");
}

TEST_F(ProxyTest, a_cancel_before_anything_was_heard_waits_for_the_first_sign) {
  register_bob(bob_, "10.0.0.3:5060");
  ask("INVITE");
  const std::string invite = last(bob_, "INVITE");
  bob_.received.clear();
  ask("CANCEL");
  EXPECT_EQ(last(bob_, "CANCEL"), "") << "RFC 3261 section 9.1";
  reply(bob_, invite, "180 Ringing");
  EXPECT_NE(last(bob_, "CANCEL"), "");
}

TEST_F(ProxyTest, a_cancel_of_nothing_gets_481) {
  ask("CANCEL");
  EXPECT_THAT(lines(alice_), ElementsAre("SIP/2.0 481 Call/Transaction Does Not Exist"));
}

TEST_F(ProxyTest, all_devices_ring_and_the_first_that_answers_has_the_call) {
  register_bob(bob_, "10.0.0.3:5060");
  register_bob(bob2_, "10.0.0.4:5060");
  ask("INVITE");
  const std::string first = last(bob_, "INVITE"), second = last(bob2_, "INVITE");
  ASSERT_NE(first, "");
  ASSERT_NE(second, "");
  reply(bob_, first, "180 Ringing");
  reply(bob2_, second, "180 Ringing");
  bob_.received.clear();
  reply(bob2_, second, "200 OK");
  EXPECT_EQ(lines(alice_).back(), "SIP/2.0 200 OK");
  EXPECT_NE(last(bob_, "CANCEL"), "") << "the other one stops ringing";
  reply(bob_, first, "487 Request Terminated");
  EXPECT_THAT(lines(alice_), IsEmpty());
}

TEST_F(ProxyTest, devices_of_a_lower_q_ring_when_those_of_a_higher_one_refuse) {
  register_bob(bob_, "10.0.0.3:5060", ";q=1.0");
  register_bob(bob2_, "10.0.0.4:5060", ";q=0.5");
  ask("INVITE");
  EXPECT_EQ(last(bob2_, "INVITE"), "");
  reply(bob_, last(bob_, "INVITE"), "486 Busy Here");
  const std::string second = last(bob2_, "INVITE");
  ASSERT_NE(second, "");
  reply(bob2_, second, "480 Temporarily Unavailable");
  EXPECT_EQ(lines(alice_).back(), "SIP/2.0 486 Busy Here") << "the first of one class is as good as any";
}

TEST_F(ProxyTest, of_several_refusals_the_best_one_is_told) {
  register_bob(bob_, "10.0.0.3:5060");
  register_bob(bob2_, "10.0.0.4:5060");
  ask("INVITE");
  reply(bob_, last(bob_, "INVITE"), "500 Server Internal Error");
  EXPECT_THAT(lines(alice_), ElementsAre("SIP/2.0 100 Trying")) << "the other one may still answer";
  reply(bob2_, last(bob2_, "INVITE"), "486 Busy Here");
  EXPECT_THAT(lines(alice_), ElementsAre("SIP/2.0 486 Busy Here"));
}

TEST_F(ProxyTest, a_6xx_ends_the_search) {
  register_bob(bob_, "10.0.0.3:5060");
  register_bob(bob2_, "10.0.0.4:5060");
  ask("INVITE");
  const std::string second = last(bob2_, "INVITE");
  reply(bob2_, second, "180 Ringing");
  reply(bob_, last(bob_, "INVITE"), "603 Decline");
  EXPECT_NE(last(bob2_, "CANCEL"), "");
  reply(bob2_, second, "487 Request Terminated");
  EXPECT_EQ(lines(alice_).back(), "SIP/2.0 603 Decline");
}

TEST_F(ProxyTest, a_503_of_a_device_is_not_taken_for_ours) {
  register_bob(bob_, "10.0.0.3:5060");
  ask("INVITE");
  reply(bob_, last(bob_, "INVITE"), "503 Service Unavailable");
  EXPECT_EQ(lines(alice_).back(), "SIP/2.0 500 Server Internal Error");
}

TEST_F(ProxyTest, whoever_does_not_answer_at_all_counts_as_408_and_whoever_rings_too_long_is_cancelled) {
  register_bob(bob_, "10.0.0.3:5060");
  ask("INVITE");
  run(33s);
  EXPECT_EQ(lines(alice_).back(), "SIP/2.0 408 Request Timeout");
  ask("ACK", {}, "sip:bob@example.com", "<sip:bob@example.com>;tag=x");
  bob_.received.clear();
  ask("INVITE", {}, "sip:bob@example.com", "<sip:bob@example.com>", 2, "a9");
  const std::string invite = last(bob_, "INVITE");
  reply(bob_, invite, "180 Ringing");
  run(184s);
  EXPECT_EQ(last(bob_, "CANCEL"), "");
  run(2s);
  EXPECT_NE(last(bob_, "CANCEL"), "") << "timer C";
  reply(bob_, invite, "487 Request Terminated");
  EXPECT_EQ(lines(alice_).back(), "SIP/2.0 408 Request Timeout");
}

TEST_F(ProxyTest, a_message_is_relayed_and_answered_once) {
  register_bob(bob_, "10.0.0.3:5060");
  ask("MESSAGE");
  const std::string message = last(bob_, "MESSAGE");
  EXPECT_THAT(header_values(message, "Record-Route"), IsEmpty()) << "it makes no dialog";
  reply(bob_, message, "200 OK");
  reply(bob_, message, "200 OK");
  EXPECT_THAT(lines(alice_), ElementsAre("SIP/2.0 200 OK"));
}

TEST_F(ProxyTest, requests_without_hops_in_a_loop_or_with_unknown_demands_are_refused) {
  register_bob(bob_, "10.0.0.3:5060");
  ask("MESSAGE", "Max-Forwards: 0\n");
  EXPECT_THAT(lines(alice_), ElementsAre("SIP/2.0 483 Too Many Hops"));
  ask("MESSAGE", "Proxy-Require: magic\n", "sip:bob@example.com", "<sip:bob@example.com>", 2, "a2");
  EXPECT_EQ(header_value(alice_.received.back(), "Unsupported"), "magic");
  EXPECT_THAT(lines(alice_), ElementsAre("SIP/2.0 420 Bad Extension"));
  ask("MESSAGE", {}, "sip:bob@example.com", "<sip:bob@example.com>", 3, "a3");
  // What bob got comes back here with the address that it was sent to first.
  const std::string relayed = last(bob_, "MESSAGE");
  std::string back = "MESSAGE sip:bob@example.com SIP/2.0\nVia: SIP/2.0/UDP 10.0.0.3:5060;branch=z9hG4bKback\n";
  for (const char* name : {"Via", "From", "To", "Call-ID", "CSeq"}) {
    for (const std::string& value : header_values(relayed, name)) back += std::string(name) + ": " + value + "\n";
  }
  bob_.send(back + "Max-Forwards: 60\nContent-Length: 0\n\n", world_.peer());
  run();
  EXPECT_EQ(lines(bob_).back(), "SIP/2.0 482 Loop Detected");
  EXPECT_EQ(proxy_.counters().looped, 1u);
}

TEST_F(ProxyTest, a_token_that_was_not_made_here_leads_nowhere) {
  register_bob(bob_, "10.0.0.3:5060");
  ask("INVITE");
  std::string route = header_values(last(bob_, "INVITE"), "Record-Route")[0];
  const std::size_t at = route.find("sip:") + 4;
  route[at] = route[at] == '0' ? '1' : '0';
  bob_.received.clear();
  ask("BYE", "Route: " + route + "\n", "sip:nobody@192.0.2.1", "<sip:bob@example.com>;tag=answered", 2, "a2");
  EXPECT_EQ(last(bob_, "BYE"), "") << "our own address, and no flow";
}

TEST_F(ProxyTest, whoever_keeps_no_route_reaches_the_phone_by_its_address) {
  register_bob(bob_, "10.0.0.3:5060");
  ask("INVITE");
  reply(bob_, last(bob_, "INVITE"), "200 OK", "Contact: <sip:bob@10.0.0.3:5060>\n");
  ask("ACK", {}, "sip:bob@example.com", "<sip:bob@example.com>;tag=answered", 1, "a2");
  EXPECT_EQ(status_line(last(bob_, "ACK")), "ACK sip:bob@10.0.0.3:5060 SIP/2.0");
  world_.registrar.set_in_maintenance(true);
  ask("BYE", {}, "sip:bob@example.com", "<sip:bob@example.com>;tag=answered", 2, "a3");
  EXPECT_EQ(status_line(last(bob_, "BYE")), "BYE sip:bob@10.0.0.3:5060 SIP/2.0") << "a call that is there goes on";
}

TEST_F(ProxyTest, what_is_under_way_is_bounded) {
  ProxySettings settings;
  settings.contexts_max = 1;
  Proxy small(world_.peer_host, world_.stack, router_, settings);
  router_.set_proxy(small);
  world_.server.set_proxy(&small);
  register_bob(bob_, "10.0.0.3:5060");
  ask("MESSAGE");
  ask("MESSAGE", {}, "sip:bob@example.com", "<sip:bob@example.com>", 2, "a2");
  ASSERT_FALSE(alice_.received.empty());
  EXPECT_EQ(status_line(alice_.received.back()), "SIP/2.0 503 Service Unavailable");
  EXPECT_EQ(header_value(alice_.received.back(), "Retry-After"), "32");
  world_.server.set_proxy(nullptr);
  world_.network.run_for(60s);
  EXPECT_EQ(small.size(), 0u);
}

TEST_F(ProxyTest, a_foreign_domain_is_not_found) {
  ask("INVITE", {}, "sip:bob@elsewhere.com", "<sip:bob@elsewhere.com>");
  EXPECT_EQ(lines(alice_).back(), "SIP/2.0 404 Not Found");
}

TEST_F(ProxyTest, a_device_whose_connection_is_gone_gets_430_told_and_calls_go_over_it_while_it_stands) {
  TcpPhone carol(bob_host_, world_.peer());
  RegisterText text;
  text.to = "<sip:carol@example.com>";
  text.transport = "TCP";
  text.sent_by = "10.0.0.3:5080";
  text.headers = {"Contact: <sip:carol@10.0.0.3:5080;transport=tcp>", "Expires: 3600"};
  carol.send(text.text());
  run(50ms);
  carol.received.clear();
  ask("MESSAGE", {}, "sip:carol@example.com", "<sip:carol@example.com>");
  EXPECT_THAT(carol.received, StartsWith("MESSAGE sip:carol@10.0.0.3:5080;transport=tcp SIP/2.0"))
      << "nobody listens on 5080";
  carol.hang_up();
  run(50ms);
  alice_.received.clear();
  ask("MESSAGE", {}, "sip:carol@example.com", "<sip:carol@example.com>", 2, "a2");
  EXPECT_THAT(lines(alice_), ElementsAre("SIP/2.0 430 Flow Failed"));
}

TEST_F(ProxyTest, in_maintenance_new_calls_are_turned_away) {
  register_bob(bob_, "10.0.0.3:5060");
  world_.registrar.set_in_maintenance(true);
  ask("INVITE");
  EXPECT_EQ(lines(alice_).back(), "SIP/2.0 503 Maintenance Mode");
}

}  // namespace
}  // namespace hexad::sip
