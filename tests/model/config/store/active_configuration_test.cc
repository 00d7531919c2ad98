// Changes of the configuration in force: all or nothing in memory, in the store and in the log, and told to observers.
#include "model/config/active_configuration.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/power_cut_disk.h"
#include "tests/support/sim_host.h"

namespace hexad::config {
namespace {

using host::ErrorCode;
using support::PowerCutDisk;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

const Author kAdmin{"admin", "10.1.0.9:40112", "web"};

struct Recorder final : ConfigurationObserver {
  void on_configuration_changed(const std::vector<AppliedChange>& changes, const Author& author) override {
    for (const AppliedChange& change : changes) {
      told.push_back(author.user + ": " + change.ref.path() + ": " + change.before + " -> " + change.after);
    }
    if (on_told) on_told();
  }
  std::vector<std::string> told;
  std::function<void()> on_told;
};

class ActiveConfigurationTest : public ::testing::Test {
 protected:
  void open() {
    active.reset();
    store.reset();
    auto opened = Store::open(disk);
    ASSERT_TRUE(opened) << opened.error().to_string();
    store = std::move(*opened);
    active.emplace(Release::x12, store.get());
  }
  Change change(std::string_view path, std::string_view value) {
    return active->current().parse_change(path, value).value();
  }
  std::vector<std::string> log() { return ConfigurationLog::lines(*store).value(); }

  PowerCutDisk disk;
  std::unique_ptr<Store> store;
  std::optional<ActiveConfiguration> active;
};

TEST_F(ActiveConfigurationTest, keeps_settings_and_revision_over_a_restart) {
  open();
  EXPECT_EQ(active->revision(), 0u);
  ASSERT_TRUE(active->set("SIP UDP Mode", "On", kAdmin));
  ASSERT_TRUE(
      active->apply({change("SIP Domain 2 Name", "two.example"), change("SIP Domain 1 Name", "one.example")}, kAdmin));
  open();
  EXPECT_EQ(active->revision(), 2u);
  EXPECT_TRUE(active->current().on("SIP UDP Mode"));
  EXPECT_THAT(active->current().list("SIP Domain [1..200] Name"), ElementsAre("one.example", "two.example"));
  EXPECT_EQ(active->unknown_rows(), 0u);
}

TEST_F(ActiveConfigurationTest, a_setting_that_returns_to_its_default_leaves_the_store) {
  open();
  ASSERT_TRUE(active->set("SIP UDP Mode", "On", kAdmin));
  Change back = change("SIP UDP Mode", "On");
  back.value.reset();
  const auto applied = active->apply({back}, kAdmin);
  ASSERT_TRUE(applied);
  ASSERT_EQ(applied->size(), 1u);
  EXPECT_EQ(applied->front().before, "On");
  EXPECT_EQ(applied->front().after, "Off");
  EXPECT_TRUE(store->rows(kind::kSetting).value().empty());
}

TEST_F(ActiveConfigurationTest, what_changes_nothing_is_success_without_a_trace) {
  open();
  Recorder recorder;
  active->observe(recorder);
  ASSERT_TRUE(active->set("SIP UDP Mode", "On", kAdmin));
  recorder.told.clear();
  const std::uint64_t changes = disk.changes();
  EXPECT_TRUE(active->set("SIP UDP Mode", "on", kAdmin).value().empty());
  EXPECT_TRUE(active->set("SIP TCP Mode", active->current().text("SIP TCP Mode"), kAdmin).value().empty());
  EXPECT_TRUE(active->apply({}, kAdmin).value().empty());
  EXPECT_TRUE(active->apply({change("SIP UDP Mode", "Off"), change("SIP UDP Mode", "On")}, kAdmin).value().empty());
  EXPECT_EQ(disk.changes(), changes);
  EXPECT_EQ(active->revision(), 1u);
  EXPECT_TRUE(recorder.told.empty());
}

TEST_F(ActiveConfigurationTest, holds_what_the_store_holds_whatever_was_left_out_or_refused) {
  open();
  const std::string tcp = active->current().text("SIP TCP Mode");
  ASSERT_TRUE(active->apply({change("SIP TCP Mode", tcp), change("SIP UDP Mode", "On")}, kAdmin));
  disk.fail_after(0, ErrorCode::disk_failed);
  ASSERT_FALSE(active->apply({change("SIP UDP Port", "5070"), change("SIP Domain 1 Name", "a.example")}, kAdmin));
  disk.fail_never();
  ASSERT_TRUE(active->set("SIP Domain 2 Name", "b.example", kAdmin));
  const Configuration before = active->current();
  open();
  EXPECT_EQ(active->current(), before);
  EXPECT_THAT(active->current().list("SIP Domain [1..200] Name"), ElementsAre("b.example"));
}

TEST_F(ActiveConfigurationTest, of_several_changes_of_one_setting_the_last_counts) {
  open();
  const auto applied = active->apply({change("SIP UDP Port", "5070"), change("SIP UDP Port", "5080")}, kAdmin);
  ASSERT_TRUE(applied);
  ASSERT_EQ(applied->size(), 1u);
  EXPECT_EQ(applied->front().after, "5080");
  EXPECT_EQ(log().size(), 1u);
}

TEST_F(ActiveConfigurationTest, a_mistyped_setting_or_value_changes_nothing) {
  open();
  EXPECT_EQ(active->set("SIP UDP Mod", "On", kAdmin).error().code, ErrorCode::malformed);
  EXPECT_EQ(active->set("SIP UDP Port", "99999", kAdmin).error().code, ErrorCode::malformed);
  EXPECT_EQ(active->revision(), 0u);
  EXPECT_TRUE(store->all_rows().value().empty());
}

TEST_F(ActiveConfigurationTest, a_rule_that_joins_settings_refuses_the_whole) {
  open();
  const Configuration before = active->current();
  const auto refused =
      active->apply({change("SIP UDP Mode", "On"), change("SIP Registration Standard Refresh Minimum", "120"),
                     change("SIP Registration Standard Refresh Maximum", "60")},
                    kAdmin);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::malformed);
  EXPECT_THAT(refused.error().detail, HasSubstr("SIP Registration Standard Refresh Minimum"));
  EXPECT_EQ(active->current(), before);
  EXPECT_TRUE(store->all_rows().value().empty());
}

TEST_F(ActiveConfigurationTest, a_setting_of_another_release_is_refused) {
  const auto other = std::find_if(settings().begin(), settings().end(), [](const Setting& setting) {
    return !setting.in(Release::x12) && setting.path.find('[') == std::string_view::npos;
  });
  ASSERT_NE(other, settings().end());
  open();
  EXPECT_EQ(active->apply({Change{{&*other, {}}, "x"}}, kAdmin).error().code, ErrorCode::malformed);
}

TEST_F(ActiveConfigurationTest, a_change_that_cannot_be_made_durable_is_not_in_force) {
  open();
  Recorder recorder;
  active->observe(recorder);
  for (const ErrorCode code : {ErrorCode::disk_failed, ErrorCode::disk_full}) {
    disk.fail_after(0, code);
    const auto failed = active->set("SIP UDP Mode", "On", kAdmin);
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, code);
    EXPECT_FALSE(active->current().on("SIP UDP Mode"));
    EXPECT_EQ(active->revision(), 0u);
    EXPECT_TRUE(recorder.told.empty());
  }
  disk.fail_never();
  EXPECT_TRUE(active->set("SIP UDP Mode", "On", kAdmin));
  EXPECT_EQ(recorder.told.size(), 1u);
  EXPECT_EQ(log().size(), 1u);
}

TEST_F(ActiveConfigurationTest, settings_revision_and_log_stand_together_after_a_power_cut_at_any_change) {
  const auto work = [this](int& done) {
    for (; done < 8; ++done) {
      const std::string number = std::to_string(done + 1);
      if (!active->set("SIP Domain " + number + " Name", number + ".example", kAdmin)) return;
    }
  };
  open();
  const std::uint64_t before = disk.changes();
  int all = 0;
  work(all);
  ASSERT_EQ(all, 8);
  const std::uint64_t total = disk.changes() - before;
  for (std::uint64_t at = 0; at <= total; ++at) {
    disk = PowerCutDisk();
    open();
    disk.fail_after(at, ErrorCode::disk_failed);
    int done = 0;
    work(done);
    active.reset();
    store.reset();
    disk.lose_power(PowerCutDisk::Keeps::some, at);
    open();
    const std::uint64_t revision = active->revision();
    ASSERT_TRUE(revision == static_cast<std::uint64_t>(done) || revision == static_cast<std::uint64_t>(done) + 1);
    ASSERT_EQ(active->current().list("SIP Domain [1..200] Name").size(), revision);
    ASSERT_EQ(log().size(), revision);
  }
}

TEST_F(ActiveConfigurationTest, observers_are_told_once_it_is_in_force_in_their_order) {
  open();
  Recorder first;
  Recorder second;
  first.on_told = [this] {
    EXPECT_TRUE(active->current().on("SIP UDP Mode"));
    EXPECT_EQ(store->value(kind::kSetting, "SIP UDP Mode").value(), "On");
  };
  second.on_told = [&first] { EXPECT_EQ(first.told.size(), 2u); };
  active->observe(first);
  active->observe(second);
  ASSERT_TRUE(active->apply({change("SIP UDP Mode", "On"), change("SIP Domain 1 Name", "a.example")}, kAdmin));
  EXPECT_THAT(first.told, ElementsAre("admin: SIP Domain 1 Name:  -> a.example", "admin: SIP UDP Mode: Off -> On"));
  EXPECT_EQ(second.told, first.told);
}

TEST_F(ActiveConfigurationTest, an_observer_may_leave_while_it_is_told) {
  open();
  Recorder first;
  Recorder second;
  active->observe(first);
  active->observe(second);
  first.on_told = [&] {
    active->forget(first);
    active->forget(second);
  };
  ASSERT_TRUE(active->set("SIP UDP Mode", "On", kAdmin));
  ASSERT_TRUE(active->set("SIP UDP Mode", "Off", kAdmin));
  EXPECT_EQ(first.told.size(), 1u);
  EXPECT_TRUE(second.told.empty());
}

TEST_F(ActiveConfigurationTest, works_without_a_store) {
  ActiveConfiguration memory(Release::x8_9, nullptr);
  Recorder recorder;
  memory.observe(recorder);
  ASSERT_TRUE(memory.set("SIP UDP Mode", "Off", kAdmin));
  ASSERT_TRUE(memory.set("SIP UDP Port", "5070", kAdmin));
  EXPECT_EQ(memory.current().integer("SIP UDP Port"), 5070);
  EXPECT_EQ(memory.current().release(), Release::x8_9);
  EXPECT_GE(memory.revision(), 1u);
}

TEST_F(ActiveConfigurationTest, lists_what_awaits_a_restart_until_it_is_back_as_it_was) {
  open();
  ASSERT_TRUE(active->set("SIP Domain 1 Name", "a.example", kAdmin));
  EXPECT_TRUE(active->awaiting_restart().empty());
  ASSERT_TRUE(active->set("Administration SSH Mode", "Off", kAdmin));
  ASSERT_TRUE(active->set("IPProtocol", "Both", kAdmin));
  ASSERT_TRUE(active->set("IPProtocol", "IPv6", kAdmin));
  const auto awaiting = [this] {
    std::vector<std::string> paths;
    for (const SettingRef& ref : active->awaiting_restart()) paths.push_back(ref.path());
    return paths;
  };
  EXPECT_THAT(awaiting(), ElementsAre("Administration SSH Mode", "IPProtocol"));
  ASSERT_TRUE(active->set("IPProtocol", "IPv4", kAdmin));
  EXPECT_THAT(awaiting(), ElementsAre("Administration SSH Mode"));
  open();
  EXPECT_TRUE(awaiting().empty());
  ASSERT_TRUE(active->set("Administration SSH Mode", "On", kAdmin));
  EXPECT_THAT(awaiting(), ElementsAre("Administration SSH Mode"));
}

TEST_F(ActiveConfigurationTest, rows_that_the_release_does_not_know_stay_in_the_store_and_are_counted) {
  open();
  ASSERT_TRUE(store->write(kind::kSetting, "Of A Later Release", "1"));
  ASSERT_TRUE(store->write(kind::kSetting, "SIP UDP Port", "not a port"));
  open();
  EXPECT_EQ(active->unknown_rows(), 2u);
  ASSERT_TRUE(active->set("SIP UDP Mode", "On", kAdmin));
  EXPECT_EQ(store->value(kind::kSetting, "Of A Later Release").value(), "1");
}

TEST_F(ActiveConfigurationTest, a_store_that_cannot_be_read_leaves_the_defaults_and_says_so) {
  open();
  for (int i = 1; i <= 150; ++i) {
    const auto done = active->set("SIP Domain " + std::to_string(i) + " Name", std::to_string(i) + ".example", kAdmin);
    ASSERT_TRUE(done) << done.error().to_string();
  }
  ASSERT_TRUE(store->write("z", "large", std::string(400'000, 'z')));
  active.reset();
  store.reset();
  auto opened = Store::open(disk);
  store = std::move(*opened);
  ASSERT_TRUE(store->value("z", "large"));  // Pushes the rest out of SQLite's memory.
  for (std::uint8_t& byte : *disk.content("peer.db")) byte = 0;
  active.emplace(Release::x12, store.get());
  EXPECT_FALSE(active->current().on("SIP UDP Mode"));
  ASSERT_TRUE(store->last_failure());
  EXPECT_EQ(store->last_failure()->code, ErrorCode::corrupted);
}

TEST_F(ActiveConfigurationTest, takes_up_what_a_restore_has_put_into_the_store) {
  open();
  Recorder recorder;
  active->observe(recorder);
  ASSERT_TRUE(active->set("SIP UDP Port", "5070", kAdmin));
  recorder.told.clear();
  const std::vector<RowChange> rows{{"setting", "SIP UDP Mode", "On"}};
  ASSERT_TRUE(store->replace({}, rows));
  active->reload({"system", "", "restore"});
  EXPECT_THAT(recorder.told, ElementsAre("system: SIP UDP Mode: Off -> On", "system: SIP UDP Port: 5070 -> 5060"));
  EXPECT_EQ(active->revision(), 0u);
}

TEST_F(ActiveConfigurationTest, the_log_says_who_changed_what_from_where_by_what_means) {
  support::SimNetwork network(1);
  support::SimHost host(network, "peer", {});
  open();
  active.emplace(Release::x12, store.get(), &host);
  ASSERT_TRUE(active->set("SIP UDP Mode", "On", kAdmin));
  ASSERT_TRUE(active->set("SIP UDP Mode", "Off", {"system", "", "replication"}));
  EXPECT_THAT(
      log(), ElementsAre("Event=\"System Configuration Changed\" User=\"admin\" Src-ip=\"10.1.0.9\" Src-port=\"40112\" "
                         "Means=\"web\" Detail=\"xconfiguration SIP UDP Mode - changed from: Off to: On\" Level=\"1\" "
                         "UTCTime=\"2026-01-01 00:00:00,000\"",
                         "Event=\"System Configuration Changed\" User=\"system\" Means=\"replication\" "
                         "Detail=\"xconfiguration SIP UDP Mode - changed from: On to: Off\" Level=\"1\" "
                         "UTCTime=\"2026-01-01 00:00:00,000\""));
}

TEST_F(ActiveConfigurationTest, no_password_reaches_the_log_and_no_value_breaks_its_line) {
  open();
  const auto password = std::find_if(settings().begin(), settings().end(), [](const Setting& setting) {
    return setting.kind == ValueKind::password && setting.in(Release::x12) &&
           setting.path.find('[') == std::string_view::npos;
  });
  ASSERT_NE(password, settings().end());
  ASSERT_TRUE(active->set(password->path, "hunter2-hunter2", kAdmin));
  ASSERT_TRUE(active->set(password->path, "correct-horse", kAdmin));
  for (const std::string& line : log()) {
    EXPECT_THAT(line, Not(HasSubstr("hunter2")));
    EXPECT_THAT(line, Not(HasSubstr("horse")));
  }
  EXPECT_THAT(log().back(), HasSubstr("changed from: *** to: ***"));
  EXPECT_EQ(active->current().text(password->path), "correct-horse");
  const SettingRef ref = active->current().resolve("SIP UDP Port").value();
  const std::string line =
      configuration_log_line({ref, "a\"b\nc", std::string(10'000, 'x')}, {"a\" b", "\n", "web"}, {});
  EXPECT_EQ(line.find('\n'), std::string::npos);
  EXPECT_THAT(line, HasSubstr("User=\"a' b\""));
  EXPECT_THAT(line, HasSubstr("from: a'b?c to: xxx"));
  EXPECT_LT(line.size(), 1000u);
}

TEST_F(ActiveConfigurationTest, the_log_keeps_its_newest_two_thousand_lines) {
  open();
  for (int i = 0; i < 2005; ++i) ASSERT_TRUE(active->set("SIP UDP Port", std::to_string(5100 + i), kAdmin));
  EXPECT_EQ(log().size(), 2000u);
  EXPECT_THAT(log().front(), HasSubstr("from: 5104 to: 5105"));
  EXPECT_THAT(log().back(), HasSubstr("to: 7104"));
  open();
  ASSERT_TRUE(active->set("SIP UDP Port", "5061", kAdmin));
  EXPECT_EQ(log().size(), 2000u);
  EXPECT_THAT(log().front(), HasSubstr("from: 5105 to: 5106"));
  EXPECT_THAT(log().back(), HasSubstr("from: 7104 to: 5061"));
}

TEST(ConfigurationLogTest, of_more_lines_than_it_keeps_it_takes_the_newest) {
  PowerCutDisk disk;
  auto store = Store::open(disk);
  ConfigurationLog log(store->get());
  for (const int count : {3, 2500, 1999}) {
    std::vector<std::string> lines;
    for (int i = 0; i < count; ++i) lines.push_back(std::to_string(count) + "/" + std::to_string(i));
    std::vector<RowChange> rows;
    log.append(lines, rows);
    ASSERT_TRUE((*store)->write(rows));
    log.added(lines.size());
    const auto kept = ConfigurationLog::lines(**store).value();
    EXPECT_EQ(kept.size(), std::min<std::size_t>(2000, count == 3 ? 3u : 2000u));
    EXPECT_EQ(kept.back(), lines.back());
  }
}

}  // namespace
}  // namespace hexad::config
