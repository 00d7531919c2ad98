#include "model/peer/cluster_view.h"

#include <algorithm>

#include <fmt/format.h>

namespace hexad::peer {
namespace {

using admin::Node;

constexpr std::uint32_t kPeersMax = 6;

/// What one of the paths says: releases spell some differently.
std::string first_text(const config::Configuration& configuration, std::initializer_list<const char*> paths) {
  for (const char* path : paths) {
    if (const auto ref = configuration.resolve(path)) return configuration.value(*ref);
  }
  return {};
}

}  // namespace

ClusterView::ClusterView(admin::Services& services) : services_(services) {
  services_.status.add("Alternates", [this] { return alternates(); });
  services_.status.add("Cluster", [this] { return cluster(); });
}

std::vector<std::string> ClusterView::own_names() const {
  const config::Configuration& configuration = services_.configuration.current();
  std::vector<std::string> names;
  for (const host::Interface& interface : services_.host.interfaces()) {
    for (const host::Prefix& prefix : interface.addresses) names.push_back(prefix.address.to_string());
  }
  const std::string host = configuration.text("IP DNS Hostname"), domain = configuration.text("IP DNS Domain Name");
  if (!host.empty()) names.push_back(host);
  if (!host.empty() && !domain.empty()) names.push_back(host + "." + domain);
  return names;
}

std::string ClusterView::state_of(const std::string& address) const {
  const std::vector<std::string> names = own_names();
  return std::find(names.begin(), names.end(), address) != names.end() ? "This system" : "Unknown";
}

Node ClusterView::alternates() const {
  const config::Configuration& configuration = services_.configuration.current();
  Node alternates("Alternates");
  for (std::uint32_t number = 1; number <= kPeersMax; ++number) {
    const std::string address = configuration.text(fmt::format("Alternates Peer {} Address", number));
    if (address.empty()) continue;
    Node& peer = alternates.add_item("Peer", number);
    peer.add("Address", address);
    peer.add("State", state_of(address));
  }
  return alternates;
}

Node ClusterView::cluster() const {
  const config::Configuration& configuration = services_.configuration.current();
  Node cluster("Cluster");
  cluster.add("Name", first_text(configuration, {"Alternates Cluster Name"}));
  cluster.add("ConfigurationPrimary",
              first_text(configuration, {"Alternates ConfigurationPrimary", "Alternates ConfigurationMaster"}));
  // The pool of shared state of one peer is its own memory, and that is there.
  cluster.add("Database")
      .add("Status", services_.store != nullptr && !services_.store->last_failure() ? "Active" : "Failed");
  return cluster;
}

}  // namespace hexad::peer
