#include "topologies/ns3/fault_book.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>

#include "topologies/ns3/event_loop.h"
#include "topologies/ns3/ip_packet.h"
#include "topologies/ns3/tcp_segment.h"

namespace hexad::ns3_world {
namespace {

std::int64_t now_ns() { return EventLoop::current().time().time_since_epoch().count(); }

std::string protocol_name(std::uint8_t protocol) {
  switch (protocol) {
    case kUdp: return "UDP";
    case kTcp: return "TCP";
    case kIcmp:
    case kIcmp6: return "ICMP";
    default: return fmt::format("IP {}", protocol);
  }
}

/// The first line of a payload that is text; bounded, since it ends up in a ladder.
std::string first_line(host::ByteView payload) {
  constexpr std::size_t kLineMax = 120;
  const std::string_view text = host::as_text(payload.first(std::min(payload.size(), kLineMax)));
  const std::string_view line = text.substr(0, text.find_first_of("\r\n"));
  const bool printable = std::all_of(line.begin(), line.end(), [](unsigned char c) { return c >= 0x20 && c < 0x7f; });
  return line.size() >= 4 && printable ? std::string(line) : std::string();
}

host::ByteView text_of(const IpPacket& packet) {
  if (packet.fragment_offset != 0) return {};
  if (packet.protocol == kUdp && packet.payload.size() >= 8) return packet.payload.subspan(8);
  if (packet.protocol == kTcp) {
    if (const auto segment = parse_tcp(packet.payload)) return segment->payload;
  }
  return {};
}

std::string place(const host::IpAddress& address, std::uint16_t port, bool has_ports) {
  return has_ports ? host::SocketAddress{address, port}.to_string() : address.to_string();
}

}  // namespace

std::string target_of(const world::Fault& fault) {
  if (world::of_barrier(fault.kind)) {
    return fmt::format("{} {} {}", fmt::join(fault.from, ", "), fault.one_way ? "->" : "<->",
                       fmt::join(fault.to, ", "));
  }
  if (fault.node.empty()) return fault.network;
  return fault.card.empty() ? fault.node : fault.node + "/" + fault.card;
}

std::string sentence_of(const world::Fault& fault) {
  const std::string target = target_of(fault);
  switch (fault.kind) {
    case world::FaultKind::kill: return fmt::format("the program on {} is killed", target);
    case world::FaultKind::power_off: return fmt::format("{} loses its power", target);
    case world::FaultKind::link_down: return fmt::format("{} is cut off", target);
    case world::FaultKind::loss: return fmt::format("{} loses {:g} % of its packets", target, fault.probability * 100);
    case world::FaultKind::delay:
      return fmt::format("{} takes {:g} ms one way", target,
                         std::chrono::duration<double, std::milli>(fault.delay).count());
    case world::FaultKind::partition: return fmt::format("nothing passes {}", target);
    case world::FaultKind::block_port: return fmt::format("port {} is blocked {}", fault.port, target);
    case world::FaultKind::forget_idle:
      return fmt::format("connections {} are forgotten after {:g} s without traffic", target,
                         std::chrono::duration<double>(fault.idle).count());
    case world::FaultKind::step_clock:
      return fmt::format("the clock of {} jumps by {:g} s", target, std::chrono::duration<double>(fault.by).count());
    case world::FaultKind::fill_disk: return fmt::format("the disk of {} is full", target);
    case world::FaultKind::fail_disk: return fmt::format("the disk of {} fails", target);
  }
  return target;
}

world::FaultId FaultBook::open(const world::Fault& fault) {
  pages_.push_back({fault, {}, true});
  const auto id = static_cast<world::FaultId>(pages_.size());
  recorder_.add(now_ns(), record::FaultApplied{id, std::string(world::to_string(fault.kind)), target_of(fault),
                                               sentence_of(fault)});
  return id;
}

void FaultBook::close(world::FaultId id) {
  Page& page = pages_[id - 1];
  if (!page.active) return;
  page.active = false;
  const world::FaultEffect& effect = page.effect;
  recorder_.add(now_ns(), record::FaultEnded{id, effect.packets_dropped, effect.packets_delayed,
                                             effect.packets_rejected, effect.streams_ended, effect.operations});
}

std::vector<world::FaultId> FaultBook::active_faults() const {
  std::vector<world::FaultId> list;
  for (std::size_t i = 0; i < pages_.size(); ++i) {
    if (pages_[i].active) list.push_back(static_cast<world::FaultId>(i + 1));
  }
  return list;
}

Disturbance FaultBook::disturbance(const std::string& node, const std::string& card, const std::string& network) const {
  Disturbance result;
  for (std::size_t i = 0; i < pages_.size(); ++i) {
    const world::Fault& fault = pages_[i].fault;
    const bool here = node.empty() ? fault.node.empty() && fault.network == network
                                   : fault.node == node && (fault.card.empty() || fault.card == card);
    if (!pages_[i].active || !here) continue;
    const auto id = static_cast<FaultNumber>(i + 1);
    if (fault.kind == world::FaultKind::link_down) result.down = id;
    if (fault.kind == world::FaultKind::loss) {
      result.loss = id;
      result.loss_probability = fault.probability;
    }
  }
  return result;
}

world::FaultId FaultBook::delay_fault(const std::string& network) const {
  world::FaultId last = 0;
  for (const world::FaultId id : active_faults()) {
    if (fault(id).kind == world::FaultKind::delay && fault(id).network == network) last = id;
  }
  return last;
}

world::FaultId FaultBook::disk_fault(const std::string& node) const {
  world::FaultId last = 0;
  for (const world::FaultId id : active_faults()) {
    const world::FaultKind kind = fault(id).kind;
    const bool of_disk = kind == world::FaultKind::fill_disk || kind == world::FaultKind::fail_disk;
    if (of_disk && fault(id).node == node) last = id;
  }
  return last;
}

void FaultBook::on_lost(std::string_view network, std::string_view reason, host::ByteView packet, FaultNumber fault) {
  if (fault != 0) ++effect(fault).packets_dropped;
  record_loss(network, reason, packet, fault);
}

void FaultBook::record_loss(std::string_view network, std::string_view reason, host::ByteView packet,
                            FaultNumber fault) {
  const auto parsed = parse_quoted_ip(packet);
  if (!parsed) return;
  const bool has_ports = (parsed->protocol == kUdp || parsed->protocol == kTcp) && parsed->fragment_offset == 0;
  const Ports ports = ports_of(parsed->protocol, parsed->payload);
  record::PacketLost lost;
  lost.network = network;
  lost.reason = reason;
  lost.protocol = protocol_name(parsed->protocol);
  lost.source = place(parsed->source, ports.source, has_ports);
  lost.destination = place(parsed->destination, ports.destination, has_ports);
  lost.size_bytes = static_cast<std::uint32_t>(packet.size());
  lost.summary = first_line(text_of(*parsed));
  lost.fault = fault;
  recorder_.add(now_ns(), std::move(lost));
}

}  // namespace hexad::ns3_world
