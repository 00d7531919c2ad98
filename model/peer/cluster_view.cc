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

std::string primary_index(const config::Configuration& configuration) {
  return first_text(configuration, {"Alternates ConfigurationPrimary", "Alternates ConfigurationMaster"});
}

std::string peer_address(const config::Configuration& configuration, std::string_view number) {
  return configuration.text(fmt::format("Alternates Peer {} Address", number));
}

}  // namespace

ClusterView::ClusterView(admin::Services& services) : services_(services) {
  services_.status.add("Alternates", [this] { return alternates(); });
  services_.status.add("Cluster", [this] { return cluster(); });
  admin::Command command;
  command.name = "ForceConfigUpdate";
  command.help = "Puts the configuration of the cluster's primary in place of this peer's.";
  command.run = [this](const admin::CommandCall&, const admin::CommandReply& reply) { reply(force_config_update()); };
  services_.commands.add(std::move(command));
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
  cluster.add("ConfigurationPrimary", primary_index(configuration));
  // The pool of shared state of one peer is its own memory, and that is there.
  cluster.add("Database")
      .add("Status", services_.store != nullptr && !services_.store->last_failure() ? "Active" : "Failed");
  return cluster;
}

admin::CommandResult ClusterView::force_config_update() const {
  const auto refused = [](std::string sentence) {
    return admin::CommandResult::failed("not possible now", std::move(sentence));
  };
  const config::Configuration& configuration = services_.configuration.current();
  if (configuration.list("Alternates Peer [1..6] Address").empty()) {
    return refused("This peer is in no cluster: there is no primary whose configuration it could take over.");
  }
  const std::string primary = primary_index(configuration);
  const std::string address = primary.empty() ? std::string() : peer_address(configuration, primary);
  if (address.empty()) {
    return refused(fmt::format("Peer {}, which is set as the primary, has no address.", primary));
  }
  const std::string state = state_of(address);
  if (state == "This system") return refused("This peer is the primary: run the command on a subordinate.");
  return refused(fmt::format("The primary {} is in the state {}: its configuration cannot be had.", address, state));
}

}  // namespace hexad::peer
