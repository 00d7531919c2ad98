// The record: every event survives its JSON line, the fingerprint depends on the events alone, and neither hostile
// octets nor a full disk or a size cap lose anything silently.
#include "reports/record/recorder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "reports/record/base64.h"
#include "tests/reports/temporary_folder.h"

namespace hexad::record {
namespace {

using reports::sample::message_of;
using reports::sample::TemporaryFolder;

std::vector<Entry> one_of_each() {
  RunStarted started{"srv-failover",
                     "Phones find \"another\" peer\n",
                     "one-lan",
                     "ns3",
                     "x12",
                     UINT64_MAX,
                     90'000'000'000,
                     "hexad run srv-failover --seed 7",
                     {{"lan", "10.1.0.0/24 fd00:1::/64", 2'000'000}},
                     {{"peer1", "peers", "peer", {{"lan", "10.1.0.11"}, {"lan", "10.1.0.12"}}, {"a note"}}},
                     {"ep.sip.srv"}};
  return {
      {0, started},
      {1, MachineChanged{"peer1", "running"}},
      {2, LogLine{"peer1", "info", "registrar", "registered", "A phone, \\ back", {{"aor", "a@b"}, {"", ""}}}},
      {3, Message{"peer1", false, "sip", "TLS", "10.1.0.11:5061", "10.1.0.101:40000", "OPTIONS", "OPTIONS x\r\n\r\n"}},
      {4, Message{"dns", true, "dns", "UDP", "10.1.0.2:53", "10.1.0.101:4000", "A", std::string("\x80\0\xff", 3)}},
      {5, PacketLost{"lan", "powered_off", "UDP", "10.1.0.101:5060", "10.1.0.11:5060", 612, "REGISTER", 1}},
      {6, FaultApplied{1, "power_off", "peer1", "peer1 loses its power"}},
      {7, FaultEnded{1, 10, 20, 30, 40, 50}},
      {8, StepDone{3, "power_off peer1", false, "no such machine"}},
      {9, CheckResult{"c", "registered", Verdict::fail, "e", "f", {"one", "two"}, -1, 1, {"phone1"}, {"a.b"}}},
      {10, RunEnded{Verdict::invalid, {"the fault touched nothing"}}},
  };
}

TEST(Record, every_event_survives_its_json_line) {
  const auto entries = one_of_each();
  std::vector<bool> seen(std::variant_size_v<Event>);
  for (const Entry& entry : entries) {
    const std::string line = to_json_line(entry);
    EXPECT_EQ(line.find('\n'), std::string::npos);
    const Entry back = from_json_line(line);
    EXPECT_EQ(back.event.index(), entry.event.index());
    EXPECT_EQ(back.at_ns, entry.at_ns);
    EXPECT_EQ(to_json_line(back), line);
    seen[entry.event.index()] = true;
  }
  EXPECT_EQ(std::count(seen.begin(), seen.end(), false), 0);
  EXPECT_EQ(std::get<Message>(from_json_line(to_json_line(entries[4])).event).bytes, std::string("\x80\0\xff", 3));
  const auto back = std::get<RunStarted>(from_json_line(to_json_line(entries[0])).event);
  EXPECT_EQ(back.seed, UINT64_MAX);
  EXPECT_EQ(back.nodes[0].attachments.size(), 2u);
}

TEST(Record, a_line_has_its_keys_in_the_documented_order) {
  EXPECT_EQ(
      to_json_line({1'500'000'000, Message{"p", true, "sip", "UDP", "1.1.1.1:5060", "1.1.1.2:5060", "OK", "a\r\n"}}),
      R"({"at":1500000000,"event":"message","node":"p","sent":true,"protocol":"sip","transport":"UDP",)"
      R"("local":"1.1.1.1:5060","remote":"1.1.1.2:5060","summary":"OK","bytes":"a\r\n"})");
}

TEST(Record, octets_that_are_not_text_never_break_a_line) {
  for (const std::string& bytes :
       {std::string("\xc0\x80", 2), std::string("\xed\xa0\x80"), std::string("\xf5\x80\x80\x80"),
        std::string("tail \xe2\x82"), std::string("\x01\x1f\x7f\0", 4)}) {
    const Entry back = from_json_line(to_json_line({0, Message{"n", true, "sip", "UDP", "", "", bytes, bytes}}));
    EXPECT_EQ(std::get<Message>(back.event).bytes, bytes);
  }
  const Entry back = from_json_line(to_json_line({0, StepDone{1, "bad \xff octet", true, ""}}));
  EXPECT_EQ(std::get<StepDone>(back.event).text, "bad \xef\xbf\xbd octet");
}

TEST(Record, base64_round_trips_at_every_length) {
  std::string octets;
  for (int i = 0; i < 300; ++i) {
    EXPECT_EQ(from_base64(to_base64(octets)), octets);
    octets += static_cast<char>(i * 7);
  }
  EXPECT_EQ(to_base64("foob"), "Zm9vYg==");
  EXPECT_THROW(from_base64("a"), std::runtime_error);
  EXPECT_THROW(from_base64("ab!="), std::runtime_error);
}

TEST(Record, a_line_that_is_wrong_says_what_was_expected) {
  EXPECT_EQ(message_of([] { from_json_line("{"); }), "expected one JSON object");
  EXPECT_EQ(message_of([] { from_json_line(R"({"event":"step"})"); }), "expected the key \"at\"");
  EXPECT_EQ(message_of([] { from_json_line(R"({"at":1,"event":"stop"})"); }),
            "key \"event\": \"stop\" is not an event of a record");
  EXPECT_EQ(message_of([] { from_json_line(R"({"at":1,"event":"step","index":-1,"text":"","ok":true,"error":""})"); }),
            "key \"index\": expected a whole number from 0 to 4294967295");
  EXPECT_EQ(message_of([] { from_json_line(R"({"at":1,"event":"run_ended","verdict":"green","reasons":[]})"); }),
            "key \"verdict\": expected \"pass\", \"fail\" or \"invalid\"");
}

TEST(Record, a_file_with_a_bad_line_names_file_and_line) {
  const TemporaryFolder folder;
  const std::string file = folder.file("record.jsonl");
  std::ofstream(file) << to_json_line(one_of_each()[1]) << "\n{}\n";
  EXPECT_EQ(message_of([&] { read_record(file); }), file + ":2: expected the key \"at\"");
  EXPECT_EQ(message_of([&] { read_record(folder.file("absent")); }), folder.file("absent") + ": cannot be read");
}

TEST(Recorder, what_it_writes_reads_back_and_has_a_stable_fingerprint) {
  const TemporaryFolder folder;
  const std::string file = folder.file("record.jsonl");
  Recorder to_file(file);
  Recorder to_nowhere("");
  for (const Entry& entry : one_of_each()) {
    to_file.add(entry.at_ns, entry.event);
    to_nowhere.add(entry.at_ns, entry.event);
  }
  ASSERT_TRUE(to_file.flush());
  const auto back = read_record(file);
  ASSERT_EQ(back.size(), one_of_each().size());
  EXPECT_EQ(to_file.fingerprint(), to_nowhere.fingerprint());
  EXPECT_EQ(to_file.fingerprint().size(), 64u);
  to_nowhere.add(11, MachineChanged{"peer1", "off"});
  EXPECT_NE(to_file.fingerprint(), to_nowhere.fingerprint());
}

TEST(Recorder, an_empty_record_has_the_hash_of_nothing) {
  EXPECT_EQ(Recorder("").fingerprint(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Recorder, past_the_size_cap_messages_are_hashed_and_the_verdict_is_still_written) {
  const TemporaryFolder folder;
  Recorder capped(folder.file("capped.jsonl"), 100);
  Recorder whole("");
  for (Recorder* recorder : {&capped, &whole}) {
    for (const Entry& entry : one_of_each()) recorder->add(entry.at_ns, entry.event);
  }
  ASSERT_TRUE(capped.flush());
  EXPECT_EQ(capped.fingerprint(), whole.fingerprint());
  EXPECT_EQ(capped.entries(), one_of_each().size());
  EXPECT_EQ(capped.entries_not_written(), 4u);
  const auto back = read_record(folder.file("capped.jsonl"));
  EXPECT_TRUE(std::holds_alternative<RunEnded>(back.back().event));
}

TEST(Recorder, a_full_disk_and_an_impossible_file_are_errors) {
  EXPECT_THROW(Recorder("/nonexistent/record.jsonl"), std::runtime_error);
  if (!std::filesystem::exists("/dev/full")) GTEST_SKIP();
  Recorder full("/dev/full");
  full.add(0, MachineChanged{"peer1", "running"});
  std::string error;
  EXPECT_FALSE(full.flush(&error));
  EXPECT_EQ(error, "/dev/full: No space left on device");
}

class Echo final : public EntryObserver {
 public:
  explicit Echo(Recorder& recorder) : recorder_(recorder) {}
  void on_entry(const Entry& entry) override {
    times.push_back(entry.at_ns);
    if (entry.at_ns < 3) recorder_.add(entry.at_ns + 10, StepDone{});
  }
  std::vector<std::int64_t> times;

 private:
  Recorder& recorder_;
};

TEST(Recorder, observers_may_add_and_all_see_one_order) {
  Recorder recorder("");
  Echo first(recorder);
  Echo second(recorder);
  recorder.observe(first);
  recorder.observe(second);
  recorder.add(1, StepDone{});
  recorder.add(2, StepDone{});
  EXPECT_EQ(first.times, (std::vector<std::int64_t>{1, 11, 11, 2, 12, 12}));
  EXPECT_EQ(second.times, first.times);
}

}  // namespace
}  // namespace hexad::record
