// The parts of a run's page. Each returns finished HTML, bounded in size whatever the run was.
#pragma once

#include <string>

#include "reports/story.h"
#include "reports/summary.h"

namespace hexad::reports {

/// Verdict, seed, fingerprint, repeat command, reasons, counts and size caps.
std::string header_section(const Story& story, const RunFacts& facts);
/// Failing checks first and open.
std::string checks_section(const Story& story);
/// Networks as bars, their nodes below them, routers and whatever else stands on several networks to their right.
std::string topology_section(const Story& story);
/// One lane per machine, per group of endpoints and per check.
std::string timeline_section(const Story& story);
/// Every fault with the counts of what it touched.
std::string faults_section(const Story& story);
/// The ladder, each row opening the whole message.
std::string ladder_section(const Story& story);
/// Alarms per peer.
std::string alarms_section(const Story& story);
/// Log lines: warnings and errors first to be kept, in order of time.
std::string logs_section(const Story& story);
/// Requirement ids with what this run says of each.
std::string requirements_section(const Story& story);

}  // namespace hexad::reports
