#include "model/config/backup.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>

#include <fmt/format.h>

namespace hexad::config {

using host::ErrorCode;
using host::Expected;

namespace {

/// Kinds that belong to the unit: neither backed up nor replaced.
constexpr std::array<std::string_view, 2> kKindsKept{kind::kSystem, kind::kConfigurationLog};
/// On another unit than the backup's its own option keys stay, too: a key is for one serial number.
constexpr std::array<std::string_view, 3> kKindsKeptElsewhere{kind::kSystem, kind::kConfigurationLog, kind::kOptionKey};

using Kinds = std::span<const std::string_view>;

bool is_kept(std::string_view kind, Kinds kept = kKindsKept) {
  return std::find(kept.begin(), kept.end(), kind) != kept.end();
}

bool holds_peer_list(const std::vector<KindRow>& rows) {
  return std::any_of(rows.begin(), rows.end(), [](const KindRow& row) {
    constexpr std::string_view kBegin = "Alternates Peer ";
    constexpr std::string_view kEnd = " Address";
    const std::string_view key = row.key;
    return row.kind == kind::kSetting && !row.value.empty() && key.size() > kBegin.size() + kEnd.size() &&
           key.substr(0, kBegin.size()) == kBegin && key.substr(key.size() - kEnd.size()) == kEnd;
  });
}

}  // namespace

Expected<std::vector<KindRow>> rows_to_back_up(Store& store) {
  auto rows = store.all_rows();
  if (!rows) return rows;
  rows->erase(std::remove_if(rows->begin(), rows->end(), [](const KindRow& row) { return is_kept(row.kind); }),
              rows->end());
  return rows;
}

Expected<std::string> write_backup(Store& store, const BackupHeader& header, std::string_view passphrase,
                                   host::Entropy& entropy, BackupCost cost) {
  auto rows = rows_to_back_up(store);
  if (!rows) return tl::unexpected<host::Error>(rows.error());
  return seal_backup({header, std::move(*rows)}, passphrase, BackupSalts::draw(entropy), cost);
}

Expected<std::vector<BackupConcern>> concerns_about(const Backup& backup, const BackupTarget& target, Store& store) {
  const auto rows = store.all_rows();
  if (!rows) return tl::unexpected<host::Error>(rows.error());
  using Kind = BackupConcern::Kind;
  std::vector<BackupConcern> concerns;
  const BackupHeader& header = backup.header;
  if (header.version != target.version) {
    concerns.push_back({Kind::other_version, true,
                        fmt::format("The backup was made on version {}, and this system runs {}: a backup is restored "
                                    "on the version that made it",
                                    header.version, target.version)});
  }
  if (header.release != target.release) {
    concerns.push_back(
        {Kind::other_release, true,
         fmt::format("The backup was made as release {}, and this system is a {}", header.release, target.release)});
  }
  if (holds_peer_list(*rows)) {
    concerns.push_back({Kind::clustered, true,
                        "This system is in a cluster: remove it from the cluster and clear its list of peers before "
                        "restoring a backup"});
  }
  if (header.serial_number != target.serial_number) {
    concerns.push_back({Kind::foreign_serial, false,
                        fmt::format("The backup was made on another system, {} (serial number {}): this one is {}",
                                    header.system_name, header.serial_number, target.serial_number)});
  }
  if (holds_peer_list(backup.rows)) {
    concerns.push_back({Kind::holds_peer_list, false,
                        "The backup holds a list of cluster peers: for a replacement unit make one after the "
                        "clustering configuration has been cleared"});
  }
  return concerns;
}

namespace {

Expected<void> replace_rows(Store& store, const Backup& backup, Kinds kept) {
  std::vector<RowChange> changes;
  changes.reserve(backup.rows.size() + 1);
  for (const KindRow& row : backup.rows) {
    if (!is_kept(row.kind, kept)) changes.push_back({row.kind, row.key, row.value});
  }
  const auto last = store.value(kind::kSystem, kRevisionKey);
  if (!last) return tl::unexpected<host::Error>(last.error());
  std::uint64_t revision = 0;
  if (*last) std::from_chars((*last)->data(), (*last)->data() + (*last)->size(), revision);
  changes.push_back({std::string(kind::kSystem), std::string(kRevisionKey), std::to_string(revision + 1)});
  return store.replace(kept, changes);
}

}  // namespace

Expected<void> restore_backup(Store& store, const Backup& backup) { return replace_rows(store, backup, kKindsKept); }

Expected<void> restore_backup(Store& store, const Backup& backup, const BackupTarget& target) {
  const auto concerns = concerns_about(backup, target, store);
  if (!concerns) return tl::unexpected<host::Error>(concerns.error());
  for (const BackupConcern& concern : *concerns) {
    if (concern.forbids) return host::fail(ErrorCode::not_supported, concern.sentence);
  }
  const bool elsewhere = backup.header.serial_number != target.serial_number;
  return replace_rows(store, backup, elsewhere ? Kinds(kKindsKeptElsewhere) : Kinds(kKindsKept));
}

}  // namespace hexad::config
