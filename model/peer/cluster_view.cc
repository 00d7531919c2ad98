#include "model/peer/cluster_view.h"

#include <fmt/format.h>

#include "model/status/timestamp.h"

namespace hexad::peer {

using admin::Node;

ClusterView::ClusterView(admin::Services& services, cluster::Cluster& cluster)
    : services_(services), cluster_(cluster) {
  services_.status.add("Alternates", [this] { return alternates(); });
  services_.status.add("Cluster", [this] { return this->cluster(); });
  admin::Command command;
  command.name = "ForceConfigUpdate";
  command.help = "Puts the configuration of the cluster's primary in place of this peer's.";
  command.run = [this](const admin::CommandCall&, const admin::CommandReply& reply) { force_config_update(reply); };
  services_.commands.add(std::move(command));
}

Node ClusterView::alternates() const {
  Node alternates("Alternates");
  for (const cluster::PeerStatus& each : cluster_.status().peers) {
    Node& peer = alternates.add_item("Peer", each.number);
    peer.add("Address", each.address);
    peer.add("State", each.word);
    if (!each.why.empty()) peer.add("Reason", each.why);
    if (!each.certificate.empty()) peer.add("Certificate", each.certificate);
    if (!each.version.empty()) peer.add("Version", each.version);
  }
  return alternates;
}

Node ClusterView::cluster() const {
  const cluster::Status status = cluster_.status();
  Node cluster("Cluster");
  cluster.add("Name", status.name);
  cluster.add("ConfigurationPrimary", std::to_string(status.primary_index));
  cluster.add("Database").add("Status", cluster::to_string(status.database));
  if (status.peers.empty()) return cluster;
  Node& replication = cluster.add("Replication");
  replication.add("Role", status.is_primary ? "Primary" : "Subordinate");
  if (!status.suspended.empty()) replication.add("Suspended", status.suspended);
  if (status.last_synchronised) replication.add("Last", status::utc_time(*status.last_synchronised));
  if (status.next_synchronisation) replication.add("Next", status::utc_time(*status.next_synchronisation));
  return cluster;
}

void ClusterView::force_config_update(const admin::CommandReply& reply) {
  const auto begun = cluster_.force_configuration_update([reply](host::Expected<std::size_t> changed) {
    if (!changed) return reply(admin::CommandResult::failed("not possible now", changed.error().detail));
    reply(admin::CommandResult::done(
        fmt::format("The configuration of the primary is in force: {} settings changed.", *changed)));
  });
  if (!begun) reply(admin::CommandResult::failed("not possible now", begun.error().detail));
}

}  // namespace hexad::peer
