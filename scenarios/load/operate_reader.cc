// Steps in which an operator administers a peer: what is asked, over which interfaces, and what answer is expected.
#include <fmt/format.h>

#include <algorithm>

#include "model/config/configuration.h"
#include "scenarios/load/scenario_draft.h"
#include "topologies/load/text_checks.h"

namespace hexad::scenario {

const std::vector<std::string> kOperateKeys = {"by", "via", "set", "read", "run", "expect", "refused", "verifies"};

namespace {

using yaml::MapReader;
using yaml::refuse;
using What = Operate::What;

std::string read_operator(const MapReader& keys, const Names& names) {
  std::vector<std::string> operators;
  for (const topology::Node& node : names.topology().nodes) {
    if (std::holds_alternative<topology::OperatorRole>(node.role)) operators.push_back(node.name);
  }
  if (const yaml::Node* by = keys.find("by")) return names.select(*by, Kind::operator_).nodes.front();
  if (operators.size() == 1) return operators.front();
  refuse(keys.place(),
         operators.empty()
             ? fmt::format("topology '{}' has no operator: expected a section operators in it", names.topology().name)
             : fmt::format("several operators: expected by: {}", yaml::join_names(operators)));
}

std::vector<std::string> read_interfaces(const MapReader& keys, What what) {
  const yaml::Node* via = keys.find("via");
  if (via == nullptr) return {"cli"};
  std::vector<std::string> interfaces;
  for (const yaml::Node* item : yaml::as_list(*via, "web, cli, json, xml or a list of them", true)) {
    interfaces.push_back(
        yaml::as_choice<std::string>(*item, {{"web", "web"}, {"cli", "cli"}, {"json", "json"}, {"xml", "xml"}}));
    if (std::count(interfaces.begin(), interfaces.end(), interfaces.back()) > 1) {
      refuse(item->place, fmt::format("found '{}' twice", interfaces.back()));
    }
    if (what == What::run && interfaces.back() != "cli") {
      refuse(item->place, "a line is run by the command interpreter: expected via: cli");
    }
  }
  if (interfaces.empty()) yaml::refuse_value(*via, "web, cli, json, xml or a list of them");
  return interfaces;
}

/// A setting of the table, as it is spelt there. Any release's: which one the peer has is the run's matter.
std::string read_path(const yaml::Node& node, std::string_view text) {
  for (const config::ReleaseName& release : config::kReleases) {
    if (const auto ref = config::Configuration(release.release).resolve(text)) return ref->path();
  }
  refuse(node.place, config::Configuration().resolve(text).error().detail);
}

void read_what(const MapReader& keys, Operate& operate, std::string& text) {
  const yaml::Node* set = keys.find("set");
  const yaml::Node* read = keys.find("read");
  const yaml::Node* run = keys.find("run");
  if ((set != nullptr) + (read != nullptr) + (run != nullptr) != 1) {
    refuse(keys.place(), "expected one of set, read and run beside 'operate'");
  }
  if (set != nullptr) {
    constexpr std::string_view kExpected = "a setting and its value, such as \"SIP UDP Mode: On\", in quotes";
    const std::string line = yaml::as_text(*set, kExpected);
    const std::size_t colon = line.find(": ");
    if (colon == std::string::npos) yaml::refuse_value(*set, kExpected);
    operate.what = What::set;
    operate.path = read_path(*set, line.substr(0, colon));
    operate.value = line.substr(colon + 2);
    text = fmt::format("set {}: {}", operate.path, operate.value);
  } else if (read != nullptr) {
    operate.what = What::read;
    operate.path = read_path(*read, yaml::as_text(*read, "a setting such as SIP UDP Mode"));
    text = fmt::format("read {}", operate.path);
  } else {
    operate.what = What::run;
    operate.line = yaml::as_text(*run, "a line such as xCommand Restart");
    text = operate.line;
  }
}

}  // namespace

std::string_view to_string(What what) {
  switch (what) {
    case What::set: return "set";
    case What::read: return "read";
    case What::run: return "run";
  }
  return "";
}

void read_operate(const MapReader& keys, const Names& names, Step& step) {
  Operate operate;
  operate.peer = names.node(keys.at("operate", "the name of a peer"));
  if (names.select(*keys.find("operate"), Kind::peer).nodes.size() != 1) {
    refuse(keys.place(), "expected one peer");
  }
  operate.by = read_operator(keys, names);
  read_what(keys, operate, step.text);
  operate.via = read_interfaces(keys, operate.what);
  if (const yaml::Node* expect = keys.find("expect")) {
    if (operate.what == What::set) refuse(expect->place, "found 'expect' beside 'set': expected it with read or run");
    operate.expect = yaml::as_text(*expect, "what the peer says");
  }
  if (const yaml::Node* refused = keys.find("refused")) {
    if (operate.what == What::read)
      refuse(refused->place, "found 'refused' beside 'read': expected it with set or run");
    operate.refused = yaml::as_bool(*refused);
  }
  if (const yaml::Node* ids = keys.find("verifies")) step.verifies = read_ids(*ids);
  step.text += fmt::format(" on {} by {}", operate.peer, fmt::join(operate.via, ", "));
  if (operate.refused) step.text += ", which is refused";
  step.action = std::move(operate);
}

}  // namespace hexad::scenario
