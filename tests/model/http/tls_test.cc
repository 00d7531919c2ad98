// Server and client over TLS: what is marked secure, whom the client believes, and what a close may not take away.
#include "tests/model/http/client_world.h"
#include "tests/model/tls/laboratory.h"

namespace hexad::http {
namespace {

using namespace std::chrono_literals;
using test::ask;

class HttpOverTls : public ::testing::Test {
 protected:
  HttpOverTls() {
    serving.verify = tls::Verify::none;
    server_context = library.context(serving, &credentials).value();
    settings.server = server_host.at(443);
    settings.context = library.context(laboratory.policy(), nullptr).value();
    settings.host_name = "peer1";
  }
  void serve(const ServerSettings& server_settings = {}) {
    server = std::make_unique<Server>(server_host, server_settings, handler);
    ASSERT_TRUE(server->listen_tls(server_host.at(443), server_context, nullptr));
  }
  std::string outcome() {
    Client client(client_host, settings);
    client.send(ask("/x"), outcomes.next());
    network.run_for(5s);
    return outcomes.words.empty() ? "nothing" : outcomes.words.back();
  }

  support::SimNetwork network{7};
  support::SimHost& server_host = network.add_host("server", {"10.0.0.1/24"});
  support::SimHost& client_host = network.add_host("client", {"10.0.0.2/24"});
  tls::test::Laboratory laboratory;
  tls::Library library{tls::Randomness::simulated};
  tls::Credentials credentials = laboratory.issue("peer1");
  tls::Policy serving = laboratory.policy(tls::Verify::none);
  tls::ContextHandle server_context;
  ClientSettings settings;
  test::Handler handler;
  test::Outcomes outcomes;
  std::unique_ptr<Server> server;
};

TEST_F(HttpOverTls, marks_requests_as_secure_and_names_the_host) {
  serve();
  EXPECT_EQ(outcome(), "200 GET /x ");
  ASSERT_EQ(handler.requests.size(), 1u);
  EXPECT_TRUE(handler.requests[0].secure);
  EXPECT_EQ(handler.requests[0].headers.get("host"), "peer1");
  EXPECT_EQ(handler.requests[0].remote.address, client_host.address());
}

TEST_F(HttpOverTls, believes_only_a_certificate_that_names_the_host) {
  serve();
  settings.host_name = "peer2";
  EXPECT_EQ(outcome(), "permission_denied");
  settings.verify_name = false;
  EXPECT_EQ(outcome(), "200 GET /x ");
  EXPECT_EQ(handler.requests.size(), 1u);
}

TEST_F(HttpOverTls, believes_no_unknown_authority) {
  serve();
  settings.context = library.context(tls::test::Laboratory(2).policy(), nullptr).value();
  settings.verify_name = false;
  EXPECT_EQ(outcome(), "permission_denied");
}

TEST_F(HttpOverTls, tells_a_server_that_speaks_no_tls) {
  test::Handler plain;
  Server clear(server_host, {}, plain);
  ASSERT_TRUE(clear.listen(server_host.at(443)));
  EXPECT_EQ(outcome(), "malformed");
  EXPECT_TRUE(plain.requests.empty());
}

TEST_F(HttpOverTls, carries_large_bodies_both_ways_and_keeps_its_connection) {
  serve();
  handler.when_request = [](Request request, Responder responder) {
    responder.respond({200, {}, request.body + request.body, ""});
  };
  Client client(client_host, settings);
  const std::string large(900 * 1024, 'x');
  for (int i = 0; i < 3; ++i) client.send(ask("/x", "POST", large), outcomes.next());
  network.run_for(60s);
  ASSERT_EQ(outcomes.words.size(), 3u);
  EXPECT_EQ(outcomes.last.body.size(), 2 * large.size());
  EXPECT_EQ(server->counters().connections, 1u);
}

TEST_F(HttpOverTls, delivers_a_large_last_answer_whole_to_a_client_that_ends_its_direction) {
  serve();
  handler.when_request = [](Request, Responder responder) {
    responder.respond({200, {}, std::string(600 * 1024, 'x'), ""});
  };
  Request request = ask("/x");
  request.headers.add("Connection", "close");
  Client client(client_host, settings);
  client.send(std::move(request), outcomes.next());
  network.run_for(10s);
  ASSERT_EQ(outcomes.words.size(), 1u);
  EXPECT_EQ(outcomes.last.body.size(), 600u * 1024);
  EXPECT_EQ(server->connections(), 0u);
}

TEST_F(HttpOverTls, serves_many_at_once) {
  serve({.connections_max = 300, .connections_per_source_max = 300});
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 200; ++i) {
    clients.push_back(std::make_unique<Client>(client_host, settings));
    clients.back()->send(ask("/" + std::to_string(i)), outcomes.next());
  }
  network.run_for(10s);
  ASSERT_EQ(outcomes.words.size(), 200u);
  for (const std::string& word : outcomes.words) EXPECT_EQ(word.substr(0, 7), "200 GET");
}

}  // namespace
}  // namespace hexad::http
