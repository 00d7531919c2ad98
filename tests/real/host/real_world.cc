#include "tests/real/host/real_world.h"

#include <stdlib.h>

#include "model/host/check.h"
#include "tests/real/host/private_network.h"

namespace hexad::real {

using host::Family;
using host::IpAddress;

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "hexad-XXXXXX").string();
  HEXAD_CHECK(::mkdtemp(name.data()) != nullptr);
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void EventLog::write(host::Severity, std::string_view, std::string_view event, std::string_view,
                     std::span<const host::LogField>) {
  events.emplace_back(event);
}

RealWorld::RealWorld() {
  boot_machine("alpha");
  boot_machine("beta");
}

host::contract::Capabilities RealWorld::capabilities() const {
  host::contract::Capabilities can;
  can.ipv6 = has_private_network();
  can.ipv6_on_lan2 = has_private_network();
  return can;
}

void RealWorld::boot_machine(const std::string& name) {
  Machine& machine = machines_[name];
  AsioHostOptions options;
  options.name = name;
  options.state_folder = folder_.path() / name;
  options.log = &machine.log;
  options.on_restart = [&machine] { ++machine.restarts; };
  for (const int i : {0, 1}) {
    host::Interface interface;
    interface.name = "lan" + std::to_string(i + 1);
    interface.addresses.push_back({address(name, i, Family::ipv4), 24});
    if (has_private_network()) interface.addresses.push_back({address(name, i, Family::ipv6), 64});
    options.identity.push_back(std::move(interface));
  }
  machine.host = std::make_unique<AsioHost>(reactor_, std::move(options));
}

const RealWorld::Machine& RealWorld::machine(std::string_view name) const { return machines_.find(name)->second; }

host::Host& RealWorld::host(std::string_view name) { return *machine(name).host; }

IpAddress RealWorld::address(std::string_view name, int interface, Family family) const {
  const std::string lan = std::to_string(interface + 1);
  const std::string number = name == "alpha" ? "11" : "12";
  const std::string v4 = has_private_network() ? "10." + lan + ".0." : "127.0." + lan + ".";
  return *IpAddress::parse(family == Family::ipv4 ? v4 + number : "fd00:" + lan + "::" + number);
}

bool RealWorld::run_until(const std::function<bool()>& predicate, host::Duration limit) {
  return reactor_.run_until(predicate, limit);
}

void RealWorld::reboot(std::string_view name) {
  machines_.find(name)->second.host.reset();
  boot_machine(std::string(name));
}

std::optional<IpAddress> RealWorld::silent_address(Family family) const {
  if (!has_dead_ends()) return std::nullopt;
  return *IpAddress::parse(family == Family::ipv4 ? "10.3.0.9" : "fd00:3::9");
}

std::optional<IpAddress> RealWorld::unrouted_address(Family family) const {
  if (!has_private_network()) return std::nullopt;
  return *IpAddress::parse(family == Family::ipv4 ? "203.0.113.9" : "2001:db8::9");
}

std::optional<IpAddress> RealWorld::unreachable_address(Family family) const {
  if (!has_dead_ends() || family == Family::ipv6) return std::nullopt;
  return *IpAddress::parse("10.4.0.9");
}

std::vector<std::string> RealWorld::logged(std::string_view name) const { return machine(name).log.events; }
int RealWorld::restarts(std::string_view name) const { return machine(name).restarts; }

}  // namespace hexad::real
