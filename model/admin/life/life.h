// The life of a peer in one object: constructs and owns every part of this folder, on the Services of the peer.
#pragma once

#include <memory>

#include "model/admin/life/backup_commands.h"
#include "model/admin/life/boot.h"
#include "model/admin/life/certificates.h"
#include "model/admin/life/console.h"
#include "model/admin/life/factory_reset.h"
#include "model/admin/life/firewall_rules.h"
#include "model/admin/life/identity.h"
#include "model/admin/life/maintenance_mode.h"
#include "model/admin/life/network_tools.h"
#include "model/admin/life/option_keys.h"
#include "model/admin/life/restart.h"
#include "model/admin/life/snapshot.h"
#include "model/admin/life/upgrade.h"
#include "model/admin/services.h"

namespace hexad::admin {

struct LifeSettings {
  /// What prepare_boot() said; BootPlan::without_store() for a peer that keeps nothing.
  BootPlan boot;
  /// False where nobody can sit at a console (a daemon): a factory reset is then over without the install wizard.
  bool console = true;
  /// False where the installation is about to give a certificate: none is made then in the meantime.
  bool temporary_certificate = true;
  /// Whether a system that is new, or was reset (not X8.1), adds the default links to its configuration.
  bool default_links = true;
};

class Life {
 public:
  /// `services` outlives it. Adds the commands and status elements of all parts.
  Life(Services& services, LifeSettings settings);
  ~Life();

  Identity& identity() { return identity_; }
  MaintenanceMode& maintenance_mode() { return maintenance_mode_; }
  Restart& restart() { return restart_; }
  OptionKeys& option_keys() { return option_keys_; }
  Certificates& certificates() { return certificates_; }
  FirewallRules& firewall_rules() { return firewall_rules_; }
  Upgrade& upgrade() { return upgrade_; }
  BackupCommands& backup() { return backup_; }
  FactoryReset& factory_reset() { return factory_reset_; }
  Snapshot& snapshot() { return snapshot_; }

  /// The peer waits for its install wizard at the local console.
  bool in_install_wizard() const { return wizard_.has_value(); }
  /// A session; the handler outlives it, and this outlives both.
  std::unique_ptr<Console> open_console(ConsoleLink link, std::string source, ConsoleHandler& handler);

 private:
  void report_boot();
  void add_default_links();

  Services& services_;
  LifeSettings settings_;
  Identity identity_;
  MaintenanceMode maintenance_mode_;
  Restart restart_;
  OptionKeys option_keys_;
  Certificates certificates_;
  FirewallRules firewall_rules_;
  Upgrade upgrade_;
  BackupCommands backup_;
  FactoryReset factory_reset_;
  NetworkTools network_tools_;
  Snapshot snapshot_;
  std::optional<ResetAnswers> wizard_;
};

}  // namespace hexad::admin
