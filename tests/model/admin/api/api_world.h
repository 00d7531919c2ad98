// The administrative parts of a peer on one simulated host, without the peer: requests go straight to the router.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "model/admin/api/admin_api.h"
#include "tests/support/sim_host.h"
#include "tests/support/sim_network.h"

namespace hexad::admin {

/// The password that a new peer's admin has.
inline constexpr std::string_view kPassword = "TANDBERG";

std::string basic(std::string_view name, std::string_view password);

class ApiWorld {
 public:
  explicit ApiWorld(config::Release release = config::Release::x12, ApiSettings settings = {});

  support::SimNetwork network{5};
  support::SimHost& host;
  std::unique_ptr<config::Store> store;
  status::EventLog events;
  status::Alarms alarms;
  config::ActiveConfiguration configuration;
  Accounts accounts;
  CommandTable commands;
  StatusTree status;
  Services services;
  AdminApi api;

  /// As admin, and the answer once it is there. "GET /api/v1/alarms"; a body goes as JSON for /api/ and as XML else.
  http::Response ask(std::string_view method_and_target, std::string body = {});
  http::Response ask(http::Request request);
  /// A request as admin that may still be changed before it is asked.
  static http::Request request(std::string_view method_and_target, std::string body = {});
  /// The value in force.
  std::string value(std::string_view path) const { return configuration.current().text(path); }
  /// Adds a read-only account "viewer" with the password "viewer-pass".
  void add_viewer();
};

}  // namespace hexad::admin
