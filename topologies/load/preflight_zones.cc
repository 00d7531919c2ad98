#include "topologies/load/preflight_zones.h"

#include <algorithm>

namespace hexad::topology {

std::vector<dns::Record> View::find(const std::string& name, dns::Type type) {
  const auto parsed = dns::Name::parse(name);
  dns::Zone* zone = parsed ? zones.nearest(*parsed) : nullptr;
  const dns::RecordSet* set = zone == nullptr ? nullptr : zone->find(*parsed, type);
  return set == nullptr ? std::vector<dns::Record>{} : set->records;
}

std::vector<View> views_of(const Topology& topology) {
  std::vector<View> views;
  for (const Node& node : topology.nodes) {
    const auto* role = std::get_if<DnsRole>(&node.role);
    if (role == nullptr) continue;
    View& view = views.emplace_back();
    view.server = &node;
    view.round_robin = role->round_robin;
    for (const Zone& zone : role->zones) {
      const auto origin = dns::Name::parse(zone.origin);
      auto parsed = dns::parse_zone(zone.text, zone.file, origin ? *origin : dns::Name());
      if (parsed) view.zones.set(std::move(*parsed));
    }
  }
  return views;
}

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

std::vector<host::IpAddress> addresses_of(const Topology& topology, const Node& peer) {
  std::vector<host::IpAddress> addresses;
  for (const Attachment& card : peer.attachments) {
    addresses.push_back(card.address);
    if (card.address6) addresses.push_back(*card.address6);
  }
  for (const Node& node : topology.nodes) {
    const auto* router = std::get_if<RouterRole>(&node.role);
    if (router == nullptr) continue;
    for (const StaticNat& nat : router->static_nats) {
      const bool its = std::find(addresses.begin(), addresses.end(), nat.inside_address) != addresses.end();
      if (its) addresses.push_back(nat.public_address);
    }
  }
  return addresses;
}

}  // namespace hexad::topology
