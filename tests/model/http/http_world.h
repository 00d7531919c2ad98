// Two hosts on a network in memory: a server with a handler that the test hangs in on one, raw streams from the other.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "model/http/server.h"
#include "tests/support/sim_host.h"

namespace hexad::http::test {

using namespace std::chrono_literals;

/// Answers by what the test hangs in; by default "METHOD PATH BODY" at once.
class Handler final : public RequestHandler {
 public:
  void on_request(Request request, Responder responder) override {
    requests.push_back(request);
    if (when_request) return when_request(std::move(request), std::move(responder));
    responder.respond({200, {}, request.method + " " + request.path + " " + request.body, "text/plain"});
  }
  std::function<void(Request, Responder)> when_request;
  std::vector<Request> requests;
};

/// A client that writes what the test says, as fast as TCP takes it, and keeps what comes.
class RawClient final : public host::StreamHandler {
 public:
  RawClient(host::Host& host, const host::SocketAddress& server) {
    stream = host.connect_tcp({.remote = server}, *this).value();
  }
  void send(std::string_view text) {
    unsent_.append(text);
    if (connected) push();
  }
  void end() {
    end_wanted_ = true;
    if (connected) push();
  }
  void on_connected(host::TcpStream&) override {
    connected = true;
    push();
  }
  void on_bytes(host::TcpStream&, host::ByteView bytes) override { received += host::as_text(bytes); }
  void on_writable(host::TcpStream&) override { push(); }
  void on_end(host::TcpStream&) override { ended = true; }
  void on_failed(host::TcpStream&, const host::Error& error) override {
    failed = true;
    failure = error;
  }
  /// How often a text stands in what was received.
  std::size_t count(std::string_view text) const {
    std::size_t found = 0;
    for (std::size_t at = received.find(text); at != std::string::npos; at = received.find(text, at + 1)) ++found;
    return found;
  }
  bool over() const { return ended || failed; }

  host::StreamHandle stream;
  std::string received;
  bool connected = false, ended = false, failed = false;
  host::Error failure;

 private:
  void push() {
    const auto taken = stream->write(host::as_bytes(unsent_));
    if (taken) unsent_.erase(0, *taken);
    if (end_wanted_ && unsent_.empty()) stream->shutdown();
  }
  std::string unsent_;
  bool end_wanted_ = false;
};

class ServerTest : public ::testing::Test {
 protected:
  void serve(const ServerSettings& settings = {}) {
    server = std::make_unique<Server>(server_host, settings, handler);
    ASSERT_TRUE(server->listen(server_host.at(80)));
  }
  std::unique_ptr<RawClient> connect() { return std::make_unique<RawClient>(client_host, server_host.at(80)); }
  /// Sends on a new connection and returns what has come after a second.
  std::string exchange(std::string_view text, host::Duration time = 1s) {
    const auto client = connect();
    client->send(text);
    network.run_for(time);
    return client->received;
  }

  support::SimNetwork network{5};
  support::SimHost& server_host = network.add_host("server", {"10.0.0.1/24"});
  support::SimHost& client_host = network.add_host("client", {"10.0.0.2/24"});
  Handler handler;
  std::unique_ptr<Server> server;
};

inline std::string get(std::string_view target, std::string_view more = {}) {
  return std::string("GET ").append(target).append(" HTTP/1.1\r\nHost: a\r\n").append(more).append("\r\n");
}
inline std::string post(std::string_view target, std::string_view body, std::string_view more = {}) {
  return std::string("POST ")
      .append(target)
      .append(" HTTP/1.1\r\nHost: a\r\n")
      .append(more)
      .append("Content-Length: " + std::to_string(body.size()) + "\r\n\r\n")
      .append(body);
}

}  // namespace hexad::http::test
