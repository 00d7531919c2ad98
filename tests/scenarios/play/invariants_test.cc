#include "scenarios/play/invariants.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "tests/scenarios/play/play_fixture.h"

namespace hexad::play {
namespace {

std::vector<std::string> broken(const Invariants& invariants) {
  std::vector<std::string> names;
  for (const record::CheckResult& result : invariants.results(100 * kSecond)) {
    if (result.verdict != record::Verdict::pass) names.push_back(result.name);
  }
  return names;
}

TEST(Invariants, hold_for_a_run_in_order) {
  Invariants invariants;
  invariants.on_entry(sip(1, "phones-1", true, "10.1.0.11:5060", "REGISTER sip:example.com"));
  invariants.on_entry(sip(2, "phones-1", false, "10.1.0.11:5060", "200 OK (REGISTER)"));
  invariants.on_entry(endpoint_says(3, "phones-1", "registered", "10.1.0.11:5060"));
  EXPECT_EQ(broken(invariants), std::vector<std::string>{});
}

TEST(Invariants, see_a_registration_without_its_200) {
  Invariants invariants;
  invariants.on_entry(sip(2, "phones-1", false, "10.1.0.12:5060", "200 OK (REGISTER)"));
  invariants.on_entry(endpoint_says(3, "phones-1", "registered", "10.1.0.11:5060"));
  EXPECT_EQ(broken(invariants), std::vector<std::string>{"registered_follows_a_200"});
}

TEST(Invariants, see_time_run_backwards_a_broken_message_and_an_error) {
  Invariants invariants;
  invariants.on_entry(endpoint_says(5, "phones-1", "registering"));
  record::Entry bad = sip(4, "phones-1", true, "10.1.0.12:5060", "REGISTER");
  std::get<record::Message>(bad.event).bytes = "REGISTER\r\n\r\n";
  invariants.on_entry(bad);
  invariants.on_entry({6, record::LogLine{"peer1", "error", "sip", "broken", "it broke", {}}});
  EXPECT_EQ(broken(invariants), (std::vector<std::string>{"time_never_runs_backwards", "every_sip_message_sent_parses",
                                                          "no_program_reports_an_error"}));
}

}  // namespace
}  // namespace hexad::play
