#include "model/status/event_log.h"

#include <gtest/gtest.h>

#include "model/status/escape.h"
#include "model/status/timestamp.h"
#include "tests/support/sim_host.h"
#include "tests/support/verifies.h"

namespace hexad::status {
namespace {

using namespace std::chrono_literals;
using support::SimHost;
using support::SimNetwork;

struct EventLogTest : testing::Test {
  SimNetwork network{1};
  SimHost& peer = network.add_host("peer1", {"10.0.0.1/24"});
  EventLog log{peer};

  const std::string& last(LogName name = LogName::event) const { return log.lines(name).back().text; }
};

TEST_F(EventLogTest, writes_lines_as_the_products_do) {
  network.run_for(1234ms);
  log.add(LogName::configuration, 1, "System Configuration Changed",
          {{"Service", "web"},
           {"Src-ip", "10.0.0.9"},
           {"User", "admin"},
           {"Detail", "xconfiguration clusterConfiguration tls_verify - changed from: Permissive to: Enforcing"}});
  EXPECT_EQ(last(LogName::configuration),
            "Event=\"System Configuration Changed\" Service=\"web\" Src-ip=\"10.0.0.9\" User=\"admin\" "
            "Detail=\"xconfiguration clusterConfiguration tls_verify - changed from: Permissive to: Enforcing\" "
            "Level=\"1\" UTCTime=\"2026-01-01 00:00:01,234\"");
  EXPECT_TRUE(log.lines(LogName::event).empty());
  EXPECT_EQ(log.lines(LogName::configuration).back().sequence, 1u);
}

TEST_F(EventLogTest, mirrors_each_line_to_the_host) {
  log.add(1, "External Server Communications Failure", {{"Reason", "timed out"}, {"Src-ip", "10.0.0.9"}});
  const support::CapturedLine* line = peer.captured().last("external_server_communications_failure");
  ASSERT_NE(line, nullptr);
  EXPECT_EQ(line->component, "event_log");
  EXPECT_EQ(line->text, last());
  EXPECT_EQ(line->fields.at("reason"), "timed out");
  EXPECT_EQ(line->fields.at("src_ip"), "10.0.0.9");
  EXPECT_EQ(line->fields.at("log"), "event");
  EXPECT_EQ(line->fields.at("level"), "1");
}

TEST_F(EventLogTest, keeps_lines_up_to_the_log_level_only) {
  log.add(2, "Registration Requested", {});
  EXPECT_TRUE(log.lines(LogName::event).empty());
  log.set_level(2);
  log.add(2, "Registration Requested", {});
  log.add(3, "Message Received", {});
  ASSERT_EQ(log.lines(LogName::event).size(), 1u);
  EXPECT_EQ(log.lines(LogName::event).back().sequence, 1u);
  log.set_level(99);
  EXPECT_EQ(log.level(), 4);
  log.set_level(-1);
  EXPECT_EQ(log.level(), 1);
}

TEST_F(EventLogTest, a_value_cannot_break_out_of_its_quotes) {
  log.add(1, "Login\" User=\"root", {{"Detail", "a\"b\\c\r\nEvent=\"Forged\"\x7f\xc3\xa9\xff"}});
  EXPECT_EQ(last(),
            "Event=\"Login\\\" User=\\\"root\" "
            "Detail=\"a\\\"b\\\\c\\x0d\\x0aEvent=\\\"Forged\\\"\\x7f\xc3\xa9\\xff\" Level=\"1\" "
            "UTCTime=\"2026-01-01 00:00:00,000\"");
}

TEST_F(EventLogTest, values_fields_and_lines_are_bounded) {
  const std::string long_value(100000, '"');
  log.add(1, "Long", std::vector<LogField>(100, LogField{"Detail", long_value}));
  EXPECT_LE(last().size(), EventLog::kFieldsMax * (EventLog::kValueBytesMax + 20) + 200);
  for (std::size_t i = 0; i < EventLog::kLinesMax + 5; ++i) log.add(1, "Again", {});
  EXPECT_EQ(log.lines(LogName::event).size(), EventLog::kLinesMax);
  EXPECT_EQ(log.lines(LogName::event).back().sequence, EventLog::kLinesMax + 6);
  log.clear();
  EXPECT_TRUE(log.lines(LogName::event).empty());
  log.add(1, "After", {});
  EXPECT_EQ(log.lines(LogName::event).back().sequence, EventLog::kLinesMax + 7);
}

TEST_F(EventLogTest, holds_this_peers_own_activity_only) {
  support::verifies("ps.logs-local");
  SimHost& other_peer = network.add_host("peer2", {"10.0.0.2/24"});
  EventLog others(other_peer);
  log.add(1, "Alarm Raised", {});
  log.add(LogName::configuration, 1, "System Configuration Changed", {});
  EXPECT_EQ(log.lines(LogName::event).size(), 1u);
  EXPECT_EQ(log.lines(LogName::configuration).size(), 1u);
  EXPECT_TRUE(others.lines(LogName::event).empty());
  EXPECT_TRUE(others.lines(LogName::configuration).empty());
  EXPECT_EQ(other_peer.captured().count("alarm_raised"), 0u);
}

TEST_F(EventLogTest, sinks_get_each_kept_line_once) {
  struct Collected final : LineSink {
    std::vector<std::string> events;
    void on_line(const LoggedLine& line) override { events.push_back(line.event); }
  } sink;
  log.add_sink(sink);
  log.add(1, "One", {});
  log.add(2, "Not kept", {});
  log.remove_sink(sink);
  log.add(1, "Two", {});
  EXPECT_EQ(sink.events, std::vector<std::string>{"One"});
}

TEST(Escape, cuts_whole_characters_and_says_so) {
  EXPECT_EQ(escaped_value("abcdef", 6), "abcdef");
  EXPECT_EQ(escaped_value("abcdefg", 6), "abc...");
  EXPECT_EQ(escaped_value("ab\xc3\xa9\xc3\xa9\xc3\xa9", 7), "ab\xc3\xa9...");
  EXPECT_EQ(escaped_value("\xc3\xa9\xc3\xa9\xc3\xa9", 4), "...");
  EXPECT_EQ(escaped_value("\xc0\x80\xed\xa0\x80", 100), "\\xc0\\x80\\xed\\xa0\\x80");
  EXPECT_EQ(escaped_value("\xf0\x9f\x98\x80\xf0\x9f\x98", 100), "\xf0\x9f\x98\x80\\xf0\\x9f\\x98");
}

TEST(Escape, makes_words_for_the_record) {
  EXPECT_EQ(snake_case("Alarm Raised"), "alarm_raised");
  EXPECT_EQ(snake_case("Src-ip"), "src_ip");
  EXPECT_EQ(snake_case("UTCTime"), "utctime");
  EXPECT_EQ(snake_case("--\"!"), "");
}

TEST(Timestamp, reads_what_it_prints) {
  for (const char* text : {"2026-03-31 09:05:07,089", "1970-01-01 00:00:00,000", "2096-02-29 23:59:59,999"}) {
    const auto at = parse_utc_time(text);
    ASSERT_TRUE(at) << text;
    EXPECT_EQ(utc_time(*at), text);
  }
  for (const char* text :
       {"", "2026-02-30 09:05:07,089", "2026-03-31T09:05:07,089", "2026-03-31 09:05:07", "x026-03-31 09:05:07,089"})
    EXPECT_FALSE(parse_utc_time(text)) << text;
}

TEST(Timestamp, prints_every_year) {
  const host::WallTime at{std::chrono::seconds(1774947907) + 89ms};
  EXPECT_EQ(utc_time(at), "2026-03-31 09:05:07,089");
  EXPECT_EQ(rfc3339_time(at), "2026-03-31T09:05:07.089000Z");
  EXPECT_EQ(bsd_time(at), "Mar 31 09:05:07");
  EXPECT_EQ(bsd_time(host::WallTime{}), "Jan  1 00:00:00");
  EXPECT_EQ(utc_time(host::WallTime{-1ms}), "1969-12-31 23:59:59,999");
}

}  // namespace
}  // namespace hexad::status
