// junit.xml: one suite for the run, a case for each check and invariant, in the dialect that GitHub, GitLab and
// Jenkins read alike.
#pragma once

#include <string>

#include "reports/story.h"
#include "reports/summary.h"

namespace hexad::reports {

/// A failed check is a <failure> with its evidence, an invalid one an <error>. A run that is no pass although all its
/// checks are gets one more case, "run", with its reasons. Times are simulated.
std::string junit_xml(const Story& story, const RunFacts& facts);

}  // namespace hexad::reports
