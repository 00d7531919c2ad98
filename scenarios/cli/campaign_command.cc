// `hexad campaign`: one scenario with many seeds, each in a process of its own.
#include <charconv>
#include <filesystem>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "scenarios/cli/campaign_shrink.h"
#include "scenarios/cli/commands.h"
#include "scenarios/cli/exit_codes.h"
#include "scenarios/cli/process.h"
#include "scenarios/cli/progress.h"

namespace hexad::cli {
namespace {

constexpr std::uint64_t kSeedsMax = 1'000'000;

}  // namespace

std::optional<std::uint64_t> whole_number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<std::pair<std::uint64_t, std::uint64_t>> parse_seeds(const std::string& text) {
  const std::size_t dots = text.find("..");
  const auto first = whole_number(std::string_view(text).substr(0, dots));
  const auto last = dots == std::string::npos ? first : whole_number(std::string_view(text).substr(dots + 2));
  if (!first || !last || *last < *first || *last - *first >= kSeedsMax) return std::nullopt;
  return std::pair(*first, *last);
}

std::optional<std::vector<std::uint32_t>> parse_numbers(const std::string& text) {
  std::vector<std::uint32_t> numbers;
  if (text == "none") return numbers;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    const auto number = whole_number(std::string_view(text).substr(at, end - at));
    if (!number || *number > UINT32_MAX) return std::nullopt;
    numbers.push_back(static_cast<std::uint32_t>(*number));
    at = end + 1;
  }
  return numbers;
}

int campaign_command(const Paths& paths, const CampaignOptions& options) {
  namespace fs = std::filesystem;
  RunOptions one;
  one.scenario = options.scenario;
  // What is wrong with the scenario is said once, not by each of its runs.
  if (!load_scenario(paths, one)) return kExitInput;
  const std::string out = options.out.empty() ? "out/" + fs::path(options.scenario).stem().string() : options.out;
  const auto folder_of = [&](std::uint64_t seed) { return (fs::path(out) / std::to_string(seed)).string(); };
  std::vector<std::vector<std::string>> commands;
  std::vector<std::uint64_t> seeds;
  for (std::uint64_t seed = options.seed_first; seed <= options.seed_last; ++seed) {
    seeds.push_back(seed);
    commands.push_back({paths.program.string(), "run", options.scenario, "--seed", std::to_string(seed), "--out",
                        folder_of(seed), "--capture", "none", "--quiet"});
  }
  std::map<int, std::size_t> by_code;
  std::map<std::uint64_t, int> codes;
  std::map<std::uint64_t, std::string> outputs;
  {
    Progress progress(fmt::format("{} seeds", seeds.size()), std::chrono::seconds(seeds.size()));
    run_children(commands, options.jobs, [&](const ChildResult& child) {
      ++by_code[child.exit_code];
      codes[seeds[child.index]] = child.exit_code;
      if (child.exit_code != kExitPass) outputs[seeds[child.index]] = child.output;
      if (child.exit_code == kExitPass && options.keep_failing) {
        std::error_code ignored;
        fs::remove_all(folder_of(seeds[child.index]), ignored);
      }
      progress.reached(std::chrono::seconds(codes.size()));
    });
  }
  if (options.json) {
    nlohmann::json list = nlohmann::json::array();
    for (const auto& [seed, code] : codes) {
      list.push_back({{"seed", seed}, {"exit_code", code}, {"folder", folder_of(seed)}});
    }
    fmt::print("{}\n", nlohmann::json{{"scenario", options.scenario}, {"runs", list}}.dump(2));
  } else {
    fmt::print("{}: {} runs, {} pass, {} fail, {} invalid, {} could not run\n", options.scenario, codes.size(),
               by_code[kExitPass], by_code[kExitFail], by_code[kExitInvalid],
               codes.size() - by_code[kExitPass] - by_code[kExitFail] - by_code[kExitInvalid]);
    std::size_t shown = 0;
    for (const auto& [seed, output] : outputs) {
      if (++shown > 3) {
        fmt::print("... and {} more\n", outputs.size() - 3);
        break;
      }
      fmt::print("\nseed {} (exit {}):\n{}", seed, codes[seed], output);
      fmt::print("{}", shrink_seed(paths, options, seed, codes[seed], folder_of(seed)));
    }
  }
  int worst = kExitPass;
  for (const int code : {kExitFail, kExitInvalid, kExitInput}) {
    if (by_code[code] > 0 && worst == kExitPass) worst = code;
  }
  const bool others =
      codes.size() > by_code[kExitPass] + by_code[kExitFail] + by_code[kExitInvalid] + by_code[kExitInput];
  return others ? kExitInternal : worst;
}

}  // namespace hexad::cli
