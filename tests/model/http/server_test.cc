#include "model/http/server.h"

#include "tests/model/http/http_world.h"

namespace hexad::http {
namespace {

using namespace std::chrono_literals;
using test::get;
using test::post;
class HttpServer : public test::ServerTest {};

TEST_F(HttpServer, answers_a_request_with_its_own_fields_and_the_handlers) {
  serve();
  handler.when_request = [](Request, Responder responder) {
    Response response{201, {}, "made", "text/plain"};
    response.headers.add("X-Own", "a\r\nb");
    response.headers.add("Content-Length", "9999");
    response.headers.add("date", "never");
    responder.respond(std::move(response));
  };
  EXPECT_EQ(exchange(get("/a%20b?c=d")),
            "HTTP/1.1 201 Created\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\nContent-Type: text/plain\r\n"
            "X-Own: a  b\r\nContent-Length: 4\r\n\r\nmade");
  ASSERT_EQ(handler.requests.size(), 1u);
  const Request& request = handler.requests[0];
  EXPECT_EQ(request.path, "/a b");
  EXPECT_EQ(request.parameter("c"), "d");
  EXPECT_EQ(request.remote.address, client_host.address());
  EXPECT_EQ(request.local, server_host.at(80));
  EXPECT_FALSE(request.secure);
  EXPECT_EQ(server->counters().requests, 1u);
}

TEST_F(HttpServer, answers_the_same_however_the_request_is_cut) {
  serve();
  const std::string text = post("/x", "body") + get("/y");
  for (std::size_t cut = 1; cut < text.size(); ++cut) {
    const auto client = connect();
    client->send(text.substr(0, cut));
    network.run_for(100ms);
    client->send(text.substr(cut));
    network.run_for(100ms);
    EXPECT_EQ(client->count("HTTP/1.1 200 OK"), 2u) << cut;
    EXPECT_NE(client->received.find("\r\n\r\nPOST /x body"), std::string::npos) << cut;
    EXPECT_EQ(client->received.substr(client->received.size() - 7), "GET /y ") << cut;
  }
}

TEST_F(HttpServer, answers_64_pipelined_requests_in_order_even_when_answers_come_late) {
  serve();
  std::vector<Responder> waiting;
  handler.when_request = [&](Request, Responder responder) { waiting.push_back(std::move(responder)); };
  const auto client = connect();
  std::string expected;
  for (int i = 0; i < 64; ++i) client->send(get("/" + std::to_string(i)));
  network.run_for(100ms);
  for (int i = 0; i < 64; ++i) {
    ASSERT_EQ(waiting.size(), 1u) << "one at a time";
    EXPECT_EQ(handler.requests.back().path, "/" + std::to_string(i));
    Responder responder = std::move(waiting[0]);
    waiting.clear();
    responder.respond({200, {}, "<" + std::to_string(i) + ">", ""});
  }
  network.run_for(100ms);
  std::size_t at = 0;
  for (int i = 0; i < 64; ++i) {
    at = client->received.find("<" + std::to_string(i) + ">", at);
    ASSERT_NE(at, std::string::npos) << i;
  }
}

TEST_F(HttpServer, answers_thousands_of_pipelined_requests) {
  serve();
  const auto client = connect();
  for (int i = 0; i < 5000; ++i) client->send(get("/x"));
  network.run_for(5s);
  EXPECT_EQ(client->count("GET /x "), 5000u);
}

TEST_F(HttpServer, sends_no_body_for_head_and_for_statuses_without_one) {
  serve();
  const std::string head = exchange("HEAD /abc HTTP/1.1\r\nHost: a\r\n\r\n" + get("/next"));
  EXPECT_NE(head.find("Content-Length: 10\r\n\r\nHTTP/1.1 200 OK"), std::string::npos) << head;
  handler.when_request = [](Request, Responder responder) { responder.respond({204, {}, "lost", "text/plain"}); };
  const std::string none = exchange(get("/x"));
  EXPECT_EQ(none, "HTTP/1.1 204 No Content\r\nDate: Thu, 01 Jan 2026 00:00:01 GMT\r\n\r\n");
}

TEST_F(HttpServer, ends_the_connection_when_either_side_wishes) {
  serve();
  const auto asked = connect();
  asked->send(get("/x", "Connection: close\r\n") + get("/ignored"));
  network.run_for(1s);
  EXPECT_TRUE(asked->ended);
  EXPECT_EQ(asked->count("HTTP/1.1 200"), 1u);
  EXPECT_EQ(asked->count("Connection: close\r\n"), 1u);

  handler.when_request = [](Request, Responder responder) {
    Response response;
    response.headers.set("connection", "Close");
    responder.respond(std::move(response));
  };
  const auto told = connect();
  told->send(get("/x"));
  network.run_for(1s);
  EXPECT_TRUE(told->ended);
}

TEST_F(HttpServer, serves_http_1_0_once_unless_asked_to_stay) {
  serve();
  const auto once = connect();
  once->send("GET / HTTP/1.0\r\n\r\n");
  const auto staying = connect();
  staying->send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  network.run_for(1s);
  EXPECT_TRUE(once->ended);
  EXPECT_EQ(once->count("Connection: close"), 1u);
  EXPECT_FALSE(staying->ended);
  EXPECT_EQ(staying->count("Connection: keep-alive"), 1u);
}

TEST_F(HttpServer, asks_for_the_body_of_a_client_that_expects_it) {
  serve();
  const auto client = connect();
  client->send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
  network.run_for(1s);
  EXPECT_EQ(client->received, "HTTP/1.1 100 Continue\r\n\r\n");
  client->send("body");
  network.run_for(1s);
  EXPECT_NE(client->received.find("POST / body"), std::string::npos);

  const std::string impatient =
      exchange("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\nbody");
  EXPECT_EQ(impatient.find("100 Continue"), std::string::npos) << "the body has come already";
  const std::string too_long =
      exchange("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4000000\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(too_long.substr(0, 32), "HTTP/1.1 413 Content Too Large\r\n");
}

TEST_F(HttpServer, answers_500_for_a_handler_that_drops_its_responder) {
  serve();
  handler.when_request = [](Request, Responder) {};
  EXPECT_NE(exchange(get("/x")).find("500 Internal Server Error"), std::string::npos);
}

TEST_F(HttpServer, answers_once_and_lets_a_late_answer_fall) {
  serve();
  std::vector<Responder> waiting;
  handler.when_request = [&](Request, Responder responder) { waiting.push_back(std::move(responder)); };
  const auto client = connect();
  client->send(get("/x"));
  network.run_for(100ms);
  client->stream->abort();
  network.run_for(100ms);
  EXPECT_EQ(server->connections(), 0u);
  waiting.at(0).respond({});
  EXPECT_TRUE(waiting[0].spent());
  const auto other = connect();
  other->send(get("/y"));
  network.run_for(100ms);
  server.reset();
  waiting.at(1).respond({});
  network.run_for(100ms);
  EXPECT_EQ(other->received, "");
}

TEST_F(HttpServer, writes_a_large_answer_as_the_client_takes_it) {
  serve();
  std::string large(3 * 1024 * 1024, 'x');
  for (std::size_t i = 0; i < large.size(); i += 1000) large[i] = static_cast<char>('a' + i / 1000 % 26);
  handler.when_request = [&](Request, Responder responder) { responder.respond({200, {}, large, ""}); };
  const auto client = connect();
  client->send(get("/x") + get("/y"));
  client->stream->pause_reading();
  network.run_for(5s);
  EXPECT_EQ(client->received.size(), 0u);
  EXPECT_EQ(handler.requests.size(), 1u) << "the second waits until the first answer is written";
  client->stream->resume_reading();
  network.run_for(20s);
  EXPECT_EQ(handler.requests.size(), 2u);
  const std::size_t body = client->received.find("\r\n\r\n") + 4;
  EXPECT_TRUE(client->received.compare(body, large.size(), large) == 0);
  EXPECT_EQ(client->received.size(), 2 * (body + large.size()));
}

TEST_F(HttpServer, answers_a_client_that_ended_its_own_direction) {
  serve();
  const auto client = connect();
  client->send(get("/x") + get("/y"));
  client->end();
  network.run_for(1s);
  EXPECT_EQ(client->count("HTTP/1.1 200 OK"), 2u);
  EXPECT_TRUE(client->ended);
  EXPECT_EQ(server->connections(), 0u);
}

TEST_F(HttpServer, answers_late_a_client_that_ended_its_own_direction) {
  serve();
  std::vector<Responder> waiting;
  handler.when_request = [&](Request, Responder responder) { waiting.push_back(std::move(responder)); };
  const auto client = connect();
  client->send(get("/x") + get("/y"));
  client->end();
  network.run_for(1s);
  for (std::size_t i = 0; i < 2; ++i) {
    ASSERT_EQ(waiting.size(), i + 1);
    Responder responder = std::move(waiting[i]);
    responder.respond({});
  }
  network.run_for(1s);
  EXPECT_EQ(client->count("HTTP/1.1 200 OK"), 2u);
  EXPECT_TRUE(client->ended);
  EXPECT_EQ(server->connections(), 0u);
}

TEST_F(HttpServer, may_be_destroyed_by_its_handler) {
  serve();
  handler.when_request = [&](Request, Responder responder) {
    server.reset();
    responder.respond({});
  };
  const auto client = connect();
  client->send(get("/x") + get("/y"));
  network.run_for(1s);
  EXPECT_TRUE(client->over());
}

TEST_F(HttpServer, goes_on_with_connections_that_stand_when_it_stops_listening) {
  serve();
  const auto standing = connect();
  standing->send(get("/x"));
  network.run_for(1s);
  server->stop_listening();
  standing->send(get("/y"));
  const auto late = connect();
  network.run_for(1s);
  EXPECT_EQ(standing->count("HTTP/1.1 200 OK"), 2u);
  EXPECT_EQ(late->failure.code, host::ErrorCode::refused);
}

TEST_F(HttpServer, answers_through_loss_and_small_segments) {
  serve();
  network.set_loss(0.05);
  network.set_segment_bytes(100);
  const auto client = connect();
  for (int i = 0; i < 20; ++i) client->send(post("/x", std::string(700, 'b')));
  network.run_for(60s);
  EXPECT_EQ(client->count("HTTP/1.1 200 OK"), 20u);
}

}  // namespace
}  // namespace hexad::http
