// Addresses of a topology that stand elsewhere now, in values and in texts.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "topologies/load/topology.h"

namespace hexad::lab {

class AddressMoves {
 public:
  void add(const host::IpAddress& from, const host::IpAddress& to) { to_[from.to_string()] = to; }

  host::IpAddress moved(const host::IpAddress& address) const;
  /// Replaces each IPv4 address that stands by itself. Other text, names that hold an address, and longer or shorter
  /// numbers stay as they are.
  std::string moved_text(std::string_view text) const;
  /// As moved_text, and for "fd00::1" and "[fd00::1]:5060" too.
  std::string moved_server(const std::string& server) const;

 private:
  std::map<std::string, host::IpAddress, std::less<>> to_;
};

/// What brings the first to the second, which was made of it by on_loopback().
AddressMoves moves_between(const topology::Topology& from, const topology::Topology& to);

}  // namespace hexad::lab
