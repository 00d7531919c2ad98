#include "model/peer/licences_view.h"

namespace hexad::peer {

using admin::Node;
using cluster::LicenceKindRow;
using cluster::LicencePool;

LicencesView::LicencesView(admin::Services& services, const admin::OptionKeys& keys, const SharedLicences& licences)
    : services_(services), keys_(keys), licences_(licences) {
  services_.status.add("License", [this] { return license(); });
}

Node LicencesView::license() const {
  Node license = keys_.license();
  for (Node& node : license.children) {
    for (const LicenceKindRow& row : cluster::licence_kinds()) {
      if (row.leaf == node.name) add_pool(row, node);
    }
  }
  add_losses(license);
  return license;
}

void LicencesView::add_pool(const LicenceKindRow& row, Node& node) const {
  const host::MonotonicTime now = services_.host.now();
  const LicencePool& pool = licences_.pool();
  node.add("Pooled", is_pooled(pool.release(), row.kind) ? "True" : "False");
  node.add("Usable", std::to_string(pool.usable(row.kind, now)));
  node.add("OnLoan", std::to_string(pool.on_loan(row.kind, now)));
  node.add("InUse", std::to_string(licences_.in_use(row.kind)));
  if (const auto ceiling = ceiling_of_peer(pool.size(), row.kind)) node.add("Capacity", std::to_string(*ceiling));
}

void LicencesView::add_losses(Node& license) const {
  std::uint32_t number = 0;
  for (const LicencePool::Loss& loss : licences_.pool().losses(services_.host.now())) {
    if (!loss.lends()) continue;
    Node& loan = license.add_item("Loan", ++number);
    loan.add("Peer", loss.peer);
    loan.add("State", loss.over() ? "Taken off" : "On loan");
    loan.add("DaysLeft", std::to_string(loss.days_left()));
    for (const LicenceKindRow& row : cluster::licence_kinds()) {
      const std::uint32_t installed = loss.installed[static_cast<std::size_t>(row.kind)];
      if (installed > 0) loan.add(row.leaf, std::to_string(installed));
    }
  }
}

}  // namespace hexad::peer
