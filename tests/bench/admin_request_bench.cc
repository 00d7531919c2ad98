// What one admin request costs this peer in CPU: a setting read by JSON with HTTP Basic, over a connection that stands,
// from the first byte of the request to the last of the answer. Both ends run here on a simulated network, so the
// figure holds the client's work and the network's too; `handler_alone` is the part behind the HTTP server. TLS is left
// out. The password was checked once before, as in every row of requests.
#include <benchmark/benchmark.h>

#include <chrono>
#include <optional>

#include "model/admin/api/admin_api.h"
#include "model/host/check.h"
#include "model/http/client.h"
#include "model/http/server.h"
#include "tests/support/sim_host.h"
#include "tests/support/sim_network.h"

namespace hexad::admin {
namespace {

struct Peer {
  support::SimNetwork network{1};
  support::SimHost& host = network.add_host("peer", {"10.1.0.11/24"});
  support::SimHost& operator_host = network.add_host("operator", {"10.1.0.9/24"});
  status::EventLog events{host};
  status::Alarms alarms{host, events};
  config::ActiveConfiguration configuration{config::Release::x12, nullptr};
  Accounts accounts{host, nullptr, alarms, events};
  CommandTable commands{config::Release::x12};
  StatusTree status;
  Services services{host, nullptr, configuration, alarms, events, accounts, commands, status};
  AdminApi api{services};

  void wait_for(const std::optional<http::Response>& answer) {
    network.run_until([&] { return answer.has_value(); }, std::chrono::minutes(1));
    HEXAD_CHECK(answer && answer->status == 200);
  }
};

/// admin:TANDBERG
constexpr std::string_view kCredentials = "Basic YWRtaW46VEFOREJFUkc=";

http::Request read_of(std::string_view target) {
  http::Request request;
  request.target = request.path = target;
  request.remote = {host::IpAddress::v4(0x0a010009), 40112};
  request.headers.add("Authorization", kCredentials);
  return request;
}

void handler_alone(benchmark::State& state, std::string_view target) {
  Peer peer;
  const auto ask = [&] {
    std::optional<http::Response> answer;
    peer.api.router().on_request(read_of(target),
                                 http::Responder([&](http::Response response) { answer = std::move(response); }));
    peer.wait_for(answer);
  };
  ask();
  for (auto _ : state) ask();
}

void over_http(benchmark::State& state, std::string_view target) {
  Peer peer;
  http::Server server(peer.host, {}, peer.api.router());
  HEXAD_CHECK(server.listen(peer.host.at(80)).has_value());
  peer.network.set_delay({});
  peer.host.captured().set_wants_messages(false);
  http::ClientSettings settings;
  settings.server = peer.host.at(80);
  http::Client client(peer.operator_host, settings);
  const auto ask = [&] {
    std::optional<http::Response> answer;
    client.send(read_of(target), [&](host::Expected<http::Response> got) {
      HEXAD_CHECK(got.has_value());
      answer = *std::move(got);
    });
    peer.wait_for(answer);
  };
  ask();
  for (auto _ : state) ask();
}

constexpr std::string_view kOneSetting = "/api/v1/configuration/SIP/UDP/Mode";

BENCHMARK_CAPTURE(handler_alone, one_setting, kOneSetting)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(over_http, one_setting, kOneSetting)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(handler_alone, all_settings, "/api/v1/configuration")->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(handler_alone, all_settings_as_xml, "/configuration.xml")->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace hexad::admin

BENCHMARK_MAIN();
