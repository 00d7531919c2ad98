// Who this peer is and since when: serial number, software version, restarts, uptime. Shown in the status elements
// SystemUnit and Time, with the names of leaves that tools read (XML API guide, "SystemUnit").
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "model/admin/life/boot.h"
#include "model/admin/services.h"

namespace hexad::admin {

class Identity {
 public:
  /// Draws the serial number at the first boot of a machine from the host's entropy "admin.identity" and keeps it, also
  /// over a factory reset. Registers the status elements.
  Identity(Services& services, const BootPlan& boot);

  /// Eight hexadecimal digits in upper case; their form is ours.
  const std::string& serial_number() const { return serial_number_; }
  const std::string& version() const { return version_; }
  config::Release release() const { return release_; }
  /// Boots since the machine was made, this one not counted.
  std::uint64_t restarts() const { return restarts_; }
  host::Duration uptime() const { return services_.host.now() - booted_; }
  /// "System host name.Domain name" as set, else the host's name.
  std::string host_name() const;

  /// Adds leaves under SystemUnit/Software/Configuration: the option keys' licences.
  void describe_software_with(std::function<void(Node&)> describe) { describe_ = std::move(describe); }

 private:
  Node system_unit() const;
  Node time() const;

  Services& services_;
  std::string version_;
  config::Release release_;
  std::uint64_t restarts_;
  host::MonotonicTime booted_;
  std::string serial_number_;
  std::function<void(Node&)> describe_;
};

}  // namespace hexad::admin
