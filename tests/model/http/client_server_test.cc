// The client against the server.
#include "tests/model/http/client_world.h"

namespace hexad::http {
namespace {

using namespace std::chrono_literals;
using test::ask;

class HttpClientAndServer : public test::ServerTest {
 protected:
  HttpClientAndServer() {
    settings.server = server_host.at(80);
    settings.timeout = 60s;
  }
  ClientSettings settings;
  test::Outcomes outcomes;
};

TEST_F(HttpClientAndServer, exchange_64_requests_through_loss_in_order) {
  serve();
  network.set_loss(0.05);
  network.set_segment_bytes(200);
  Client client(client_host, settings);
  for (int i = 0; i < 64; ++i) client.send(ask("/" + std::to_string(i), "POST", std::to_string(i)), outcomes.next());
  network.run_for(300s);
  ASSERT_EQ(outcomes.words.size(), 64u);
  for (int i = 0; i < 64; ++i) {
    const std::string number = std::to_string(i);
    EXPECT_EQ(outcomes.words[static_cast<std::size_t>(i)], "200 POST /" + number + " " + number);
  }
}

TEST_F(HttpClientAndServer, exchange_large_bodies_both_ways) {
  serve({.body_bytes_max = 8 << 20});
  handler.when_request = [](Request request, Responder responder) {
    responder.respond({200, {}, std::move(request.body), "application/octet-stream"});
  };
  std::string large(5 << 20, '\0');
  for (std::size_t i = 0; i < large.size(); ++i) large[i] = static_cast<char>(i * 7 % 251);
  Client client(client_host, settings);
  client.send(ask("/x", "POST", large), outcomes.next());
  network.run_for(30s);
  ASSERT_EQ(outcomes.words.size(), 1u);
  EXPECT_TRUE(outcomes.last.body == large);
}

TEST_F(HttpClientAndServer, agree_about_a_body_that_is_too_long) {
  serve();
  Client client(client_host, settings);
  client.send(ask("/x", "POST", std::string(8 << 20, 'x')), outcomes.next());
  client.send(ask("/y"), outcomes.next());
  network.run_for(30s);
  ASSERT_EQ(outcomes.words.size(), 2u);
  EXPECT_EQ(outcomes.words[0], "413 The body is too long.\n");
  EXPECT_EQ(outcomes.words[1], "200 GET /y ");
}

TEST_F(HttpClientAndServer, go_on_after_the_server_was_started_anew) {
  serve();
  Client client(client_host, settings);
  client.send(ask("/x"), outcomes.next());
  network.run_for(1s);
  server.reset();
  network.run_for(1s);
  client.send(ask("/x"), outcomes.next());
  network.run_for(1s);
  serve();
  client.send(ask("/x"), outcomes.next());
  network.run_for(1s);
  EXPECT_EQ(outcomes.words, (std::vector<std::string>{"200 GET /x ", "refused", "200 GET /x "}));
}

TEST_F(HttpClientAndServer, tell_when_the_server_goes_in_the_middle_of_an_answer) {
  serve();
  handler.when_request = [](Request, Responder responder) {
    responder.respond({200, {}, std::string(1 << 20, 'x'), ""});
  };
  Client client(client_host, settings);
  network.set_segment_bytes(1000);
  client.send(ask("/x"), outcomes.next());
  network.run_for(10ms);
  server.reset();
  network.run_for(5s);
  ASSERT_EQ(outcomes.words.size(), 1u);
  EXPECT_TRUE(outcomes.words[0] == "closed" || outcomes.words[0] == "reset") << outcomes.words[0];
}

TEST_F(HttpClientAndServer, repeat_the_same_bytes_from_the_same_seed) {
  const auto run = [] {
    support::SimNetwork world(9);
    support::SimHost& at = world.add_host("server", {"10.0.0.1/24"});
    support::SimHost& from = world.add_host("client", {"10.0.0.2/24"});
    world.set_loss(0.1);
    world.set_segment_bytes(50);
    test::Handler echo;
    Server serving(at, {}, echo);
    EXPECT_TRUE(serving.listen(at.at(80)));
    test::RawClient raw(from, at.at(80));
    for (int i = 0; i < 30; ++i) raw.send(test::get("/" + std::to_string(i)));
    world.run_for(20s);
    return raw.received;
  };
  EXPECT_EQ(run(), run());
}

}  // namespace
}  // namespace hexad::http
