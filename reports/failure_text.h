// What a terminal shows of a run that did not pass.
#pragma once

#include <string>

#include "reports/story.h"

namespace hexad::reports {

/// Empty for a pass. Else: the reasons; up to three checks that failed or never ran, each with what was expected,
/// what was found, its evidence and ten ladder lines before the end of its window; the command that repeats the run.
std::string failure_text(const Story& story);

}  // namespace hexad::reports
