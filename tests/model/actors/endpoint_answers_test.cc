// What an endpoint makes of the answers to its REGISTER, over UDP where silence and retransmission show.
#include "tests/model/actors/endpoint_world.h"

namespace hexad::actors {
namespace {

class EndpointAnswers : public ::testing::Test {
 protected:
  EndpointAnswers() {
    settings_ = world_.settings();
    settings_.transport = host::Transport::udp;
    world_.serve_srv({10, 20}, "_sip._udp");
  }
  void boot() { world_.boot(settings_); }
  ScriptedRegistrar& first() { return world_.registrar(1); }
  static std::string refusal(const Asked& asked, const char* status) {
    return ScriptedRegistrar::response(asked, status);
  }

  EndpointWorld world_{2};
  SipEndpointSettings settings_;
};

TEST_F(EndpointAnswers, the_request_is_what_rfc_3261_section_10_2_wants) {
  boot();
  ASSERT_TRUE(world_.registers_within(2s));
  const Asked& asked = first().asked.at(0);
  EXPECT_TRUE(asked.text.starts_with("REGISTER sip:example.com SIP/2.0\r\n"));
  EXPECT_EQ(asked.header("To"), "<sip:alice@example.com>");
  EXPECT_TRUE(asked.header("From").starts_with("<sip:alice@example.com>;tag="));
  EXPECT_EQ(asked.header("Contact"), "<sip:alice@10.0.0.100:5060;transport=udp>");
  EXPECT_EQ(asked.header("Expires"), "60");
}

TEST_F(EndpointAnswers, silence_ends_with_timer_f_and_then_comes_the_next_peer) {
  first().answer = [](const Asked&) { return std::string(); };
  boot();
  world_.network.run_for(31s);
  EXPECT_EQ(world_.endpoint->state(), State::registering);
  EXPECT_EQ(first().asked.size(), 10u) << "0, 0.5, 1.5, 3.5, 7.5 s and then every four seconds: timer E";
  ASSERT_TRUE(world_.registers_within(2s));
  EXPECT_EQ(world_.registered_with(), 2u);
  EXPECT_EQ(world_.field("registration_failed", "reason"), "no answer");
}

TEST_F(EndpointAnswers, a_closed_port_is_known_at_once) {
  first().stop();
  boot();
  ASSERT_TRUE(world_.registers_within(100ms));
  EXPECT_EQ(world_.registered_with(), 2u);
}

TEST_F(EndpointAnswers, a_lost_request_and_a_lost_answer_are_repeated) {
  int datagrams = 0;
  world_.network.set_datagram_tap([&](const auto&, const auto& destination, host::ByteView) {
    return destination.port != 5060 || ++datagrams > 2;
  });
  boot();
  EXPECT_TRUE(world_.registers_within(2s));
  EXPECT_EQ(world_.registered_with(), 1u);
}

TEST_F(EndpointAnswers, a_refusal_of_any_kind_sends_it_to_the_next_peer) {
  for (const char* status : {"403 Forbidden", "503 Service Unavailable", "500 Oops", "302 Moved Temporarily",
                             "401 Unauthorized", "600 Busy Everywhere"}) {
    EndpointWorld world(2);
    world.serve_srv({10, 20}, "_sip._udp");
    world.registrar(1).answer = [&](const Asked& asked) { return refusal(asked, status); };
    world.boot(settings_);
    ASSERT_TRUE(world.registers_within(1s)) << status;
    EXPECT_EQ(world.registered_with(), 2u) << status;
    EXPECT_EQ(world.field("registration_failed", "reason"), status);
    EXPECT_EQ(world.registrar(1).asked.size(), 1u) << status;
  }
}

TEST_F(EndpointAnswers, a_provisional_answer_keeps_it_waiting_for_the_final_one) {
  first().answer = [](const Asked& asked) { return refusal(asked, "100 Trying"); };
  boot();
  world_.network.run_for(30s);
  EXPECT_EQ(world_.endpoint->state(), State::registering);
  ASSERT_TRUE(world_.registers_within(3s));
  EXPECT_EQ(world_.registered_with(), 2u);
}

TEST_F(EndpointAnswers, an_interval_too_brief_is_raised_to_what_the_registrar_wants) {
  first().answer = [](const Asked& asked) {
    if (asked.header("Expires") == "90") return ScriptedRegistrar::granting(asked, 90);
    return ScriptedRegistrar::response(asked, "423 Interval Too Brief", {"Min-Expires: 90"});
  };
  boot();
  ASSERT_TRUE(world_.registers_within(1s));
  EXPECT_EQ(world_.registered_with(), 1u);
  world_.network.run_for(3min);
  EXPECT_EQ(first().asked.size(), 2u + world_.count("refreshed")) << "refreshes ask for 90 s from the start";
  EXPECT_EQ(world_.count("registration_failed"), 0u);
}

TEST_F(EndpointAnswers, a_registrar_that_raises_its_interval_each_time_is_left) {
  unsigned minimum = 100;
  first().answer = [&](const Asked& asked) {
    return ScriptedRegistrar::response(asked, "423 Interval Too Brief",
                                       {"Min-Expires: " + std::to_string(minimum += 100)});
  };
  boot();
  ASSERT_TRUE(world_.registers_within(1s));
  EXPECT_EQ(world_.registered_with(), 2u);
  EXPECT_EQ(first().asked.size(), 2u);
  EXPECT_EQ(world_.registrar(2).asked.at(0).header("Expires"), "60") << "the next peer has said nothing of the sort";
}

TEST_F(EndpointAnswers, a_423_that_names_no_longer_interval_is_a_refusal) {
  for (const char* line : {"Min-Expires: 10", "Min-Expires: soon", "X: y"}) {
    EndpointWorld world(2);
    world.serve_srv({10, 20}, "_sip._udp");
    world.registrar(1).answer = [&](const Asked& asked) {
      return ScriptedRegistrar::response(asked, "423 Interval Too Brief", {line});
    };
    world.boot(settings_);
    ASSERT_TRUE(world.registers_within(1s)) << line;
    EXPECT_EQ(world.registrar(1).asked.size(), 1u) << line;
  }
}

TEST_F(EndpointAnswers, the_time_granted_is_its_own_contacts_else_the_expires_header_else_what_it_asked_for) {
  struct Case {
    Texts headers;
    const char* granted;
  };
  const Case cases[] = {
      {{"Contact: <sip:bob@10.9.9.9>;expires=7, <sip:alice@10.0.0.100:5060;transport=udp>;expires=45", "Expires: 50"},
       "45"},
      {{"Contact: <sip:alice@10.0.0.100:5060;transport=udp>", "Expires: 50"}, "50"},
      {{"Contact: <sip:alice@10.0.0.100:5060;transport=udp>;expires=never", "Expires: 50"}, "50"},
      {{"Contact: <sip:alice@10.0.0.100:5060;transport=udp>"}, "60"},
      {{}, "60"},
  };
  for (const Case& each : cases) {
    EndpointWorld world(1);
    world.serve_srv({10}, "_sip._udp");
    world.registrar(1).answer = [&](const Asked& asked) {
      return ScriptedRegistrar::response(asked, "200 OK", each.headers);
    };
    world.boot(settings_);
    ASSERT_TRUE(world.registers_within(1s));
    EXPECT_EQ(world.field("registered", "expires"), each.granted);
  }
}

TEST_F(EndpointAnswers, no_time_granted_is_no_registration) {
  first().answer = [](const Asked& asked) { return ScriptedRegistrar::granting(asked, 0); };
  boot();
  ASSERT_TRUE(world_.registers_within(1s));
  EXPECT_EQ(world_.registered_with(), 2u);
  EXPECT_EQ(world_.field("registration_failed", "reason"), "the registrar granted no time");
}

TEST_F(EndpointAnswers, refreshes_come_between_three_quarters_and_nine_tenths_of_the_time_granted_and_spread) {
  first().answer = [](const Asked& asked) { return ScriptedRegistrar::granting(asked, 1000); };
  boot();
  world_.network.run_for(50'000s);
  std::vector<double> gaps;
  for (std::size_t i = 1; i < first().asked.size(); ++i) {
    gaps.push_back(std::chrono::duration<double>(first().asked[i].at - first().asked[i - 1].at).count());
  }
  ASSERT_GE(gaps.size(), 50u);
  std::sort(gaps.begin(), gaps.end());
  EXPECT_GE(gaps.front(), 750);
  EXPECT_LE(gaps.back(), 900.1);
  EXPECT_GT(gaps.back() - gaps.front(), 100);
}

TEST_F(EndpointAnswers, the_longest_time_there_is_does_no_harm) {
  first().answer = [](const Asked& asked) { return ScriptedRegistrar::granting(asked, UINT32_MAX); };
  boot();
  ASSERT_TRUE(world_.registers_within(1s));
  world_.network.run_for(24h * 365);
  EXPECT_EQ(first().asked.size(), 1u);
}

TEST_F(EndpointAnswers, a_refused_or_unanswered_refresh_loses_the_registration_and_it_looks_for_another) {
  for (const bool silent : {false, true}) {
    EndpointWorld world(2);
    world.serve_srv({10, 10}, "_sip._udp");
    world.boot(settings_);
    ASSERT_TRUE(world.registers_within(1s));
    const std::size_t at = world.registered_with();
    world.registrar(at).answer = [&](const Asked& asked) { return silent ? std::string() : refusal(asked, "503 No"); };
    world.network.run_for(60s + 33s);
    EXPECT_EQ(world.registered_with(), 3 - at);
    EXPECT_EQ(world.count("registration_lost"), 1u);
    EXPECT_EQ(world.field("registration_lost", "reason"), silent ? "no answer" : "503 No");
  }
}

TEST_F(EndpointAnswers, answers_that_nobody_waits_for_change_nothing) {
  boot();
  ASSERT_TRUE(world_.registers_within(1s));
  const std::string late = ScriptedRegistrar::response(first().asked[0], "403 Late");
  int answers = 0;
  first().answer = [&](const Asked& asked) { return ++answers <= 2 ? late : ScriptedRegistrar::granting(asked, 60); };
  world_.network.run_for(60s);
  EXPECT_EQ(world_.count("refreshed"), 1u);
  EXPECT_EQ(world_.count("registration_lost"), 0u);
  EXPECT_EQ(answers, 3);
}

TEST_F(EndpointAnswers, it_answers_requests_that_come_to_it) {
  boot();
  ASSERT_TRUE(world_.registers_within(1s));
  first().stop();
  class Listener final : public host::DatagramHandler {
   public:
    void on_datagrams(host::UdpSocket&, std::span<const host::ReceivedDatagram> batch) override {
      heard += host::as_text(batch[0].payload);
    }
    std::string heard;
  } listener;
  auto socket = world_.hosts[0]->open_udp(world_.hosts[0]->at(5060), listener).value();
  const std::string options =
      "OPTIONS sip:alice@10.0.0.100 SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.11:5060;branch=z9hG4bKx\r\nMax-Forwards: 70\r\n"
      "From: <sip:p@example.com>;tag=1\r\nTo: <sip:alice@example.com>\r\nCall-ID: o\r\nCSeq: 1 OPTIONS\r\n"
      "Content-Length: 0\r\n\r\n";
  const host::OutgoingDatagram datagram{world_.phone.at(5060), host::as_bytes(options)};
  ASSERT_TRUE(socket->send(std::span(&datagram, 1)));
  world_.network.run_for(1s);
  EXPECT_TRUE(listener.heard.starts_with("SIP/2.0 200 "));
}

}  // namespace
}  // namespace hexad::actors
