// `hexad replay` and `hexad report`: what a finished run's folder is good for.
#include <filesystem>
#include <optional>
#include <stdexcept>

#include <fmt/format.h>

#include "reports/record/recorder.h"
#include "reports/story.h"
#include "reports/summary.h"
#include "reports/write_reports.h"
#include "scenarios/cli/commands.h"
#include "scenarios/cli/exit_codes.h"
#include "scenarios/cli/replay_difference.h"

namespace hexad::cli {
namespace fs = std::filesystem;
namespace {

/// The record of the run in the folder; nothing after the error was printed.
std::optional<std::vector<record::Entry>> record_in(const fs::path& folder) {
  const fs::path file = folder / "record.jsonl";
  std::error_code error;
  if (!fs::is_regular_file(file, error)) {
    fmt::print(stderr, "{}: no run left anything there: expected a folder with record.jsonl, such as out/NAME/SEED\n",
               folder.string());
    return std::nullopt;
  }
  try {
    std::vector<record::Entry> entries = record::read_record(file.string());
    if (!entries.empty() && std::holds_alternative<record::RunStarted>(entries.front().event)) return entries;
    fmt::print(stderr, "{}: does not begin with a run's start\n", file.string());
  } catch (const std::runtime_error& broken) {
    fmt::print(stderr, "{}\n", broken.what());
  }
  return std::nullopt;
}

}  // namespace

int report_command(const std::string& folder) {
  const auto entries = record_in(folder);
  if (!entries) return kExitInput;
  const reports::RunFacts facts = reports::read_facts((fs::path(folder) / "summary.json").string());
  reports::write_reports(folder, reports::tell(*entries), facts);
  fmt::print("{}\n", (fs::path(folder) / "report.html").string());
  return kExitPass;
}

int replay_command(const Paths& paths, const std::string& folder) {
  const fs::path old_record = fs::path(folder) / "record.jsonl";
  const auto entries = record_in(folder);
  if (!entries) return kExitInput;
  const auto& started = std::get<record::RunStarted>(entries->front().event);
  if (started.world != "ns3") {
    fmt::print(stderr, "{}: was a run in the real world, which never repeats; run it anew: {}\n", folder,
               started.repeat_command);
    return kExitInput;
  }
  RunOptions options;
  options.scenario = scenario_of(started.repeat_command);
  options.seed = started.seed;
  // The command is part of the record: the new run is given what the old one was given, and no more.
  if (started.repeat_command.find(" --release ") != std::string::npos) options.release = started.release;
  options.only_deeds = parse_numbers(value_in(started.repeat_command, "--only-deeds"));
  options.out = (fs::path(folder) / "replay").string();
  options.quiet = true;
  const int code = run_command(paths, options);
  if (code == kExitInput || code == kExitInternal) return code;
  const auto difference = first_difference(old_record, fs::path(options.out) / "record.jsonl");
  if (!difference) {
    fmt::print("{}: repeats exactly ({})\n", started.scenario, options.out);
    return code;
  }
  fmt::print("{}: the new run differs. First difference, line {}:\n  then: {}\n  now:  {}\n", started.scenario,
             difference->line, difference->then, difference->now);
  return kExitFail;
}

}  // namespace hexad::cli
