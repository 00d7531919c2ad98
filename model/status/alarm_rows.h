// The alarm table's rows as they are written down, in files by what the alarms are about. alarm_table.cc joins
// them, gives each its UUID and words them for a release.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "model/status/alarms.h"

namespace hexad::status {

struct AlarmRow {
  std::uint32_t id;
  AlarmSeverity severity;
  std::string_view title;
  std::string_view description;
  std::string_view action;
};

// Each sorted by id; one after the other they are sorted, too.
std::span<const AlarmRow> system_alarm_rows();
std::span<const AlarmRow> network_alarm_rows();
std::span<const AlarmRow> security_alarm_rows();
/// Of what has no published id.
std::span<const AlarmRow> our_alarm_rows();

}  // namespace hexad::status
