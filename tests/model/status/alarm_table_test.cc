// Every row of the published list stands in the table as it is published; what is ours says so.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "model/status/alarms.h"
#include "tests/support/verifies.h"

namespace hexad::status {
namespace {

TEST(AlarmTable, is_sorted_without_gaps_in_its_words) {
  const auto kinds = alarm_kinds();
  ASSERT_EQ(kinds.size(), 218u + 8u);
  std::set<std::string_view> uuids;
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    const AlarmKind& kind = kinds[i];
    if (i > 0) {
      EXPECT_LT(kinds[i - 1].id, kind.id);
    }
    EXPECT_FALSE(kind.title.empty()) << kind.id;
    EXPECT_FALSE(kind.description.empty()) << kind.id;
    EXPECT_FALSE(kind.action.empty()) << kind.id;
    EXPECT_NE(kind.description.back(), '.') << kind.id;
    EXPECT_EQ(kind.uuid.size(), 36u) << kind.id;
    EXPECT_TRUE(uuids.insert(kind.uuid).second) << kind.id;
    EXPECT_EQ(find_alarm_kind(kind.id), &kind);
  }
  EXPECT_EQ(find_alarm_kind(0), nullptr);
  EXPECT_EQ(find_alarm_kind(20010), nullptr);
  EXPECT_EQ(find_alarm_kind(UINT32_MAX), nullptr);
}

TEST(AlarmTable, says_what_the_published_list_says) {
  struct Published {
    std::uint32_t id;
    AlarmSeverity severity;
    std::string_view title;
  };
  for (const auto& [id, severity, title] : {
           Published{15004, AlarmSeverity::error, "Application failed"},
           Published{15005, AlarmSeverity::warning, "Database failure"},
           Published{15015, AlarmSeverity::warning, "Maintenance mode"},
           Published{15018, AlarmSeverity::critical, "Boot selection mismatch"},
           Published{20004, AlarmSeverity::warning, "Cluster communication failure"},
           Published{20025, AlarmSeverity::critical, "Failed to synchronize database"},
           Published{25020, AlarmSeverity::warning, "NTP client failure"},
           Published{25021, AlarmSeverity::warning, "NTP server not available"},
           Published{30036, AlarmSeverity::alert, "Smart license in overage out of compliance"},
           Published{40049, AlarmSeverity::notice, "Cluster TLS permissive"},
           Published{45024, AlarmSeverity::critical, "SSLH failure"},
       }) {
    const AlarmKind* kind = find_alarm_kind(id);
    ASSERT_NE(kind, nullptr) << id;
    EXPECT_EQ(kind->severity, severity) << id;
    EXPECT_EQ(kind->title, title);
    EXPECT_FALSE(is_ours(*kind));
  }
}

TEST(AlarmTable, uuids_are_published_or_recognizably_ours) {
  EXPECT_EQ(find_alarm_kind(20004)->uuid, "3bca6888-f622-11df-93be-07cc953d7b99");
  EXPECT_EQ(find_alarm_kind(20006)->uuid, "0f96695e-d954-4f6f-85c1-2ef1eae6f764");
  EXPECT_EQ(find_alarm_kind(20007)->uuid, "e2b8e3d1-b731-4d7d-b606-4682a8f0c2e6");
  EXPECT_FALSE(has_our_uuid(*find_alarm_kind(20007)));
  EXPECT_EQ(find_alarm_kind(20021)->uuid, "68657861-6400-8000-8000-000000020021");
  EXPECT_TRUE(has_our_uuid(*find_alarm_kind(20021)));
}

TEST(AlarmTable, what_has_no_published_id_is_in_our_range) {
  for (const std::uint32_t id :
       {kReplicationWithoutNtp, kAdministrationNotServed, kConfigurationNotSaved, kRemoteSyslogUnavailable,
        kUpgradeFailed, kSipTlsNotServed, kLicenceKeyMissing, kLicenceKeyHolderAway}) {
    ASSERT_NE(find_alarm_kind(id), nullptr);
    EXPECT_TRUE(is_ours(*find_alarm_kind(id)));
  }
}

std::string words(std::uint32_t id, AlarmWording wording) {
  const AlarmKind* kind = find_alarm_kind(id, wording);
  return std::string(kind->title) + ": " + std::string(kind->description);
}

TEST(AlarmTable, the_x8_1_release_does_not_speak_of_find_me_when_the_cluster_name_is_missing) {
  support::verifies("alarm.cluster-name-missing-x81");
  EXPECT_EQ(words(20019, AlarmWording::x8_1),
            "Cluster name not configured: if clustering are in use a cluster name must be defined");
  EXPECT_EQ(words(20019, AlarmWording::x8_9),
            "Cluster name not configured: if FindMe or clustering are in use a cluster name must be defined");
  EXPECT_EQ(words(20019, AlarmWording::vcs_x8_9_1), words(20019, AlarmWording::x8_9));
}

TEST(AlarmTable, the_vcs_names_itself_when_it_is_not_in_the_peer_list) {
  support::verifies("alarm.not-in-peer-list-vcs");
  EXPECT_EQ(words(20015, AlarmWording::vcs_x8_9_1),
            "Cluster replication error: the local VCS does not appear in the list of peers");
  EXPECT_EQ(words(20015, AlarmWording::x8_9),
            "Cluster replication error: the local Expressway does not appear in the list of peers");
}

TEST(AlarmTable, the_vcs_names_itself_when_its_database_fails) {
  support::verifies("alarm.database-failure-vcs");
  EXPECT_EQ(words(15005, AlarmWording::vcs_x8_9_1),
            "VCS database failure: Please contact your Cisco support representative");
  EXPECT_EQ(words(15005, AlarmWording::x8_1),
            "Expressway database failure: Please contact your Cisco support representative");
  EXPECT_EQ(find_alarm_kind(15005)->title, "Database failure");
}

TEST(AlarmTable, older_releases_quote_their_replication_errors_as_the_guides_do) {
  EXPECT_EQ(words(20009, AlarmWording::x8_9),
            "Cluster replication error: manual synchronization of configuration is required");
  EXPECT_EQ(words(20014, AlarmWording::x8_1),
            "Cluster replication error: cannot find primary or this subordinate's peer configuration file, manual "
            "synchronization of configuration is required");
  EXPECT_EQ(words(kReplicationWithoutNtp, AlarmWording::x8_1),
            "Cluster replication error: the NTP server is unreachable");
}

}  // namespace
}  // namespace hexad::status
