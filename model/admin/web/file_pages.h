// Pages of the Maintenance menu that take or give a file: Upgrade, Backup and restore, System snapshot.
#pragma once

#include "model/admin/web/page.h"

namespace hexad::admin::web {

/// Maintenance > Upgrade: the software package goes up, then a bar shows how far its installation is (UpgradeStart,
/// status element Upgrade).
class UpgradePage final : public Page {
 public:
  void show(Visit& visit) override;
  void act(Visit& visit) override;
};

/// Maintenance > Backup and restore (BackupCreate, BackupRestore). What is only a warning about a file is asked about.
class BackupPage final : public Page {
 public:
  void show(Visit& visit) override;
  void act(Visit& visit) override;

 private:
  void restore(Visit& visit);
};

/// Maintenance > Diagnostics > System snapshot (SystemSnapshot).
class SnapshotPage final : public Page {
 public:
  void show(Visit& visit) override;
  void act(Visit& visit) override;
};

}  // namespace hexad::admin::web
