#include "model/admin/life/backup_commands.h"

#include <algorithm>
#include <optional>

#include "model/admin/life/base64.h"
#include "model/admin/life/common.h"
#include "model/tls/certificate.h"

namespace hexad::admin {
namespace {

constexpr std::uint32_t kRestoreFailedAlarm = 15023;
constexpr std::size_t kFileCharactersMax = (config::kBackupBytesMax + 2) / 3 * 4;

Parameter passphrase_parameter() {
  Parameter parameter;
  parameter.name = "Passphrase";
  parameter.kind = ParameterKind::password;
  parameter.required = true;
  parameter.minimum = 1;
  parameter.maximum = static_cast<std::int64_t>(config::kPassphraseBytesMax);
  parameter.help = "The words that the backup is encrypted with.";
  return parameter;
}

host::Error busy() {
  return {host::ErrorCode::bound_reached, "Another backup is being made or restored: try again in a moment"};
}

}  // namespace

struct BackupCommands::Work {
  std::string passphrase;
  config::Author author;
  // Making one.
  config::Backup to_seal;
  config::BackupSalts salts;
  host::Expected<std::string> sealed = host::fail(host::ErrorCode::closed);
  Created created;
  // Restoring one.
  std::string file;
  bool confirmed = false;
  host::Expected<config::Backup> opened = host::fail(host::ErrorCode::closed);
  Restored restored;
};

BackupCommands::BackupCommands(Services& services, Identity& identity, Restart& restart)
    : services_(services), identity_(identity), restart_(restart) {
  add_create_command();
  add_restore_command();
}

BackupCommands::~BackupCommands() = default;

std::string BackupCommands::file_name() const {
  std::string day = tls::to_text(services_.host.wall_now()).substr(0, 10);
  day.erase(std::remove(day.begin(), day.end(), '-'), day.end());
  return identity_.host_name() + "_" + identity_.version() + "_" + identity_.serial_number() + "_" + day +
         "_backup.enc";
}

void BackupCommands::create(std::string_view passphrase, const config::Author& author, Created done) {
  if (work_ != nullptr) return done(tl::unexpected(busy()));
  if (services_.store == nullptr) {
    return done(host::fail(host::ErrorCode::not_supported, "This peer keeps nothing that could be backed up"));
  }
  auto rows = config::rows_to_back_up(*services_.store);
  if (!rows) return done(tl::unexpected(rows.error()));
  work_ = std::make_shared<Work>();
  work_->passphrase = std::string(passphrase);
  work_->author = author;
  work_->created = std::move(done);
  config::BackupHeader& header = work_->to_seal.header;
  header.version = identity_.version();
  header.serial_number = identity_.serial_number();
  header.system_name = setting_text(services_.configuration.current(), "SystemUnit Name");
  header.made = host::WallTime(std::chrono::seconds(host::unix_seconds(services_.host.wall_now())));
  header.release = std::string(config::to_string(identity_.release()));
  work_->to_seal.rows = *std::move(rows);
  work_->salts = config::BackupSalts::draw(services_.host.entropy("admin.backup"));
  computation_ = services_.host.compute(
      [work = work_] { work->sealed = config::seal_backup(work->to_seal, work->passphrase, work->salts); }, kKeyTime,
      *this);
}

void BackupCommands::restore(std::string file, std::string_view passphrase, bool confirmed,
                             const config::Author& author, Restored done) {
  if (work_ != nullptr) return done(tl::unexpected(busy()));
  if (services_.store == nullptr) {
    return done(host::fail(host::ErrorCode::not_supported, "This peer keeps nothing: there is no place to restore to"));
  }
  if (clustered(services_.configuration.current())) {
    return done(
        host::fail(host::ErrorCode::not_supported,
                   "A backup cannot be restored while the peer is in a cluster: clear its list of peers first"));
  }
  work_ = std::make_shared<Work>();
  work_->passphrase = std::string(passphrase);
  work_->author = author;
  work_->file = std::move(file);
  work_->confirmed = confirmed;
  work_->restored = std::move(done);
  computation_ = services_.host.compute(
      [work = work_] { work->opened = config::read_backup(work->file, work->passphrase); }, kKeyTime, *this);
}

void BackupCommands::on_computed() {
  const std::shared_ptr<Work> work = std::exchange(work_, nullptr);
  if (work->created) {
    if (work->sealed) {
      services_.events.add(1, "System Backup Completed",
                           {{"Service", "System"}, {"User", work->author.user}, {"Src", work->author.source}});
    }
    return work->created(std::move(work->sealed));
  }
  host::Expected<void> outcome;
  if (work->opened) {
    outcome = use(*work->opened, work->confirmed, work->author);
  } else {
    // The file's fault, not the disk's.
    outcome = host::fail(host::ErrorCode::malformed, work->opened.error().detail);
  }
  if (!outcome) {
    services_.events.add(1, "System Restore Error",
                         {{"Service", "System"}, {"Detail", outcome.error().detail}, {"User", work->author.user}});
  }
  work->restored(std::move(outcome));
}

host::Expected<void> BackupCommands::use(const config::Backup& backup, bool confirmed, const config::Author& author) {
  const config::BackupTarget target{identity_.version(), identity_.serial_number(),
                                    std::string(config::to_string(identity_.release()))};
  const auto concerns = config::concerns_about(backup, target, *services_.store);
  if (!concerns) return tl::unexpected(concerns.error());
  std::string warning;
  for (const config::BackupConcern& concern : *concerns) {
    if (concern.forbids) return host::fail(host::ErrorCode::not_supported, concern.sentence);
    warning += (warning.empty() ? "" : ". ") + concern.sentence;
  }
  if (!warning.empty() && !confirmed) {
    return host::fail(host::ErrorCode::permission_denied, warning + ". To restore it all the same, give Confirm: Yes");
  }
  if (auto written = config::restore_backup(*services_.store, backup, target); !written) {
    services_.alarms.raise(kRestoreFailedAlarm, "The backup could not be restored: " + written.error().to_string());
    return written;
  }
  services_.alarms.lower(kRestoreFailedAlarm);
  services_.events.add(1, "System Restore Completed",
                       {{"Service", "System"}, {"User", author.user}, {"Src", author.source}});
  restart_.request("A backup has been restored", author);
  return {};
}

void BackupCommands::add_create_command() {
  Command command;
  command.name = "BackupCreate";
  command.help = "Makes an encrypted backup of this peer's configuration and answers with the file, in base64.";
  command.parameters = {passphrase_parameter()};
  command.run = [this](const CommandCall& call, CommandReply reply) {
    create(call.text("Passphrase"), call.who.author(), [this, reply](host::Expected<std::string> file) {
      if (!file) return reply(failure_of(file.error()));
      CommandResult result = CommandResult::done("The backup has been made");
      result.fields.emplace_back("Name", file_name());
      result.fields.emplace_back("File", to_base64(*file));
      reply(std::move(result));
    });
  };
  services_.commands.add(std::move(command));
}

void BackupCommands::add_restore_command() {
  Parameter file;
  file.name = "File";
  file.required = true;
  file.maximum = static_cast<std::int64_t>(kFileCharactersMax);
  file.help = "The backup, in base64.";
  Parameter confirm;
  confirm.name = "Confirm";
  confirm.kind = ParameterKind::choice;
  confirm.words = {"Yes", "No"};
  confirm.help = "Yes restores it in spite of warnings, such as that another system made it.";
  Command command;
  command.name = "BackupRestore";
  command.help = "Replaces this peer's configuration by that of a backup and restarts it.";
  command.parameters = {file, passphrase_parameter(), confirm};
  command.run = [this](const CommandCall& call, CommandReply reply) {
    auto bytes = from_base64(call.text("File"));
    if (!bytes) return reply(CommandResult::failed("bad value", "File is no base64"));
    restore(*std::move(bytes), call.text("Passphrase"), call.text("Confirm") == "Yes", call.who.author(),
            [reply](host::Expected<void> outcome) {
              reply(result_of(outcome, "The backup has been restored; the system is restarting"));
            });
  };
  services_.commands.add(std::move(command));
}

}  // namespace hexad::admin
