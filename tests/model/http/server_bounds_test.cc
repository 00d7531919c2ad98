// What a client cannot make the server do: hold, wait, or answer wrongly.
#include "tests/model/http/http_world.h"

namespace hexad::http {
namespace {

using namespace std::chrono_literals;
using test::get;
using test::post;
class HttpServerBounds : public test::ServerTest {
 protected:
  /// The answer to what cannot be answered well: its status, one sentence, and the end.
  void expect_refused(std::string_view text, int status, host::Duration time = 1s) {
    const auto client = connect();
    client->send(text);
    network.run_for(time);
    const std::string line = "HTTP/1.1 " + std::to_string(status) + " " + std::string(reason_of(status)) + "\r\n";
    EXPECT_EQ(client->received.substr(0, line.size()), line) << text.substr(0, 100);
    EXPECT_NE(client->received.find("Content-Type: text/plain; charset=utf-8\r\n"), std::string::npos);
    EXPECT_NE(client->received.find("Connection: close\r\n"), std::string::npos);
    const std::size_t body = client->received.find("\r\n\r\n") + 4;
    EXPECT_EQ(client->received.substr(client->received.size() - 2), ".\n");
    EXPECT_EQ(client->received.find('\n', body), client->received.size() - 1) << "one sentence";
    EXPECT_TRUE(client->ended);
    EXPECT_FALSE(client->failed) << "a reset could take the answer away";
  }
};

TEST_F(HttpServerBounds, refuses_with_the_right_status_and_a_sentence) {
  serve();
  expect_refused("nonsense\r\n\r\n", 400);
  expect_refused("\x16\x03\x01\x02", 400);
  expect_refused("GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n", 400);
  expect_refused("GET / HTTP/1.1\r\n\r\n", 400);
  expect_refused("TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", 501);
  expect_refused("BREW /pot HTTP/1.1\r\nHost: a\r\n\r\n", 501);
  expect_refused("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", 501);
  expect_refused("GET / HTTP/3.0\r\nHost: a\r\n\r\n", 505);
  expect_refused("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nExpect: more\r\n\r\n", 417);
  expect_refused(get("/", "X: " + std::string(20000, 'x') + "\r\n"), 431);
  expect_refused("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1048577\r\n\r\n", 413);
  EXPECT_TRUE(handler.requests.empty());
  EXPECT_EQ(server->counters().malformed, 4u);
  EXPECT_EQ(server->counters().too_large, 2u);
  EXPECT_GE(server_host.captured().count("http_request_refused"), 11u);
}

TEST_F(HttpServerBounds, answers_requests_before_the_bad_one_and_none_after_it) {
  serve();
  const std::string received = exchange(get("/good") + "bad\r\n\r\n" + get("/never"));
  EXPECT_NE(received.find("GET /good "), std::string::npos);
  EXPECT_NE(received.find("400 Bad Request"), std::string::npos);
  EXPECT_EQ(handler.requests.size(), 1u);
}

TEST_F(HttpServerBounds, takes_large_bodies_only_where_they_are_meant) {
  serve({.body_bytes_max = 1000, .large_body_paths = {"/restore"}, .large_body_bytes_max = 200000});
  expect_refused(post("/other", std::string(1001, 'x')), 413);
  expect_refused(post("/restore", std::string(200001, 'x')), 413, 3s);
  const auto client = connect();
  client->send(post("/restore", std::string(200000, 'x')) + post("/other", std::string(1000, 'y')));
  network.run_for(3s);
  EXPECT_EQ(client->count("HTTP/1.1 200 OK"), 2u);
  expect_refused("POST /other HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n", 413);
}

TEST_F(HttpServerBounds, lets_a_refused_client_finish_its_body_and_read_the_answer) {
  serve();
  const auto client = connect();
  client->send(post("/x", std::string(2 * 1024 * 1024, 'x')));
  network.run_for(4s);
  EXPECT_NE(client->received.find("413 Content Too Large"), std::string::npos);
  EXPECT_TRUE(client->ended);
  EXPECT_FALSE(client->failed);
}

TEST_F(HttpServerBounds, ends_slow_headers_after_their_time_from_the_first_byte) {
  serve({.header_timeout = 20s, .idle_timeout = 30s});
  const auto client = connect();
  network.run_for(15s);
  client->send("GET / HTTP/1.1\r\n");
  for (int i = 0; i < 19; ++i) {
    network.run_for(1s);
    client->send("X: y\r\n");
  }
  EXPECT_FALSE(client->ended) << "the time runs from the first byte";
  network.run_for(2s);
  EXPECT_NE(client->received.find("408 Request Timeout"), std::string::npos);
  EXPECT_TRUE(client->ended);
  EXPECT_EQ(server->counters().timeouts, 1u);
}

TEST_F(HttpServerBounds, gives_each_pipelined_header_its_own_time) {
  serve({.header_timeout = 20s});
  const auto client = connect();
  client->send("GET /a HTTP/1.1\r\n");
  network.run_for(15s);
  client->send("Host: a\r\n\r\nGET /b HTTP/1.1\r\n");
  network.run_for(15s);
  client->send("Host: a\r\n\r\n");
  network.run_for(1s);
  EXPECT_EQ(client->count("HTTP/1.1 200 OK"), 2u);
}

TEST_F(HttpServerBounds, ends_slow_bodies_after_their_time) {
  serve({.body_timeout = 60s});
  const auto client = connect();
  client->send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n");
  for (int i = 0; i < 59; ++i) {
    network.run_for(1s);
    client->send("x");
  }
  EXPECT_FALSE(client->ended);
  network.run_for(2s);
  EXPECT_NE(client->received.find("408 Request Timeout"), std::string::npos);
}

TEST_F(HttpServerBounds, closes_idle_connections_without_a_word) {
  serve({.idle_timeout = 30s});
  const auto silent = connect();
  const auto blanks = connect();
  const auto between = connect();
  between->send(get("/x"));
  network.run_for(10s);
  blanks->send("\r\n");
  network.run_for(19s);
  EXPECT_FALSE(silent->ended || blanks->ended || between->ended);
  network.run_for(2s);
  EXPECT_TRUE(silent->ended && blanks->ended && between->ended);
  EXPECT_EQ(silent->received, "");
  EXPECT_EQ(blanks->received, "");
  EXPECT_EQ(between->count("HTTP/1.1"), 1u);
  EXPECT_EQ(server->connections(), 0u);
}

TEST_F(HttpServerBounds, resets_a_client_that_does_not_take_its_answer) {
  serve({.idle_timeout = 30s});
  handler.when_request = [](Request, Responder responder) {
    responder.respond({200, {}, std::string(4 << 20, 'x'), ""});
  };
  const auto client = connect();
  client->send(get("/x"));
  client->stream->pause_reading();
  network.run_for(29s);
  EXPECT_EQ(server->connections(), 1u);
  network.run_for(2s);
  EXPECT_EQ(server->connections(), 0u);
}

TEST_F(HttpServerBounds, holds_few_large_bodies_at_once) {
  serve({.body_bytes_max = 1000, .large_body_paths = {"/restore"}, .large_bodies_max = 2});
  std::vector<Responder> waiting;
  handler.when_request = [&](Request, Responder responder) { waiting.push_back(std::move(responder)); };
  const std::string large = post("/restore", std::string(2000, 'x'));
  const auto under_way = connect(), handled = connect();
  under_way->send(large.substr(0, 1000));
  handled->send(large);
  network.run_for(100ms);
  expect_refused(large, 503);
  expect_refused("POST /restore HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n", 503);
  const auto small = connect();
  small->send(post("/restore", "small"));
  network.run_for(100ms);
  ASSERT_EQ(waiting.size(), 2u);
  EXPECT_EQ(handler.requests.back().body, "small");
  under_way->stream->abort();
  waiting[0].respond({});
  const auto first = connect(), second = connect();
  first->send(large);
  second->send(large);
  network.run_for(100ms);
  EXPECT_EQ(waiting.size(), 4u) << "both were given back";
}

TEST_F(HttpServerBounds, gives_a_refusal_its_body_after_an_answer_to_head) {
  serve();
  const std::string received = exchange("HEAD /x HTTP/1.1\r\nHost: a\r\n\r\nnonsense\r\n\r\n");
  EXPECT_EQ(received.substr(received.size() - 2), ".\n");
}

TEST_F(HttpServerBounds, does_not_hold_a_handlers_time_against_the_client) {
  serve();
  std::vector<Responder> waiting;
  handler.when_request = [&](Request, Responder responder) { waiting.push_back(std::move(responder)); };
  const auto client = connect();
  client->send(get("/x"));
  network.run_for(300s);
  waiting.at(0).respond({200, {}, "late", ""});
  network.run_for(1s);
  EXPECT_EQ(client->count("late"), 1u);
}

TEST_F(HttpServerBounds, holds_little_of_what_follows_a_request_under_way) {
  serve();
  std::vector<Responder> waiting;
  handler.when_request = [&](Request, Responder responder) { waiting.push_back(std::move(responder)); };
  const auto client = connect();
  client->send(get("/x"));
  network.run_for(100ms);
  client->send(std::string(10 << 20, 'x'));
  network.run_for(10s);
  EXPECT_EQ(client->stream->writable_bytes(), 0u) << "TCP holds the rest";
  EXPECT_FALSE(client->over());
  client->stream->abort();
  network.run_for(1s);
}

TEST_F(HttpServerBounds, serves_a_thousand_connections_at_once) {
  serve({.connections_max = 1000, .connections_per_source_max = 1000});
  std::vector<std::unique_ptr<test::RawClient>> clients;
  for (int i = 0; i < 1000; ++i) {
    clients.push_back(connect());
    clients.back()->send(get("/" + std::to_string(i)));
  }
  network.run_for(2s);
  EXPECT_EQ(server->connections(), 1000u);
  for (int i = 0; i < 1000; ++i)
    EXPECT_EQ(clients[static_cast<std::size_t>(i)]->count("GET /" + std::to_string(i)), 1u);
  const auto over = connect();
  network.run_for(1s);
  EXPECT_TRUE(over->over());
  EXPECT_EQ(server->counters().refused_connections, 1u);
  clients.clear();
  network.run_for(1s);
  EXPECT_EQ(server->connections(), 0u);
  EXPECT_NE(exchange(get("/again")).find("GET /again"), std::string::npos);
}

TEST_F(HttpServerBounds, bounds_the_connections_of_one_source) {
  serve({.connections_max = 100, .connections_per_source_max = 2});
  support::SimHost& other = network.add_host("other", {"10.0.0.3/24"});
  const auto first = connect(), second = connect(), third = connect();
  test::RawClient elsewhere(other, server_host.at(80));
  elsewhere.send(get("/x"));
  network.run_for(1s);
  EXPECT_FALSE(first->over() || second->over());
  EXPECT_TRUE(third->over());
  EXPECT_EQ(elsewhere.count("HTTP/1.1 200 OK"), 1u);
  EXPECT_EQ(server_host.captured().count("http_connection_refused"), 1u);
}

TEST_F(HttpServerBounds, loses_nothing_when_a_client_resets_in_the_middle_of_anything) {
  serve();
  const std::string text = post("/x", std::string(300, 'b')) + get("/y");
  for (std::size_t size = 0; size <= text.size(); size += 7) {
    const auto client = connect();
    client->send(text.substr(0, size));
    network.run_for(2ms * (size % 5));
    client->stream->abort();
    network.run_for(100ms);
    EXPECT_EQ(server->connections(), 0u) << size;
  }
}

}  // namespace
}  // namespace hexad::http
