#include "reports/junit.h"

#include <gtest/gtest.h>

#include <pugixml.hpp>

#include "tests/reports/sample_runs.h"

namespace hexad::reports {
namespace {

pugi::xml_document parsed(const std::string& xml) {
  pugi::xml_document document;
  const auto result = document.load_string(xml.c_str());
  EXPECT_TRUE(result) << result.description();
  return document;
}

TEST(Junit, a_failing_run_has_a_case_for_each_check_with_evidence_and_ids) {
  const auto entries = sample::failing_run();
  const auto document = parsed(junit_xml(tell(entries), {"abc123", {{"ns3", "3.37"}}, 0, {}}));
  const auto suite = document.child("testsuites").child("testsuite");
  EXPECT_EQ(suite.attribute("tests").as_int(), 3);
  EXPECT_EQ(suite.attribute("failures").as_int(), 1);
  EXPECT_EQ(suite.attribute("errors").as_int(), 1);
  const auto property = [&](const char* name) {
    return std::string(suite.child("properties").find_child_by_attribute("name", name).attribute("value").value());
  };
  EXPECT_EQ(property("seed"), "7");
  EXPECT_EQ(property("fingerprint"), "abc123");
  EXPECT_EQ(property("version.ns3"), "3.37");
  EXPECT_EQ(property("world"), "ns3");
  const auto failed = suite.find_child_by_attribute("testcase", "name", "every_phone_finds_another_peer");
  EXPECT_STREQ(failed.attribute("classname").value(), "srv-failover");
  EXPECT_NE(std::string(failed.child("failure").text().get()).find("phones-2: peer1 from 1.095 s"), std::string::npos);
  EXPECT_STREQ(failed.child("properties").find_child_by_attribute("name", "verifies").attribute("value").value(),
               "ep.sip.srv ep.sip.sticky");
  EXPECT_TRUE(suite.find_child_by_attribute("testcase", "name", "calls_survive").child("error"));
  const auto passed = suite.find_child_by_attribute("testcase", "name", "every_phone_is_registered_at_the_start");
  EXPECT_FALSE(passed.child("failure"));
  EXPECT_FALSE(passed.child("error"));
}

TEST(Junit, hostile_text_leaves_it_well_formed) {
  auto entries = sample::failing_run();
  for (auto& entry : entries) {
    if (auto* check = std::get_if<record::CheckResult>(&entry.event)) {
      check->evidence.push_back(std::string("]]> </failure> \x1b \0 \xff &", 24));
      check->name += "<\"\x01\">";
    }
  }
  parsed(junit_xml(tell(entries), {}));
}

TEST(Junit, a_run_that_is_invalid_though_its_checks_pass_is_not_green) {
  auto entries = sample::nat_run();
  std::get<record::RunEnded>(entries.back().event) = {record::Verdict::invalid, {"fault 1 touched nothing"}};
  const auto document = parsed(junit_xml(tell(entries), {}));
  const auto suite = document.child("testsuites").child("testsuite");
  EXPECT_EQ(suite.attribute("tests").as_int(), 2);
  EXPECT_EQ(suite.attribute("errors").as_int(), 1);
  EXPECT_STREQ(suite.find_child_by_attribute("testcase", "name", "run").child("error").text().get(),
               "fault 1 touched nothing");
}

}  // namespace
}  // namespace hexad::reports
