// What a peer uses of the network for itself, by its settings and as they change: DNS servers, NTP servers (status
// element NTP, alarms 25002, 25020, 25021), remote syslog servers, and the level of its Event Log.
#pragma once

#include <functional>
#include <memory>

#include "model/admin/api/feedback_delivery.h"
#include "model/admin/life/certificates.h"
#include "model/admin/services.h"
#include "model/dns/stub_resolver.h"
#include "model/ntp/client.h"
#include "model/peer/outside_ports.h"
#include "model/peer/server_names.h"
#include "model/status/syslog_sender.h"
#include "model/tls/library.h"

namespace hexad::peer {

class OutsideServices final : config::ConfigurationObserver, ntp::ClientHandler, status::StreamConnector {
 public:
  /// `library` may be null: syslog over TLS is then not served. Everything outlives it.
  OutsideServices(admin::Services& services, tls::Library* library, const admin::Certificates& certificates,
                  OutsidePorts ports = {});
  ~OutsideServices();

  dns::StubResolver& resolver() { return resolver_; }
  /// Finds addresses by these DNS servers for as long as this lives; later it finds nothing.
  admin::AddressLookup address_lookup();
  const ntp::Client& time() const { return time_; }
  /// Of the time; Starting also while the servers' names are looked up for the first time.
  ntp::State time_state() const { return ntp_names_.looking() ? ntp::State::starting : time_.state(); }
  /// Told whenever that state changes.
  void tell_time(std::function<void(ntp::State)> teller) { time_teller_ = std::move(teller); }

 private:
  class Lookups;
  void on_configuration_changed(const std::vector<config::AppliedChange>& changes,
                                const config::Author& author) override;
  void on_ntp_changed(const ntp::Client& client) override;
  host::Expected<host::StreamHandle> connect(const host::TcpConnectOptions& options,
                                             host::StreamHandler& handler) override;
  void follow_settings();
  void follow_syslog(const std::string& domain);
  void use_time_servers(const std::vector<host::SocketAddress>& addresses);
  void use_syslog_servers(const std::vector<host::SocketAddress>& addresses);
  void tell_time_alarms();
  admin::Node ntp_status() const;

  admin::Services& services_;
  tls::Library* library_;
  const admin::Certificates& certificates_;
  const OutsidePorts ports_;
  dns::StubResolver resolver_;
  std::shared_ptr<Lookups> lookups_;
  ntp::Client time_;
  std::function<void(ntp::State)> time_teller_;
  ServerNames ntp_names_;
  status::SyslogSender syslog_;
  ServerNames syslog_names_;
  std::vector<status::SyslogServer> syslog_wanted_;  ///< In the order of syslog_names_, their addresses missing.
};

}  // namespace hexad::peer
