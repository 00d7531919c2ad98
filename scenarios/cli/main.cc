// The `hexad` program: its command line.
#include <algorithm>
#include <cstdio>
#include <exception>
#include <thread>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "scenarios/cli/commands.h"
#include "scenarios/cli/exit_codes.h"
#include "topologies/load/text_checks.h"

namespace hexad::cli {
namespace {

constexpr const char* kFooter =
    "Exit codes: 0 pass, 1 a check or invariant failed, 2 bad input or usage,\n"
    "            3 invalid (a fault touched nothing, a check never ran, a late real-time run), 4 internal error.";

/// Everything the command line can say.
struct CommandLine {
  RunOptions run;
  CampaignOptions campaign;
  ConformOptions conform;
  std::string seeds = "1..10";
  std::string seed, only_deeds;
  std::string file, topology, release = "x12", folder, common_name;
  hexad::topology::MraRecords mra;
  bool json = false;
};

void add_run(CLI::App& app, CommandLine& line) {
  CLI::App* run = app.add_subcommand("run", "Run a scenario and leave a report, captures and a record");
  run->add_option("scenario", line.run.scenario, "A name from `hexad list`, or a file")->required();
  run->add_option("--seed", line.seed, "All chance of the run comes from it (default: the scenario's)")
      ->check(CLI::Validator(
          [](const std::string& text) {
            return whole_number(text) ? std::string()
                                      : fmt::format("'{}' is not a whole number from 0 to {}", text, UINT64_MAX);
          },
          "NUMBER"));
  run->add_option("--world", line.run.world, "ns3: simulated; real: daemons on loopback, in real time")
      ->check(CLI::IsMember({"ns3", "real"}));
  run->add_option("--release", line.run.release, "Which product release the peers behave as")
      ->check(CLI::IsMember({"x8.1", "x8.9", "vcs-x8.9.1", "x12"}));
  run->add_option("--capture", line.run.capture, "all, none, or the name of a network");
  run->add_option("--out", line.run.out, "Folder for what the run leaves (default out/NAME/SEED)");
  run->add_option("--only-deeds", line.only_deeds,
                  "Of the scenario's random trouble only the deeds of these numbers: 3,7,12, or none")
      ->check(CLI::Validator(
          [](const std::string& text) {
            return parse_numbers(text) ? std::string()
                                       : fmt::format("'{}' is neither numbers such as 3,7,12 nor none", text);
          },
          "NUMBERS"));
  run->add_flag("--json", line.run.json, "Print folder, verdict, seed and fingerprint as JSON");
  run->add_flag("--quiet", line.run.quiet, "Print only what went wrong");
}

void add_many(CLI::App& app, CommandLine& line) {
  CLI::App* campaign = app.add_subcommand("campaign", "Run a scenario with many seeds");
  campaign->add_option("scenario", line.campaign.scenario, "A name from `hexad list`, or a file")->required();
  campaign->add_option("--seeds", line.seeds, "FIRST..LAST, or one seed")->capture_default_str();
  campaign->add_option("--jobs", line.campaign.jobs, "Runs at a time")->check(CLI::Range(1u, 256u));
  campaign->add_option("--out", line.campaign.out, "Folder for the runs (default out/NAME)");
  campaign->add_flag("--keep-failing", line.campaign.keep_failing, "Keep the folders of runs that did not pass only");
  campaign->add_flag("--json", line.campaign.json, "Print the runs as JSON");
  CLI::App* conform = app.add_subcommand("conform", "Print which sentences of the guides are verified");
  conform->add_option("--from", line.conform.from, "Read finished runs below this folder instead of running all");
  conform->add_option("--tests", line.conform.tests, "Also read evidence from GoogleTest XML below this folder");
  conform->add_option("--jobs", line.conform.jobs, "Runs at a time")->check(CLI::Range(1u, 256u));
  conform->add_option("--out", line.conform.out, "Folder for the runs and the matrix")->capture_default_str();
  conform->add_flag("--json", line.conform.json, "Print the counts as JSON");
}

void add_small(CLI::App& app, CommandLine& line) {
  app.add_subcommand("list", "List scenarios and topologies")->add_flag("--json", line.json, "As JSON");
  app.add_subcommand("new", "Write a commented scenario to start from")
      ->add_option("file", line.file, "The new file")
      ->required();
  app.add_subcommand("show", "Draw a topology")->add_option("topology", line.topology, "A name or a file")->required();
  CLI::App* check = app.add_subcommand("check", "Check a topology against what the guides ask of a network");
  check->add_option("topology", line.topology, "A name or a file")->required();
  check->add_option("--release", line.release, "The release whose limits count")
      ->check(CLI::IsMember({"x8.1", "x8.9", "vcs-x8.9.1", "x12"}))
      ->capture_default_str();
  check->add_flag("--json", line.json, "As JSON");
  CLI::App* records = app.add_subcommand("records", "Print the DNS records that the clusters of a topology need");
  records->add_option("topology", line.topology, "A name or a file")->required();
  records->add_option("--release", line.release, "The release whose services count")
      ->check(CLI::IsMember({"x8.1", "x8.9", "vcs-x8.9.1", "x12"}))
      ->capture_default_str();
  records->add_option("--name", line.common_name,
                      "One name for all clusters: the first serves, the others stand in reserve");
  CLI::Option* mra =
      records->add_option("--mra", line.mra.domain, "Also the records of Mobile and Remote Access to this domain");
  records
      ->add_option("--uds", line.mra.uc_nodes, "With --mra: nodes with User Data Services, for the internal DNS alone")
      ->needs(mra);
  app.add_subcommand("replay", "Repeat a finished run and say where it differs, if it does")
      ->add_option("folder", line.folder, "What the run left")
      ->required();
  app.add_subcommand("report", "Draw the reports of a finished run again")
      ->add_option("folder", line.folder, "What the run left")
      ->required();
}

int dispatch(const CLI::App& app, CommandLine& line) {
  const std::string command = app.get_subcommands().front()->get_name();
  if (command == "report") return report_command(line.folder);
  const Paths paths = find_paths();
  if (command == "run") {
    line.run.seed = whole_number(line.seed);
    if (!line.only_deeds.empty()) line.run.only_deeds = parse_numbers(line.only_deeds);
    return run_command(paths, line.run);
  }
  if (command == "list") return list_command(paths, line.json);
  if (command == "new") return new_command(paths, line.file);
  if (command == "show") return show_command(paths, line.topology);
  if (command == "check") return check_command(paths, line.topology, line.release, line.json);
  if (command == "records") return records_command(paths, line.topology, line.release, line.common_name, line.mra);
  if (command == "replay") return replay_command(paths, line.folder);
  if (command == "conform") return conform_command(paths, line.conform);
  const auto seeds = parse_seeds(line.seeds);
  if (!seeds) {
    fmt::print(stderr, "--seeds: '{}' is neither FIRST..LAST, at most a million seeds, nor one whole number\n",
               line.seeds);
    return kExitInput;
  }
  std::tie(line.campaign.seed_first, line.campaign.seed_last) = *seeds;
  return campaign_command(paths, line.campaign);
}

/// "hexad: there is no command 'rnu'; did you mean 'run'?" where the first word is no command, else nothing.
std::string unknown_command(const CLI::App& app, int argc, char** argv) {
  if (argc < 2 || argv[1][0] == '-' || argv[1][0] == '\0') return {};
  std::vector<std::string> commands;
  for (const CLI::App* command : app.get_subcommands({})) commands.push_back(command->get_name());
  if (std::find(commands.begin(), commands.end(), argv[1]) != commands.end()) return {};
  return fmt::format("hexad: there is no command '{}': expected {}{}\n", argv[1], yaml::join_names(commands, 40),
                     yaml::suggestion(argv[1], commands));
}

int main_with(int argc, char** argv) {
  CommandLine line;
  line.campaign.jobs = line.conform.jobs = std::max(1u, std::thread::hardware_concurrency());
  CLI::App app("Hexad rehearses, checks and runs clusters of call-control peers.", "hexad");
  app.require_subcommand(1);
  app.footer(kFooter);
  app.set_version_flag("--version", HEXAD_VERSION);
  add_run(app, line);
  add_many(app, line);
  add_small(app, line);
  if (const std::string message = unknown_command(app, argc, argv); !message.empty()) {
    fmt::print(stderr, "{}", message);
    return kExitInput;
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kExitPass : kExitInput;
  }
  try {
    return dispatch(app, line);
  } catch (const std::exception& error) {
    fmt::print(stderr, "hexad: {}\n", error.what());
    return kExitInternal;
  }
}

}  // namespace
}  // namespace hexad::cli

int main(int argc, char** argv) { return hexad::cli::main_with(argc, argv); }
