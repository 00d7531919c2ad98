// What the peer says about itself besides registrations and cluster: the status elements Alarm, Warnings (the name that
// older interfaces have for alarms), ResourceUsage, SIP, Calls and NetworkInterface, and the commands DisconnectCall,
// NetworkInterface, ClearAllStatus and AlarmAcknowledge (whose name is ours). Names of elements are the products' (XML
// API guide); leaves of Alarm, Warnings, SIP and NetworkInterface are ours, and so is what ClearAllStatus clears.
#pragma once

#include "model/admin/services.h"
#include "model/peer/sip_service.h"

namespace hexad::peer {

class SystemView final : location::RegistrationListener {
 public:
  /// Both outlive it.
  SystemView(admin::Services& services, SipService& sip);
  ~SystemView();
  SystemView(const SystemView&) = delete;
  SystemView& operator=(const SystemView&) = delete;

 private:
  void on_registration(const location::RegistrationChange& change) override;
  admin::Node alarms() const;
  admin::Node resource_usage() const;
  admin::Node sip_status() const;
  admin::Node network_interfaces() const;
  admin::Node warnings() const;
  void add_disconnect_call();
  void add_network_interface();
  void add_clear_all_status();
  admin::CommandResult acknowledge(const admin::CommandCall& call);

  admin::Services& services_;
  SipService& sip_;
  std::uint32_t registrations_max_seen_ = 0;
  SipService::Counters cleared_;  ///< What the counters of SIP were when they were cleared last.
};

}  // namespace hexad::peer
