#include "scenarios/play/node_directory.h"

namespace hexad::play {

NodeDirectory::NodeDirectory(const topology::Topology& topology) {
  for (const topology::Node& node : topology.nodes) {
    if (std::holds_alternative<topology::PeerRole>(node.role)) peers_.insert(node.name);
    if (!node.fqdn.empty()) node_by_address_.emplace(node.fqdn, node.name);
    for (const topology::Attachment& attachment : node.attachments) {
      node_by_address_.emplace(attachment.address.to_string(), node.name);
      if (attachment.address6) node_by_address_.emplace(attachment.address6->to_string(), node.name);
      for (const host::IpAddress& later : attachment.later) node_by_address_.emplace(later.to_string(), node.name);
    }
  }
  for (const topology::Node& node : topology.nodes) {
    const auto* router = std::get_if<topology::RouterRole>(&node.role);
    if (router == nullptr) continue;
    for (const topology::StaticNat& nat : router->static_nats) {
      const auto inside = node_by_address_.find(nat.inside_address.to_string());
      if (inside != node_by_address_.end()) node_by_address_[nat.public_address.to_string()] = inside->second;
    }
  }
}

std::string_view NodeDirectory::node_of(std::string_view address) const {
  std::string_view bare = address;
  if (bare.starts_with('[')) {
    bare = bare.substr(1, bare.find(']') - 1);
  } else if (const std::size_t colon = bare.find(':'); colon != std::string_view::npos && bare.rfind(':') == colon) {
    bare = bare.substr(0, colon);
  }
  const auto found = node_by_address_.find(std::string(bare));
  return found == node_by_address_.end() ? std::string_view() : std::string_view(found->second);
}

}  // namespace hexad::play
