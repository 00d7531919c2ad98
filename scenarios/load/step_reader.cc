// The steps of a scenario: what the operator and fate do, and when.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "scenarios/load/scenario_draft.h"
#include "topologies/load/duration_text.h"
#include "topologies/load/text_checks.h"

namespace hexad::scenario {

namespace {

using topology::format_duration;
using world::Fault;
using world::FaultKind;
using yaml::MapReader;
using yaml::refuse;

const std::vector<std::string> kActions = {"boot",      "kill",      "power_off",  "link_down",   "loss",
                                           "delay",     "partition", "block_port", "forget_idle", "step_clock",
                                           "fill_disk", "fail_disk", "heal",       "operate",     "procedure",
                                           "readdress", "call"};

struct StepDraft {
  Step step;
  yaml::Place place;
};

void read_fault_keys(const MapReader& keys, const Names& names, Duration at, Inflict& inflict, std::string& text) {
  if (const yaml::Node* lasts = keys.find("for")) {
    inflict.lasts = yaml::as_duration(*lasts, std::chrono::milliseconds(1));
    if (at + *inflict.lasts > names.duration()) {
      refuse(lasts->place, fmt::format("the fault would end at {}: expected at most the duration, {}",
                                       format_duration(at + *inflict.lasts), format_duration(names.duration())));
    }
    text += " for " + format_duration(*inflict.lasts);
  }
  if (const yaml::Node* label = keys.find("label")) {
    inflict.label = yaml::as_name(*label, "a label: letters, digits, '-' and '_'");
    if (inflict.lasts)
      refuse(label->place, "found a label beside 'for': expected one of them, since the fault ends by itself");
  }
}

/// The one action of a step.
const yaml::Entry& action_of(const yaml::Node& node) {
  const yaml::Entry* action = nullptr;
  for (const yaml::Entry& entry : node.entries) {
    if (std::find(kActions.begin(), kActions.end(), entry.key) == kActions.end()) continue;
    if (action != nullptr) {
      refuse(entry.place, fmt::format("found '{}' beside '{}': expected one action in a step", entry.key, action->key));
    }
    action = &entry;
  }
  if (action == nullptr)
    refuse(node.place,
           fmt::format("found no action in a step: expected {}", yaml::join_names(kActions, kActions.size())));
  return *action;
}

/// Keys that belong to another action than this step's.
void refuse_strays(const MapReader& keys, const std::string& action) {
  const auto refuse_unless = [&](bool fits, std::string_view key, std::string_view with) {
    const yaml::Node* stray = keys.find(key);
    if (stray == nullptr || fits) return;
    refuse(stray->place, fmt::format("found '{}' beside '{}': expected it with {} only", key, action, with));
  };
  const bool is_procedure = action == "procedure";
  const bool is_fault = action != "boot" && action != "heal" && action != "operate" && action != "readdress" &&
                        action != "call" && !is_procedure;
  for (const std::string_view key : {"for", "label"}) refuse_unless(is_fault, key, "a fault");
  refuse_unless(action == "boot", "spread", "boot");
  for (const std::string& key : kOperateKeys) {
    refuse_unless(action == "operate" || (is_procedure && key == "verifies"), key, "operate");
  }
  for (const std::string& key : kProcedureKeys) refuse_unless(is_procedure, key, "procedure");
}

Boot read_boot(const MapReader& keys, const yaml::Node& value, const Names& names, Step& step) {
  Boot boot{names.select(value, Kind::not_router), {}};
  step.text = "boot " + boot.nodes.text;
  if (const yaml::Node* spread = keys.find("spread")) {
    boot.spread = yaml::as_duration(*spread);
    if (step.at + boot.spread > names.duration()) refuse(spread->place, "the last boot would come after the end");
    step.text += " over " + format_duration(boot.spread);
  }
  return boot;
}

StepDraft read_step(const yaml::Node& node, const Names& names, const Scenario& scenario) {
  std::vector<std::string> known = {"at", "spread", "for", "label"};
  known.insert(known.end(), kActions.begin(), kActions.end());
  known.insert(known.end(), kOperateKeys.begin(), kOperateKeys.end());
  known.insert(known.end(), kProcedureKeys.begin(), kProcedureKeys.end());
  const MapReader keys(node, "a step", known);
  StepDraft draft;
  draft.place = node.place;
  Step& step = draft.step;
  step.line = node.place.line;
  step.at = names.time(keys.at("at", "a time such as 10 s"));
  const yaml::Entry& action = action_of(node);
  refuse_strays(keys, action.key);
  if (action.key == "boot") {
    step.action = read_boot(keys, action.value, names, step);
  } else if (action.key == "operate") {
    read_operate(keys, names, step);
  } else if (action.key == "procedure") {
    read_procedure(keys, names, step);
  } else if (action.key == "call") {
    step.action = read_call(action.value, names, step.text);
  } else if (action.key == "readdress") {
    step.action = read_readdress(action.value, names, scenario, step.text);
  } else if (action.key == "heal") {
    Heal heal;
    heal.label = yaml::as_name(action.value, "the label of an earlier fault");
    step.text = "heal " + heal.label;
    step.action = std::move(heal);
  } else {
    Inflict inflict = read_fault(action.key, action.value, names, step.text);
    read_fault_keys(keys, names, step.at, inflict, step.text);
    step.action = std::move(inflict);
  }
  return draft;
}

/// Matches each heal with the fault before it of that label, and each labelled fault with one heal at most.
void match_heals(std::vector<StepDraft>& drafts) {
  std::map<std::string, std::size_t> open;
  std::vector<std::string> labels;
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    const auto* inflict = std::get_if<Inflict>(&drafts[i].step.action);
    if (inflict != nullptr && !inflict->label.empty()) {
      if (std::find(labels.begin(), labels.end(), inflict->label) != labels.end()) {
        refuse(drafts[i].place,
               fmt::format("duplicate label '{}': expected one of its own for each fault", inflict->label));
      }
      labels.push_back(inflict->label);
      open.emplace(inflict->label, i);
    }
    auto* heal = std::get_if<Heal>(&drafts[i].step.action);
    if (heal == nullptr) continue;
    const auto fault = open.find(heal->label);
    if (fault == open.end()) {
      refuse(drafts[i].place, fmt::format("nothing to heal: expected a fault with 'label: {}' before {}{}", heal->label,
                                          format_duration(drafts[i].step.at), yaml::suggestion(heal->label, labels)));
    }
    heal->step = fault->second;
    open.erase(fault);
  }
}

/// What each machine is doing, to refuse what the world would: booting what runs, stopping what does not.
class MachineStates {
 public:
  explicit MachineStates(const topology::Topology& topology) {
    for (const topology::Node& node : topology.nodes) {
      if (std::holds_alternative<topology::RouterRole>(node.role)) running_.emplace(node.name, 0);
    }
  }

  void follow(const std::vector<StepDraft>& drafts) {
    for (const StepDraft& draft : drafts) {
      revive_until(draft.step.at);
      if (const auto* started = std::get_if<Boot>(&draft.step.action)) {
        for (const std::string& node : started->nodes.nodes) boot(node, draft.place);
      } else if (const auto* inflict = std::get_if<Inflict>(&draft.step.action)) {
        for (const Fault& fault : inflict->faults) stop(fault, *inflict, draft);
      } else if (const auto* operate = std::get_if<Operate>(&draft.step.action)) {
        expect_running(operate->by, draft.place);
      } else if (const auto* call = std::get_if<PlaceCall>(&draft.step.action)) {
        expect_running(call->from, draft.place);
      } else if (const auto* heal = std::get_if<Heal>(&draft.step.action)) {
        const auto& healed = std::get<Inflict>(drafts[heal->step].step.action);
        for (const Fault& fault : healed.faults) {
          if (stops(fault)) boot(fault.node, draft.place);
        }
      }
    }
    revive_until(Duration::max());
  }

 private:
  static bool stops(const Fault& fault) { return fault.kind == FaultKind::kill || fault.kind == FaultKind::power_off; }

  void boot(const std::string& node, const yaml::Place& place) {
    const auto [other, fresh] = running_.emplace(node, place.line);
    if (!fresh) {
      refuse(place, fmt::format("{} is running already, since the step in line {}", node, other->second));
    }
  }

  void expect_running(const std::string& node, const yaml::Place& place) const {
    if (running_.count(node) == 0) {
      refuse(place, fmt::format("{} is not running then: expected a step before it that boots it", node));
    }
  }

  void stop(const Fault& fault, const Inflict& inflict, const StepDraft& draft) {
    if (!stops(fault)) return;
    if (running_.erase(fault.node) == 0) {
      refuse(draft.place, fmt::format("{} is not running then, so that stopping it would touch nothing", fault.node));
    }
    if (inflict.lasts) revivals_.emplace(draft.step.at + *inflict.lasts, std::make_pair(fault.node, draft.place));
  }

  void revive_until(Duration time) {
    while (!revivals_.empty() && revivals_.begin()->first <= time) {
      const auto [node, place] = revivals_.begin()->second;
      revivals_.erase(revivals_.begin());
      boot(node, place);
    }
  }

  std::map<std::string, int> running_;  ///< With the line of the step that booted it.
  std::multimap<Duration, std::pair<std::string, yaml::Place>> revivals_;
};

}  // namespace

std::vector<Step> read_steps(const yaml::Node& list, const Names& names, const Scenario& scenario) {
  const auto items = yaml::as_list(list, "a list of steps");
  if (items.empty()) refuse(list.place, "found no steps: expected at least one");
  std::vector<StepDraft> drafts;
  for (const yaml::Node* item : items) drafts.push_back(read_step(*item, names, scenario));
  std::stable_sort(drafts.begin(), drafts.end(), [](const auto& a, const auto& b) { return a.step.at < b.step.at; });
  match_heals(drafts);
  MachineStates(names.topology()).follow(drafts);
  AddressBook addresses(names.topology());
  for (const StepDraft& draft : drafts) {
    if (const auto* change = std::get_if<Readdress>(&draft.step.action)) addresses.follow(*change, draft.place);
  }
  std::vector<Step> steps;
  for (StepDraft& draft : drafts) steps.push_back(std::move(draft.step));
  return steps;
}

}  // namespace hexad::scenario
