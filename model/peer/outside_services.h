// What a peer uses of the network for itself, by its settings and as they change: DNS servers, NTP servers (status
// element NTP, alarms 25002, 25020, 25021), remote syslog servers, and the level of its Event Log.
#pragma once

#include <memory>

#include "model/admin/services.h"
#include "model/dns/stub_resolver.h"
#include "model/ntp/client.h"
#include "model/peer/server_names.h"
#include "model/status/syslog_sender.h"

namespace hexad::peer {

class OutsideServices final : config::ConfigurationObserver, ntp::ClientHandler {
 public:
  explicit OutsideServices(admin::Services& services);
  ~OutsideServices();

  dns::StubResolver& resolver() { return resolver_; }
  const ntp::Client& time() const { return time_; }

 private:
  void on_configuration_changed(const std::vector<config::AppliedChange>& changes,
                                const config::Author& author) override;
  void on_ntp_changed(const ntp::Client& client) override;
  void follow_settings();
  void follow_syslog(const std::string& domain);
  void use_syslog_servers(const std::vector<host::SocketAddress>& addresses);
  admin::Node ntp_status() const;

  admin::Services& services_;
  dns::StubResolver resolver_;
  ntp::Client time_;
  ServerNames ntp_names_;
  status::SyslogSender syslog_;
  ServerNames syslog_names_;
  std::vector<status::SyslogServer> syslog_wanted_;  ///< In the order of syslog_names_, their addresses missing.
};

}  // namespace hexad::peer
