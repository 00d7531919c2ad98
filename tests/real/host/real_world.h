// The contract's world on the kernel: two AsioHosts on one Reactor, each with two addresses of its own.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "real/host/asio_host.h"
#include "tests/model/host/contract/contract_world.h"

namespace hexad::real {

/// A folder below the system's temporary one, removed with all it holds.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

class EventLog final : public host::Log {
 public:
  void write(host::Severity severity, std::string_view component, std::string_view event, std::string_view text,
             std::span<const host::LogField> fields) override;
  bool wants_messages() const override { return false; }
  void message(const host::WireMessage&) override {}
  std::vector<std::string> events;
};

class RealWorld final : public host::contract::ContractWorld {
 public:
  RealWorld();
  host::contract::Capabilities capabilities() const override;
  host::Host& host(std::string_view name) override;
  host::IpAddress address(std::string_view name, int interface, host::Family family) const override;
  bool run_until(const std::function<bool()>& predicate, host::Duration limit) override;
  void reboot(std::string_view name) override;
  std::optional<host::IpAddress> silent_address(host::Family family) const override;
  std::optional<host::IpAddress> unrouted_address(host::Family family) const override;
  std::optional<host::IpAddress> unreachable_address(host::Family family) const override;
  std::vector<std::string> logged(std::string_view name) const override;
  int restarts(std::string_view name) const override;

 private:
  struct Machine {
    EventLog log;
    int restarts = 0;
    std::unique_ptr<AsioHost> host;
  };
  void boot_machine(const std::string& name);
  const Machine& machine(std::string_view name) const;

  TemporaryFolder folder_;
  Reactor reactor_;
  std::map<std::string, Machine, std::less<>> machines_;
};

}  // namespace hexad::real
