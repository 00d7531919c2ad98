// The files that a finished run leaves beside its record.
#pragma once

#include <string>
#include <vector>

#include "reports/story.h"
#include "reports/summary.h"

namespace hexad::reports {

/// Writes summary.json, junit.xml, ladder.txt and report.html into an existing folder. Throws std::runtime_error that
/// names the file that could not be written.
void write_reports(const std::string& folder, const Story& story, const RunFacts& facts);

}  // namespace hexad::reports
