// summary.json: what a program wants to know of a run without reading its record.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "reports/story.h"

namespace hexad::reports {

/// What the record itself cannot say of the run.
struct RunFacts {
  std::string fingerprint;                                    ///< Recorder::fingerprint()
  std::vector<std::pair<std::string, std::string>> versions;  ///< "hexad", "ns3", "openssl", ... and theirs
  std::uint64_t entries_not_written = 0;                      ///< Recorder::entries_not_written()
  std::vector<std::string> caps;  ///< "pcap/lan.pcap stopped at 100 MB": one sentence for each cap reached.
};

/// Indented JSON with a line end. Keys in a fixed order, no real time in it: equal runs give equal bytes.
std::string summary_json(const Story& story, const RunFacts& facts);

/// facts.caps, and a sentence for a record that reached its cap.
std::vector<std::string> caps_reached(const RunFacts& facts);

/// The facts of a finished run from its summary.json, to draw its reports again. Throws std::runtime_error that names
/// the file.
RunFacts read_facts(const std::string& summary_file);

}  // namespace hexad::reports
