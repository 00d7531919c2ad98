// A client and what it was answered; a server that sends what the test says, byte for byte.
#pragma once

#include <deque>

#include "model/http/client.h"
#include "tests/model/http/http_world.h"

namespace hexad::http::test {

/// Accepts, keeps what comes, and answers each whole head by the next of its scripted texts.
class ScriptedServer final : public host::ListenerHandler, public host::StreamHandler {
 public:
  explicit ScriptedServer(support::SimHost& host) : listener_(host.listen_tcp({host.at(80)}, *this).value()) {}
  void on_accepted(host::TcpListener&, host::StreamHandle accepted) override {
    accepted->set_handler(*this);
    stream = std::move(accepted);
    ++connections;
  }
  void on_bytes(host::TcpStream&, host::ByteView bytes) override {
    received += host::as_text(bytes);
    for (std::size_t at = received.find("\r\n\r\n", looked_); at != std::string::npos;
         at = received.find("\r\n\r\n", looked_)) {
      looked_ = at + 4;
      if (answers.empty() || !stream) return;
      const std::string answer = answers.front();
      answers.pop_front();
      if (answer == "RESET") {
        stream->abort();
        stream.reset();
      } else if (answer == "CLOSE") {
        stream.reset();
      } else {
        EXPECT_EQ(stream->write(host::as_bytes(answer)).value(), answer.size());
        if (close_after_answer) stream.reset();
      }
    }
  }
  void on_end(host::TcpStream&) override { ended = true; }
  void on_failed(host::TcpStream&, const host::Error&) override { failed = true; }

  host::StreamHandle stream;
  std::deque<std::string> answers;
  bool close_after_answer = false;
  std::string received;
  bool ended = false, failed = false;
  int connections = 0;

 private:
  host::ListenerHandle listener_;
  std::size_t looked_ = 0;
};

/// What a client was answered, in words: "200 body" or the error's.
struct Outcomes {
  Client::Done next() {
    return [this](host::Expected<Response> response) {
      words.push_back(response ? std::to_string(response->status) + " " + response->body
                               : std::string(host::to_string(response.error().code)));
      if (response) last = std::move(*response);
    };
  }
  std::vector<std::string> words;
  Response last;
};

inline Request ask(std::string target, std::string method = "GET", std::string body = {}) {
  Request request;
  request.method = std::move(method);
  request.target = std::move(target);
  request.body = std::move(body);
  return request;
}

}  // namespace hexad::http::test
