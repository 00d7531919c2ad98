#include "model/peer/peer.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/admin/cli/config_commands.h"
#include "model/admin/cli/default_links.h"
#include "model/admin/life/life.h"
#include "model/admin/life/system_rows.h"
#include "model/peer/admin_service.h"
#include "model/peer/cluster_service.h"
#include "model/peer/cluster_view.h"
#include "model/peer/copied_registrations_view.h"
#include "model/peer/far_registrations.h"
#include "model/peer/licences_view.h"
#include "model/peer/locate.h"
#include "model/peer/opened_store.h"
#include "model/peer/outside_services.h"
#include "model/peer/ping.h"
#include "model/peer/port_usage_view.h"
#include "model/peer/registrations_view.h"
#include "model/peer/system_view.h"
#include "model/peer/zones_view.h"

namespace hexad::peer {
namespace {

/// Which certificate the installation gave last, in the store.
constexpr std::string_view kInstalledCertificate = "installed_certificate";
constexpr std::uint32_t kPortConflict = 25018;

const config::Author kInstallation{"system", "", "file"};

admin::BootPlan plan_of(const OpenedStore& opened, config::Release told, host::WallTime now) {
  if (opened.store) {
    if (auto plan = admin::prepare_boot(*opened.store, told, now)) return std::move(*plan);
  }
  return admin::BootPlan::without_store(told);
}

}  // namespace

/// In the order of construction: each part uses what stands before it.
struct Peer::Parts final : config::ConfigurationObserver, admin::MaintenanceObserver, admin::CertificateObserver {
  Parts(host::Host& h, PeerMaterial m);
  ~Parts();

  host::Expected<void> install();
  host::Expected<void> install_certificates();
  bool is_installed() const;
  void finish_installation();
  host::Expected<void> open_sip();
  void open_administration();
  void log_changes(const std::vector<config::AppliedChange>& changes, const config::Author& author);
  void tell_faults(const std::vector<std::string>& faults);
  tls::Credentials sip_credentials() const;

  void on_configuration_changed(const std::vector<config::AppliedChange>& changes,
                                const config::Author& author) override;
  void on_maintenance_mode(bool on) override;
  void on_certificates_changed(const admin::CertificateMaterial& now) override;

  host::Host& host;
  PeerMaterial material;
  OpenedStore opened;
  admin::BootPlan plan;
  status::EventLog events;
  status::Alarms alarms;
  config::ActiveConfiguration configuration;
  admin::Accounts accounts;
  admin::CommandTable commands;
  admin::StatusTree status;
  admin::Services services;
  std::unique_ptr<admin::Life> life;
  std::unique_ptr<admin::DefaultLinkAlarms> link_alarms;
  std::unique_ptr<SipService> sip;
  std::unique_ptr<RegistrationsView> registrations_view;
  std::unique_ptr<Locate> locate;
  std::unique_ptr<OutsideServices> outside;
  std::unique_ptr<Ping> ping;
  std::unique_ptr<SystemView> system_view;
  std::unique_ptr<ClusterService> cluster;
  std::unique_ptr<FarRegistrations> far_registrations;
  std::unique_ptr<ClusterView> cluster_view;
  std::unique_ptr<CopiedRegistrationsView> copied_view;
  std::unique_ptr<LicencesView> licences_view;
  std::unique_ptr<ZonesView> zones_view;
  std::unique_ptr<AdminService> administration;
  std::unique_ptr<PortUsageView> port_usage_view;
};

Peer::Parts::Parts(host::Host& h, PeerMaterial m)
    : host(h),
      material(std::move(m)),
      opened(open_store(h)),
      plan(plan_of(opened, material.configuration.release(), h.wall_now())),
      events(h),
      alarms(h, events),
      configuration(plan.release, opened.store.get(), &h),
      accounts(h, opened.store.get(), alarms, events),
      commands(plan.release),
      services{h, opened.store.get(), configuration, alarms, events, accounts, commands, status} {
  accounts.use_rules([this] { return admin::PasswordRules::from(configuration.current()); });
  alarms.set_wording(static_cast<status::AlarmWording>(plan.release));
  tell_alarms(opened, alarms);
  if (!opened.store) return;
  if (const auto lines = config::ConfigurationLog::lines(*opened.store)) {
    events.restore(status::LogName::configuration, *lines);
  }
}

Peer::Parts::~Parts() {
  // What is under way is answered while somebody is there to take the answer.
  ping.reset();
  if (life) {
    life->certificates().forget(*this);
    life->maintenance_mode().forget(*this);
  }
  configuration.forget(*this);
}

/// What the installation gives, where this boot is to take it over.
host::Expected<void> Peer::Parts::install() {
  const bool installed = is_installed();
  if (installed && !material.apply_configuration) return {};
  std::vector<config::Change> changes;
  if (installed) {
    material.configuration.for_each_assigned([&](const config::SettingRef& ref, const std::string& value) {
      if (ref.setting->in(plan.release)) changes.push_back({ref, value});
    });
  } else {
    // An installation that could not start is begun anew: nothing of it stays.
    changes = configuration.current().changes_to(material.configuration);
  }
  const auto applied = configuration.apply(changes, kInstallation);
  configuration.settle();
  // A disk that cannot keep it is no reason not to serve.
  if (applied || applied.error().code != host::ErrorCode::malformed) return {};
  return tl::unexpected<host::Error>(applied.error());
}

bool Peer::Parts::is_installed() const {
  return !admin::SystemRows(opened.store.get()).text(admin::system_row::kInstalled).empty();
}

/// The peer serves: from now on its disk counts.
void Peer::Parts::finish_installation() {
  if (!is_installed()) (void)admin::SystemRows(opened.store.get()).put(admin::system_row::kInstalled, "1");
}

host::Expected<void> Peer::Parts::install_certificates() {
  admin::Certificates& certificates = life->certificates();
  if (!material.ca_certificates_pem.empty() &&
      certificates.current().ca_certificates_pem != material.ca_certificates_pem && !is_installed()) {
    if (auto set = certificates.set_authorities(material.ca_certificates_pem, false, kInstallation); !set) return set;
  }
  const std::string& chain = material.credentials.certificate_chain_pem;
  if (chain.empty()) return {};
  if (opened.store) {
    const auto last = opened.store->value(config::kind::kSystem, kInstalledCertificate);
    if (last && *last && **last == chain) return {};
  }
  if (auto set = certificates.set_server(material.credentials, kInstallation); !set) return set;
  if (opened.store) (void)opened.store->write(config::kind::kSystem, kInstalledCertificate, chain);
  return {};
}

/// The temporary certificate is for administration: no phone could tell whose it is.
tls::Credentials Peer::Parts::sip_credentials() const {
  return life->certificates().temporary() ? tls::Credentials{} : life->certificates().current().credentials;
}

host::Expected<void> Peer::Parts::open_sip() {
  const SipTls tls{material.library, sip_credentials(), life->certificates().current().ca_certificates_pem,
                   material.bound_handshakes};
  // Whoever installs a peer sees its errors; one that was installed before stays in reach of its operator.
  if (is_installed() && !material.apply_configuration) {
    std::vector<std::string> faults;
    sip = SipService::start_what_can_be(host, configuration.current(), tls, faults);
    tell_faults(faults);
  } else {
    auto started = SipService::start(host, configuration.current(), tls);
    if (!started) return tl::unexpected<host::Error>(started.error());
    sip = std::move(*started);
    tell_faults({});
  }
  registrations_view = std::make_unique<RegistrationsView>(services, sip->registrations());
  locate = std::make_unique<Locate>(services, sip->registrations());
  outside = std::make_unique<OutsideServices>(services, material.library, life->certificates(), material.outside_ports);
  ping = std::make_unique<Ping>(services, outside->address_lookup());
  system_view = std::make_unique<SystemView>(services, *sip);
  cluster = std::make_unique<ClusterService>(services, *life, *outside, sip->registrations(), material.library,
                                             material.bound_handshakes);
  far_registrations = std::make_unique<FarRegistrations>(cluster->cluster(), cluster->registrations());
  sip->set_far(far_registrations.get());
  cluster_view = std::make_unique<ClusterView>(services, cluster->cluster());
  copied_view = std::make_unique<CopiedRegistrationsView>(services, cluster->cluster(), cluster->registrations());
  licences_view = std::make_unique<LicencesView>(services, life->option_keys(), cluster->licences());
  zones_view = std::make_unique<ZonesView>(services, sip->registrations());
  configuration.observe(*this);
  life->maintenance_mode().observe(*this);
  life->certificates().observe(*this);
  return {};
}

void Peer::Parts::open_administration() {
  admin::add_config_commands(services);
  AdminServiceSettings settings{outside->address_lookup(), material.library, material.bound_handshakes,
                                material.version};
  administration = std::make_unique<AdminService>(services, life->certificates(), std::move(settings));
  port_usage_view = std::make_unique<PortUsageView>(services, *sip, *administration);
  const auto wanted = [this] { return administration && administration->anybody_to_tell(); };
  registrations_view->tell(wanted, [this](const admin::Node& event) { administration->tell(event, "Registrations"); });
  locate->tell([this] { return administration && administration->wants("Event/Locate"); },
               [this](const admin::Node& event) { administration->tell(event); });
}

void Peer::Parts::tell_faults(const std::vector<std::string>& faults) {
  alarms.set(kPortConflict, !faults.empty(), faults.empty() ? "" : faults.front());
  alarms.set(status::kSipTlsNotServed, sip->lacks_certificate(), "");
  for (const std::string& fault : faults) host.log().write(host::Severity::warning, "peer", "not_served", fault);
}

/// The Configuration Log of this boot, for pages, checks and syslog servers; the store keeps its own.
void Peer::Parts::log_changes(const std::vector<config::AppliedChange>& changes, const config::Author& author) {
  for (const config::AppliedChange& change : changes) {
    const std::string text = config::change_text(change);
    events.add(status::LogName::configuration, 1, "System Configuration Changed",
               {{"User", author.user}, {"Src", author.source}, {"Means", author.means}, {"Detail", text}});
  }
}

void Peer::Parts::on_configuration_changed(const std::vector<config::AppliedChange>& changes,
                                           const config::Author& author) {
  log_changes(changes, author);
  const bool concerns_sip = std::any_of(changes.begin(), changes.end(), [](const config::AppliedChange& change) {
    const std::string_view path = change.ref.setting->path;
    return path.substr(0, 4) == "SIP " || path.substr(0, 7) == "IP DNS ";
  });
  if (concerns_sip) tell_faults(sip->reconfigure(configuration.current()));
}

void Peer::Parts::on_maintenance_mode(bool on) { sip->set_in_maintenance(on); }

void Peer::Parts::on_certificates_changed(const admin::CertificateMaterial& now) {
  const auto faults = sip->set_certificates(configuration.current(), sip_credentials(), now.ca_certificates_pem);
  tell_faults(faults ? *faults : std::vector<std::string>{faults.error().detail});
}

Peer::Peer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Peer::~Peer() = default;

host::Expected<std::unique_ptr<Peer>> Peer::start(host::Host& host, PeerMaterial material) {
  auto parts = std::make_unique<Parts>(host, std::move(material));
  if (auto installed = parts->install(); !installed) return tl::unexpected<host::Error>(installed.error());
  parts->life = std::make_unique<admin::Life>(
      parts->services, admin::LifeSettings{parts->plan, parts->material.has_console,
                                           parts->material.credentials.certificate_chain_pem.empty()});
  parts->link_alarms = std::make_unique<admin::DefaultLinkAlarms>(parts->configuration, parts->alarms);
  if (auto installed = parts->install_certificates(); !installed) {
    return tl::unexpected<host::Error>(installed.error());
  }
  if (auto opened = parts->open_sip(); !opened) return tl::unexpected<host::Error>(opened.error());
  parts->open_administration();
  parts->cluster->start();
  parts->administration->set_ready(true);
  parts->finish_installation();
  if (!parts->opened.store && parts->opened.not_kept.empty()) {
    host.log().write(host::Severity::notice, "peer", "nothing_kept",
                     "this machine has no disk: what operators change is lost at the next restart");
  }
  host.log().write(host::Severity::info, "peer", "started", parts->sip->what_is_served());
  return std::unique_ptr<Peer>(new Peer(std::move(parts)));
}

std::unique_ptr<admin::Console> Peer::open_console(admin::ConsoleHandler& handler) {
  return parts_->life->open_console(admin::ConsoleLink::local, "console", handler);
}

const std::vector<Listening>& Peer::listening() const { return parts_->sip->listening(); }

const std::vector<std::string>& Peer::administered() const { return parts_->administration->served(); }

std::uint64_t Peer::registrations() const { return parts_->sip->registrations().contacts(); }

const cluster::Cluster& Peer::cluster() const { return parts_->cluster->cluster(); }

std::uint32_t Peer::copied_registrations() const { return parts_->cluster->registrations().copies(); }

SharedLicences& Peer::licences() { return parts_->cluster->licences(); }

CopiedRegistrations Peer::copied() const {
  CopiedRegistrations counted;
  const host::MonotonicTime now = parts_->host.now();
  parts_->cluster->registrations().for_each([&](const SharedRegistrations::Copy& copy) {
    ++(copy.former ? counted.former : counted.current);
    counted.overdue += copy.ends ? *copy.ends < now : copy.former;
  });
  return counted;
}

const status::Alarms& Peer::alarms() const { return parts_->alarms; }

const admin::Accounts& Peer::accounts() const { return parts_->accounts; }

const config::Configuration& Peer::configuration() const { return parts_->configuration.current(); }

host::Expected<void> Peer::apply(const config::Configuration& configuration, std::string_view source) {
  std::vector<config::Change> changes;
  configuration.for_each_assigned([&](const config::SettingRef& ref, const std::string& value) {
    changes.push_back({ref, value});
  });
  const auto applied = parts_->configuration.apply(changes, {"system", std::string(source), "file"});
  if (!applied) return tl::unexpected<host::Error>(applied.error());
  return {};
}

host::Expected<void> Peer::apply_lines(std::string_view lines, std::string_view source) {
  const auto changes = parts_->configuration.current().parse_lines(lines, source);
  if (!changes) return tl::unexpected<host::Error>(changes.error());
  const auto applied = parts_->configuration.apply(*changes, {"system", std::string(source), "file"});
  if (!applied) return tl::unexpected<host::Error>(applied.error());
  return {};
}

}  // namespace hexad::peer
