// What each DNS server of a topology would answer, and by which addresses its peers are known: for preflight rules.
// Private to topologies/load.
#pragma once

#include <string>
#include <vector>

#include "model/dns/zone_file.h"
#include "topologies/load/topology.h"

namespace hexad::topology {

/// One DNS server's zones.
struct View {
  const Node* server = nullptr;
  bool round_robin = true;
  dns::Zones zones;

  /// Empty when the server does not have them.
  std::vector<dns::Record> find(const std::string& name, dns::Type type);
};

/// Of every DNS server, in the topology's order. Zones that do not parse are left out.
std::vector<View> views_of(const Topology& topology);

/// The addresses by which a peer is known: its cards', and public ones of static NAT.
std::vector<host::IpAddress> addresses_of(const Topology& topology, const Node& peer);

/// Of a name: DNS knows no case.
std::string lower(std::string text);

}  // namespace hexad::topology
