// report.html: one file, bounded, proof against what a hostile message holds, and a real browser shows it.
#include "reports/html/run_page.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <sstream>

#include "reports/write_reports.h"
#include "tests/reports/sample_runs.h"
#include "tests/reports/temporary_folder.h"

namespace hexad::reports {
namespace {

constexpr std::size_t kPageBytesMax = 5 * 1000 * 1000;

std::size_t count(const std::string& text, const std::string& word) {
  std::size_t found = 0;
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++found;
  return found;
}

std::string page_of(const std::vector<record::Entry>& entries) {
  return run_page(tell(entries), {"abc123", {}, 0, {}});
}

TEST(Page, loads_nothing_from_anywhere) {
  const std::string page = page_of(sample::nat_run());
  for (const char* word : {"http://", "https://", "src=", "<link", "@import", "url(h"}) {
    EXPECT_EQ(count(page, word), 0u) << word;
  }
  EXPECT_EQ(count(page, "default-src 'none'"), 1u);
}

TEST(Page, a_message_cannot_become_markup) {
  const std::string page = page_of(sample::failing_run());
  EXPECT_EQ(count(page, "</script>"), 1u) << "the page's own";
  EXPECT_EQ(count(page, "&lt;/script&gt;&lt;script&gt;alert(1)"), 1u);
  EXPECT_EQ(count(page, "<b>alarm</b>"), 0u);
  EXPECT_EQ(page.find('\x1b'), std::string::npos);
}

TEST(Page, shows_verdict_repeat_command_failures_faults_and_losses) {
  const std::string page = page_of(sample::failing_run());
  for (const char* part :
       {"<title>fail: srv-failover (seed 7)</title>", "hexad run srv-failover --seed 7", "abc123",
        "The check calls_survive never ran.", "phones-2: peer1 from 1.095 s to 30 s", "peer1 loses its power",
        "lost: powered_off (fault 1)", "first refusal of the run", "ep.sip.sticky", "Capacity &lt;b&gt;alarm"}) {
    EXPECT_NE(page.find(part), std::string::npos) << part;
  }
  EXPECT_LT(page.find("every_phone_finds_another_peer</span>"),
            page.find("every_phone_is_registered_at_the_start</span>"))
      << "failing checks first";
}

TEST(Page, says_so_where_there_is_nothing) {
  const std::string page = page_of(sample::nat_run());
  EXPECT_NE(page.find("No peer raised an alarm."), std::string::npos);
  EXPECT_NE(page.find("The scenario inflicted no fault."), std::string::npos);
  EXPECT_NE(page.find("translated on the way, received as from 203.0.113.77:40001 to 10.9.0.11:5060"),
            std::string::npos);
  EXPECT_NE(page_of({}).find("The record is empty."), std::string::npos);
}

TEST(Page, of_five_thousand_phones_is_bounded_and_keeps_the_failure) {
  const std::string page = page_of(sample::crowd_run(5000));
  EXPECT_LT(page.size(), kPageBytesMax);
  EXPECT_EQ(count(page, "<details class=\"row ") + count(page, "<div class=\"row note "), 1200u);
  EXPECT_NE(page.find("phones (1..5000)"), std::string::npos);
  EXPECT_NE(page.find("the process on peer1 is killed"), std::string::npos);
  EXPECT_NE(page.find("data-f=\"phones-4999\""), std::string::npos);
  EXPECT_NE(page.find("more in the record"), std::string::npos);
}

TEST(Page, of_giant_binary_messages_is_bounded_too) {
  std::vector<record::Entry> entries = {{0, record::RunStarted{}}};
  for (int i = 0; i < 600; ++i) {
    entries.push_back({i, record::Message{"n", true, "sip", "TCP", "10.0.0.1:1", "10.0.0.2:2", std::string(5000, '<'),
                                          std::string(60'000, i % 2 == 0 ? '\xff' : '<')}});
  }
  EXPECT_LT(page_of(entries).size(), kPageBytesMax + 2'000'000);
}

TEST(Page, a_failed_write_names_the_file) {
  const auto entries = sample::nat_run();
  const std::string said = sample::message_of([&] { write_reports("/nonexistent", tell(entries), {}); });
  EXPECT_EQ(said, "/nonexistent/summary.json: No such file or directory");
}

/// Runs a command and returns what it prints; its error output goes to `errors`.
std::string output_of(const std::string& command, const std::string& errors) {
  std::string out;
  FILE* pipe = popen((command + " 2>" + errors).c_str(), "r");
  if (pipe == nullptr) return out;
  char buffer[65536];
  for (std::size_t size = 0; (size = fread(buffer, 1, sizeof buffer, pipe)) > 0;) out.append(buffer, size);
  pclose(pipe);
  return out;
}

TEST(Page, a_browser_shows_it_without_a_complaint) {
  if (std::system("command -v chromium >/dev/null") != 0) GTEST_SKIP() << "chromium is not installed";
  const auto entries = sample::failing_run();
  const sample::TemporaryFolder folder;
  write_reports(folder.path(), tell(entries), {"abc123", {}, 0, {}});
  const std::string errors = folder.file("errors");
  const std::string dom = output_of(
      fmt::format("timeout 120 chromium --headless --no-sandbox --disable-gpu --no-first-run "
                  "--disable-background-networking --disable-component-update --disable-sync --enable-logging=stderr "
                  "--v=0 --user-data-dir={0}/profile --dump-dom file://{0}/report.html",
                  folder.path()),
      errors);
  EXPECT_NE(dom.find("<span class=\"badge fail\">fail</span> srv-failover"), std::string::npos);
  EXPECT_NE(dom.find("57 rows"), std::string::npos) << "the script has run and counted the rows";
  std::ostringstream said;
  said << std::ifstream(errors).rdbuf();
  EXPECT_EQ(said.str().find("CONSOLE"), std::string::npos) << said.str();
}

}  // namespace
}  // namespace hexad::reports
