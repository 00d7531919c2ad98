#include "topologies/ns3/nat.h"

#include <algorithm>

#include "topologies/ns3/icmp.h"
#include "topologies/ns3/octets.h"
#include "topologies/ns3/tcp_segment.h"

namespace hexad::ns3_world {
namespace {

constexpr std::uint16_t kPortFirst = 1024;
/// RFC 5382 section 5: connections that are opening or closing.
constexpr host::Duration kTransitory = std::chrono::minutes(4);

std::size_t offset_in(const host::Bytes& packet, host::ByteView part) {
  return static_cast<std::size_t>(part.data() - packet.data());
}

enum class Side : std::uint8_t { source, destination };

/// Rewrites one end of the packet itself.
void rewrite(host::Bytes& packet, Side side, const host::IpAddress& address, std::uint16_t port) {
  const auto parsed = parse_ip(packet);
  const std::size_t payload = offset_in(packet, parsed->payload);
  if (port != 0) put16(packet.data() + payload + (side == Side::source ? 0 : 2), port);
  if (side == Side::source)
    set_source(packet, address);
  else
    set_destination(packet, address);
  seal_transport(packet);
}

/// Rewrites one end of the packet that an ICMP error quotes. The quoted header's checksum is set right; the quoted
/// transport checksum is adjusted as far as it was quoted (RFC 1624).
void rewrite_quoted(host::Bytes& packet, Side side, const host::IpAddress& address, std::uint16_t port) {
  const auto parsed = parse_ip(packet);
  const auto error = parse_icmp_error(*parsed);
  const std::size_t start = offset_in(packet, parsed->payload) + error->quoted_offset;
  host::Bytes quoted(packet.begin() + static_cast<std::ptrdiff_t>(start), packet.end());
  const auto before = parse_quoted_ip(quoted);
  const std::size_t ports = offset_in(quoted, before->payload);
  const std::size_t place = ports + (side == Side::source ? 0 : 2);
  const std::uint32_t old_address = (side == Side::source ? before->source : before->destination).v4_value();
  const std::uint16_t old_port = get16(quoted.data() + place);
  if (port != 0) put16(quoted.data() + place, port);
  if (side == Side::source)
    set_source(quoted, address);
  else
    set_destination(quoted, address);
  const std::size_t checksum = ports + (before->protocol == kUdp ? 6 : 16);
  if (quoted.size() >= checksum + 2 && (before->protocol == kTcp || get16(quoted.data() + checksum) != 0)) {
    const std::uint32_t new_address = address.v4_value();
    std::uint64_t sum = static_cast<std::uint16_t>(~get16(quoted.data() + checksum));
    sum += static_cast<std::uint16_t>(~(old_address >> 16)) + static_cast<std::uint16_t>(~old_address);
    sum += (new_address >> 16) + (new_address & 0xffff);
    if (port != 0) sum += static_cast<std::uint16_t>(~old_port) + std::uint32_t{port};
    put16(quoted.data() + checksum, finish_checksum(sum));
  }
  std::copy(quoted.begin(), quoted.end(), packet.begin() + static_cast<std::ptrdiff_t>(start));
  seal_transport(packet);
}

bool has_ports(const IpPacket& packet) {
  return (packet.protocol == kUdp && packet.payload.size() >= 8) ||
         (packet.protocol == kTcp && packet.payload.size() >= 20);
}

}  // namespace

Nat::Nat(const topology::RouterRole& role, std::map<std::string, host::IpAddress> addresses)
    : role_(role), addresses_(std::move(addresses)) {}

host::IpAddress Nat::outside_address(const std::string& network) const {
  const auto found = addresses_.find(network);
  return found == addresses_.end() ? host::IpAddress() : found->second;
}

bool Nat::hides(const std::string& from, const std::string& to) const {
  return std::any_of(role_.masquerades.begin(), role_.masquerades.end(),
                     [&](const topology::Masquerade& m) { return m.outside == from && m.inside == to; });
}

Nat::Result Nat::translate_arrival(host::Bytes& packet, const std::string& network, host::MonotonicTime now) {
  const auto parsed = parse_ip(packet);
  if (!parsed || !parsed->source.is_v4()) return Result::untouched;
  for (const topology::StaticNat& rule : role_.static_nats) {
    if (rule.outside != network || parsed->destination != rule.public_address) continue;
    const auto error = parse_icmp_error(*parsed);
    if (error && error->quoted.source == rule.public_address) {
      rewrite_quoted(packet, Side::source, rule.inside_address, 0);
    }
    rewrite(packet, Side::destination, rule.inside_address, 0);
    return Result::translated;
  }
  const bool masks = std::any_of(role_.masquerades.begin(), role_.masquerades.end(),
                                 [&](const topology::Masquerade& m) { return m.outside == network; });
  if (!masks || parsed->destination != outside_address(network)) return Result::untouched;
  if (has_ports(*parsed)) return arrival_by_mapping(packet, *parsed, network, now);
  return error_by_mapping(packet, *parsed, network, now);
}

Nat::Result Nat::arrival_by_mapping(host::Bytes& packet, const IpPacket& parsed, const std::string& network,
                                    host::MonotonicTime now) {
  const Ports ports = ports_of(parsed.protocol, parsed.payload);
  Mapping* mapping = find({parsed.protocol, ports.destination, network}, now);
  const host::SocketAddress remote{parsed.source, ports.source};
  if (mapping == nullptr || !permits(*mapping, remote, now)) return Result::no_mapping;
  touch(*mapping, parsed, remote, now, false);
  rewrite(packet, Side::destination, mapping->inside.address.address, mapping->inside.address.port);
  return Result::translated;
}

Nat::Result Nat::error_by_mapping(host::Bytes& packet, const IpPacket& parsed, const std::string& network,
                                  host::MonotonicTime now) {
  const auto error = parse_icmp_error(parsed);
  if (!error || error->quoted.source != parsed.destination) return Result::untouched;
  const Ports ports = ports_of(error->quoted.protocol, error->quoted.payload);
  Mapping* mapping = find({error->quoted.protocol, ports.source, network}, now);
  if (mapping == nullptr) return Result::no_mapping;
  if (!permits(*mapping, {error->quoted.destination, ports.destination}, now)) return Result::no_mapping;
  rewrite_quoted(packet, Side::source, mapping->inside.address.address, mapping->inside.address.port);
  rewrite(packet, Side::destination, mapping->inside.address.address, 0);
  return Result::translated;
}

Nat::Result Nat::translate_departure(host::Bytes& packet, const std::string& from, const std::string& to,
                                     host::MonotonicTime now) {
  const auto parsed = parse_ip(packet);
  if (!parsed || !parsed->source.is_v4()) return Result::untouched;
  for (const topology::StaticNat& rule : role_.static_nats) {
    if (rule.outside != to || parsed->source != rule.inside_address) continue;
    const auto error = parse_icmp_error(*parsed);
    if (error && error->quoted.destination == rule.inside_address) {
      rewrite_quoted(packet, Side::destination, rule.public_address, 0);
    }
    rewrite(packet, Side::source, rule.public_address, 0);
    return Result::translated;
  }
  const bool masks = std::any_of(role_.masquerades.begin(), role_.masquerades.end(),
                                 [&](const topology::Masquerade& m) { return m.inside == from && m.outside == to; });
  return masks ? departure_by_mapping(packet, *parsed, to, now) : Result::untouched;
}

Nat::Result Nat::departure_by_mapping(host::Bytes& packet, const IpPacket& parsed, const std::string& to,
                                      host::MonotonicTime now) {
  if (const auto error = parse_icmp_error(parsed)) {
    const Ports ports = ports_of(error->quoted.protocol, error->quoted.payload);
    const auto found = by_inside_.find({error->quoted.protocol, {error->quoted.destination, ports.destination}, to});
    if (found == by_inside_.end()) return Result::no_mapping;
    rewrite_quoted(packet, Side::destination, outside_address(to), found->second->port);
    rewrite(packet, Side::source, outside_address(to), 0);
    return Result::translated;
  }
  if (!has_ports(parsed)) return Result::no_mapping;
  const Ports ports = ports_of(parsed.protocol, parsed.payload);
  Mapping* mapping = map({parsed.protocol, {parsed.source, ports.source}, to}, now);
  if (mapping == nullptr) return Result::no_mapping;
  touch(*mapping, parsed, {parsed.destination, ports.destination}, now, true);
  rewrite(packet, Side::source, outside_address(to), mapping->port);
  return Result::translated;
}

Nat::Mapping* Nat::find(const Outside& key, host::MonotonicTime now) {
  const auto found = by_outside_.find(key);
  if (found == by_outside_.end() || now - found->second->used > found->second->timeout) return nullptr;
  return found->second;
}

Nat::Mapping* Nat::map(const Inside& key, host::MonotonicTime now) {
  const auto found = by_inside_.find(key);
  if (found != by_inside_.end()) {
    // A mapping that fell silent comes back with its old port, and knows nobody.
    if (now - found->second->used > found->second->timeout) found->second->remotes.clear();
    return found->second.get();
  }
  const std::uint16_t port = choose_port(key, now);
  if (port == 0) return nullptr;
  auto mapping = std::make_unique<Mapping>();
  mapping->inside = key;
  mapping->port = port;
  mapping->timeout =
      key.protocol == kUdp ? role_.udp_mapping_timeout : std::min(kTransitory, role_.tcp_mapping_timeout);
  Mapping* made = mapping.get();
  by_outside_[{key.protocol, port, key.outside}] = made;
  by_inside_[key] = std::move(mapping);
  return made;
}

std::uint16_t Nat::choose_port(const Inside& key, host::MonotonicTime now) {
  constexpr std::uint32_t kCount = 65536 - kPortFirst;
  for (int round = 0; round < 2; ++round) {
    for (std::uint32_t tried = 0; tried < kCount; ++tried) {
      const std::uint16_t port = next_port_;
      next_port_ = next_port_ == 65535 ? kPortFirst : static_cast<std::uint16_t>(next_port_ + 1);
      if (by_outside_.count({key.protocol, port, key.outside}) == 0) return port;
    }
    sweep(now);
  }
  return 0;
}

bool Nat::permits(const Mapping& mapping, const host::SocketAddress& remote, host::MonotonicTime now) const {
  const auto found = mapping.remotes.find(remote);
  return found != mapping.remotes.end() && now - found->second <= mapping.timeout;
}

void Nat::touch(Mapping& mapping, const IpPacket& packet, const host::SocketAddress& remote, host::MonotonicTime now,
                bool outgoing) {
  mapping.used = now;
  if (mapping.remotes.size() >= kRemotesMax && mapping.remotes.count(remote) == 0) {
    const auto oldest = std::min_element(
        mapping.remotes.begin(), mapping.remotes.end(),
        [](const auto& a, const auto& b) { return std::pair(a.second, a.first) < std::pair(b.second, b.first); });
    mapping.remotes.erase(oldest);
  }
  mapping.remotes[remote] = now;
  if (packet.protocol != kTcp) return;
  const auto segment = parse_tcp(packet.payload);
  if (!segment) return;
  if (segment->has(kFin) || segment->has(kRst))
    mapping.timeout = std::min(kTransitory, role_.tcp_mapping_timeout);
  else if (!outgoing && !segment->has(kSyn))
    mapping.timeout = role_.tcp_mapping_timeout;
}

void Nat::sweep(host::MonotonicTime now) {
  for (auto entry = by_inside_.begin(); entry != by_inside_.end();) {
    const Mapping& mapping = *entry->second;
    if (now - mapping.used <= mapping.timeout) {
      ++entry;
      continue;
    }
    by_outside_.erase({mapping.inside.protocol, mapping.port, mapping.inside.outside});
    entry = by_inside_.erase(entry);
  }
}

}  // namespace hexad::ns3_world
