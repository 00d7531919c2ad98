// What a small admin request costs: the bare parser of Boost.Beast on its bytes (the yardstick), our parser with its
// checks, and a whole request through client and server on a host whose network is two buffers. Each is told as a
// multiple of the yardstick measured in the same run (`parses`), with the allocations of one round.
#include <benchmark/benchmark.h>

#include <array>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <chrono>

#include "model/http/client.h"
#include "model/http/server.h"
#include "model/wire/http/parser.h"
#include "tests/support/allocation_count.h"
#include "tests/support/sim_host.h"

namespace hexad::http {
namespace {

constexpr std::string_view kRequest =
    "GET /getxml?location=/Status/Alternates HTTP/1.1\r\nHost: peer1.example.com\r\n"
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Firefox/115.0\r\n"
    "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\nAccept-Language: en-US,en;q=0.5\r\n"
    "Authorization: Basic YWRtaW46VEFOREJFUkc=\r\nConnection: keep-alive\r\n\r\n";

void parse_by_beast() {
  boost::beast::http::request_parser<boost::beast::http::string_body> parser;
  boost::system::error_code error;
  parser.put(boost::asio::const_buffer(kRequest.data(), kRequest.size()), error);
  benchmark::DoNotOptimize(parser.is_done());
}

template <class Work>
double nanoseconds(Work work, std::size_t rounds) {
  const auto start = std::chrono::steady_clock::now();
  for (std::size_t i = 0; i < rounds; ++i) work();
  return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - start).count() /
         static_cast<double>(rounds);
}

template <class Work>
void measure(benchmark::State& state, Work work) {
  const double parse = nanoseconds(parse_by_beast, 20000);
  work();
  const std::size_t before = support::allocations();
  const auto start = std::chrono::steady_clock::now();
  for (auto _ : state) work();
  const double spent = std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - start).count();
  const auto rounds = static_cast<double>(state.iterations());
  state.counters["allocations"] = static_cast<double>(support::allocations() - before) / rounds;
  state.counters["parses"] = spent / rounds / parse;
}

void parse_by_beast_alone(benchmark::State& state) { measure(state, parse_by_beast); }
BENCHMARK(parse_by_beast_alone);

void parse_with_checks(benchmark::State& state) {
  RequestParser parser(16 * 1024);
  measure(state, [&] {
    std::string_view bytes = kRequest;
    benchmark::DoNotOptimize(parser.push(bytes));
    benchmark::DoNotOptimize(parser.push(bytes));
    parser.start_next();
  });
}
BENCHMARK(parse_with_checks);

class Answering final : public RequestHandler {
 public:
  void on_request(Request, Responder responder) override { responder.respond({200, {}, body, "text/xml"}); }
  std::string body = std::string(500, 'x');
};

/// The server alone: one segment in, one segment out, on the simulated network.
class Asking final : public host::StreamHandler {
 public:
  void on_bytes(host::TcpStream&, host::ByteView bytes) override { received += bytes.size(); }
  void on_end(host::TcpStream&) override {}
  void on_failed(host::TcpStream&, const host::Error&) override {}
  std::size_t received = 0;
};

void serve_small_requests(benchmark::State& state) {
  support::SimNetwork network;
  support::SimHost& at = network.add_host("server", {"10.0.0.1/24"});
  support::SimHost& from = network.add_host("client", {"10.0.0.2/24"});
  Answering handler;
  Server server(at, {}, handler);
  (void)server.listen(at.at(80)).value();
  Asking asking;
  const auto stream = from.connect_tcp({.remote = at.at(80)}, asking).value();
  network.run_for(std::chrono::milliseconds(10));
  measure(state, [&] {
    const std::size_t before = asking.received;
    (void)stream->write(host::as_bytes(kRequest));
    while (asking.received == before && network.step()) {
    }
  });
}
BENCHMARK(serve_small_requests);

/// The same bytes to and fro without HTTP: what the simulated network itself costs of the two others.
class Echo final : public host::ListenerHandler, public host::StreamHandler {
 public:
  void on_accepted(host::TcpListener&, host::StreamHandle accepted) override {
    accepted->set_handler(*this);
    stream = std::move(accepted);
  }
  void on_bytes(host::TcpStream& from, host::ByteView) override { (void)from.write(host::as_bytes(kAnswer)); }
  void on_end(host::TcpStream&) override {}
  void on_failed(host::TcpStream&, const host::Error&) override {}
  host::StreamHandle stream;
  const std::string kAnswer = std::string(620, 'x');
};

void carry_without_http(benchmark::State& state) {
  support::SimNetwork network;
  support::SimHost& at = network.add_host("server", {"10.0.0.1/24"});
  support::SimHost& from = network.add_host("client", {"10.0.0.2/24"});
  Echo echo;
  const auto listener = at.listen_tcp({at.at(80)}, echo).value();
  Asking asking;
  const auto stream = from.connect_tcp({.remote = at.at(80)}, asking).value();
  network.run_for(std::chrono::milliseconds(10));
  measure(state, [&] {
    const std::size_t before = asking.received;
    (void)stream->write(host::as_bytes(kRequest));
    while (asking.received == before && network.step()) {
    }
  });
}
BENCHMARK(carry_without_http);

void ask_and_serve(benchmark::State& state) {
  support::SimNetwork network;
  support::SimHost& at = network.add_host("server", {"10.0.0.1/24"});
  support::SimHost& from = network.add_host("client", {"10.0.0.2/24"});
  Answering handler;
  Server server(at, {}, handler);
  ClientSettings settings;
  settings.server = server.listen(at.at(80)).value();
  Client client(from, settings);
  measure(state, [&] {
    bool done = false;
    Request request;
    request.target = "/getxml?location=/Status/Alternates";
    request.headers.add("Authorization", "Basic YWRtaW46VEFOREJFUkc=");
    client.send(std::move(request), [&](const auto& response) { done = response.has_value(); });
    while (!done && network.step()) {
    }
  });
}
BENCHMARK(ask_and_serve);

}  // namespace
}  // namespace hexad::http

BENCHMARK_MAIN();
