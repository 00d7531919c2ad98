#include "model/cluster/cluster_alarms.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace hexad::cluster {
namespace {

constexpr std::uint32_t kCommunication = 20004, kBadAddress = 20005, kDatabase = 20006, kUpgrade = 20008,
                        kManual = 20009, kConflictingConfiguration = 20011, kSettingsDiffer = 20012, kNoCopy = 20014,
                        kNotListed = 20015, kPrimaryUnreachable = 20016, kPrimaryDiffers = 20017, kH323Off = 20018,
                        kNoName = 20019, kTlsMode = 20020, kPorts = 20021, kInconsistent = 20024, kPermissive = 40049;

std::string joined(const std::vector<std::string>& texts) { return fmt::format("{}", fmt::join(texts, ", ")); }

}  // namespace

void ClusterAlarms::set(std::uint32_t id, bool raised, const std::string& detail) {
  if (!raised && !alarms_.raised(id)) return;
  alarms_.set(id, raised, detail);
}

void ClusterAlarms::show(const Picture& picture) {
  set(kNoName, picture.clustered && picture.cluster_name.empty());
  set(kH323Off, picture.clustered && !picture.h323_on);
  set(kTlsMode, picture.running && picture.tls_mode_differs);
  if (status::find_alarm_kind(kPermissive) != nullptr) set(kPermissive, picture.running && picture.permissive);
  set(kNotListed, picture.clustered && !picture.own_listed && picture.own_known);
  set(kInconsistent, picture.conflict);
  show_links(picture);
  show_replication(picture);
}

void ClusterAlarms::show_links(const Picture& picture) {
  const bool any = !picture.not_active.empty();
  const std::string peers = joined(picture.not_active);
  set(kCommunication, any, any ? fmt::format("The system is unable to communicate with {}", peers) : "");
  set(kDatabase, picture.running && any, any ? fmt::format("The database is unable to replicate with {}", peers) : "");
  set(kBadAddress, !picture.bad_addresses.empty(), joined(picture.bad_addresses));
  set(kPorts, !picture.closed_ports.empty(),
      picture.closed_ports.empty() ? "" : fmt::format("No TCP connection to {}", joined(picture.closed_ports)));
}

void ClusterAlarms::show_replication(const Picture& picture) {
  set(kUpgrade, picture.running && (picture.upgrading || !picture.other_versions.empty()));
  set(kManual, picture.trouble == CopyTrouble::failed, picture.trouble_text);
  set(kConflictingConfiguration, picture.trouble == CopyTrouble::conflict, picture.trouble_text);
  set(kSettingsDiffer, picture.settings_differ);
  set(kNoCopy, picture.running && (picture.primary_other_version || !picture.no_copy.empty()), picture.no_copy);
  set(kPrimaryUnreachable, picture.primary_unreachable);
  set(kPrimaryDiffers, picture.primary_differs);
  set(status::kReplicationWithoutNtp, picture.running && picture.without_time);
}

}  // namespace hexad::cluster
