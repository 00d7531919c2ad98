#include "model/admin/api/feedback.h"

#include <gtest/gtest.h>

#include <chrono>

#include "model/http/server.h"
#include "model/wire/xml/document.h"
#include "tests/model/admin/api/api_world.h"
#include "tests/model/tls/laboratory.h"

namespace hexad::admin {
namespace {

using namespace std::chrono_literals;

/// A program on another host that takes feedback.
struct Receiver final : http::RequestHandler {
  void on_request(http::Request request, http::Responder responder) override {
    http::Response response;
    response.status = status;
    if (status == 200) documents.push_back(request.body);
    ++requests;
    last = std::move(request);
    responder.respond(std::move(response));
  }
  std::vector<std::string> documents;
  http::Request last;
  int status = 200;
  int requests = 0;
};

struct Fed {
  explicit Fed(ApiSettings settings = {}) : world(config::Release::x12, std::move(settings)) {
    EXPECT_TRUE(server.listen(machine.at(8080)));
  }
  CommandResult call(std::string_view command, std::vector<std::pair<std::string, std::string>> arguments) {
    CommandResult result;
    world.commands.call(command, arguments, {"admin", Role::administrator, "", "cli"},
                        [&](CommandResult got) { result = std::move(got); });
    return result;
  }
  CommandResult subscribe(std::string expression, std::string id = "1") {
    return call(
        "FeedbackRegister",
        {{"ID", std::move(id)}, {"URL", "http://10.1.0.50:8080/feed?x=1"}, {"Expression.1", std::move(expression)}});
  }
  std::string status(std::string_view leaf) {
    return world.status.read("Feedback Feedback 1 " + std::string(leaf)).value;
  }

  ApiWorld world;
  support::SimHost& machine = world.network.add_host("manager", {"10.1.0.50/24"});
  Receiver receiver;
  http::Server server{machine, {}, receiver};
  Feedback& feedback = world.api.feedback();
};

TEST(feedback, posts_an_event_to_whoever_registered_for_it) {
  Fed fed;
  ASSERT_TRUE(fed.subscribe("/Event/RegistrationAdded").ok);
  Node what("RegistrationAdded");
  what.add("AOR", "sip:a@example.com");
  fed.feedback.event(what);
  fed.feedback.event(Node("RegistrationRemoved"));
  fed.world.network.run_for(2s);
  ASSERT_EQ(fed.receiver.documents.size(), 1u);
  const auto root = xml::read(fed.receiver.documents[0]);
  ASSERT_TRUE(root);
  EXPECT_EQ(root->name, "Event");
  EXPECT_EQ(root->child("RegistrationAdded")->child("AOR")->text, "sip:a@example.com");
  EXPECT_EQ(fed.receiver.last.target, "/feed?x=1");
  EXPECT_EQ(fed.receiver.last.method, "POST");
}

TEST(feedback, takes_a_whole_root_and_tells_alarms_from_the_event_log) {
  Fed fed;
  ASSERT_TRUE(fed.subscribe("Event").ok);
  fed.world.alarms.raise(25020, "No time");
  fed.world.network.run_for(2s);
  ASSERT_EQ(fed.receiver.documents.size(), 1u);
  EXPECT_NE(fed.receiver.documents[0].find("<AlarmRaised item=\"1\">"), std::string::npos);
  EXPECT_NE(fed.receiver.documents[0].find("No time"), std::string::npos);
}

TEST(feedback, sends_a_status_element_whole_when_it_changed) {
  Fed fed;
  fed.world.status.add("Registrations", [] {
    Node node("Registrations");
    node.add("Count", "5");
    return node;
  });
  ASSERT_TRUE(fed.subscribe("Status/Registrations").ok);
  fed.feedback.changed("Registrations");
  fed.feedback.changed("Nothing");
  fed.world.network.run_for(2s);
  ASSERT_EQ(fed.receiver.documents.size(), 1u);
  EXPECT_NE(fed.receiver.documents[0].find("<Count item=\"1\">5</Count>"), std::string::npos);
}

TEST(feedback, sends_one_copy_to_a_url_with_several_matching_expressions) {
  Fed fed;
  fed.call("FeedbackRegister", {{"ID", "2"},
                                {"URL", "http://10.1.0.50:8080/"},
                                {"Expression.1", "Event"},
                                {"Expression.15", "Event/CallAttempt"}});
  fed.feedback.event(Node("CallAttempt"));
  fed.world.network.run_for(2s);
  EXPECT_EQ(fed.receiver.requests, 1);
}

TEST(feedback, tries_again_with_a_doubling_wait_and_then_gives_up) {
  Fed fed;
  ASSERT_TRUE(fed.subscribe("Event").ok);
  fed.receiver.status = 500;
  fed.feedback.event(Node("CallAttempt"));
  fed.world.network.run_for(1s);
  EXPECT_EQ(fed.receiver.requests, 1);
  EXPECT_EQ(fed.status("Status"), "Failed");
  EXPECT_EQ(fed.status("Failure"), "answered 500");
  fed.world.network.run_for(5s);
  EXPECT_EQ(fed.receiver.requests, 2);
  fed.world.network.run_for(60s);
  EXPECT_EQ(fed.receiver.requests, 4);
  EXPECT_EQ(fed.status("Lost"), "1");
  fed.receiver.status = 200;
  fed.feedback.event(Node("CallConnected"));
  fed.world.network.run_for(2s);
  EXPECT_EQ(fed.receiver.documents.size(), 1u);
  EXPECT_EQ(fed.status("Status"), "On");
}

TEST(feedback, delivers_in_order_after_the_receiver_was_away) {
  Fed fed;
  ASSERT_TRUE(fed.subscribe("Event").ok);
  fed.machine.set_connected(false);
  for (const char* name : {"CallAttempt", "CallConnected", "CallDisconnected"}) fed.feedback.event(Node(name));
  fed.world.network.run_for(3s);
  EXPECT_EQ(fed.status("Waiting"), "3");
  fed.machine.set_connected(true);
  fed.world.network.run_for(120s);
  ASSERT_EQ(fed.receiver.documents.size(), 3u);
  EXPECT_NE(fed.receiver.documents[0].find("CallAttempt"), std::string::npos);
  EXPECT_NE(fed.receiver.documents[2].find("CallDisconnected"), std::string::npos);
}

TEST(feedback, holds_no_more_than_its_bound) {
  Fed fed;
  ASSERT_TRUE(fed.subscribe("Event").ok);
  fed.machine.set_connected(false);
  for (int i = 0; i < 250; ++i) fed.feedback.event(Node("CallAttempt"));
  EXPECT_EQ(fed.status("Waiting"), "100");
  EXPECT_EQ(fed.status("Lost"), "150");
}

TEST(feedback, ends_at_once_when_it_is_deregistered) {
  Fed fed;
  ASSERT_TRUE(fed.subscribe("Event").ok);
  fed.feedback.event(Node("CallAttempt"));
  EXPECT_TRUE(fed.call("FeedbackDeregister", {{"ID", "1"}}).ok);
  fed.world.network.run_for(30s);
  EXPECT_EQ(fed.receiver.requests, 0);
  EXPECT_EQ(fed.call("FeedbackDeregister", {{"ID", "1"}}).cause, "not found");
}

TEST(feedback, finds_a_named_receiver_by_the_lookup_it_was_given) {
  ApiSettings settings;
  std::string asked;
  settings.feedback.lookup = [&asked](const std::string& name, const auto& done) {
    asked = name;
    done(host::IpAddress::parse("10.1.0.50"));
  };
  Fed fed(std::move(settings));
  ASSERT_TRUE(
      fed.call("FeedbackRegister", {{"ID", "1"}, {"URL", "http://tms.example.com:8080/"}, {"Expression.1", "Event"}})
          .ok);
  fed.feedback.event(Node("CallAttempt"));
  fed.world.network.run_for(2s);
  EXPECT_EQ(asked, "tms.example.com");
  EXPECT_EQ(fed.receiver.requests, 1);
}

TEST(feedback, refuses_urls_and_expressions_that_it_cannot_serve) {
  Fed fed;
  const auto refused = [&](std::string url, std::string expression) {
    return fed.call("FeedbackRegister", {{"ID", "1"}, {"URL", std::move(url)}, {"Expression.1", std::move(expression)}})
        .cause;
  };
  EXPECT_EQ(refused("ftp://10.0.0.1/", "Event"), "bad value");
  EXPECT_EQ(refused("http://user@10.0.0.1/", "Event"), "bad value");
  EXPECT_EQ(refused("http://10.0.0.1:0/", "Event"), "bad value");
  EXPECT_EQ(refused("http://[::1/x", "Event"), "bad value");
  EXPECT_EQ(refused("http://10.0.0.1/", "Configuration"), "bad value");
  EXPECT_EQ(refused("http://10.0.0.1/", "Event//X"), "bad value");
  EXPECT_EQ(refused("https://10.0.0.1/", "Event"), "not possible now");
  EXPECT_EQ(refused("http://name.example.com/", "Event"), "not possible now");
  EXPECT_EQ(fed.call("FeedbackRegister", {{"ID", "4"}, {"URL", "http://10.0.0.1/"}, {"Expression.1", "Event"}}).cause,
            "bad value");
}

TEST(feedback_url, is_taken_apart) {
  const auto url = parse_feedback_url("https://[2001:db8::1]:8443/a?b#c");
  ASSERT_TRUE(url);
  EXPECT_TRUE(url->secure);
  EXPECT_EQ(url->host, "2001:db8::1");
  EXPECT_EQ(url->port, 8443);
  EXPECT_EQ(url->target, "/a?b");
  EXPECT_EQ(parse_feedback_url("http://tms")->target, "/");
  EXPECT_EQ(parse_feedback_url("http://tms?x")->target, "/?x");
}

TEST(feedback_expression, covers_what_is_at_or_below_it) {
  EXPECT_TRUE(covers("Event", "Event/CallAttempt"));
  EXPECT_TRUE(covers("event/callattempt", "Event/CallAttempt"));
  EXPECT_FALSE(covers("Event/Call", "Event/CallAttempt"));
  EXPECT_FALSE(covers("Status", "Event/CallAttempt"));
}

TEST(feedback, over_https_believes_whom_the_peer_trusts_now) {
  Fed fed;
  tls::test::Laboratory laboratory;
  tls::Library library{tls::Randomness::simulated};
  const tls::Credentials credentials = [&] {
    tls::CertificateRequest request = laboratory.request("manager");
    request.addresses = {fed.machine.address()};
    return laboratory.issue(request);
  }();
  http::Server secure(fed.machine, {}, fed.receiver);
  ASSERT_TRUE(secure.listen_tls(fed.machine.at(8443),
                                library.context(laboratory.policy(tls::Verify::none), &credentials).value(), nullptr));
  const auto subscribe = [&] {
    return fed.call("FeedbackRegister", {{"ID", "1"}, {"URL", "https://10.1.0.50:8443/"}, {"Expression.1", "Event"}})
        .ok;
  };
  const auto tell = [&] {
    fed.feedback.event(Node("RegistrationAdded"));
    fed.world.network.run_for(2s);
  };
  EXPECT_FALSE(subscribe()) << "nobody is trusted";
  fed.feedback.trust(library.context(laboratory.policy(), nullptr).value());
  ASSERT_TRUE(subscribe());
  tell();
  EXPECT_EQ(fed.receiver.requests, 1);
  fed.feedback.trust(library.context(tls::test::Laboratory(2).policy(), nullptr).value());
  tell();
  EXPECT_EQ(fed.receiver.requests, 1) << "over the old connection neither";
  fed.feedback.trust(nullptr);
  fed.world.network.run_for(6s);
  EXPECT_NE(fed.status("Failure").find("no certificate authority is trusted"), std::string::npos)
      << fed.status("Failure");
  fed.feedback.trust(library.context(laboratory.policy(), nullptr).value());
  fed.world.network.run_for(60s);
  EXPECT_EQ(fed.receiver.requests, 2) << "what waited goes out";
}

}  // namespace
}  // namespace hexad::admin
