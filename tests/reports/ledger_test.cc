#include "reports/conform/ledger.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "reports/conform/matrix.h"
#include "tests/reports/temporary_folder.h"

namespace hexad::conform {
namespace {

using record::Verdict;
using reports::sample::message_of;
using reports::sample::TemporaryFolder;

Ledger whole() {
  const std::string folder = std::string(HEXAD_SOURCE_DIR) + "/reports/";
  return Ledger::load(folder + "requirements.yaml", folder + "exclusions.yaml");
}

Standing standing(const Ledger& ledger, const char* id) { return ledger.standing(*ledger.find(id)); }

TEST(Ledger, holds_the_whole_catalogue_and_claims_nothing_by_itself) {
  const Ledger ledger = whole();
  const Counts total = ledger.total();
  EXPECT_EQ(total.all(), 648u);
  EXPECT_EQ(total.excluded, 22u) << "16 of kind documentation, 6 by exclusions.yaml";
  EXPECT_EQ(total.uncovered, 626u);
  EXPECT_EQ(ledger.catalogue().groups.size(), 34u);
  std::size_t sum = 0;
  for (const auto& group : ledger.catalogue().groups) sum += ledger.counts(group).all();
  EXPECT_EQ(sum, 648u);
}

TEST(Ledger, cites_guides_by_title_and_section) {
  const Ledger ledger = whole();
  for (const Requirement& requirement : ledger.catalogue().requirements) {
    ASSERT_FALSE(requirement.sources.empty()) << requirement.id;
    for (const Citation& source : requirement.sources) {
      EXPECT_TRUE(source.guide.starts_with("Cisco ")) << requirement.id << ": " << source.guide;
      EXPECT_EQ(source.guide.find(".txt"), std::string::npos);
    }
  }
}

TEST(Ledger, the_worst_evidence_decides) {
  Ledger ledger = whole();
  const char* id = "pre.same-version";
  EXPECT_EQ(standing(ledger, id), Standing::uncovered);
  ledger.add_evidence({id, "x12", "one", Verdict::pass});
  EXPECT_EQ(standing(ledger, id), Standing::verified);
  ledger.add_evidence({id, "x12", "two", Verdict::invalid});
  EXPECT_EQ(standing(ledger, id), Standing::invalid);
  ledger.add_evidence({id, "x12", "three", Verdict::fail});
  EXPECT_EQ(standing(ledger, id), Standing::failing);
  ledger.add_evidence({id, "x12", "three", Verdict::pass});
  ledger.add_evidence({id, "x12", "two", Verdict::pass});
  EXPECT_EQ(standing(ledger, id), Standing::verified) << "the same runs, done again";
  EXPECT_EQ(ledger.evidence(id).size(), 3u);
}

TEST(Ledger, an_excluded_id_stays_excluded_with_its_reason) {
  Ledger ledger = whole();
  ledger.add_evidence({"ipsec.main-mode", "", "test", Verdict::pass});
  EXPECT_EQ(standing(ledger, "ipsec.main-mode"), Standing::excluded);
  EXPECT_NE(ledger.exclusion(*ledger.find("ipsec.main-mode")).find("pre-shared key"), std::string::npos);
  EXPECT_EQ(standing(ledger, "ms.separate-guide"), Standing::excluded);
}

TEST(Ledger, once_releases_differ_each_needs_evidence_of_its_own) {
  Ledger ledger = whole();
  const char* id = "pre.same-version";
  ledger.add_evidence({id, "x12", "one", Verdict::pass});
  ledger.require_releases({"x12", "x8.9"});
  EXPECT_EQ(standing(ledger, id), Standing::uncovered);
  ledger.add_evidence({id, "x8.9", "one", Verdict::pass});
  EXPECT_EQ(standing(ledger, id), Standing::verified);
  const char* only_x12 = "pre.no-mix-c-e";
  ledger.add_evidence({only_x12, "x12", "one", Verdict::pass});
  EXPECT_EQ(standing(ledger, only_x12), Standing::verified) << "it lists no x8.9";
  EXPECT_EQ(message_of([&] { ledger.require_releases({"x9"}); }), "there is no release \"x9\"");
}

TEST(Ledger, a_misspelt_id_is_an_error_with_the_nearest_one) {
  Ledger ledger = whole();
  EXPECT_EQ(message_of([&] {
              ledger.add_evidence({"pre.same-versoin", "x12", "srv-failover", Verdict::pass});
            }),
            "srv-failover: there is no requirement \"pre.same-versoin\"; did you mean \"pre.same-version\"?");
  EXPECT_EQ(message_of([&] {
              ledger.add_evidence({"pre.same-version", "x13", "run", Verdict::pass});
            }),
            "run: there is no release \"x13\"");
}

TEST(Ledger, both_spellings_of_a_release_stand_in_one_table) {
  EXPECT_EQ(catalogue_release("x12"), "x12+");
  EXPECT_EQ(catalogue_release("vcs-x8.9.1"), "x8.9.1-vcs");
  EXPECT_EQ(catalogue_release("x8.9"), "x8.9-exp");
  EXPECT_EQ(catalogue_release("x8.1"), "x8.1-exp");
  EXPECT_EQ(catalogue_release("x12+"), "");
}

TEST(Ledger, bad_files_name_the_line) {
  const TemporaryFolder folder;
  const std::string exclusions = folder.write("exclusions.yaml", "exclusions: []\n");
  const auto said = [&](const std::string& text) {
    const std::string file = folder.write("r.yaml", text);
    std::string message = message_of([&] { Ledger::load(file, exclusions); });
    return message.starts_with(file) ? message.substr(file.size()) : message;
  };
  EXPECT_EQ(said("requirements:\n- id: a\n"), ":2: expected \"group\" with a text");
  EXPECT_EQ(said("requirements: 3\n"), ":1: expected \"requirements\" with a list");
  const std::string one =
      "- id: a\n  group: g\n  text: t\n  releases: [x12+]\n  kind: unit\n  check: c\n  source: []\n";
  EXPECT_EQ(said("requirements:\n" + one + one), ":9: the id \"a\" stands here a second time");
  EXPECT_EQ(
      said(
          "requirements:\n- id: a\n  group: g\n  text: t\n  releases: [x13]\n  kind: unit\n  check: c\n  source: []\n"),
      ":2: \"x13\" is not a release");
  EXPECT_NE(said("a: [\n").find(":2:1: "), std::string::npos);
  EXPECT_EQ(message_of([&] { read_catalogue("/nonexistent"); }), "/nonexistent: cannot be read");
  const std::string wrong = folder.write("e.yaml", "exclusions:\n- id: b\n  reason: because\n");
  const std::string file = folder.write("r.yaml", "requirements:\n" + one);
  EXPECT_EQ(message_of([&] { Ledger::load(file, wrong); }),
            wrong + ": there is no requirement \"b\"; did you mean \"a\"?");
}

TEST(Matrix, json_has_the_five_counts_in_total_and_for_each_group) {
  Ledger ledger = whole();
  ledger.add_evidence({"pre.same-version", "", "test a.b", Verdict::pass});
  ledger.add_evidence({"pre.lan-unique", "", "test a.b", Verdict::fail});
  const auto json = nlohmann::json::parse(to_json(ledger));
  EXPECT_EQ(json["total"],
            (nlohmann::json{{"verified", 1}, {"failing", 1}, {"excluded", 22}, {"uncovered", 624}, {"invalid", 0}}));
  EXPECT_EQ(json["groups"].size(), 34u);
  EXPECT_EQ(json["groups"]["prerequisites"]["failing"], 1);
  EXPECT_EQ(json.size(), 2u);
}

TEST(Matrix, text_and_page_agree_on_the_counts) {
  Ledger ledger = whole();
  ledger.add_evidence({"pre.same-version", "", "test a.b", Verdict::pass});
  ledger.add_evidence({"pre.lan-unique", "x12", "run <7>", Verdict::fail});
  std::ostringstream text;
  print_matrix(ledger, text);
  EXPECT_NE(text.str().find("total                         1          1          0        624         22      648\n"),
            std::string::npos)
      << text.str();
  EXPECT_NE(text.str().find("failing pre.lan-unique\n  run <7>\n"), std::string::npos);
  const std::string page = matrix_page(ledger);
  EXPECT_NE(page.find("1 of 648 requirements of the guides are verified"), std::string::npos);
  EXPECT_NE(page.find("run &lt;7&gt;: fail"), std::string::npos);
  EXPECT_NE(page.find("ipsec.dh-group"), std::string::npos);
  EXPECT_LT(page.size(), 2'000'000u);
}

}  // namespace
}  // namespace hexad::conform
