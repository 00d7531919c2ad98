// The sections of a topology that hold NTP servers, syslog receivers and operators.
#include <fmt/format.h>

#include "topologies/load/text_checks.h"
#include "topologies/load/topology_draft.h"

namespace hexad::topology {

using yaml::MapReader;

void read_ntp(const yaml::Node& section, Draft& draft) {
  for (const yaml::Entry& entry : named_entries(section, "ntp", "'ntp1: {networks: lan}'")) {
    const MapReader keys(entry.value, fmt::format("NTP server '{}'", entry.key), machine_keys({"ahead", "stratum"}));
    NodeDraft machine = read_machine(entry, keys, draft);
    NtpRole role;
    if (const yaml::Node* ahead = keys.find("ahead")) role.offset = yaml::as_duration(*ahead);
    if (const yaml::Node* stratum = keys.find("stratum")) {
      role.stratum = static_cast<unsigned>(yaml::as_integer(*stratum, 1, 16));
    }
    machine.node.role = role;
    draft.nodes.push_back(std::move(machine));
  }
}

void read_syslog(const yaml::Node& section, Draft& draft) {
  for (const yaml::Entry& entry : named_entries(section, "syslog", "'log1: {networks: lan}'")) {
    const MapReader keys(entry.value, fmt::format("syslog receiver '{}'", entry.key), machine_keys({}));
    NodeDraft machine = read_machine(entry, keys, draft);
    machine.node.role = SyslogRole{};
    draft.nodes.push_back(std::move(machine));
  }
}

void read_operators(const yaml::Node& section, Draft& draft) {
  for (const yaml::Entry& entry : named_entries(section, "operators", "'desk: {networks: lan}'")) {
    const MapReader keys(entry.value, fmt::format("operator '{}'", entry.key), machine_keys({}));
    NodeDraft machine = read_machine(entry, keys, draft);
    machine.node.role = OperatorRole{};
    draft.nodes.push_back(std::move(machine));
  }
}

}  // namespace hexad::topology
