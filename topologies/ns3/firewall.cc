#include "topologies/ns3/firewall.h"

#include <iterator>

#include "topologies/ns3/icmp.h"

namespace hexad::ns3_world {
namespace {

bool matches(topology::IpProtocol wanted, std::uint8_t protocol) {
  switch (wanted) {
    case topology::IpProtocol::any: return true;
    case topology::IpProtocol::tcp: return protocol == kTcp;
    case topology::IpProtocol::udp: return protocol == kUdp;
    case topology::IpProtocol::icmp: return protocol == kIcmp || protocol == kIcmp6;
  }
  return false;
}

}  // namespace

Firewall::Flow Firewall::flow_of(const IpPacket& packet) {
  const Ports ports = ports_of(packet.protocol, packet.payload);
  return {packet.protocol, {packet.source, ports.source}, {packet.destination, ports.destination}};
}

host::Duration Firewall::timeout(std::uint8_t protocol) const {
  return protocol == kTcp ? role_.tcp_mapping_timeout : role_.udp_mapping_timeout;
}

bool Firewall::known(const Flow& flow, host::MonotonicTime now) {
  const auto found = flows_.find(flow);
  if (found == flows_.end() || now - found->second > timeout(flow.protocol)) return false;
  found->second = now;
  return true;
}

bool Firewall::allowed(const IpPacket& packet, const std::string& from, const std::string& to) const {
  const std::uint16_t port = ports_of(packet.protocol, packet.payload).destination;
  for (const topology::FirewallRule& rule : role_.firewall) {
    if (!rule.from.empty() && rule.from != from) continue;
    if (!rule.to.empty() && rule.to != to) continue;
    if (rule.destination && !rule.destination->contains(packet.destination)) continue;
    if (!matches(rule.protocol, packet.protocol)) continue;
    const bool has_ports = packet.protocol == kTcp || packet.protocol == kUdp;
    if (has_ports && (port < rule.port_first || port > rule.port_last)) continue;
    return rule.allow;
  }
  return false;
}

void Firewall::remember(const Flow& flow, host::MonotonicTime now) {
  if (flows_.size() >= kFlowsMax) {
    for (auto entry = flows_.begin(); entry != flows_.end();) {
      entry = now - entry->second > timeout(entry->first.protocol) ? flows_.erase(entry) : std::next(entry);
    }
    if (flows_.size() >= kFlowsMax) return;
  }
  flows_[flow] = now;
}

bool Firewall::passes(const IpPacket& packet, const std::string& from, const std::string& to, host::MonotonicTime now) {
  if (role_.firewall.empty()) return true;
  if (const auto error = parse_icmp_error(packet)) {
    const Flow quoted = flow_of(error->quoted);
    return known(quoted, now) || known(reverse(quoted), now) || allowed(packet, from, to);
  }
  const Flow flow = flow_of(packet);
  if (known(flow, now) || known(reverse(flow), now)) return true;
  if (!allowed(packet, from, to)) return false;
  remember(flow, now);
  return true;
}

}  // namespace hexad::ns3_world
