#include "model/peer/copied_registrations_view.h"

#include "model/location/registration_store.h"
#include "model/status/timestamp.h"

namespace hexad::peer {

CopiedRegistrationsView::CopiedRegistrationsView(admin::Services& services, const cluster::Cluster& cluster,
                                                 const SharedRegistrations& registrations)
    : services_(services), cluster_(cluster), registrations_(registrations) {
  services_.status.add("ClusterRegistrations", [this] { return status(); });
}

admin::Node CopiedRegistrationsView::status() const {
  admin::Node registrations("ClusterRegistrations");
  registrations.add("Count");
  std::uint32_t number = 0;
  registrations_.for_each([&](const SharedRegistrations::Copy& copy) {
    if (++number <= kListedMax) describe(registrations.add_item("Registration", number), copy);
  });
  registrations.children.front().value = std::to_string(number);
  return registrations;
}

void CopiedRegistrationsView::describe(admin::Node& node, const SharedRegistrations::Copy& copy) const {
  const wire::cluster::RegistrationRow& row = copy.row;
  const cluster::RemotePeer* const peer = cluster_.remote(copy.origin);
  node.add("Protocol", location::to_string(static_cast<location::Protocol>(row.protocol)));
  node.add("Node", peer == nullptr ? "" : peer->text);
  node.add("CreationTime", status::utc_time(services_.host.wall_now() - (services_.host.now() - copy.registered_at)));
  node.add("AOR", row.aor);
  node.add("Contact", row.contact);
  node.add("Transport", host::to_string(static_cast<host::Transport>(row.transport)));
  node.add("SourceAddress", row.remote.to_string());
  if (copy.ends) node.add("State", "Its peer is lost");
}

}  // namespace hexad::peer
