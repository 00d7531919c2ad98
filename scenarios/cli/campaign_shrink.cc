#include "scenarios/cli/campaign_shrink.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "scenarios/cli/exit_codes.h"
#include "scenarios/cli/process.h"
#include "scenarios/play/shrink.h"
#include "scenarios/play/trouble.h"

namespace hexad::cli {
namespace {
namespace fs = std::filesystem;

/// The names of the checks of a finished run that did not pass.
std::set<std::string> broken_checks(const fs::path& folder) {
  std::set<std::string> names;
  std::ifstream file(folder / "summary.json");
  const auto summary = nlohmann::json::parse(file, nullptr, false);
  if (!summary.is_object() || !summary.contains("checks")) return names;
  for (const auto& check : summary["checks"]) {
    if (check.value("verdict", "") != "pass") names.insert(check.value("name", ""));
  }
  return names;
}

/// Runs a failing seed again with some of its deeds.
class Retrial {
 public:
  Retrial(const Paths& paths, const CampaignOptions& options, std::uint64_t seed, int exit_code, fs::path folder)
      : paths_(paths),
        options_(options),
        seed_(seed),
        exit_code_(exit_code),
        folder_(std::move(folder)),
        broken_(broken_checks(folder_)),
        ends_(std::chrono::steady_clock::now() + kShrinkingTime) {}

  std::vector<bool> operator()(const std::vector<play::DeedNumbers>& sets) {
    if (std::chrono::steady_clock::now() > ends_) return {};
    std::vector<std::vector<std::string>> commands;
    for (std::size_t i = 0; i < sets.size(); ++i)
      commands.push_back(command_of(sets[i], "shrinking-" + std::to_string(i)));
    std::vector<bool> fails(sets.size());
    run_children(commands, options_.jobs, [&](const ChildResult& child) {
      const fs::path out = folder_ / ("shrinking-" + std::to_string(child.index));
      fails[child.index] = child.exit_code == exit_code_ && is_the_same(out);
      std::error_code ignored;
      fs::remove_all(out, ignored);
    });
    return fails;
  }

  /// The run that stays.
  void keep(const play::DeedNumbers& deeds) {
    run_children({command_of(deeds, "shrunk")}, 1, [](const ChildResult&) {});
  }

  std::string repeat(const play::DeedNumbers& deeds) const {
    std::string command = fmt::format("hexad run {} --seed {}", options_.scenario, seed_);
    return command + fmt::format(" --only-deeds {}", deeds.empty() ? "none" : fmt::format("{}", fmt::join(deeds, ",")));
  }

 private:
  std::vector<std::string> command_of(const play::DeedNumbers& deeds, const std::string& name) const {
    return {paths_.program.string(),
            "run",
            options_.scenario,
            "--seed",
            std::to_string(seed_),
            "--only-deeds",
            deeds.empty() ? "none" : fmt::format("{}", fmt::join(deeds, ",")),
            "--out",
            (folder_ / name).string(),
            "--capture",
            "none",
            "--quiet"};
  }

  /// It fails for one of the reasons that the whole run failed for; a run that broke off has none.
  bool is_the_same(const fs::path& out) const {
    const std::set<std::string> now = broken_checks(out);
    return broken_.empty() ||
           std::any_of(now.begin(), now.end(), [&](const auto& name) { return broken_.count(name); });
  }

  const Paths& paths_;
  const CampaignOptions& options_;
  const std::uint64_t seed_;
  const int exit_code_;
  const fs::path folder_;
  const std::set<std::string> broken_;
  const std::chrono::steady_clock::time_point ends_;
};

}  // namespace

std::string shrink_seed(const Paths& paths, const CampaignOptions& options, std::uint64_t seed, int exit_code,
                        const std::string& folder) {
  RunOptions one;
  one.scenario = options.scenario;
  auto scenario = load_scenario(paths, one);
  if (!scenario || !scenario->trouble) return {};
  const scenario::Scenario whole = play::with_trouble(std::move(*scenario), seed);
  const play::DeedNumbers all = play::deeds_of(whole);
  Retrial retrial(paths, options, seed, exit_code, folder);
  const play::Shrunk shrunk = play::shrink(all, std::ref(retrial));
  retrial.keep(shrunk.deeds);
  std::string text = fmt::format("{} of {} deeds still fail{}:\n", shrunk.deeds.size(), all.size(),
                                 shrunk.fewest ? "" : ", and perhaps fewer would, had there been more time");
  for (const scenario::Step& step : whole.steps) {
    const bool of_them = step.deed && std::count(shrunk.deeds.begin(), shrunk.deeds.end(), *step.deed) > 0;
    if (of_them) text += fmt::format("  {:>9.3f} s  {}\n", std::chrono::duration<double>(step.at).count(), step.text);
  }
  return text + fmt::format("repeat it: {}\n", retrial.repeat(shrunk.deeds));
}

}  // namespace hexad::cli
