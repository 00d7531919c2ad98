// Records of runs as a simulation would leave them, made by hand: small enough to reason about, with everything in
// them that a report must show.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "reports/record/event.h"

namespace hexad::reports::sample {

/// Six phones, three peers and a DNS server on one network. peer1 loses its power at 30 s and phones-2 never finds
/// another peer, since peer2 refuses it: one check fails, one passes, one never runs. Some text in it is hostile.
std::vector<record::Entry> failing_run();

/// A phone at home behind a translating router, a peer in a DMZ behind another one, a phone inside. All is well.
std::vector<record::Entry> nat_run();

/// `phones` phones register with three peers and refresh every 50 s for 300 s. peer1 is killed at 150 s; the last phone
/// is then not registered again, which fails a check.
std::vector<record::Entry> crowd_run(std::uint32_t phones);

}  // namespace hexad::reports::sample
