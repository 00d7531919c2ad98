// `hexad conform`: runs what names a requirement, or reads what was run, and prints which sentences of the guides are
// verified.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include <fmt/format.h>

#include "reports/conform/evidence.h"
#include "reports/conform/ledger.h"
#include "reports/conform/matrix.h"
#include "scenarios/cli/commands.h"
#include "scenarios/cli/exit_codes.h"
#include "scenarios/cli/process.h"
#include "scenarios/cli/progress.h"
#include "scenarios/load/scenario_reader.h"
#include "topologies/load/catalog.h"

namespace hexad::cli {
namespace {
namespace fs = std::filesystem;

/// Runs each scenario of the catalogue that names an id, in the simulated world. The folders of the runs.
std::vector<std::string> run_all(const Paths& paths, const ConformOptions& options) {
  std::vector<std::string> names, folders;
  std::vector<std::vector<std::string>> commands;
  for (const topology::CatalogEntry& entry : topology::list_catalog(paths.scenarios)) {
    const auto scenario = scenario::read_scenario(entry.file, paths.topologies);
    if (!scenario) throw std::runtime_error(scenario.error().to_string());
    if (scenario->verifies.empty()) continue;
    names.push_back(entry.name);
    folders.push_back((fs::path(options.out) / "runs" / entry.name).string());
    commands.push_back(
        {paths.program.string(), "run", entry.name, "--out", folders.back(), "--capture", "none", "--quiet"});
  }
  std::size_t done = 0;
  std::vector<std::string> broken;
  Progress progress(fmt::format("{} scenarios", commands.size()), std::chrono::seconds(commands.size()));
  run_children(commands, options.jobs, [&](const ChildResult& child) {
    progress.reached(std::chrono::seconds(++done));
    if (child.exit_code != kExitPass) {
      fmt::print(stderr, "{} (exit {}):\n{}\n", names[child.index], child.exit_code, child.output);
    }
    if (child.exit_code == kExitInput || child.exit_code >= kExitInternal) broken.push_back(names[child.index]);
  });
  if (!broken.empty())
    throw std::runtime_error(fmt::format("these scenarios did not run: {}", fmt::join(broken, ", ")));
  return folders;
}

/// Whether a test program may name requirements: tests/support/verifies.h leaves its property's name in it.
bool names_requirements(const fs::path& program) {
  std::ifstream file(program, std::ios::binary);
  const std::string content((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  return content.find("hexad-verifies") != std::string::npos;
}

/// Adds the tests in Python of a source tree that name requirements: record_property("hexad-verifies", "an.id").
void add_python_tests(const Paths& paths, const fs::path& folder, std::vector<std::vector<std::string>>& commands) {
  const fs::path tree = paths.scenarios.parent_path().parent_path();
  const fs::path build = paths.program.parent_path().parent_path();
  if (!paths.from_source_tree) return;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(tree / "tests")) {
    const fs::path& file = entry.path();
    if (!file.filename().string().ends_with("_test.py") || !names_requirements(file)) continue;
    commands.push_back({"/usr/bin/env", fmt::format("HEXAD_TEST_BINARY_DIR={}", build.string()),
                        fmt::format("HEXAD_TEST_SOURCE_DIR={}", tree.string()),
                        fmt::format("PYTHONPATH={}", (tree / "tests/interop").string()), "/usr/bin/python3", "-m",
                        "pytest", "-q", "-p", "no:cacheprovider", "-o", "junit_family=xunit1",
                        fmt::format("--junitxml={}", (folder / file.stem()).string() + ".xml"), file.string()});
  }
}

/// Runs the test programs that name requirements. The folder of their XML; empty where there are none.
std::string run_tests(const Paths& paths, const ConformOptions& options) {
  const fs::path folder = fs::absolute(fs::path(options.out) / "tests");
  fs::remove_all(folder);
  std::vector<std::vector<std::string>> commands;
  for (const fs::directory_entry& entry : fs::directory_iterator(paths.program.parent_path())) {
    const std::string name = entry.path().filename().string();
    if (!name.ends_with("_test") || !names_requirements(entry.path())) continue;
    commands.push_back({entry.path().string(), "--gtest_brief=1",
                        fmt::format("--gtest_output=xml:{}", (folder / (name + ".xml")).string())});
  }
  add_python_tests(paths, folder, commands);
  if (commands.empty()) return {};
  std::sort(commands.begin(), commands.end());
  fs::create_directories(folder);
  std::size_t done = 0;
  Progress progress(fmt::format("{} test programs", commands.size()), std::chrono::seconds(commands.size()));
  run_children(commands, options.jobs, [&](const ChildResult&) { progress.reached(std::chrono::seconds(++done)); });
  return folder.string();
}

void write(const fs::path& file, const std::string& text) {
  fs::create_directories(file.parent_path());
  std::ofstream out(file);
  out << text;
  out.close();
  if (!out) throw std::runtime_error(fmt::format("{}: cannot be written", file.string()));
}

}  // namespace

int conform_command(const Paths& paths, const ConformOptions& options) {
  conform::Ledger ledger = conform::Ledger::load(paths.requirements.string(), paths.exclusions.string());
  const bool reads_only = !options.from.empty() || !options.tests.empty();
  const std::vector<std::string> folders = reads_only ? options.from : run_all(paths, options);
  for (const std::string& folder : folders) {
    if (!fs::is_directory(folder)) {
      fmt::print(stderr, "{}: there is no such folder\n", folder);
      return kExitInput;
    }
    for (const conform::Evidence& evidence : conform::evidence_from_runs(folder)) ledger.add_evidence(evidence);
  }
  std::vector<std::string> tests = options.tests;
  if (!reads_only) {
    if (const std::string folder = run_tests(paths, options); !folder.empty()) tests.push_back(folder);
  }
  for (const std::string& folder : tests) {
    for (const conform::Evidence& evidence : conform::evidence_from_gtest_xml(folder)) ledger.add_evidence(evidence);
  }
  const fs::path page = fs::path(options.out) / "matrix.html";
  write(page, conform::matrix_page(ledger));
  if (options.json) {
    fmt::print("{}", conform::to_json(ledger));
  } else {
    conform::print_matrix(ledger, std::cout);
    std::cout.flush();
    fmt::print("matrix: {}\n", page.string());
  }
  const conform::Counts total = ledger.total();
  if (total.failing > 0) return kExitFail;
  return total.invalid > 0 ? kExitInvalid : kExitPass;
}

}  // namespace hexad::cli
