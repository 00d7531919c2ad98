#include "tests/model/admin/api/api_world.h"

#include <gtest/gtest.h>

#include <chrono>

#include "model/host/check.h"

namespace hexad::admin {
namespace {

std::string base64(std::string_view text) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < text.size(); i += 3) {
    std::uint32_t bits = 0;
    for (std::size_t j = 0; j < 3; ++j) {
      bits = bits << 8 | (i + j < text.size() ? static_cast<unsigned char>(text[i + j]) : 0u);
    }
    for (std::size_t j = 0; j < 4; ++j) {
      out += i + j > text.size() ? '=' : kAlphabet[bits >> (18 - 6 * j) & 63];
    }
  }
  return out;
}

std::unique_ptr<config::Store> opened(host::Disk& disk) {
  auto store = config::Store::open(disk);
  HEXAD_CHECK(store.has_value());
  return std::move(*store);
}

}  // namespace

std::string basic(std::string_view name, std::string_view password) {
  return "Basic " + base64(std::string(name) + ":" + std::string(password));
}

ApiWorld::ApiWorld(config::Release release, ApiSettings settings)
    : host(network.add_host("peer", {"10.1.0.11/24"})),
      store(opened(host.disk())),
      events(host),
      alarms(host, events),
      configuration(release, store.get()),
      accounts(host, store.get(), alarms, events),
      commands(release),
      services{host, store.get(), configuration, alarms, events, accounts, commands, status},
      api(services, std::move(settings)) {}

http::Request ApiWorld::request(std::string_view method_and_target, std::string body) {
  http::Request request;
  const std::size_t blank = method_and_target.find(' ');
  request.method = method_and_target.substr(0, blank);
  request.target = method_and_target.substr(blank + 1);
  const std::string_view target = request.target;
  const std::size_t question = target.find('?');
  request.path = *http::percent_decoded(target.substr(0, question), false);
  std::string_view rest = question == std::string_view::npos ? std::string_view() : target.substr(question + 1);
  while (!rest.empty()) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
    const std::size_t equals = std::min(pair.find('='), pair.size());
    request.query.emplace_back(*http::percent_decoded(pair.substr(0, equals), true),
                               *http::percent_decoded(pair.substr(std::min(equals + 1, pair.size())), true));
  }
  request.remote = *host::SocketAddress::parse("10.1.0.9:40112");
  request.secure = true;
  request.headers.add("Authorization", basic("admin", kPassword));
  if (!body.empty()) {
    request.headers.add("Content-Type", request.path.rfind("/api/", 0) == 0 ? "application/json" : "text/xml");
    request.body = std::move(body);
  }
  return request;
}

http::Response ApiWorld::ask(http::Request request) {
  std::optional<http::Response> answer;
  api.router().on_request(std::move(request),
                          http::Responder([&answer](http::Response response) { answer = std::move(response); }));
  network.run_until([&] { return answer.has_value(); }, std::chrono::minutes(1));
  HEXAD_CHECK(answer.has_value());
  return *std::move(answer);
}

http::Response ApiWorld::ask(std::string_view method_and_target, std::string body) {
  return ask(request(method_and_target, std::move(body)));
}

void ApiWorld::add_viewer() {
  Account viewer;
  viewer.name = "viewer";
  viewer.role = Role::read_only;
  bool done = false;
  accounts.put(viewer, "viewer-pass", {"admin", "", "api"}, [&](const host::Expected<void>& put) {
    ASSERT_TRUE(put) << put.error().to_string();
    done = true;
  });
  network.run_until([&] { return done; }, std::chrono::minutes(1));
  ASSERT_TRUE(done);
}

}  // namespace hexad::admin
