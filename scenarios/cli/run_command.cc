// `hexad run`: plays one scenario and leaves its folder.
#include <algorithm>
#include <filesystem>
#include <stdexcept>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "reports/failure_text.h"
#include "reports/record/recorder.h"
#include "reports/story.h"
#include "reports/write_reports.h"
#include "scenarios/cli/commands.h"
#include "scenarios/cli/exit_codes.h"
#include "scenarios/cli/progress.h"
#include "scenarios/cli/run_folder.h"
#include "scenarios/cli/scenario_on_loopback.h"
#include "scenarios/cli/worlds.h"
#include "scenarios/load/scenario_reader.h"
#include "scenarios/play/player.h"
#include "scenarios/play/trouble.h"
#include "topologies/load/catalog.h"

namespace hexad::cli {
namespace {
namespace fs = std::filesystem;

/// As a shell reads it back.
std::string quoted(const std::string& word) {
  constexpr const char* kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./+,:=@%";
  if (!word.empty() && word.find_first_not_of(kPlain) == std::string::npos) return word;
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

std::string repeat_command(const RunOptions& options, const scenario::Scenario& scenario, std::uint64_t seed) {
  std::string command = fmt::format("hexad run {} --seed {}", quoted(options.scenario), seed);
  if (options.world != "ns3") command += " --world " + options.world;
  if (!options.release.empty()) command += " --release " + scenario.release;
  if (options.only_deeds) {
    const std::string numbers = fmt::format("{}", fmt::join(*options.only_deeds, ","));
    command += " --only-deeds " + (numbers.empty() ? "none" : numbers);
  }
  return command;
}

struct Played {
  record::Verdict verdict = record::Verdict::invalid;
  reports::RunFacts facts;
};

/// Plays the scenario and writes the record; the world is gone when it returns. Throws for what ends a run early.
Played play(const Paths& paths, const RunOptions& options, const scenario::Scenario& scenario, std::uint64_t seed,
            const fs::path& folder) {
  KeyLogFile key_log(folder / "keys.log");
  record::Recorder recorder((folder / "record.jsonl").string());
  play::Player player(scenario, {options.world, seed, repeat_command(options, scenario, seed)}, recorder);
  const WorldOptions world_options{options.world, seed, options.capture, folder, paths.program.parent_path(), &key_log};
  auto made = options.world == "ns3" ? make_ns3_world(scenario, world_options, recorder)
                                     : make_real_world(scenario, world_options, recorder);
  if (!made) throw std::runtime_error(made.error().detail);
  Played played;
  {
    Progress progress(scenario.name, scenario.duration);
    played.verdict = player.play((*made)->world(), [&](host::Duration reached) { progress.reached(reached); }).verdict;
  }
  auto caps = (*made)->finish();
  if (!caps) throw std::runtime_error(caps.error().detail);
  played.facts.caps = std::move(*caps);
  made->reset();
  std::string error;
  if (!recorder.flush(&error)) throw std::runtime_error(error);
  played.facts.fingerprint = recorder.fingerprint();
  played.facts.entries_not_written = recorder.entries_not_written();
  played.facts.versions = versions();
  return played;
}

void print_outcome(const RunOptions& options, const scenario::Scenario& scenario, const reports::Story& story,
                   const Played& played, std::uint64_t seed, const fs::path& folder) {
  if (options.json) {
    const nlohmann::json out = {{"folder", fs::absolute(folder).lexically_normal().string()},
                                {"verdict", word_of(played.verdict)},
                                {"scenario", scenario.name},
                                {"seed", seed},
                                {"fingerprint", played.facts.fingerprint}};
    fmt::print("{}\n", out.dump());
    return;
  }
  fmt::print("{}", reports::failure_text(story));
  if (options.quiet) return;
  std::size_t passed = 0;
  for (const auto& check : story.checks) passed += check.verdict == record::Verdict::pass;
  fmt::print("{} {}: {} of {} checks and invariants pass; {} s simulated, seed {}, fingerprint {}\n", scenario.name,
             word_of(played.verdict), passed, story.checks.size(), story.end_ns / 1'000'000'000, seed,
             played.facts.fingerprint.substr(0, 16));
  for (const std::string& cap : played.facts.caps) fmt::print("note: {}\n", cap);
  fmt::print("report: {}\n", (folder / "report.html").string());
}

}  // namespace

std::optional<scenario::Scenario> load_scenario(const Paths& paths, const RunOptions& options) {
  const auto file = topology::find_in_catalog(options.scenario, paths.scenarios, "scenario");
  if (!file) {
    fmt::print(stderr, "{}\n", file.error().to_string());
    return std::nullopt;
  }
  auto loaded = scenario::read_scenario(*file, paths.topologies);
  if (!loaded) {
    fmt::print(stderr, "{}\n", loaded.error().to_string());
    return std::nullopt;
  }
  if (!options.release.empty()) loaded->release = options.release;
  const auto& worlds = loaded->worlds;
  if (std::find(worlds.begin(), worlds.end(), options.world) == worlds.end()) {
    fmt::print(stderr, "{}: this scenario cannot be played in the world '{}', only in {}\n", loaded->file,
               options.world, fmt::join(worlds, " and "));
    return std::nullopt;
  }
  const bool named = options.capture != "all" && options.capture != "none";
  if (named && loaded->topology.find_network(options.capture) == nullptr) {
    std::string names;
    for (const auto& network : loaded->topology.networks) names += (names.empty() ? "" : ", ") + network.name;
    fmt::print(stderr, "--capture: '{}' is neither all, none nor a network of {}: {}\n", options.capture,
               loaded->topology.name, names);
    return std::nullopt;
  }
  if (options.world == "real") {
    auto moved = on_loopback(*loaded);
    if (!moved) {
      fmt::print(stderr, "{}: {}\n", loaded->file, moved.error().detail);
      return std::nullopt;
    }
    return std::move(*moved);
  }
  return std::move(*loaded);
}

namespace {

/// With the random trouble of the seed among its steps; nothing after the error was printed.
std::optional<scenario::Scenario> load_with_trouble(const Paths& paths, const RunOptions& options) {
  auto loaded = load_scenario(paths, options);
  if (!loaded) return std::nullopt;
  const std::uint64_t seed = options.seed.value_or(loaded->seed);
  if (!options.only_deeds) return play::with_trouble(std::move(*loaded), seed);
  const std::vector<std::uint32_t> all = play::deeds_of(play::with_trouble(*loaded, seed));
  for (const std::uint32_t number : *options.only_deeds) {
    if (std::find(all.begin(), all.end(), number) != all.end()) continue;
    fmt::print(stderr, "--only-deeds: {} with seed {} has no deed {}: it has {}\n", loaded->name, seed, number,
               all.empty() ? std::string("none") : fmt::format("those from 1 to {}", all.size()));
    return std::nullopt;
  }
  return play::with_trouble(std::move(*loaded), seed, options.only_deeds);
}

}  // namespace

int run_command(const Paths& paths, const RunOptions& options) {
  const auto scenario = load_with_trouble(paths, options);
  if (!scenario) return kExitInput;
  const std::uint64_t seed = options.seed.value_or(scenario->seed);
  const fs::path folder =
      options.out.empty() ? fs::path("out") / scenario->name / std::to_string(seed) : fs::path(options.out);
  try {
    prepare_run_folder(folder);
  } catch (const std::runtime_error& error) {
    fmt::print(stderr, "{}\n", error.what());
    return kExitInput;
  }
  const Played played = play(paths, options, *scenario, seed, folder);
  const std::vector<record::Entry> entries = record::read_record((folder / "record.jsonl").string());
  const reports::Story story = reports::tell(entries);
  reports::write_reports(folder.string(), story, played.facts);
  print_outcome(options, *scenario, story, played, seed, folder);
  return exit_code_of(played.verdict);
}

}  // namespace hexad::cli
