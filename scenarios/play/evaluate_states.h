// The checks on states of peers: alarms, what they take one another for, their cluster databases and configurations.
// Read from what each peer logs; whatever a peer told before a boot is forgotten at that boot.
#pragma once

#include "scenarios/load/scenario.h"
#include "scenarios/play/finding.h"
#include "scenarios/play/history.h"

namespace hexad::play {

Finding find(const scenario::AlarmIs& expected, const History& history);
Finding find(const scenario::PeerStateIs& expected, const History& history);
Finding find(const scenario::DatabaseIs& expected, const History& history);
Finding find(const scenario::SameConfiguration& expected, const History& history);

}  // namespace hexad::play
