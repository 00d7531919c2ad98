// What the administrative parts of one peer need, on a simulated host: a store on its disk, the configuration in force,
// alarms, logs, accounts, commands and a small status tree.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "model/admin/cli/config_commands.h"
#include "model/admin/cli/default_links.h"
#include "model/admin/cli/interpreter.h"
#include "model/admin/services.h"
#include "tests/support/sim_host.h"
#include "tests/support/sim_network.h"

namespace hexad::admin {

inline Principal somebody(Role role, std::string_view name = "admin") {
  return {std::string(name), role, "10.0.0.9:40112", "cli"};
}

struct OnePeer {
  explicit OnePeer(config::Release which = config::Release::x12)
      : release(which),
        network(7),
        host(network.add_host("peer1", {"10.0.0.1/24"})),
        store(std::move(*config::Store::open(host.disk()))),
        configuration(release, store.get()),
        events(host),
        alarms(host, events),
        accounts(host, store.get(), alarms, events),
        commands(release) {
    add_config_commands(services);
    status.add("Registrations", [] {
      Node all("Registrations");
      for (const std::uint32_t number : {1U, 2U}) {
        Node& one = all.add_item("Registration", number);
        one.add("Protocol", "SIP");
        one.add("AOR", number == 1 ? "sip:alice@example.com" : "sip:bob@example.com");
        one.add("Aliases").add_item("Alias", 1).add("Value", "say \"hello\"");
      }
      return all;
    });
    status.add("SystemUnit", [] {
      Node unit("SystemUnit");
      unit.add("Uptime", "1234");
      unit.add("Name");
      return unit;
    });
    status.add("Calls", [] { return Node("Calls"); });
  }

  struct Answer {
    std::string output;
    bool ok = false;
    bool came = false;
  };
  /// Runs a line; the commands here answer at once.
  Answer run(std::string_view line, Role role = Role::administrator) {
    auto answer = std::make_shared<Answer>();
    interpreter.run(line, somebody(role), [answer](std::string output, bool ok) {
      *answer = {std::move(output), ok, true};
    });
    return *answer;
  }
  std::string setting(std::string_view path) const { return configuration.current().text(path); }

  config::Release release;
  support::SimNetwork network;
  support::SimHost& host;
  std::unique_ptr<config::Store> store;
  config::ActiveConfiguration configuration;
  status::EventLog events;
  status::Alarms alarms;
  Accounts accounts;
  CommandTable commands;
  StatusTree status;
  Services services{host, store.get(), configuration, alarms, events, accounts, commands, status};
  Interpreter interpreter{services};
};

}  // namespace hexad::admin
