#include "scenarios/load/scenario_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "model/config/release.h"
#include "scenarios/load/scenario_draft.h"
#include "topologies/load/catalog.h"
#include "topologies/load/text_checks.h"
#include "topologies/load/topology_reader.h"

namespace hexad::scenario {

namespace {

namespace fs = std::filesystem;
using yaml::MapReader;
using yaml::refuse;

topology::Topology read_its_topology(const MapReader& keys, const fs::path& topology_folder) {
  constexpr std::string_view kExpected = "the name of a topology, such as one-lan, or the path of its file";
  const yaml::Node& stated = keys.at("topology", kExpected);
  std::string name = yaml::as_text(stated, kExpected);
  const bool is_path = name.find('/') != std::string::npos || fs::path(name).extension() == ".yaml";
  if (is_path && fs::path(name).is_relative()) {
    name = (fs::path(*stated.place.file).parent_path() / name).lexically_normal().string();
    if (name.find('/') == std::string::npos) name.insert(0, "./");
  }
  const auto file = topology::find_in_catalog(name, topology_folder, "topology");
  if (!file) refuse(stated.place, fmt::format("topology '{}': {}", yaml::clip(stated.text), file.error().message));
  const yaml::Node* changes = keys.find("topology_changes");
  if (changes != nullptr && changes->kind != yaml::Node::Kind::map) {
    yaml::refuse_value(*changes, "a map like a topology's own, such as {endpoints: {phones: {transport: tls}}}");
  }
  auto topology = changes == nullptr ? topology::read_topology(*file) : topology::read_topology(*file, *changes);
  if (!topology) throw topology::Refused{topology.error()};
  return std::move(*topology);
}

std::vector<std::string> read_worlds(const yaml::Node* node) {
  if (node == nullptr) return {"ns3", "real"};
  std::vector<std::string> worlds;
  for (const yaml::Node* item : yaml::as_list(*node, "ns3, real or a list of both", true)) {
    worlds.push_back(yaml::as_choice<std::string>(*item, {{"ns3", "ns3"}, {"real", "real"}}));
    if (std::count(worlds.begin(), worlds.end(), worlds.back()) > 1) refuse(item->place, "found the same world twice");
  }
  if (worlds.empty()) yaml::refuse_value(*node, "ns3, real or a list of both");
  return worlds;
}

Scenario read(const fs::path& file, const yaml::Document& document, const fs::path& topology_folder) {
  const MapReader keys(document.root, "a scenario",
                       {"topology", "topology_changes", "release", "seed", "duration", "worlds", "verifies", "steps",
                        "trouble", "checks"});
  Scenario scenario;
  scenario.name = file.stem().string();
  scenario.file = file.string();
  scenario.title = document.title;
  scenario.description = document.comment;
  if (scenario.title.empty()) {
    refuse(keys.place(), "the file begins with no comment: expected one that says what the scenario shows");
  }
  if (const yaml::Node* release = keys.find("release")) {
    std::vector<std::pair<std::string, std::string>> releases;
    for (const auto& known : config::kReleases) releases.emplace_back(known.name, known.name);
    scenario.release = yaml::as_choice(*release, releases);
  }
  if (const yaml::Node* seed = keys.find("seed")) {
    scenario.seed = yaml::as_integer(*seed, 0, std::numeric_limits<std::uint64_t>::max());
  }
  scenario.duration =
      yaml::as_duration(keys.at("duration", "how long the run takes, such as 3 min"), std::chrono::milliseconds(1));
  scenario.worlds = read_worlds(keys.find("worlds"));
  const yaml::Node& steps = keys.at("steps", "what happens when, such as [{at: 0 s, boot: all}]");
  const yaml::Node& checks = keys.at("checks", "what must be true of the run");
  std::set<std::string> verifies;
  if (const yaml::Node* ids = keys.find("verifies")) {
    for (std::string& id : read_ids(*ids)) verifies.insert(std::move(id));
  }
  scenario.topology = read_its_topology(keys, topology_folder);
  const Names names(scenario.topology, scenario.duration);
  scenario.steps = read_steps(steps, names, scenario);
  note_addresses(scenario);
  if (const yaml::Node* trouble = keys.find("trouble")) scenario.trouble = read_trouble(*trouble, names, scenario);
  scenario.checks = read_checks(checks, names);
  for (const Check& check : scenario.checks) verifies.insert(check.verifies.begin(), check.verifies.end());
  for (const Step& step : scenario.steps) verifies.insert(step.verifies.begin(), step.verifies.end());
  scenario.verifies.assign(verifies.begin(), verifies.end());
  return scenario;
}

}  // namespace

topology::Loaded<Scenario> read_scenario(const fs::path& file, const fs::path& topology_folder) {
  const auto document = yaml::load_document(file);
  if (!document) return tl::unexpected(document.error());
  try {
    return read(file, *document, topology_folder);
  } catch (const topology::Refused& refused) {
    return tl::unexpected(refused.error);
  }
}

}  // namespace hexad::scenario
