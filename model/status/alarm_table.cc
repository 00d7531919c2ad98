#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <string>

#include "model/host/check.h"
#include "model/status/alarm_rows.h"

namespace hexad::status {
namespace {

constexpr std::size_t kWordings = 4;

struct PublishedUuid {
  std::uint32_t id;
  std::string_view uuid;
};
constexpr PublishedUuid kPublishedUuids[] = {
    {20004, "3bca6888-f622-11df-93be-07cc953d7b99"},
    {20006, "0f96695e-d954-4f6f-85c1-2ef1eae6f764"},
    {20007, "e2b8e3d1-b731-4d7d-b606-4682a8f0c2e6"},
};

/// Where an older release says something else than the table (administration and cluster guides, "Cluster-related
/// alarms"). Rows without a title keep the table's.
struct OlderWords {
  std::uint32_t id;
  std::string_view title;
  std::string_view description;
};
constexpr OlderWords kWordsOfX8[] = {
    {15005, "Expressway database failure", "Please contact your Cisco support representative"},
    {20008, "",
     "automatic replication of configuration has been temporarily disabled because an upgrade is in progress"},
    {20009, "", "manual synchronization of configuration is required"},
    {20011, "",
     "this peer's configuration conflicts with the primary's configuration, manual synchronization of configuration is "
     "required"},
    {20014, "",
     "cannot find primary or this subordinate's peer configuration file, manual synchronization of configuration is "
     "required"},
    {20015, "", "the local Expressway does not appear in the list of peers"},
    {20017, "", "configuration primary ID is inconsistent, manual synchronization of configuration is required"},
    {20019, "", "if FindMe or clustering are in use a cluster name must be defined"},
};
constexpr OlderWords kWordsOfX81[] = {
    {20019, "", "if clustering are in use a cluster name must be defined"},
};
constexpr OlderWords kWordsOfVcs[] = {
    {15005, "VCS database failure", "Please contact your Cisco support representative"},
    {20015, "", "the local VCS does not appear in the list of peers"},
};

void reword(std::vector<AlarmKind>& kinds, std::span<const OlderWords> words) {
  for (const OlderWords& older : words) {
    const auto kind = std::ranges::lower_bound(kinds, older.id, {}, &AlarmKind::id);
    HEXAD_CHECK(kind != kinds.end() && kind->id == older.id);
    if (!older.title.empty()) kind->title = older.title;
    kind->description = older.description;
  }
}

class AlarmTable {
 public:
  AlarmTable() {
    std::vector<AlarmKind> kinds;
    for (const auto rows : {system_alarm_rows(), network_alarm_rows(), security_alarm_rows(), our_alarm_rows()}) {
      for (const AlarmRow& row : rows) {
        kinds.push_back({row.id, row.severity, row.title, row.description, row.action, {}});
      }
    }
    HEXAD_CHECK(std::ranges::adjacent_find(kinds, std::ranges::greater_equal{}, &AlarmKind::id) == kinds.end());
    give_uuids(kinds);
    for (std::vector<AlarmKind>& wording : kinds_) wording = kinds;
    reword(of(AlarmWording::x8_1), kWordsOfX8);
    reword(of(AlarmWording::x8_1), kWordsOfX81);
    reword(of(AlarmWording::x8_9), kWordsOfX8);
    reword(of(AlarmWording::vcs_x8_9_1), kWordsOfX8);
    reword(of(AlarmWording::vcs_x8_9_1), kWordsOfVcs);
  }

  std::vector<AlarmKind>& of(AlarmWording wording) { return kinds_[static_cast<std::size_t>(wording)]; }
  const std::vector<AlarmKind>& of(AlarmWording wording) const { return kinds_[static_cast<std::size_t>(wording)]; }

 private:
  void give_uuids(std::vector<AlarmKind>& kinds) {
    uuids_.reserve(kinds.size());
    for (AlarmKind& kind : kinds) {
      const auto published = std::ranges::find(kPublishedUuids, kind.id, &PublishedUuid::id);
      if (published != std::ranges::end(kPublishedUuids)) {
        kind.uuid = published->uuid;
      } else {
        // RFC 9562 section 5.8: version 8 leaves the contents to whoever makes it.
        kind.uuid = uuids_.emplace_back(fmt::format("68657861-6400-8000-8000-{:012}", kind.id));
      }
    }
  }

  std::vector<std::string> uuids_;
  std::array<std::vector<AlarmKind>, kWordings> kinds_;
};

const AlarmTable& table() {
  static const AlarmTable the_table;
  return the_table;
}

}  // namespace

std::span<const AlarmKind> alarm_kinds(AlarmWording wording) { return table().of(wording); }

const AlarmKind* find_alarm_kind(std::uint32_t id, AlarmWording wording) {
  const std::vector<AlarmKind>& kinds = table().of(wording);
  const auto kind = std::ranges::lower_bound(kinds, id, {}, &AlarmKind::id);
  return kind != kinds.end() && kind->id == id ? &*kind : nullptr;
}

bool has_our_uuid(const AlarmKind& kind) {
  return std::ranges::find(kPublishedUuids, kind.id, &PublishedUuid::id) == std::ranges::end(kPublishedUuids);
}

}  // namespace hexad::status
