#include "topologies/ns3/barriers.h"

#include "topologies/ns3/tcp_segment.h"

namespace hexad::ns3_world {

void Barriers::add(FaultNumber fault, Barrier barrier, host::MonotonicTime now) {
  barriers_.emplace(fault, Standing{std::move(barrier), now});
}

bool Barriers::concerns(const Barrier& barrier, const IpPacket& packet) {
  const auto crosses = [&](const auto& from, const auto& to) {
    return from.count(packet.source) != 0 && to.count(packet.destination) != 0;
  };
  if (!crosses(barrier.from, barrier.to) && (barrier.one_way || !crosses(barrier.to, barrier.from))) return false;
  if (barrier.port == 0) return true;
  const Ports ports = ports_of(packet.protocol, packet.payload);
  return ports.source == barrier.port || ports.destination == barrier.port;
}

/// What is forgotten stays so until its ends begin anew.
bool Barriers::forgotten(Standing& standing, const IpPacket& packet, host::MonotonicTime now) {
  const auto segment = packet.protocol == kTcp ? parse_tcp(packet.payload) : std::nullopt;
  if (!segment) return false;
  Ends ends{{packet.source, segment->source_port}, {packet.destination, segment->destination_port}};
  if (ends.second < ends.first) std::swap(ends.first, ends.second);
  const auto [seen, fresh] = standing.connections.emplace(ends, standing.since);
  const bool begins = segment->has(kSyn) && !segment->has(kAck);
  if (!begins && now - seen->second > standing.barrier.idle) return true;
  seen->second = now;
  return false;
}

Barriers::Stop Barriers::judge(host::ByteView packet, host::MonotonicTime now) {
  const auto parsed = parse_quoted_ip(packet);
  if (!parsed) return {};
  for (auto& [fault, standing] : barriers_) {
    if (!concerns(standing.barrier, *parsed)) continue;
    if (standing.barrier.idle > host::Duration::zero()) {
      if (forgotten(standing, *parsed, now)) return {fault, lost::kForgotten};
    } else {
      return {fault, standing.barrier.port == 0 ? lost::kPartition : lost::kPortBlocked};
    }
  }
  return {};
}

}  // namespace hexad::ns3_world
