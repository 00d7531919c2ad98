#include "reports/write_reports.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <stdexcept>

#include "reports/html/run_page.h"
#include "reports/junit.h"
#include "reports/ladder_text.h"

namespace hexad::reports {
namespace {

void write(const std::string& file, const std::string& content) {
  errno = 0;
  std::ofstream out(file, std::ios::binary);
  out << content;
  out.close();
  if (!out) throw std::runtime_error(fmt::format("{}: {}", file, std::strerror(errno)));
}

}  // namespace

void write_reports(const std::string& folder, const Story& story, const RunFacts& facts) {
  write(folder + "/summary.json", summary_json(story, facts));
  write(folder + "/junit.xml", junit_xml(story, facts));
  write(folder + "/ladder.txt", ladder_text(story));
  write(folder + "/report.html", run_page(story, facts));
}

}  // namespace hexad::reports
