// The client against a server that answers what the test says.
#include "model/http/client.h"

#include "tests/model/http/client_world.h"

namespace hexad::http {
namespace {

using namespace std::chrono_literals;
using test::ask;
using Words = std::vector<std::string>;

class HttpClient : public ::testing::Test {
 protected:
  void make_client(std::size_t response_bytes_max = 1 << 20) {
    ClientSettings settings;
    settings.server = server_host.at(80);
    settings.response_bytes_max = response_bytes_max;
    client = std::make_unique<Client>(client_host, settings);
  }
  /// One request, one scripted answer; the outcome after two seconds.
  std::string outcome_of(const std::string& answer, const std::string& method = "GET") {
    make_client();
    server.answers = {answer};
    outcomes.words.clear();
    client->send(ask("/x", method), outcomes.next());
    network.run_for(2s);
    return outcomes.words.empty() ? "nothing" : outcomes.words[0];
  }

  support::SimNetwork network{5};
  support::SimHost& server_host = network.add_host("server", {"10.0.0.1/24"});
  support::SimHost& client_host = network.add_host("client", {"10.0.0.2/24"});
  test::ScriptedServer server{server_host};
  test::Outcomes outcomes;
  std::unique_ptr<Client> client;
};

constexpr const char* kOk = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: a/b\r\n\r\nok";

TEST_F(HttpClient, writes_a_request_and_reads_its_answer) {
  make_client();
  server.answers = {kOk};
  Request request = ask("/putxml?a=b c", "POST", "body");
  request.headers.add("Authorization", "Basic x\r\ny");
  request.headers.add("Content-Length", "7");
  client->send(std::move(request), outcomes.next());
  EXPECT_TRUE(outcomes.words.empty());
  network.run_for(1s);
  EXPECT_EQ(server.received,
            "POST /putxml?a=b%20c HTTP/1.1\r\nHost: 10.0.0.1\r\nAuthorization: Basic x  y\r\nContent-Length: 4\r\n\r\n"
            "body");
  EXPECT_EQ(outcomes.words, Words{"200 ok"});
  EXPECT_EQ(outcomes.last.content_type, "a/b");
  EXPECT_EQ(outcomes.last.headers.get("content-length"), "2");
}

TEST_F(HttpClient, reads_the_same_answer_in_segments_of_every_size) {
  const std::string chunked =
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n";
  for (std::size_t size = 1; size < chunked.size(); ++size) {
    network.set_segment_bytes(size);
    EXPECT_EQ(outcome_of(chunked), "200 ok") << size;
    EXPECT_EQ(outcome_of(kOk), "200 ok") << size;
  }
}

TEST_F(HttpClient, keeps_its_connection_from_request_to_request) {
  make_client();
  server.answers = {kOk, kOk, kOk};
  for (int i = 0; i < 3; ++i) client->send(ask("/x"), outcomes.next());
  network.run_for(1s);
  EXPECT_EQ(outcomes.words, (Words{"200 ok", "200 ok", "200 ok"}));
  EXPECT_EQ(server.connections, 1);
}

TEST_F(HttpClient, asks_only_when_the_answer_before_has_come) {
  make_client();
  client->send(ask("/one"), outcomes.next());
  client->send(ask("/two"), outcomes.next());
  network.run_for(1s);
  EXPECT_EQ(server.received.find("/two"), std::string::npos);
}

TEST_F(HttpClient, reads_a_body_that_ends_with_the_connection) {
  server.close_after_answer = true;
  EXPECT_EQ(outcome_of("HTTP/1.0 200 OK\r\n\r\nall of it"), "200 all of it");
}

TEST_F(HttpClient, knows_that_head_has_no_body) {
  EXPECT_EQ(outcome_of("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n", "HEAD"), "200 ");
}

TEST_F(HttpClient, connects_anew_when_the_server_closed_meanwhile) {
  make_client();
  server.answers = {kOk, kOk};
  server.close_after_answer = true;
  client->send(ask("/x", "POST"), outcomes.next());
  network.run_for(1s);
  client->send(ask("/x", "POST"), outcomes.next());
  network.run_for(1s);
  EXPECT_EQ(outcomes.words, (Words{"200 ok", "200 ok"}));
  EXPECT_EQ(server.connections, 2);
}

TEST_F(HttpClient, asks_once_more_when_a_kept_connection_ends_under_a_harmless_request) {
  for (const char* how : {"CLOSE", "RESET"}) {
    make_client();
    outcomes.words.clear();
    server.answers = {kOk, how, kOk};
    client->send(ask("/x"), outcomes.next());
    network.run_for(1s);
    client->send(ask("/x"), outcomes.next());
    network.run_for(1s);
    EXPECT_EQ(outcomes.words, (Words{"200 ok", "200 ok"})) << how;
  }
}

TEST_F(HttpClient, does_not_repeat_what_could_do_harm_twice_nor_anything_twice) {
  make_client();
  server.answers = {kOk, "CLOSE", "CLOSE", kOk, "CLOSE", kOk};
  client->send(ask("/x"), outcomes.next());
  network.run_for(1s);
  client->send(ask("/x"), outcomes.next());
  network.run_for(1s);
  EXPECT_EQ(outcomes.words, (Words{"200 ok", "closed"})) << "the second connection was fresh";
  client->send(ask("/x"), outcomes.next());
  network.run_for(1s);
  client->send(ask("/x", "POST"), outcomes.next());
  network.run_for(1s);
  EXPECT_EQ(outcomes.words, (Words{"200 ok", "closed", "200 ok", "closed"}));
}

TEST_F(HttpClient, closes_a_connection_that_nobody_uses) {
  make_client();
  server.answers = {kOk};
  client->send(ask("/x"), outcomes.next());
  network.run_for(14s);
  EXPECT_FALSE(server.ended);
  network.run_for(2s);
  EXPECT_TRUE(server.ended);
}

TEST_F(HttpClient, tells_what_went_wrong) {
  EXPECT_EQ(outcome_of("RESET"), "reset");
  EXPECT_EQ(outcome_of("CLOSE"), "closed");
  EXPECT_EQ(outcome_of("SMTP ready\r\n\r\n"), "malformed");
  EXPECT_EQ(outcome_of("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello"), "malformed");
  server.close_after_answer = true;
  EXPECT_EQ(outcome_of("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel"), "closed");
  server.close_after_answer = false;
  server_host.set_connected(false);
  make_client();
  client->send(ask("/x"), outcomes.next());
  network.run_for(31s);
  EXPECT_EQ(outcomes.words.back(), "timed_out");
}

TEST_F(HttpClient, tells_refusal_and_no_route_from_the_loop) {
  ClientSettings nobody;
  nobody.server = server_host.at(81);
  Client refused(client_host, nobody);
  refused.send(ask("/x"), outcomes.next());
  ClientSettings nowhere;
  nowhere.server = host::SocketAddress::parse("[2001:db8::1]:80").value();
  Client unreachable(client_host, nowhere);
  unreachable.send(ask("/x"), outcomes.next());
  unreachable.send(ask("/x"), outcomes.next());
  EXPECT_TRUE(outcomes.words.empty());
  network.run_for(1s);
  ASSERT_EQ(outcomes.words.size(), 3u);
  EXPECT_EQ(std::count(outcomes.words.begin(), outcomes.words.end(), "refused"), 1);
}

TEST_F(HttpClient, gives_up_in_the_middle_of_an_answer_and_asks_the_next_anew) {
  make_client();
  server.answers = {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel"};
  client->send(ask("/x"), outcomes.next());
  client->send(ask("/y"), outcomes.next());
  network.run_for(29s);
  EXPECT_TRUE(outcomes.words.empty());
  server.answers = {kOk};
  network.run_for(2s);
  EXPECT_EQ(outcomes.words, (Words{"timed_out", "200 ok"}));
  EXPECT_TRUE(server.failed);
}

TEST_F(HttpClient, bounds_the_answer_to_the_byte) {
  const auto outcome = [&](std::size_t bytes_max, const std::string& answer) {
    make_client(bytes_max);
    server.answers = {answer};
    outcomes.words.clear();
    client->send(ask("/x"), outcomes.next());
    network.run_for(1s);
    return outcomes.words.at(0);
  };
  const std::string chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n";
  EXPECT_EQ(outcome(2, kOk), "200 ok");
  EXPECT_EQ(outcome(1, kOk), "bound_reached");
  EXPECT_EQ(outcome(2, chunked), "200 ok");
  EXPECT_EQ(outcome(1, chunked), "bound_reached");
  EXPECT_EQ(outcome(100, "HTTP/1.1 200 OK\r\nX: " + std::string(70000, 'x')), "bound_reached");
}

TEST_F(HttpClient, bounds_the_requests_that_wait) {
  make_client();
  for (std::size_t i = 0; i <= kClientRequestsMax; ++i) client->send(ask("/x"), outcomes.next());
  EXPECT_TRUE(outcomes.words.empty());
  network.run_for(1s);
  EXPECT_EQ(outcomes.words, Words{"bound_reached"});
}

TEST_F(HttpClient, may_be_destroyed_in_an_answer_and_falls_silent) {
  make_client();
  server.answers = {kOk, kOk};
  int called = 0;
  client->send(ask("/x"), [&](const auto&) {
    ++called;
    client.reset();
  });
  client->send(ask("/y"), [&](const auto&) { ++called; });
  network.run_for(1s);
  EXPECT_EQ(called, 1);
  EXPECT_EQ(client_host.open_stream_count(), 0u);
}

TEST_F(HttpClient, asks_the_next_from_within_an_answer) {
  make_client();
  server.answers = {kOk, kOk};
  client->send(ask("/x"), [&](const auto&) { client->send(ask("/y"), outcomes.next()); });
  network.run_for(1s);
  EXPECT_EQ(outcomes.words, Words{"200 ok"});
  EXPECT_EQ(server.connections, 1);
}

TEST_F(HttpClient, uses_no_connection_on_which_a_request_is_not_whole) {
  make_client();
  server.answers = {kOk, kOk};
  client->send(ask("/x", "PUT", std::string(1 << 20, 'x')), outcomes.next());
  server_host.network().set_delay(50ms);
  network.run_for(120ms);
  client->send(ask("/y"), outcomes.next());
  network.run_for(5s);
  EXPECT_EQ(outcomes.words, (Words{"200 ok", "200 ok"}));
  EXPECT_EQ(server.connections, 2);
}

TEST_F(HttpClient, trusts_no_connection_on_which_something_comes_unasked) {
  make_client();
  server.answers = {std::string(kOk) + "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged", kOk};
  client->send(ask("/x"), outcomes.next());
  client->send(ask("/y"), outcomes.next());
  network.run_for(1s);
  EXPECT_EQ(outcomes.words, (Words{"200 ok", "200 ok"}));
  EXPECT_EQ(server.connections, 2);
}

}  // namespace
}  // namespace hexad::http
