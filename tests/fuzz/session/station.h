// An honest peer of the cluster as model/peer makes it, without what has no part in sessions between peers: no disk, no
// time server, no administration. What it holds can be compared as text.
#pragma once

#include <fmt/format.h>

#include <memory>
#include <string>
#include <vector>

#include "model/admin/life/option_keys.h"
#include "model/cluster/cluster.h"
#include "model/dns/stub_resolver.h"
#include "model/host/check.h"
#include "model/peer/shared_accounts.h"
#include "model/peer/shared_licences.h"
#include "model/peer/shared_registrations.h"
#include "tests/support/sim_host.h"
#include "tests/support/sim_network.h"

namespace hexad::fuzz {

inline constexpr std::string_view kVersion = "X12.5", kClusterName = "cluster.example.com";

class Station final : peer::AccountsRoles {
 public:
  Station(support::SimHost& host, tls::Library& library, const tls::Credentials& credentials, const std::string& lines)
      : host_(host), serial_(fmt::format("52A{}", host.name())) {
    const auto changes = configuration_.current().parse_lines(lines, "fuzz");
    HEXAD_CHECK(changes && configuration_.apply(*changes, kAuthor));
    configuration_.settle();
    cluster_ = std::make_unique<cluster::Cluster>(
        cluster::Surroundings{host_, configuration_, nullptr, alarms_, events_, resolver_, &library, false,
                              std::string(kVersion), serial_, [this] { return std::vector{host_.address()}; },
                              [this] { return std::string(host_.name()); }, [](std::uint32_t) {}, nullptr});
    registrations_ = std::make_unique<peer::SharedRegistrations>(host_, store_, [this] { cluster_->rows_changed(); });
    const peer::AccountsRoles& roles = *this;
    accounts_shared_ =
        std::make_unique<peer::SharedAccounts>(services_, roles, serial_, [this] { cluster_->rows_changed(); });
    accounts_shared_->start(peer::SharedAccounts::Boot::newcomer);
    licences_ = std::make_unique<peer::SharedLicences>(services_, keys_, *cluster_);
    cluster_->add(*registrations_);
    cluster_->add(*licences_);
    cluster_->add(*accounts_shared_);
    cluster_->set_certificates(credentials, {}, {});
    cluster_->set_time(true, false);
    cluster_->start();
    licences_->start();
  }

  void register_device(int device) {
    const std::string aor = fmt::format("sip:device{}@example.com", device);
    location::ContactUpdate update;
    update.uri = "sip:device@10.0.0.100:5060";
    update.call_id = "call";
    update.cseq = 1;
    update.flow.remote = *host::SocketAddress::parse("10.0.0.100:5060");
    update.expires = std::chrono::hours(2);
    (void)store_.add(aor, update);
  }
  void save(const std::string& lines) {
    const auto changes = configuration_.current().parse_lines(lines, "fuzz");
    if (changes) (void)configuration_.apply(*changes, kAuthor);
  }
  /// As if an operator had changed it here.
  void set_account(const std::string& name, admin::Role role) {
    admin::Account account;
    account.name = name;
    account.role = role;
    account.password_hash = "$scrypt$ln=14,r=8,p=1$AAAA$AAAA";
    (void)accounts_.adopt(account, kAuthor);
  }
  /// Its role, or nothing.
  std::string account(const std::string& name) const {
    const admin::Account* const found = accounts_.find(name);
    return found == nullptr ? std::string() : std::string(to_string(found->role));
  }

  bool active(std::string_view peer) const {
    for (cluster::Origin origin = 0; origin < cluster::kOriginsMax; ++origin) {
      const cluster::RemotePeer* const remote = cluster_->remote(origin);
      if (remote != nullptr && remote->text == peer) return remote->active();
    }
    return false;
  }

  /// Registrations, licences and accounts.
  std::string shared() const {
    std::string text;
    for (auto record = store_.first_record(); record != location::kNone; record = store_.next_record(record)) {
      text += fmt::format("own {}\n", store_.aor(record));
    }
    std::vector<std::string> copies;
    registrations_->for_each([&](const peer::SharedRegistrations::Copy& copy) {
      copies.push_back(fmt::format("copy {} {}\n", copy.row.aor, copy.former));
    });
    std::sort(copies.begin(), copies.end());
    for (const std::string& copy : copies) text += copy;
    for (const cluster::LicenceKindRow& row : cluster::licence_kinds()) {
      text += fmt::format("{} {} {}\n", row.leaf, licences_->pool().usable(row.kind, host_.now()),
                          licences_->in_use(row.kind));
    }
    for (const admin::Account* account : accounts_.all()) {
      text += fmt::format("{} {}\n", account->name, to_string(account->role));
    }
    return text;
  }
  std::string configured(bool of_this_peer) const {
    std::string text;
    const config::Configuration& current = configuration_.current();
    current.for_each_assigned([&](const config::SettingRef& ref, const std::string& value) {
      if (ref.setting->peer_specific_in(current.release()) == of_this_peer) {
        text += fmt::format("{} {}: {}\n", ref.setting->path, fmt::join(ref.indices, " "), value);
      }
    });
    return text;
  }
  std::string value(std::string_view path) const { return configuration_.current().text(path); }
  std::uint32_t copies() const { return registrations_->copies(); }
  std::size_t accounts() const { return accounts_.all().size(); }
  /// Goes through what operators are shown.
  std::size_t shown() const {
    std::size_t bytes = 0;
    for (const cluster::PeerStatus& peer : cluster_->status().peers) bytes += peer.word.size() + peer.why.size();
    for (const status::Alarm& alarm : alarms_.active()) bytes += alarm.detail.size();
    return bytes;
  }
  const config::Configuration& configuration() const { return configuration_.current(); }
  const std::string& serial() const { return serial_; }
  support::SimHost& host() { return host_; }

 private:
  bool is_primary() const override { return cluster_->status().is_primary; }
  bool has_heard_primary(cluster::Origin origin) const override {
    const cluster::RemotePeer* const found = cluster_->remote(origin);
    return found != nullptr && found->recovered && found->text == cluster_->status().primary;
  }

  static inline const config::Author kAuthor{"admin", "10.0.0.9", "web"};

  support::SimHost& host_;
  std::string serial_;
  config::ActiveConfiguration configuration_{config::Release::x12, nullptr};
  status::EventLog events_{host_};
  status::Alarms alarms_{host_, events_};
  admin::Accounts accounts_{host_, nullptr, alarms_, events_};
  admin::CommandTable commands_{config::Release::x12};
  admin::StatusTree status_;
  admin::Services services_{host_, nullptr, configuration_, alarms_, events_, accounts_, commands_, status_};
  admin::Restart restart_{services_};
  admin::OptionKeys keys_{services_, restart_};
  location::RegistrationStore store_{host_, {}};
  dns::StubResolver resolver_{host_, {}};
  // The tables outlive the cluster, which they tell of their changes.
  std::unique_ptr<peer::SharedRegistrations> registrations_;
  std::unique_ptr<peer::SharedAccounts> accounts_shared_;
  std::unique_ptr<peer::SharedLicences> licences_;
  std::unique_ptr<cluster::Cluster> cluster_;
};

}  // namespace hexad::fuzz
