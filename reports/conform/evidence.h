// What finished runs and tests say of the requirements.
#pragma once

#include <string>
#include <vector>

#include "reports/record/event.h"

namespace hexad::conform {

struct Evidence {
  std::string id;       ///< Of a requirement.
  std::string release;  ///< "x12"; empty for what holds in every release (a unit test).
  std::string run;      ///< "srv-failover seed 7 ns3", "test Suite.name"
  record::Verdict verdict = record::Verdict::pass;
};

/// The evidence of one finished run, from its summary.json, or from its record.jsonl where that is missing. An id that
/// checks name has the worst verdict among them; an id that only the scenario names has the run's. An invalid run
/// proves nothing: all its passes are invalid. Throws std::runtime_error that names the file.
std::vector<Evidence> evidence_from_run(const std::string& folder);

/// Of every run at or below `folder`, in the order of their paths.
std::vector<Evidence> evidence_from_runs(const std::string& folder);

/// Of all GoogleTest XML files (--gtest_output=xml:FOLDER/) in `folder`: the tests that call verifies(...) of
/// tests/support/verifies.h. A skipped test is no evidence. Throws std::runtime_error that names the file.
std::vector<Evidence> evidence_from_gtest_xml(const std::string& folder);

}  // namespace hexad::conform
