#include "model/peer/cluster_service.h"

#include <algorithm>

#include "model/admin/life/system_rows.h"
#include "model/peer/sip_service.h"

namespace hexad::peer {
namespace {

constexpr std::uint32_t kRestartRequired = 20007;

}  // namespace

ClusterService::ClusterService(admin::Services& services, admin::Life& life, OutsideServices& outside,
                               location::RegistrationStore& registrations, tls::Library* library, bool bound_handshakes)
    : services_(services),
      life_(life),
      outside_(outside),
      set_addresses_(served_addresses(services.host, services.configuration.current())),
      registrations_(services.host, registrations, [this] { cluster_.rows_changed(); }),
      accounts_(services, *this, life.identity().serial_number(), [this] { cluster_.rows_changed(); }),
      licences_(services, life.option_keys(), cluster_),
      cluster_({services.host, services.configuration, services.store, services.alarms, services.events,
                outside.resolver(), library, bound_handshakes, life.identity().version(),
                life.identity().serial_number(), [this] { return own_addresses(); },
                [this] { return life_.identity().host_name(); },
                [this](std::uint32_t alarm) { life_.restart().require(alarm, {}); },
                [this](bool reset) { reset_at_restart(reset); }}) {
  cluster_.add(registrations_);
  cluster_.add(licences_);
  cluster_.add(accounts_);
}

ClusterService::~ClusterService() {
  life_.certificates().forget(*this);
  life_.upgrade().tell(nullptr);
  outside_.tell_time(nullptr);
}

void ClusterService::start() {
  life_.certificates().observe(*this);
  on_certificates_changed(life_.certificates().current());
  const auto take_time = [this](ntp::State state) {
    cluster_.set_time(state == ntp::State::synchronized, state == ntp::State::starting);
  };
  outside_.tell_time(take_time);
  take_time(outside_.time_state());
  life_.upgrade().tell([this](bool under_way) { cluster_.set_upgrading(under_way); });
  accounts_.start(boot());
  cluster_.start();
  licences_.start();
}

SharedAccounts::Boot ClusterService::boot() const {
  if (!cluster::Settings::from(services_.configuration.current()).clustered()) return SharedAccounts::Boot::alone;
  return cluster_.memory().incarnation() == 0 ? SharedAccounts::Boot::newcomer : SharedAccounts::Boot::member;
}

bool ClusterService::has_heard_primary(cluster::Origin origin) const {
  const cluster::RemotePeer* const peer = cluster_.remote(origin);
  if (peer == nullptr || !peer->recovered) return false;
  return peer->text == cluster::Settings::from(services_.configuration.current()).primary_text();
}

/// Kept are the addresses, the accounts admin and root, SSH keys and option keys; certificates are not.
void ClusterService::reset_at_restart(bool reset) {
  admin::ResetAnswers kept;
  for (const auto item : {admin::ResetItem::ip_configuration, admin::ResetItem::passwords, admin::ResetItem::ssh_keys,
                          admin::ResetItem::option_keys}) {
    kept.answer(item, true);
  }
  admin::SystemRows rows(services_.store);
  const auto done = reset ? rows.put(admin::system_row::kPendingReset, kept.to_text())
                          : rows.remove(admin::system_row::kPendingReset);
  const char* const sentence =
      reset
          ? "This system has left its cluster: the next restart resets it to factory defaults, unless the same list of "
            "peers is entered again"
          : "The list of peers is as it was: the next restart is no factory reset";
  services_.events.add(1, "System Reset",
                       {{"Service", "Clustering"}, {"Detail", done ? sentence : done.error().detail}});
  if (reset) services_.alarms.raise(kRestartRequired, sentence);
}

void ClusterService::on_certificates_changed(const admin::CertificateMaterial& now) {
  cluster_.set_certificates(now.credentials, now.ca_certificates_pem, now.revocation_lists_pem);
}

/// The cards' addresses as set at the start, else as the machine has them. X8.1 clusters by its first card alone
/// ("Expressway-E with Advanced Networking": LAN 1).
std::vector<host::IpAddress> ClusterService::own_addresses() const {
  const config::Configuration& configuration = services_.configuration.current();
  const bool first_card_only = configuration.release() == config::Release::x8_1;
  std::vector<host::IpAddress> addresses = set_addresses_;
  std::erase_if(addresses, [](const host::IpAddress& address) { return address.is_any(); });
  const bool as_set = !addresses.empty();
  for (const host::Interface& interface : services_.host.interfaces()) {
    if (first_card_only && as_set && interface.name != "lan1") {
      for (const host::Prefix& prefix : interface.addresses) std::erase(addresses, prefix.address);
    }
    if (as_set || (first_card_only && interface.name != "lan1")) continue;
    for (const host::Prefix& prefix : interface.addresses) addresses.push_back(prefix.address);
  }
  return addresses;
}

}  // namespace hexad::peer
