#include "real/lab/loopback_topology.h"

#include "real/lab/address_moves.h"
#include "real/lab/loopback_block.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

#include <fmt/format.h>

namespace hexad::lab {
namespace {

constexpr unsigned kCardsMax = 250;
/// Of each block, for what belongs to no machine.
constexpr unsigned kProbeAddress = 254;

/// The port itself where this process may bind it, else one above 1023.
std::uint16_t port_for(std::uint16_t standard) {
  const auto& block = LoopbackBlock::of_this_process();
  const int probe = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(standard);
  address.sin_addr.s_addr = htonl(address_in_block(block ? block->number() : 1, kProbeAddress).v4_value());
  const bool may = bind(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  close(probe);
  return static_cast<std::uint16_t>(may ? standard : standard + 10000);
}

/// Whoever may not serve the port that a peer serves by default has it elsewhere; a topology that names one knows why.
void serve_where_permitted(const std::string& setting, std::uint16_t standard, std::vector<std::string>& settings) {
  const bool named =
      std::any_of(settings.begin(), settings.end(), [&](const std::string& line) { return line.starts_with(setting); });
  const std::uint16_t port = port_for(standard);
  if (port != standard && !named) settings.push_back(setting + std::to_string(port));
}

void move_role(topology::Node& node, const AddressMoves& moves) {
  if (auto* endpoint = std::get_if<topology::EndpointRole>(&node.role)) {
    endpoint->server = moves.moved_server(endpoint->server);
  } else if (auto* dns = std::get_if<topology::DnsRole>(&node.role)) {
    for (topology::Zone& zone : dns->zones) zone.text = moves.moved_text(zone.text);
  } else if (auto* peer = std::get_if<topology::PeerRole>(&node.role)) {
    for (std::string& line : peer->settings) line = moves.moved_text(line);
    serve_where_permitted("Administration HTTPS Port: ", 443, peer->settings);
    serve_where_permitted("Administration HTTP Port: ", 80, peer->settings);
  }
}

}  // namespace

std::uint16_t dns_port() {
  static const std::uint16_t port = port_for(53);
  return port;
}

std::uint16_t ntp_port() {
  static const std::uint16_t port = port_for(123);
  return port;
}

host::Expected<topology::Topology> on_loopback(const topology::Topology& topology) {
  const auto& block = LoopbackBlock::of_this_process();
  if (!block) return tl::unexpected<host::Error>(block.error());
  return on_loopback(topology, block->number());
}

host::Expected<topology::Topology> on_loopback(const topology::Topology& topology, unsigned block) {
  AddressMoves moves;
  unsigned cards = 0;
  for (const topology::Node& node : topology.nodes) {
    if (std::holds_alternative<topology::RouterRole>(node.role)) {
      return host::fail(
          host::ErrorCode::not_supported,
          fmt::format("the topology {} has the router {}; the real world runs on loopback, which has none",
                      topology.name, node.name));
    }
    for (const topology::Attachment& attachment : node.attachments) {
      const host::IpAddress address = address_in_block(block, std::min(++cards, kProbeAddress));
      moves.add(attachment.address, address);
      if (attachment.address6) moves.add(*attachment.address6, address);
    }
  }
  if (cards > kCardsMax) {
    return host::fail(
        host::ErrorCode::not_supported,
        fmt::format("the topology {} has {} cards; the real world takes at most {}", topology.name, cards, kCardsMax));
  }
  topology::Topology moved = topology;
  for (topology::Network& network : moved.networks) {
    network.subnet = {address_in_block(block, 0), 24};
    network.subnet6.reset();
    network.delay = {};
    network.loss = 0;
  }
  for (topology::Node& node : moved.nodes) {
    for (topology::Attachment& attachment : node.attachments) {
      attachment.address = moves.moved(attachment.address);
      attachment.address6.reset();
    }
    node.gateway.reset();
    node.gateway6.reset();
    for (host::IpAddress& server : node.dns_servers) server = moves.moved(server);
    move_role(node, moves);
  }
  return moved;
}

}  // namespace hexad::lab
