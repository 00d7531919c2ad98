// `hexad list`, `hexad new`, `hexad show`, `hexad check` and `hexad records`: what there is, and what a topology is
// like.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "scenarios/cli/commands.h"
#include "scenarios/cli/exit_codes.h"
#include "topologies/load/catalog.h"
#include "topologies/load/cluster_records.h"
#include "topologies/load/draw_topology.h"
#include "topologies/load/preflight.h"
#include "topologies/load/topology_reader.h"

namespace hexad::cli {
namespace {

nlohmann::json to_json(const std::vector<topology::CatalogEntry>& entries) {
  nlohmann::json list = nlohmann::json::array();
  for (const auto& entry : entries) {
    list.push_back({{"name", entry.name}, {"title", entry.title}, {"file", entry.file.string()}});
  }
  return list;
}

void print(const char* heading, const std::vector<topology::CatalogEntry>& entries) {
  std::size_t width = 0;
  for (const auto& entry : entries) width = std::max(width, entry.name.size());
  fmt::print("{}\n", heading);
  for (const auto& entry : entries) fmt::print("  {:<{}}  {}\n", entry.name, width, entry.title);
}

/// The topology of that name or file, or nothing after its error was printed.
std::optional<topology::Topology> load(const Paths& paths, const std::string& name) {
  const auto file = topology::find_in_catalog(name, paths.topologies, "topology");
  if (!file) {
    fmt::print(stderr, "{}\n", file.error().to_string());
    return std::nullopt;
  }
  auto loaded = topology::read_topology(*file);
  if (!loaded) {
    fmt::print(stderr, "{}\n", loaded.error().to_string());
    return std::nullopt;
  }
  return std::move(*loaded);
}

// What `hexad new` writes: a scenario that runs as it is.
constexpr const char* kNewScenario = R"(# What this scenario shows, in one sentence.
topology: one-lan              # a name from `hexad list`, or a file
duration: 3 min                # of simulated time
verifies: []                   # ids from reports/requirements.yaml that the whole scenario proves

steps:                         # what happens when
  - at: 0 s
    boot: all
  - at: 60 s
    kill: peer1                # also: power_off, link_down, loss, delay
    for: 60 s                  # then it boots again

checks:                        # what must then be true
  - name: every_phone_registers_within_ten_seconds
    registered: {endpoints: phones, by: 10 s}
  - name: phones_of_peer_one_move_within_forty_seconds
    moved: {from: peer1, at: 60 s, within: 40 s, to: [peer2, peer3]}
    # verifies: [ep.sip.srv-failover-same-priority]   the ids that this check proves
)";

}  // namespace

int list_command(const Paths& paths, bool json) {
  const auto scenarios = topology::list_catalog(paths.scenarios);
  const auto topologies = topology::list_catalog(paths.topologies);
  if (json) {
    fmt::print("{}\n", nlohmann::json{{"scenarios", to_json(scenarios)}, {"topologies", to_json(topologies)}}.dump(2));
    return kExitPass;
  }
  print("Scenarios (hexad run NAME):", scenarios);
  fmt::print("\n");
  print("Topologies (hexad show NAME):", topologies);
  return kExitPass;
}

int new_command(const Paths&, const std::string& file) {
  namespace fs = std::filesystem;
  fs::path path = file;
  if (path.extension() != ".yaml") path += ".yaml";
  if (fs::exists(path)) {
    fmt::print(stderr, "{}: exists already; a new scenario needs a new file\n", path.string());
    return kExitInput;
  }
  std::ofstream out(path);
  out << kNewScenario;
  out.close();
  if (!out) {
    fmt::print(stderr, "{}: cannot be written\n", path.string());
    return kExitInput;
  }
  fmt::print("{} is ready: run it with\n  hexad run {}\n", path.string(),
             path.has_parent_path() ? path.string() : "./" + path.string());
  return kExitPass;
}

int show_command(const Paths& paths, const std::string& name) {
  const auto loaded = load(paths, name);
  if (!loaded) return kExitInput;
  fmt::print("{}", topology::draw(*loaded));
  return kExitPass;
}

int records_command(const Paths& paths, const std::string& name, const std::string& release,
                    const std::string& common_name, const topology::MraRecords& mra) {
  const auto loaded = load(paths, name);
  if (!loaded) return kExitInput;
  auto records = topology::cluster_records(*loaded, release, common_name);
  if (records && !mra.domain.empty()) {
    const auto more = topology::mra_records(*loaded, release, mra);
    if (more) *records += "\n" + *more;
    if (!more) records = tl::unexpected<host::Error>(more.error());
  }
  if (!records) {
    fmt::print(stderr, "{}: {}\n", loaded->file, records.error().detail);
    return kExitInput;
  }
  fmt::print("{}", *records);
  return kExitPass;
}

int check_command(const Paths& paths, const std::string& name, const std::string& release, bool json) {
  const auto loaded = load(paths, name);
  if (!loaded) return kExitInput;
  const topology::Preflight preflight = topology::preflight(*loaded, release);
  bool bad = false;
  nlohmann::json list = nlohmann::json::array();
  for (const topology::Finding& finding : preflight.findings) {
    bad = bad || finding.gravity == topology::Gravity::error;
    list.push_back(
        {{"gravity", topology::to_string(finding.gravity)}, {"id", finding.id}, {"message", finding.message}});
    if (!json) fmt::print("{}: {} [{}]\n", topology::to_string(finding.gravity), finding.message, finding.id);
  }
  if (json) {
    fmt::print("{}\n", nlohmann::json{{"findings", list}, {"passed", preflight.passed}}.dump(2));
  } else {
    fmt::print("{} as {}: {} rules hold, {} findings\n", loaded->name, release, preflight.passed.size(),
               preflight.findings.size());
  }
  return bad ? kExitFail : kExitPass;
}

}  // namespace hexad::cli
