// What the core answers to each kind of request (RFC 3261 sections 8.2, 9.2, 11), and to broken ones.
#include <gtest/gtest.h>

#include "tests/model/sip/wire_phone.h"

namespace hexad::sip {
namespace {

using namespace std::chrono_literals;

class UserAgentServerTest : public ::testing::Test {
 protected:
  /// The answer to a request made of these parts; empty when there was none.
  std::string ask(const std::string& method, const std::string& uri, const std::string& headers = {},
                  const std::string& body = {}) {
    phone_.received.clear();
    const std::string cseq = std::to_string(++cseq_);
    phone_.send(method + " " + uri + " SIP/2.0\nVia: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK-" + cseq +
                    "\nFrom: <sip:alice@example.com>;tag=1\nTo: <sip:bob@example.com>\nCall-ID: c1\nCSeq: " + cseq +
                    " " + method + "\n" + headers + "Content-Length: " + std::to_string(body.size()) + "\n\n" + body,
                world_.peer());
    world_.network.run_for(10ms);
    return phone_.received.empty() ? "" : phone_.received[0];
  }
  std::string status(const std::string& method, const std::string& uri, const std::string& headers = {},
                     const std::string& body = {}) {
    return status_line(ask(method, uri, headers, body));
  }

  RegistrarWorld world_;
  UdpPhone phone_{world_.phone_host};
  unsigned cseq_ = 0;
};

TEST_F(UserAgentServerTest, OPTIONS_tells_what_is_understood) {
  const std::string answer = ask("OPTIONS", "sip:example.com");
  EXPECT_EQ(status_line(answer), "SIP/2.0 200 OK");
  EXPECT_EQ(header_value(answer, "Allow"), "REGISTER, OPTIONS");
  EXPECT_EQ(header_value(answer, "Accept"), "application/sdp");
  EXPECT_EQ(header_value(answer, "Supported"), "");
}

TEST_F(UserAgentServerTest, OPTIONS_to_the_peer_s_own_address_is_answered_and_to_another_domain_refused) {
  EXPECT_EQ(status("OPTIONS", "sip:10.0.0.2"), "SIP/2.0 200 OK");
  EXPECT_EQ(status("OPTIONS", "sip:anyone@example.com"), "SIP/2.0 200 OK");
  EXPECT_EQ(status("OPTIONS", "sip:elsewhere.com"), "SIP/2.0 403 Domain Not Served Here");
  EXPECT_EQ(status("OPTIONS", "sip:elsewhere.com", "Max-Forwards: 0\n"), "SIP/2.0 200 OK")
      << "the last hop of a trace answers (section 11)";
}

TEST_F(UserAgentServerTest, a_known_method_without_use_here_gets_405_and_an_unknown_one_501) {
  for (const char* method : {"INVITE", "BYE", "SUBSCRIBE", "MESSAGE", "PUBLISH", "REFER"}) {
    const std::string answer = ask(method, "sip:bob@example.com");
    EXPECT_EQ(status_line(answer), "SIP/2.0 405 Method Not Allowed") << method;
    EXPECT_EQ(header_value(answer, "Allow"), "REGISTER, OPTIONS");
  }
  EXPECT_EQ(status("DANCE", "sip:bob@example.com"), "SIP/2.0 501 Not Implemented");
}

TEST_F(UserAgentServerTest, ACK_is_never_answered_and_CANCEL_has_nothing_to_cancel) {
  EXPECT_EQ(ask("ACK", "sip:bob@example.com"), "");
  EXPECT_EQ(ask("ACK", "sip:bob@example.com", "CSeq: nonsense\n"), "");
  EXPECT_EQ(status("CANCEL", "sip:bob@example.com"), "SIP/2.0 481 Call/Transaction Does Not Exist");
}

TEST_F(UserAgentServerTest, a_repeated_INVITE_gets_the_same_answer_again_without_a_transaction) {
  const std::string first = ask("INVITE", "sip:bob@example.com");
  --cseq_;
  EXPECT_EQ(ask("INVITE", "sip:bob@example.com"), first);
  EXPECT_EQ(world_.stack.server_transactions().counters().created, 0u);
}

TEST_F(UserAgentServerTest, another_scheme_gets_416) {
  EXPECT_EQ(status("OPTIONS", "tel:+15551234"), "SIP/2.0 416 Unsupported URI Scheme");
  EXPECT_EQ(status("REGISTER", "http://example.com"), "SIP/2.0 416 Unsupported URI Scheme");
}

TEST_F(UserAgentServerTest, required_extensions_are_refused_by_name) {
  const std::string answer = ask("REGISTER", "sip:example.com", "Require: outbound, path\nRequire: gruu\n");
  EXPECT_EQ(status_line(answer), "SIP/2.0 420 Bad Extension");
  EXPECT_EQ(header_values(answer, "Unsupported"), (std::vector<std::string>{"outbound, path", "gruu"}));
}

TEST_F(UserAgentServerTest, content_that_nobody_can_read_gets_415_unless_it_is_optional) {
  std::string answer = ask("OPTIONS", "sip:example.com", "Content-Type: text/x-secret\n", "hush");
  EXPECT_EQ(status_line(answer), "SIP/2.0 415 Unsupported Media Type");
  EXPECT_EQ(header_value(answer, "Accept"), "application/sdp");
  answer = ask("OPTIONS", "sip:example.com", "Content-Type: application/sdp\nContent-Encoding: gzip\n", "v=0");
  EXPECT_EQ(header_value(answer, "Accept-Encoding"), "identity");
  EXPECT_EQ(status("OPTIONS", "sip:example.com",
                   "Content-Type: text/x-secret\nContent-Disposition: render;handling=optional\n", "hush"),
            "SIP/2.0 200 OK");
}

TEST_F(UserAgentServerTest, a_broken_request_gets_400_with_the_reason_and_the_same_tag_each_time) {
  const std::string first = ask("OPTIONS", "sip:example.com", "Max-Forwards: many\n");
  EXPECT_EQ(status_line(first), "SIP/2.0 400 Malformed Max-Forwards");
  --cseq_;
  EXPECT_EQ(ask("OPTIONS", "sip:example.com", "Max-Forwards: many\n"), first);
  EXPECT_EQ(world_.peer_host.captured().last("malformed_message")->fields.at("reason"), "Malformed Max-Forwards");
}

TEST_F(UserAgentServerTest, keepalives_and_what_is_not_SIP_get_silence_and_are_counted) {
  phone_.send("\n\n", world_.peer());
  phone_.send(std::string("\0\0\0\0", 4), world_.peer());
  phone_.send("hello\n\n", world_.peer());
  world_.network.run_for(1s);
  EXPECT_TRUE(phone_.received.empty());
  EXPECT_EQ(world_.stack.transport().counters().keepalives_received, 2u);
  EXPECT_EQ(world_.stack.transport().counters().not_sip, 1u);
}

TEST_F(UserAgentServerTest, a_flood_of_broken_messages_does_not_flood_the_log) {
  for (int i = 0; i < 1000; ++i) phone_.send("hello\n\n", world_.peer());
  world_.network.run_for(1s);
  EXPECT_LE(world_.peer_host.captured().count("malformed_message"), 21u);
  world_.network.run_for(10s);
  phone_.send("hello\n\n", world_.peer());
  world_.network.run_for(1s);
  EXPECT_GE(std::stoi(world_.peer_host.captured().last("malformed_message")->fields.at("lines_left_out")), 900);
}

TEST_F(UserAgentServerTest, a_full_transaction_table_forgets_what_was_answered_longest_ago) {
  StackSettings settings;
  settings.transactions.server_transactions_max = 2;
  RegistrarWorld small(RegistrarWorld::example_settings(), settings);
  UdpPhone phone(small.phone_host);
  const auto send = [&](std::uint32_t cseq) {
    RegisterText text;
    text.cseq = cseq;
    phone.send(text.text(), small.peer());
    small.network.run_for(10ms);
    return status_line(phone.received.back());
  };
  for (const std::uint32_t cseq : {1u, 2u, 3u}) EXPECT_EQ(send(cseq), "SIP/2.0 200 OK");
  const auto& transactions = small.stack.server_transactions();
  EXPECT_EQ(transactions.size(), 2u);
  EXPECT_EQ(transactions.counters().shortened, 1u);
  EXPECT_EQ(send(2), "SIP/2.0 200 OK") << "still absorbed";
  EXPECT_EQ(send(1), "SIP/2.0 500 CSeq Out of Order") << "judged anew";
  // What was ended early does not end again, and the others end in time.
  small.network.run_for(33s);
  EXPECT_EQ(transactions.size(), 0u);
  EXPECT_EQ(send(4), "SIP/2.0 200 OK");
  small.network.run_for(33s);
  EXPECT_EQ(transactions.size(), 0u);
}

TEST_F(UserAgentServerTest, without_room_for_a_transaction_a_request_is_asked_to_come_back_later) {
  StackSettings settings;
  settings.transactions.server_transactions_max = 0;
  RegistrarWorld small(RegistrarWorld::example_settings(), settings);
  UdpPhone phone(small.phone_host);
  phone.send(RegisterText{}.text(), small.peer());
  small.network.run_for(10ms);
  ASSERT_EQ(phone.received.size(), 1u);
  EXPECT_EQ(status_line(phone.received[0]), "SIP/2.0 503 Service Unavailable");
  EXPECT_EQ(header_value(phone.received[0], "Retry-After"), "32");
}

TEST_F(UserAgentServerTest, an_endpoint_answers_OPTIONS_for_any_domain_and_registers_nobody) {
  UserAgentServer endpoint(world_.peer_host, world_.stack, nullptr);
  EXPECT_EQ(status("OPTIONS", "sip:elsewhere.com"), "SIP/2.0 200 OK");
  EXPECT_EQ(status("REGISTER", "sip:example.com"), "SIP/2.0 405 Method Not Allowed");
}

TEST_F(UserAgentServerTest, transactions_are_matched_by_branch_sent_by_and_method_alone) {
  const std::string message =
      "OPTIONS sip:example.com SIP/2.0\nVia: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bKsame\nFrom: <sip:a@b>;tag=1\n"
      "To: <sip:c@d>\nCall-ID: c1\nCSeq: 1 OPTIONS\n\n";
  const auto send = [&](std::string_view from, std::string_view to) {
    std::string changed = message;
    if (!from.empty()) changed.replace(changed.find(from), from.size(), to);
    phone_.send(changed, world_.peer());
    world_.network.run_for(10ms);
  };
  const auto& counters = world_.stack.server_transactions().counters();
  send("", "");
  send("Call-ID: c1", "Call-ID: c2");
  EXPECT_EQ(counters.created, 1u);
  EXPECT_EQ(counters.repeated, 1u);
  send("10.0.0.1:5060", "10.0.0.1:5061");
  EXPECT_EQ(counters.created, 2u);
  send("z9hG4bKsame", "z9hG4bKother");
  EXPECT_EQ(counters.created, 3u);
}

TEST_F(UserAgentServerTest, RFC_2543_requests_are_matched_by_their_parts) {
  const std::string message =
      "OPTIONS sip:example.com SIP/2.0\nVia: SIP/2.0/UDP 10.0.0.1:5060;branch=1\nFrom: <sip:a@b>;tag=1\n"
      "To: <sip:c@d>\nCall-ID: c1\nCSeq: 1 OPTIONS\n\n";
  const auto send = [&](std::string text) {
    phone_.send(text, world_.peer());
    world_.network.run_for(10ms);
  };
  const auto& counters = world_.stack.server_transactions().counters();
  send(message);
  send(message);
  EXPECT_EQ(counters.created, 1u);
  std::string other = message;
  other.replace(other.find("Call-ID: c1"), 11, "Call-ID: " + std::string(400, 'c'));
  send(other);
  send(other);
  EXPECT_EQ(counters.created, 2u) << "a long key is matched as well";
  EXPECT_EQ(counters.repeated, 2u);
}

}  // namespace
}  // namespace hexad::sip
