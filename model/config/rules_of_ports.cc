// Which services share a port, and which port ranges overlap. A service that is off has no port.
#include <fmt/format.h>

#include "model/config/rule.h"

namespace hexad::config {
namespace {

struct Service {
  std::string_view port;
  std::vector<std::string_view> modes;  ///< Settings that are all On when it is served.
};

const std::vector<Service>& tcp_services() {
  static const std::vector<Service> services{
      {"SIP TCP Port", {"SIP Mode", "SIP TCP Mode"}},
      {"SIP TLS Port", {"SIP Mode", "SIP TLS Mode"}},
      {"H323 Gatekeeper CallSignaling TCP Port", {"H323 Mode"}},
      {"Traversal Server H323 Assent CallSignaling Port", {"H323 Mode"}},
      {"Traversal Server H323 H46018 CallSignaling Port", {"H323 Mode"}},
      {"Administration HTTPS Port", {"Administration HTTPS Mode"}},
      {"Administration HTTP Port", {"Administration HTTP Mode"}},
  };
  return services;
}

const std::vector<Service>& udp_services() {
  static const std::vector<Service> services{
      {"SIP UDP Port", {"SIP Mode", "SIP UDP Mode"}},
      {"H323 Gatekeeper Registration UDP Port", {"H323 Mode"}},
      {"Traversal Server TURN Port", {"Traversal Server TURN Mode"}},
  };
  return services;
}

struct FixedPort {
  std::int64_t port;
  std::string_view of;
};

constexpr FixedPort kFixedTcpPorts[] = {{22, "SSH"}, {4371, "cluster recovery"}, {4372, "cluster communication"}};

bool served(const Configuration& c, const Service& service) {
  for (const std::string_view mode : service.modes) {
    if (!c.on(mode)) return false;
  }
  return true;
}

std::vector<SettingRef> joined(const Service& a, const Service& b) {
  std::vector<SettingRef> refs{ref_of(a.port), ref_of(b.port)};
  for (const Service* service : {&a, &b}) {
    for (const std::string_view mode : service->modes) refs.push_back(ref_of(mode));
  }
  return refs;
}

void check_services(const Configuration& c, const std::vector<Service>& services, std::string_view transport,
                    Complaints& complaints) {
  for (std::size_t i = 0; i < services.size(); ++i) {
    if (!served(c, services[i])) continue;
    for (std::size_t j = 0; j < i; ++j) {
      if (!served(c, services[j]) || c.integer(services[i].port) != c.integer(services[j].port)) continue;
      complaints.push_back({fmt::format("{} and {} are both {} over {}: give one of them another port or switch it off",
                                        services[j].port, services[i].port, c.integer(services[i].port), transport),
                            joined(services[j], services[i])});
    }
  }
}

void check_fixed_ports(const Configuration& c, Complaints& complaints) {
  for (const Service& service : tcp_services()) {
    for (const FixedPort& fixed : kFixedTcpPorts) {
      if (!served(c, service) || c.integer(service.port) != fixed.port) continue;
      complaints.push_back(
          {fmt::format("{} ({}) is the port of {}: choose another one", service.port, fixed.port, fixed.of),
           joined(service, service)});
    }
  }
}

struct PortRange {
  std::string_view start;
  std::string_view end;
};

constexpr PortRange kRanges[] = {
    {"H323 Gatekeeper CallSignaling PortRange Start", "H323 Gatekeeper CallSignaling PortRange End"},
    {"SIP TCP Outbound Port Start", "SIP TCP Outbound Port End"},
    {"IP Ephemeral PortRange Start", "IP Ephemeral PortRange End"},
    {"Traversal Media Port Start", "Traversal Media Port End"},
    {"Traversal Server TURN Media Port Start", "Traversal Server TURN Media Port End"},
};

void check_ranges(const Configuration& c, Complaints& complaints) {
  for (const PortRange& range : kRanges) {
    for (const PortRange& other : kRanges) {
      if (&other >= &range) break;
      const bool overlap =
          c.integer(range.start) <= c.integer(other.end) && c.integer(other.start) <= c.integer(range.end);
      if (!overlap) continue;
      complaints.push_back({fmt::format("the ports from {} ({}) to {} ({}) overlap those from {} ({}) to {} ({})",
                                        other.start, c.integer(other.start), other.end, c.integer(other.end),
                                        range.start, c.integer(range.start), range.end, c.integer(range.end)),
                            {ref_of(range.start), ref_of(range.end), ref_of(other.start), ref_of(other.end)}});
    }
  }
}

}  // namespace

void check_ports(const Configuration& c, Complaints& complaints) {
  check_services(c, tcp_services(), "TCP", complaints);
  check_services(c, udp_services(), "UDP", complaints);
  check_fixed_ports(c, complaints);
  check_ranges(c, complaints);
}

}  // namespace hexad::config
