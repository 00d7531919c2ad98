#include "topologies/load/topology_reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "topologies/load/text_checks.h"
#include "topologies/load/topology_draft.h"

namespace hexad::topology {

namespace {

using yaml::as_domain;
using yaml::MapReader;
using yaml::Place;
using yaml::refuse;

Network read_network(const yaml::Entry& entry) {
  const MapReader keys(entry.value, fmt::format("network '{}'", entry.key),
                       {"subnet", "subnet6", "delay", "loss", "bandwidth"});
  Network network;
  network.name = entry.key;
  network.subnet = yaml::as_prefix(keys.at("subnet", "an IPv4 subnet such as 10.1.0.0/24"), host::Family::ipv4);
  if (network.subnet.length < 8 || network.subnet.length > 30) {
    yaml::refuse_value(*keys.find("subnet"), "a prefix length from 8 to 30");
  }
  if (const yaml::Node* subnet6 = keys.find("subnet6")) {
    network.subnet6 = yaml::as_prefix(*subnet6, host::Family::ipv6);
    if (network.subnet6->length > 96) yaml::refuse_value(*subnet6, "a prefix length of at most 96");
  }
  if (const yaml::Node* delay = keys.find("delay")) {
    network.delay = yaml::as_duration(*delay, {}, std::chrono::seconds(10));
  }
  if (const yaml::Node* loss = keys.find("loss")) network.loss = yaml::as_probability(*loss);
  if (const yaml::Node* bandwidth = keys.find("bandwidth")) network.bandwidth_bps = yaml::as_bandwidth(*bandwidth);
  return network;
}

void check_overlap(const Network& one, const Network& other, const Place& place) {
  const auto complain = [&](const host::Prefix& a, const host::Prefix& b) {
    refuse(place, fmt::format("subnet {} of network '{}' overlaps {} of network '{}': expected subnets of their own",
                              a.to_string(), one.name, b.to_string(), other.name));
  };
  if (one.subnet.overlaps(other.subnet)) complain(one.subnet, other.subnet);
  if (one.subnet6 && other.subnet6 && one.subnet6->overlaps(*other.subnet6)) complain(*one.subnet6, *other.subnet6);
}

void read_networks(const yaml::Node& section, Draft& draft) {
  for (const yaml::Entry& entry : named_entries(section, "networks", "'lan: {subnet: 10.1.0.0/24}'")) {
    Network network = read_network(entry);
    for (const Network& other : draft.topology.networks) check_overlap(network, other, entry.place);
    draft.topology.networks.push_back(std::move(network));
    draft.network_places.push_back(entry.place);
  }
}

std::string describe_peers(const Topology& topology) {
  std::vector<std::string> names;
  for (const Node& node : topology.nodes) {
    if (std::holds_alternative<PeerRole>(node.role)) names.push_back(node.name);
  }
  return names.empty() ? "a peer, but there is none" : yaml::join_names(names);
}

void read_cluster(const yaml::Entry& entry, Draft& draft) {
  constexpr std::size_t kPeersMax = 6;
  Topology& topology = draft.topology;
  if (!yaml::is_domain(entry.key)) {
    refuse(entry.place, fmt::format("found '{}' as a cluster's name: expected a DNS name such as cluster.example.com",
                                    yaml::clip(entry.key)));
  }
  Cluster cluster;
  cluster.name = entry.key;
  const auto items = yaml::as_list(entry.value, "a list of peers");
  if (items.empty()) refuse(entry.value.place, "found an empty cluster: expected 1 to 6 peers");
  for (const yaml::Node* item : items) {
    const std::string name = yaml::as_name(*item, "the name of a peer");
    const Node* node = topology.find_node(name);
    if (node == nullptr || !std::holds_alternative<PeerRole>(node->role)) {
      refuse(item->place, fmt::format("found '{}', which is no peer: expected {}", name, describe_peers(topology)));
    }
    for (const Cluster& other : topology.clusters) {
      if (std::find(other.peers.begin(), other.peers.end(), name) != other.peers.end()) {
        refuse(item->place, fmt::format("{} is in cluster '{}' already: expected each peer in one", name, other.name));
      }
    }
    if (std::find(cluster.peers.begin(), cluster.peers.end(), name) != cluster.peers.end()) {
      refuse(item->place, fmt::format("{} is in this cluster twice: expected each peer once", name));
    }
    if (cluster.peers.size() == kPeersMax) {
      refuse(item->place,
             fmt::format("found {} peers in cluster '{}': expected at most {}", items.size(), entry.key, kPeersMax));
    }
    cluster.peers.push_back(name);
  }
  topology.clusters.push_back(std::move(cluster));
}

Topology read(const std::filesystem::path& file, const yaml::Document& document) {
  Draft draft;
  Topology& topology = draft.topology;
  topology.name = file.stem().string();
  topology.file = file.string();
  topology.purpose = document.title;
  const MapReader keys(document.root, "a topology",
                       {"domain", "networks", "peer_settings", "peers", "clusters", "dns", "endpoints", "routers",
                        "ntp", "syslog", "operators"});
  if (topology.purpose.empty()) {
    refuse(keys.place(), "the file begins with no comment: expected one that says what the topology is for");
  }
  topology.domain = as_domain(keys.at("domain", "a domain such as example.com"), "a domain such as example.com");
  read_networks(keys.at("networks", "at least one network"), draft);
  if (const yaml::Node* settings = keys.find("peer_settings")) draft.peer_settings = read_settings(*settings);
  if (const yaml::Node* section = keys.find("peers")) read_peers(*section, draft);
  if (const yaml::Node* section = keys.find("dns")) read_dns(*section, draft);
  if (const yaml::Node* section = keys.find("endpoints")) read_endpoints(*section, draft);
  if (const yaml::Node* section = keys.find("routers")) read_routers(*section, draft);
  if (const yaml::Node* section = keys.find("ntp")) read_ntp(*section, draft);
  if (const yaml::Node* section = keys.find("syslog")) read_syslog(*section, draft);
  if (const yaml::Node* section = keys.find("operators")) read_operators(*section, draft);
  if (draft.nodes.empty()) refuse(keys.place(), "found no machines: expected peers, endpoints, dns or routers");
  wire(draft);
  if (const yaml::Node* section = keys.find("clusters")) read_clusters(*section, draft);
  return std::move(draft.topology);
}

}  // namespace

std::string read_network_name(const yaml::Node& node, const Draft& draft) {
  std::vector<std::string> names;
  for (const Network& network : draft.topology.networks) names.push_back(network.name);
  const std::string name = yaml::as_name(node, "the name of a network");
  if (std::find(names.begin(), names.end(), name) == names.end()) {
    refuse(node.place, fmt::format("unknown network '{}': expected {}{}", name, yaml::join_names(names),
                                   yaml::suggestion(name, names)));
  }
  return name;
}

void read_clusters(const yaml::Node& section, Draft& draft) {
  if (section.kind != yaml::Node::Kind::map || section.entries.empty()) {
    refuse(section.place, fmt::format("found {} for clusters: expected names, such as 'cluster.example.com: [peer1]'",
                                      yaml::describe(section)));
  }
  for (const yaml::Entry& entry : section.entries) read_cluster(entry, draft);
}

namespace {

Loaded<Topology> read_or_refuse(const std::filesystem::path& file, const yaml::Document& document) {
  try {
    return read(file, document);
  } catch (const Refused& refused) {
    return tl::unexpected(refused.error);
  }
}

}  // namespace

Loaded<Topology> read_topology(const std::filesystem::path& file) {
  const auto document = yaml::load_document(file);
  if (!document) return tl::unexpected(document.error());
  return read_or_refuse(file, *document);
}

Loaded<Topology> read_topology(const std::filesystem::path& file, const yaml::Node& changes) {
  auto document = yaml::load_document(file);
  if (!document) return tl::unexpected(document.error());
  yaml::overlay(document->root, changes);
  return read_or_refuse(file, *document);
}

}  // namespace hexad::topology
