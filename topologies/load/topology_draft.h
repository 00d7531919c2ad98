// A topology between its reading and its wiring: what the file says, with the places for messages, before addresses
// are dealt out and names of machines are looked up. Private to topologies/load.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "topologies/load/topology.h"
#include "topologies/load/typed_yaml.h"

namespace hexad::topology {

struct AttachmentDraft {
  std::string network;
  yaml::Place place;
  std::optional<host::IpAddress> address;
  std::optional<host::IpAddress> address6;
};

struct NodeDraft {
  Node node;          ///< Attachments, gateway and dns_servers are still empty.
  yaml::Place place;  ///< Where its name stands.
  std::vector<AttachmentDraft> attachments;
  const yaml::Node* gateway = nullptr;  ///< The key's value, when given.
  const yaml::Node* dns = nullptr;
  const yaml::Node* server = nullptr;          ///< Of a static endpoint: a peer's name or an address.
  std::vector<const yaml::Node*> nat_insides;  ///< Of a router: for each static NAT.
  std::vector<const yaml::Node*> nat_publics;
  std::vector<const yaml::Node*> destinations;  ///< For each firewall rule; null when it names none.
};

struct Draft {
  Topology topology;  ///< Networks are complete; nodes and clusters come from wiring.
  std::vector<yaml::Place> network_places;
  std::vector<std::string> peer_settings;  ///< For every peer, before its own.
  std::vector<NodeDraft> nodes;
};

// Each of these throws Refused.

/// The name of a network of the draft.
std::string read_network_name(const yaml::Node& node, const Draft& draft);
/// xConfiguration lines, each one checked against the settings table.
std::vector<std::string> read_settings(const yaml::Node& list);
/// The sections that hold machines; each appends to draft.nodes.
void read_peers(const yaml::Node& section, Draft& draft);
void read_dns(const yaml::Node& section, Draft& draft);
void read_endpoints(const yaml::Node& section, Draft& draft);
void read_routers(const yaml::Node& section, Draft& draft);
void read_ntp(const yaml::Node& section, Draft& draft);
void read_syslog(const yaml::Node& section, Draft& draft);
void read_operators(const yaml::Node& section, Draft& draft);
/// What every kind of machine has: name, networks, gateway, dns, fqdn.
NodeDraft read_machine(const yaml::Entry& entry, const yaml::MapReader& keys, Draft& draft);
/// The keys that read_machine() takes, with the role's own.
std::vector<std::string> machine_keys(std::vector<std::string> own);

/// Deals out addresses, looks up gateways, DNS servers and the machines that routers and static endpoints name, and
/// moves the nodes into draft.topology. Refuses duplicate names and addresses, addresses outside their subnet, full
/// subnets, unreachable gateways.
void wire(Draft& draft);
/// Reads the section, after wire().
void read_clusters(const yaml::Node& section, Draft& draft);

}  // namespace hexad::topology
