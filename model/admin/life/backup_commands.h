// Backups made and restored on request: Maintenance > Backup and restore. The file and its checks are model/config's
// backup.h; here they become commands, run off the loop, with the questions and alarms around them.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "model/admin/life/identity.h"
#include "model/admin/life/restart.h"
#include "model/admin/services.h"
#include "model/config/backup.h"
#include "model/host/host.h"

namespace hexad::admin {

class BackupCommands final : host::ComputationHandler {
 public:
  /// About how long making a key of a passphrase holds up a processor.
  static constexpr host::Duration kKeyTime = std::chrono::milliseconds(60);

  /// Adds BackupCreate and BackupRestore. Files are base64 in both.
  BackupCommands(Services& services, Identity& identity, Restart& restart);
  ~BackupCommands();

  /// The file's bytes; bound_reached while another backup is made or restored, and as write_backup().
  using Created = std::function<void(host::Expected<std::string>)>;
  void create(std::string_view passphrase, const config::Author& author, Created done);
  /// Replaces the configuration and restarts. Refused with a sentence, and nothing has changed: a file that is foreign,
  /// damaged or of another version, a wrong passphrase, a clustered peer; and, unless `confirmed`, what is only a
  /// warning, such as a file of another system (permission_denied). Alarm 15023 when writing fails.
  using Restored = std::function<void(host::Expected<void>)>;
  void restore(std::string file, std::string_view passphrase, bool confirmed, const config::Author& author,
               Restored done);
  /// "peer1_X12.5.9_1A2B3C4D_20260101_backup.enc"
  std::string file_name() const;

 private:
  struct Work;
  void on_computed() override;
  host::Expected<void> use(const config::Backup& backup, bool confirmed, const config::Author& author);
  void add_create_command();
  void add_restore_command();

  Services& services_;
  Identity& identity_;
  Restart& restart_;
  std::shared_ptr<Work> work_;  ///< Shared with the computation, which may outlive this.
  host::ComputationHandle computation_;
};

}  // namespace hexad::admin
