#include "real/lab/loopback_topology.h"

#include "real/lab/loopback_block.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace hexad::lab {
namespace {

constexpr unsigned kCardsMax = 250;
/// Of each block, for what belongs to no machine.
constexpr unsigned kProbeAddress = 254;

bool is_address_character(char c) { return (c >= '0' && c <= '9') || c == '.'; }
bool is_name_character(char c) {
  return is_address_character(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
}

/// Replaces each IPv4 address that stands by itself. Other text, names that hold an address, and longer or shorter
/// numbers stay as they are.
class Moves {
 public:
  void add(const host::IpAddress& from, const host::IpAddress& to) { to_[from.to_string()] = to; }
  host::IpAddress moved(const host::IpAddress& address) const {
    const auto found = to_.find(address.to_string());
    return found == to_.end() ? address : found->second;
  }
  std::string moved_text(std::string_view text) const {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
      std::size_t end = at;
      bool address = true;
      for (; end < text.size() && is_name_character(text[end]); ++end) {
        address = address && is_address_character(text[end]);
      }
      const std::string word(text.substr(at, end - at));
      const auto found = address ? to_.find(word) : to_.end();
      out += found == to_.end() ? word : found->second.to_string();
      if (end < text.size()) out += text[end++];
      at = end;
    }
    return out;
  }
  /// As moved_text, and for "fd00::1" and "[fd00::1]:5060" too.
  std::string moved_server(const std::string& server) const {
    const bool bracketed = server.size() > 2 && server.front() == '[' && server.back() == ']';
    const auto literal = host::IpAddress::parse(bracketed ? server.substr(1, server.size() - 2) : server);
    if (literal) return moved(*literal).to_string();
    const auto with_port = host::SocketAddress::parse(server);
    if (with_port) return host::SocketAddress{moved(with_port->address), with_port->port}.to_string();
    return moved_text(server);
  }

 private:
  std::map<std::string, host::IpAddress, std::less<>> to_;
};

void move_role(topology::Node& node, const Moves& moves) {
  if (auto* endpoint = std::get_if<topology::EndpointRole>(&node.role)) {
    endpoint->server = moves.moved_server(endpoint->server);
  } else if (auto* dns = std::get_if<topology::DnsRole>(&node.role)) {
    for (topology::Zone& zone : dns->zones) zone.text = moves.moved_text(zone.text);
  } else if (auto* peer = std::get_if<topology::PeerRole>(&node.role)) {
    for (std::string& line : peer->settings) line = moves.moved_text(line);
  }
}

}  // namespace

std::uint16_t dns_port() {
  static const std::uint16_t port = [] {
    const auto& block = LoopbackBlock::of_this_process();
    const int probe = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(53);
    address.sin_addr.s_addr = htonl(address_in_block(block ? block->number() : 1, kProbeAddress).v4_value());
    const bool may = bind(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    close(probe);
    return static_cast<std::uint16_t>(may ? 53 : 10053);
  }();
  return port;
}

host::Expected<topology::Topology> on_loopback(const topology::Topology& topology) {
  const auto& block = LoopbackBlock::of_this_process();
  if (!block) return tl::unexpected<host::Error>(block.error());
  return on_loopback(topology, block->number());
}

host::Expected<topology::Topology> on_loopback(const topology::Topology& topology, unsigned block) {
  Moves moves;
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
