// Reads the machine's network cards, their addresses and their default gateways from the kernel.
#pragma once

#include <string>
#include <vector>

#include "model/host/host.h"

namespace hexad::real {

struct KernelInterfaces {
  std::vector<host::Interface> interfaces;
  std::vector<int> device_indices;  ///< In the same order.
};

/// Loopback, link-local IPv6 addresses and cards that are down and have no address are left out. With `devices` the
/// interfaces are these, in this order, named lan1, lan2 ...; one that does not exist is listed as down. Without, all
/// cards in the kernel's order under its names.
KernelInterfaces read_kernel_interfaces(const std::vector<std::string>& devices);

/// Default gateways out of the text of /proc/net/route and /proc/net/ipv6_route: (device, gateway), best metric first.
struct DefaultRoute {
  std::string device;
  host::IpAddress gateway;
  unsigned metric = 0;
};
std::vector<DefaultRoute> parse_default_routes(const std::string& route_text, const std::string& ipv6_route_text);

}  // namespace hexad::real
