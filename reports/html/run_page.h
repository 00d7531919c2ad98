// report.html: the whole story of a run in one file that opens from disk and loads nothing.
#pragma once

#include <string>

#include "reports/story.h"
#include "reports/summary.h"

namespace hexad::reports {

/// Below about 5 MB for any run: long lists end with how much more the record holds.
std::string run_page(const Story& story, const RunFacts& facts);

}  // namespace hexad::reports
