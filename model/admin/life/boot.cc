#include "model/admin/life/boot.h"

#include "model/admin/life/reset_answers.h"
#include "model/admin/life/software.h"
#include "model/admin/life/system_rows.h"
#include "model/admin/life/upgrade_package.h"

namespace hexad::admin {
namespace {

/// The software that the machine has, by its own record or by what it is told.
host::Expected<void> establish_software(config::Store& store, config::Release told, BootPlan& plan) {
  const SystemRows rows(&store);
  const auto kept = config::release_from(rows.text(system_row::kRelease));
  if (kept && rows.text(system_row::kToldRelease) == config::to_string(told)) {
    plan.release = *kept;
    plan.version = rows.text(system_row::kVersion);
    return {};
  }
  plan.release = told;
  plan.version = std::string(version_of(told));
  if (kept && *kept != told) {
    plan.notes.push_back("The software was started as " + plan.version + " on the state of " +
                         rows.text(system_row::kVersion) +
                         ", which no upgrade has migrated: settings that only the earlier one has count no more");
  }
  const std::vector<config::RowChange> changes{
      system_change(system_row::kRelease, std::string(config::to_string(told))),
      system_change(system_row::kToldRelease, std::string(config::to_string(told))),
      system_change(system_row::kVersion, plan.version)};
  return store.write(changes);
}

void finish_upgrade(config::Store& store, BootPlan& plan) {
  SystemRows rows(&store);
  const std::string text = rows.text(system_row::kPendingUpgrade);
  if (text.empty()) return;
  const auto package = UpgradePackage::parse(text);
  const auto installed = SoftwareVersion::parse(plan.version);
  if (!package || !installed) {
    plan.upgrade_failure = package ? "The installed version is unknown" : package.error().detail;
    (void)rows.remove(system_row::kPendingUpgrade);
    return;
  }
  if (auto done = install(store, *package, *installed, plan.release); !done) {
    plan.upgrade_failure = "The settings could not be migrated: " + done.error().to_string();
    return;
  }
  plan.notes.push_back("The software has been upgraded from " + plan.version + " to " + package->version.to_string());
  plan.release = package->release;
  plan.version = package->version.to_string();
}

void finish_reset(config::Store& store, BootPlan& plan) {
  const SystemRows rows(&store);
  const std::string pending = rows.text(system_row::kPendingReset);
  if (pending.empty()) return;
  if (auto done = erase_for_reset(store, ResetAnswers::from_text(pending), plan.release); !done) {
    plan.reset_failure = "The factory reset could not be finished: " + done.error().to_string();
    return;
  }
  plan.notes.push_back("The factory reset has been completed");
}

void finish_purge(config::Store& store, BootPlan& plan) {
  const SystemRows rows(&store);
  if (rows.text(system_row::kPendingPurge).empty()) return;
  if (auto done = purge_database(store); !done) {
    plan.notes.push_back("The database could not be purged: " + done.error().to_string());
    return;
  }
  plan.notes.push_back("The cluster database has been destroyed and its data purged");
}

host::Expected<void> count_restart(config::Store& store, host::WallTime now, BootPlan& plan) {
  const SystemRows rows(&store);
  const bool first = rows.text(system_row::kRestarts).empty();
  const std::uint64_t boots = rows.number(system_row::kRestarts);
  const std::uint64_t since = rows.number(system_row::kRestartsSinceCheck);
  const host::WallTime last{std::chrono::seconds(rows.number(system_row::kLastCheck))};
  plan.restarts = boots;
  plan.disks_checked = !first && disk_check_due(since, last, now);
  plan.delay = kRestartDuration + (plan.disks_checked ? kDiskCheckDuration : host::Duration::zero());
  std::vector<config::RowChange> changes{system_change(system_row::kRestarts, std::to_string(boots + 1))};
  const bool fresh = first || plan.disks_checked;
  changes.push_back(system_change(system_row::kRestartsSinceCheck, std::to_string(fresh ? 1 : since + 1)));
  if (fresh) changes.push_back(system_change(system_row::kLastCheck, std::to_string(host::unix_seconds(now))));
  if (plan.disks_checked) plan.notes.push_back("The file systems have been checked");
  return store.write(changes);
}

}  // namespace

BootPlan BootPlan::without_store(config::Release release) {
  BootPlan plan;
  plan.release = release;
  plan.version = std::string(version_of(release));
  plan.delay = kRestartDuration;
  return plan;
}

bool disk_check_due(std::uint64_t restarts_since, host::WallTime last_check, host::WallTime now) {
  return restarts_since >= kRestartsBetweenDiskChecks || now - last_check >= kDiskCheckAge;
}

host::Duration boot_delay(std::uint64_t restarts_since, host::WallTime last_check, host::WallTime now) {
  return disk_check_due(restarts_since, last_check, now) ? kRestartDuration + kDiskCheckDuration : kRestartDuration;
}

host::Expected<BootPlan> prepare_boot(config::Store& store, config::Release told, host::WallTime now) {
  BootPlan plan;
  if (auto done = establish_software(store, told, plan); !done) return tl::unexpected(done.error());
  finish_upgrade(store, plan);
  finish_reset(store, plan);
  finish_purge(store, plan);
  // A disk that takes nothing is no reason to forget which software stands on it.
  if (auto done = count_restart(store, now, plan); !done) {
    plan.notes.push_back("This start could not be counted: " + done.error().to_string());
  }
  if (!SystemRows(&store).text(system_row::kPendingWizard).empty()) plan.mode = BootMode::install_wizard;
  return plan;
}

}  // namespace hexad::admin
