// The subcommands of `hexad`, one function each. Each returns the exit code; what is wrong with the input is printed to
// standard error in one message.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/cli/paths.h"
#include "scenarios/load/scenario.h"
#include "topologies/load/cluster_records.h"

namespace hexad::cli {

struct RunOptions {
  std::string scenario;  ///< Name or file.
  std::optional<std::uint64_t> seed;
  std::string world = "ns3";    ///< "ns3" or "real"
  std::string release;          ///< Empty: the scenario's.
  std::string capture = "all";  ///< "all", "none", or a network's name
  std::string out;              ///< Empty: out/NAME/SEED
  bool json = false;
  bool quiet = false;  ///< Only what went wrong.
  /// Of the deeds of the scenario's random trouble only these, by their numbers.
  std::optional<std::vector<std::uint32_t>> only_deeds;
};
int run_command(const Paths& paths, const RunOptions& options);
/// The scenario that the options mean, for the world that they name; nothing after the error was printed.
std::optional<scenario::Scenario> load_scenario(const Paths& paths, const RunOptions& options);

int list_command(const Paths& paths, bool json);
int new_command(const Paths& paths, const std::string& file);
int show_command(const Paths& paths, const std::string& topology);
/// `common_name` empty: each cluster under its own name. `mra` without a domain: nothing of it.
int records_command(const Paths& paths, const std::string& topology, const std::string& release,
                    const std::string& common_name, const topology::MraRecords& mra);
int check_command(const Paths& paths, const std::string& topology, const std::string& release, bool json);

struct CampaignOptions {
  std::string scenario;
  std::uint64_t seed_first = 1;
  std::uint64_t seed_last = 1;
  unsigned jobs = 1;
  std::string out;            ///< Empty: out/NAME
  bool keep_failing = false;  ///< What a run that passes has left is removed.
  bool json = false;
};
/// "3,7,12", or "none" for no number at all; nothing for any other text.
std::optional<std::vector<std::uint32_t>> parse_numbers(const std::string& text);
/// Digits only, in base ten, at most UINT64_MAX; nothing for any other text.
std::optional<std::uint64_t> whole_number(std::string_view text);
/// "1..100" or "7". Empty when it is neither.
std::optional<std::pair<std::uint64_t, std::uint64_t>> parse_seeds(const std::string& text);
int campaign_command(const Paths& paths, const CampaignOptions& options);

struct ConformOptions {
  std::vector<std::string> from;   ///< Run folders, or folders of them; empty: run all scenarios now.
  std::vector<std::string> tests;  ///< Folders of GoogleTest XML.
  unsigned jobs = 2;
  std::string out = "out/conform";
  bool json = false;
};
int conform_command(const Paths& paths, const ConformOptions& options);

int replay_command(const Paths& paths, const std::string& folder);
int report_command(const std::string& folder);

}  // namespace hexad::cli
