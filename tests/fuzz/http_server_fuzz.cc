// Hostile streams to a server on a simulated host, and hostile answers to a client. Laws: whatever the server says is
// HTTP, whole, one answer for each request; it holds no connection for ever; a well-behaved client is served
// afterwards; each request of the client is told its end, once. The first octets of the input say how the rest is cut
// and sent.
#include <string>

#include "model/host/check.h"
#include "model/http/client.h"
#include "model/http/server.h"
#include "model/wire/http/parser.h"
#include "tests/support/sim_host.h"

namespace {

using namespace hexad;
using namespace std::chrono_literals;

/// Answers at once, later, by more than a stream takes at once, or never, as the path says.
class Handler final : public http::RequestHandler {
 public:
  /// With small segments a large answer would be nothing but events.
  explicit Handler(support::SimNetwork& network)
      : network_(network), big_bytes_(network.segment_bytes() < 500 ? 14000 : 150000) {}
  void on_request(http::Request request, http::Responder responder) override {
    ++requests;
    (void)request.form();
    (void)request.cookie("a");
    if (request.path == "/drop") return;
    http::Response response{
        200, {}, request.path == "/big" ? std::string(big_bytes_, 'x') : request.body, "text/plain"};
    response.headers.add("X-Target", request.target);
    if (request.path != "/late") return responder.respond(std::move(response));
    auto kept = std::make_shared<http::Responder>(std::move(responder));
    network_.schedule(network_.now() + 3s, [kept, response] { kept->respond(response); });
  }
  std::size_t requests = 0;

 private:
  support::SimNetwork& network_;
  std::size_t big_bytes_;
};

class Sender final : public host::StreamHandler {
 public:
  void on_bytes(host::TcpStream&, host::ByteView bytes) override { received += host::as_text(bytes); }
  void on_end(host::TcpStream&) override { ended = true; }
  void on_failed(host::TcpStream&, const host::Error&) override { ended = true; }
  std::string received;
  bool ended = false;
};

/// Sends the input as an answer to whatever comes.
class Liar final : public host::ListenerHandler, public host::StreamHandler {
 public:
  explicit Liar(std::string_view text) : text_(text) {}
  void on_accepted(host::TcpListener&, host::StreamHandle accepted) override {
    accepted->set_handler(*this);
    stream_ = std::move(accepted);
  }
  void on_bytes(host::TcpStream& stream, host::ByteView bytes) override {
    received_ += host::as_text(bytes);
    if (received_.find("\r\n\r\n") == std::string::npos) return;
    received_.clear();
    (void)stream.write(host::as_bytes(text_));
    if (text_.size() % 2 == 1) stream_.reset();
  }
  void on_end(host::TcpStream&) override { stream_.reset(); }
  void on_failed(host::TcpStream&, const host::Error&) override {}

 private:
  std::string_view text_;
  std::string received_;
  host::StreamHandle stream_;
};

/// Every answer in `text` is HTTP; the last may be cut off when the connection was reset. Returns how many are final.
std::size_t check_answers(std::string_view text) {
  http::ResponseParser parser(64 * 1024);
  std::size_t answers = 0;
  while (true) {
    const http::ParseEvent event = parser.push(text);
    HEXAD_CHECK(event != http::ParseEvent::failed);
    if (event == http::ParseEvent::need_more) return answers;
    if (event != http::ParseEvent::message) continue;
    if (parser.head().status >= 200) ++answers;
    parser.start_next();
  }
}

void feed_server(support::SimNetwork& network, support::SimHost& at, support::SimHost& from, std::string_view text,
                 std::uint8_t how) {
  Handler handler(network);
  http::ServerSettings settings;
  settings.header_bytes_max = 4000;
  settings.body_bytes_max = 3000;
  http::Server server(at, settings, handler);
  HEXAD_CHECK(server.listen(at.at(80)).has_value());
  Sender sender;
  auto stream = from.connect_tcp({.remote = at.at(80)}, sender).value();
  network.run_for(5ms);
  const std::size_t cut = text.size() * (how / 8 % 8) / 8;
  (void)stream->write(host::as_bytes(text.substr(0, cut)));
  network.run_for(how % 2 == 0 ? 5ms : 10s);
  (void)stream->write(host::as_bytes(text.substr(cut)));
  if (how / 64 == 1) stream->shutdown();
  if (how / 64 == 2) stream->abort();
  HEXAD_CHECK(network.run_until([&] { return server.connections() == 0; }, 5000s));
  // An answer to HEAD would look like one without its body.
  if (text.find("HEAD") == std::string_view::npos) {
    const std::size_t answers = check_answers(sender.received);
    HEXAD_CHECK(answers <= handler.requests + 1);
  }
  Sender good;
  const auto standing = from.connect_tcp({.remote = at.at(80)}, good).value();
  network.run_for(5ms);
  (void)standing->write(host::as_bytes("GET /good HTTP/1.1\r\nHost: a\r\n\r\n"));
  network.run_for(5ms);
  HEXAD_CHECK(good.received.substr(0, 15) == "HTTP/1.1 200 OK");
}

void feed_client(support::SimNetwork& network, support::SimHost& at, support::SimHost& from, std::string_view text) {
  Liar liar(text);
  const auto listener = at.listen_tcp({at.at(81)}, liar).value();
  http::ClientSettings settings;
  settings.server = at.at(81);
  settings.response_bytes_max = 3000;
  http::Client client(from, settings);
  int told = 0;
  for (const char* method : {"GET", "HEAD", "POST"}) {
    http::Request request;
    request.method = method;
    client.send(std::move(request), [&](const host::Expected<http::Response>& response) {
      ++told;
      HEXAD_CHECK(!response || (response->status >= 200 && response->body.size() <= 3000));
    });
  }
  network.run_for(100s);
  HEXAD_CHECK(told == 3);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  support::SimNetwork network;
  support::SimHost& server_host = network.add_host("server", {"10.0.0.53/24"});
  support::SimHost& client_host = network.add_host("client", {"10.0.0.1/24"});
  network.set_segment_bytes(data[1] % 64 == 0 ? 1 : data[1] % 64 * 40u);
  const std::string_view text(reinterpret_cast<const char*>(data) + 2, size - 2);
  feed_server(network, server_host, client_host, text, data[0]);
  feed_client(network, server_host, client_host, text);
  return 0;
}
