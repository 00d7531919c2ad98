// Any request at all to the JSON and XML APIs: a first line "PATCH /api/v1/configuration", then the body. Beyond not
// crashing: every answer has a status and a body that parses as what it says it is, what was refused changed nothing,
// and the configuration afterwards writes itself so that it reads back equal.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "model/admin/api/admin_api.h"
#include "model/admin/cli/config_commands.h"
#include "model/host/check.h"
#include "model/wire/xml/document.h"
#include "tests/support/sim_host.h"
#include "tests/support/sim_network.h"

namespace hexad::admin {
namespace {

struct EveryoneIsAdmin final : SessionAuthority {
  std::optional<Principal> principal_of(const http::Request&) override {
    return Principal{"admin", Role::administrator, "10.1.0.9:1", "web"};
  }
  bool csrf_ok(const http::Request&) override { return true; }
};

struct Peer {
  Peer() {
    add_config_commands(services);
    status.add("SystemUnit", [] {
      Node node("SystemUnit");
      node.add("Uptime", "7");
      node.add_item("Option", 2).add("Name", "x");
      return node;
    });
    api.authentication().set_sessions(&everyone);
    alarms.raise(25020, "No time");
  }
  support::SimNetwork network{1};
  support::SimHost& host = network.add_host("peer", {"10.1.0.11/24"});
  status::EventLog events{host};
  status::Alarms alarms{host, events};
  config::ActiveConfiguration configuration{config::Release::x12, nullptr};
  Accounts accounts{host, nullptr, alarms, events};
  CommandTable commands{config::Release::x12};
  StatusTree status;
  Services services{host, nullptr, configuration, alarms, events, accounts, commands, status};
  EveryoneIsAdmin everyone;
  AdminApi api{services};
};

std::optional<http::Request> request_from(std::string_view input) {
  http::Request request;
  const std::string_view line = input.substr(0, input.find('\n'));
  input.remove_prefix(std::min(input.size(), line.size() + 1));
  const std::size_t blank = line.find(' ');
  if (blank == std::string_view::npos) return std::nullopt;
  request.method = line.substr(0, blank);
  request.target = line.substr(blank + 1);
  const std::string_view target = request.target;
  const std::size_t question = std::min(target.find('?'), target.size());
  auto path = http::percent_decoded(target.substr(0, question), false);
  if (!path || path->empty() || path->front() != '/') return std::nullopt;
  request.path = *std::move(path);
  if (question < target.size()) {
    const std::string_view query = target.substr(question + 1);
    const std::size_t equals = std::min(query.find('='), query.size());
    const auto name = http::percent_decoded(query.substr(0, equals), true);
    const auto value = http::percent_decoded(query.substr(std::min(equals + 1, query.size())), true);
    if (!name || !value) return std::nullopt;
    request.query.emplace_back(*name, *value);
  }
  const bool xml = request.path.find("xml") != std::string::npos;
  request.headers.add("Content-Type", xml ? "text/xml" : "application/json");
  request.body = input;
  return request;
}

void check_answer(const http::Response& answer) {
  HEXAD_CHECK(answer.status >= 200 && answer.status <= 599);
  if (answer.content_type == "application/json") HEXAD_CHECK(nlohmann::json::accept(answer.body));
  if (answer.content_type == "text/xml; charset=utf-8") HEXAD_CHECK(xml::read(answer.body).has_value());
}

void check_configuration(const config::Configuration& configuration) {
  config::Configuration again(configuration.release());
  HEXAD_CHECK(again.read_lines(configuration.to_lines(), "lines").has_value());
  HEXAD_CHECK(again == configuration);
}

void try_request(std::string_view input) {
  static Peer& peer = *new Peer;
  auto request = request_from(input);
  if (!request) return;
  const std::uint64_t before = peer.configuration.revision();
  const bool whole_line =
      request->path.rfind("/api/v1/command", 0) == 0 || request->path.find("putxml") != std::string::npos;
  std::optional<http::Response> answer;
  peer.api.router().on_request(*std::move(request),
                               http::Responder([&answer](http::Response response) { answer = std::move(response); }));
  peer.network.run_until([&] { return answer.has_value(); }, std::chrono::minutes(5));
  HEXAD_CHECK(answer.has_value());
  check_answer(*answer);
  if (peer.configuration.revision() == before) return;
  HEXAD_CHECK(answer->status < 300 || whole_line);
  check_configuration(peer.configuration.current());
  const auto back = peer.configuration.current().changes_to(config::Configuration(config::Release::x12));
  HEXAD_CHECK(peer.configuration.apply(back, {"system", "", "file"}).has_value());
}

}  // namespace
}  // namespace hexad::admin

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  hexad::admin::try_request({reinterpret_cast<const char*>(bytes), size});
  return 0;
}
