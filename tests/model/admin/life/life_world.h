// One machine with a peer's administrative parts on it, for the tests of model/admin/life: it boots, is used through
// commands and status elements as any interface does, loses its power, and boots again on the same disk.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "model/admin/life/life.h"
#include "tests/support/sim_host.h"
#include "tests/support/sim_network.h"

namespace hexad::admin {

class LifeWorld {
 public:
  explicit LifeWorld(config::Release release = config::Release::x12, std::string name = "peer1",
                     std::vector<std::string> prefixes = {"10.1.0.11/24"});
  ~LifeWorld();

  /// Ends what runs, as a restart or a power cut does, and boots again.
  void reboot();
  void power_off() { boot_.reset(); }
  /// As reboot(), told to be another release.
  void reboot_as(config::Release release);
  /// The boot's preparation failed: why. Then nothing but a store-less peer runs.
  const std::string& boot_failure() const { return boot_failure_; }

  using Arguments = std::vector<std::pair<std::string, std::string>>;
  /// Runs a command as admin until it replies, at most an hour of simulated time.
  CommandResult command(std::string_view name, const Arguments& arguments = {});
  CommandResult command_as(Role role, std::string_view name, const Arguments& arguments = {});
  /// "" when there is no such element or leaf.
  std::string status(std::string_view path) const;
  Node status_node(std::string_view path) const { return boot_->status.read(path); }
  bool alarm(std::uint32_t id) const { return boot_->alarms.raised(id); }
  std::string alarm_detail(std::uint32_t id) const;
  /// How many lines of the Event Log have this event.
  std::size_t events(std::string_view event) const;
  bool set(std::string_view path, std::string_view value);
  std::string setting(std::string_view path) const { return boot_->configuration.current().text(path); }
  void run_for(host::Duration duration) { network_.run_for(duration); }
  /// Whether the peer asked for a restart since the last boot.
  bool restart_requested();

  support::SimNetwork& network() { return network_; }
  support::SimHost& host() { return *host_; }
  support::MemoryDisk& disk() { return host_->memory_disk(); }
  config::Store& store() { return *boot_->store; }
  const BootPlan& plan() const { return boot_->plan; }
  Life& life() { return *boot_->life; }
  Services& services() { return boot_->services; }

 private:
  struct Boot {
    Boot(host::Host& host, std::unique_ptr<config::Store> opened, BootPlan prepared);
    std::unique_ptr<config::Store> store;
    BootPlan plan;
    status::EventLog events;
    status::Alarms alarms;
    config::ActiveConfiguration configuration;
    Accounts accounts;
    CommandTable commands;
    StatusTree status;
    Services services;
    std::unique_ptr<Life> life;
  };
  void boot();

  config::Release release_;
  support::SimNetwork network_;
  support::SimHost* host_;
  std::string boot_failure_;
  std::unique_ptr<Boot> boot_;
};

/// Who the world's commands are called as.
Principal operator_of(Role role = Role::administrator);

}  // namespace hexad::admin
