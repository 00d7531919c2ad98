#include "model/peer/port_usage_view.h"

namespace hexad::peer {

using admin::Node;

PortUsageView::PortUsageView(admin::Services& services, const SipService& sip, const AdminService& administration)
    : sip_(sip), administration_(administration) {
  services.status.add("PortUsage", [this] { return status(); });
}

Node PortUsageView::status() const {
  Node root("PortUsage");
  Node& inbound = root.add("LocalInboundPorts");
  std::uint32_t number = 0;
  const auto add = [&](std::string_view service, std::string_view transport, std::string_view address) {
    Node& port = inbound.add_item("Port", ++number);
    port.add("Service", service);
    port.add("Transport", transport);
    port.add("Address", address);
  };
  for (const Listening& one : sip_.listening()) add("SIP", host::to_string(one.transport), one.address.to_string());
  for (const std::string_view served : administration_.served()) {
    const std::size_t blank = served.find(' ');
    add("Administration", served.substr(0, blank), served.substr(blank + 1));
  }
  return root;
}

}  // namespace hexad::peer
