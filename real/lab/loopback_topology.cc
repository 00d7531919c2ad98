#include "real/lab/loopback_topology.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <map>

#include <fmt/format.h>

namespace hexad::lab {
namespace {

constexpr std::uint32_t kFirstAddress = 0x7f000101;  // 127.0.1.1
constexpr std::size_t kCardsMax = 250;

bool is_address_character(char c) { return (c >= '0' && c <= '9') || c == '.'; }

/// Replaces each address that stands by itself. Other text, and longer or shorter numbers, stay as they are.
class Moves {
 public:
  void add(const host::IpAddress& from, const host::IpAddress& to) { to_[from.to_string()] = to; }
  host::IpAddress moved(const host::IpAddress& address) const {
    const auto found = to_.find(address.to_string());
    return found == to_.end() ? address : found->second;
  }
  std::string moved_text(std::string_view text) const {
    std::string out;
    std::size_t at = 0;
    while (at < text.size()) {
      std::size_t end = at;
      while (end < text.size() && is_address_character(text[end])) ++end;
      const std::string_view word = text.substr(at, end - at);
      const auto found = to_.find(std::string(word));
      out += found == to_.end() ? std::string(word) : found->second.to_string();
      if (end < text.size()) out += text[end++];
      at = end;
    }
    return out;
  }

 private:
  std::map<std::string, host::IpAddress, std::less<>> to_;
};

void move_role(topology::Node& node, const Moves& moves) {
  if (auto* endpoint = std::get_if<topology::EndpointRole>(&node.role)) {
    endpoint->server = moves.moved_text(endpoint->server);
  } else if (auto* dns = std::get_if<topology::DnsRole>(&node.role)) {
    for (topology::Zone& zone : dns->zones) zone.text = moves.moved_text(zone.text);
  } else if (auto* peer = std::get_if<topology::PeerRole>(&node.role)) {
    for (std::string& line : peer->settings) line = moves.moved_text(line);
  }
}

}  // namespace

std::uint16_t dns_port() {
  static const std::uint16_t port = [] {
    const int probe = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(53);
    address.sin_addr.s_addr = htonl(0x7f0001fe);  // 127.0.1.254, which no node gets.
    const bool may = bind(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    close(probe);
    return static_cast<std::uint16_t>(may ? 53 : 10053);
  }();
  return port;
}

host::Expected<topology::Topology> on_loopback(const topology::Topology& topology) {
  Moves moves;
  std::uint32_t next = kFirstAddress;
  for (const topology::Node& node : topology.nodes) {
    if (std::holds_alternative<topology::RouterRole>(node.role)) {
      return host::fail(
          host::ErrorCode::not_supported,
          fmt::format("the topology {} has the router {}; the real world runs on loopback, which has none",
                      topology.name, node.name));
    }
    for (const topology::Attachment& attachment : node.attachments) {
      moves.add(attachment.address, host::IpAddress::v4(next++));
    }
  }
  if (next - kFirstAddress > kCardsMax) {
    return host::fail(host::ErrorCode::not_supported,
                      fmt::format("the topology {} has {} cards; the real world takes at most {}", topology.name,
                                  next - kFirstAddress, kCardsMax));
  }
  topology::Topology moved = topology;
  for (topology::Network& network : moved.networks) {
    network.subnet = {host::IpAddress::v4(0x7f000100), 24};
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
