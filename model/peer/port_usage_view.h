// The status element PortUsage: the ports on which this peer can be reached at the moment (administration guide, "Port
// usage": local inbound ports). Its leaves are ours. The ports of outgoing connections are the machine's choice and not
// listed.
#pragma once

#include "model/admin/services.h"
#include "model/peer/admin_service.h"
#include "model/peer/sip_service.h"

namespace hexad::peer {

class PortUsageView {
 public:
  /// Adds the element. All outlive it.
  PortUsageView(admin::Services& services, const SipService& sip, const AdminService& administration);

 private:
  admin::Node status() const;

  const SipService& sip_;
  const AdminService& administration_;
};

}  // namespace hexad::peer
