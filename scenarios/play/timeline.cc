#include "scenarios/play/timeline.h"

#include <algorithm>

namespace hexad::play {
namespace {

bool some_step_boots(const scenario::Scenario& scenario, const std::string& node) {
  return std::any_of(scenario.steps.begin(), scenario.steps.end(), [&](const scenario::Step& step) {
    const auto* boot = std::get_if<scenario::Boot>(&step.action);
    return boot != nullptr &&
           std::find(boot->nodes.nodes.begin(), boot->nodes.nodes.end(), node) != boot->nodes.nodes.end();
  });
}

/// From when the peers should have found together on, every now and then.
void add_looks(const scenario::Scenario& scenario, std::vector<Deed>& deeds) {
  constexpr host::Duration kEvery = std::chrono::seconds(15);
  for (std::size_t index = 0; index < scenario.checks.size(); ++index) {
    const auto* expected = std::get_if<scenario::Converges>(&scenario.checks[index].expectation);
    if (expected == nullptr) continue;
    const host::Duration from = expected->from + expected->within;
    for (host::Duration at = from; at < from + expected->cure; at += kEvery) {
      deeds.push_back({at, LookAfter{index}, kNoStep, false});
    }
  }
}

}  // namespace

std::vector<Deed> timeline_of(const scenario::Scenario& scenario) {
  std::vector<Deed> deeds;
  for (const topology::Node& node : scenario.topology.nodes) {
    if (!std::holds_alternative<topology::RouterRole>(node.role) || some_step_boots(scenario, node.name)) continue;
    deeds.push_back({host::Duration(0), BootOne{node.name}, kNoStep, false});
  }
  for (std::size_t index = 0; index < scenario.steps.size(); ++index) {
    const scenario::Step& step = scenario.steps[index];
    if (const auto* boot = std::get_if<scenario::Boot>(&step.action)) {
      const auto count = static_cast<std::int64_t>(boot->nodes.nodes.size());
      for (std::int64_t i = 0; i < count; ++i) {
        deeds.push_back({step.at + boot->spread * i / count, BootOne{boot->nodes.nodes[static_cast<std::size_t>(i)]},
                         index, i == 0});
      }
    } else if (const auto* inflict = std::get_if<scenario::Inflict>(&step.action)) {
      deeds.push_back({step.at, BeginFaults{index}, index, true});
      if (inflict->lasts) deeds.push_back({step.at + *inflict->lasts, EndFaults{index}, index, false});
    } else if (const auto* heal = std::get_if<scenario::Heal>(&step.action)) {
      deeds.push_back({step.at, EndFaults{heal->step}, index, true});
    } else if (std::holds_alternative<scenario::Operate>(step.action)) {
      deeds.push_back({step.at, OperateNow{index}, index, true});
    } else if (std::holds_alternative<scenario::PlaceCall>(step.action)) {
      deeds.push_back({step.at, CallOne{index}, index, true});
    } else if (std::holds_alternative<scenario::Readdress>(step.action)) {
      deeds.push_back({step.at, ReaddressOne{index}, index, true});
    } else {
      deeds.push_back({step.at, BeginProcedure{index}, index, true});
    }
  }
  add_looks(scenario, deeds);
  std::stable_sort(deeds.begin(), deeds.end(), [](const Deed& a, const Deed& b) { return a.at < b.at; });
  return deeds;
}

}  // namespace hexad::play
