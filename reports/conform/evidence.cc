#include "reports/conform/evidence.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>
#include <sstream>
#include <stdexcept>

#include "reports/record/recorder.h"

namespace hexad::conform {
namespace {

namespace fs = std::filesystem;
using record::Verdict;

/// What one run says, however it was read.
struct Testimony {
  std::string scenario, world, release;
  std::uint64_t seed = 0;
  Verdict verdict = Verdict::invalid;
  std::vector<std::string> verifies;
  std::vector<std::pair<Verdict, std::vector<std::string>>> checks;
};

int badness(Verdict verdict) { return verdict == Verdict::fail ? 2 : verdict == Verdict::invalid ? 1 : 0; }

std::vector<Evidence> weighed(const Testimony& run) {
  std::map<std::string, Verdict> ids;
  for (const auto& [verdict, names] : run.checks) {
    for (const auto& id : names) {
      auto& worst = ids.emplace(id, verdict).first->second;
      if (badness(verdict) > badness(worst)) worst = verdict;
    }
  }
  for (const auto& id : run.verifies) ids.emplace(id, run.verdict);
  std::vector<Evidence> out;
  for (const auto& [id, verdict] : ids) {
    const bool void_pass = run.verdict == Verdict::invalid && verdict == Verdict::pass;
    out.push_back({id, run.release, fmt::format("{} seed {} {}", run.scenario, run.seed, run.world),
                   void_pass ? Verdict::invalid : verdict});
  }
  return out;
}

Verdict verdict_of(const std::string& word) {
  for (const Verdict verdict : {Verdict::pass, Verdict::fail, Verdict::invalid}) {
    if (word == record::to_string(verdict)) return verdict;
  }
  throw std::runtime_error("expected the verdict pass, fail or invalid");
}

Testimony read_summary(const fs::path& file) {
  std::ifstream in(file);
  try {
    const auto json = nlohmann::json::parse(in);
    Testimony run;
    json.at("scenario").get_to(run.scenario);
    json.at("world").get_to(run.world);
    json.at("release").get_to(run.release);
    json.at("seed").get_to(run.seed);
    json.at("verifies").get_to(run.verifies);
    run.verdict = verdict_of(json.at("verdict").get<std::string>());
    for (const auto& check : json.at("checks")) {
      run.checks.emplace_back(verdict_of(check.at("verdict").get<std::string>()),
                              check.at("verifies").get<std::vector<std::string>>());
    }
    return run;
  } catch (const std::exception& error) {
    throw std::runtime_error(fmt::format("{}: expected the summary of a run: {}", file.string(), error.what()));
  }
}

class TestimonyReader final : public record::EntryObserver {
 public:
  void on_entry(const record::Entry& entry) override {
    if (const auto* started = std::get_if<record::RunStarted>(&entry.event)) {
      run.scenario = started->scenario;
      run.world = started->world;
      run.release = started->release;
      run.seed = started->seed;
      run.verifies = started->verifies;
    } else if (const auto* check = std::get_if<record::CheckResult>(&entry.event)) {
      run.checks.emplace_back(check->verdict, check->verifies);
    } else if (const auto* ended = std::get_if<record::RunEnded>(&entry.event)) {
      run.verdict = ended->verdict;
    }
  }
  Testimony run;
};

std::vector<fs::path> sorted_files(const std::string& folder, bool recursive,
                                   const std::function<bool(const fs::path&)>& wanted) {
  std::vector<fs::path> files;
  std::error_code error;
  const auto take = [&](const fs::directory_entry& entry) {
    if (entry.is_regular_file() && wanted(entry.path())) files.push_back(entry.path());
  };
  if (recursive) {
    for (const auto& entry : fs::recursive_directory_iterator(folder, error)) take(entry);
  } else {
    for (const auto& entry : fs::directory_iterator(folder, error)) take(entry);
  }
  if (error) throw std::runtime_error(fmt::format("{}: {}", folder, error.message()));
  std::sort(files.begin(), files.end());
  return files;
}

void add_test(const pugi::xml_node& test, std::vector<Evidence>& out) {
  for (const auto& property : test.child("properties").children("property")) {
    if (std::string_view(property.attribute("name").value()) != "hexad-verifies") continue;
    if (std::string_view(test.attribute("result").value()) == "skipped" || test.child("skipped")) return;
    const bool failed = test.child("failure") || test.child("error");
    std::istringstream ids(property.attribute("value").value());
    for (std::string id; ids >> id;) {
      out.push_back({id, "",
                     fmt::format("test {}.{}", test.attribute("classname").value(), test.attribute("name").value()),
                     failed ? Verdict::fail : Verdict::pass});
    }
  }
}

}  // namespace

std::vector<Evidence> evidence_from_run(const std::string& folder) {
  const fs::path summary = fs::path(folder) / "summary.json";
  if (fs::exists(summary)) return weighed(read_summary(summary));
  TestimonyReader reader;
  record::read_record((fs::path(folder) / "record.jsonl").string(), reader);
  return weighed(reader.run);
}

std::vector<Evidence> evidence_from_runs(const std::string& folder) {
  const auto files = sorted_files(folder, true, [](const fs::path& path) {
    return path.filename() == "summary.json" ||
           (path.filename() == "record.jsonl" && !fs::exists(path.parent_path() / "summary.json"));
  });
  std::vector<Evidence> out;
  for (const fs::path& file : files) {
    for (auto& evidence : evidence_from_run(file.parent_path().string())) out.push_back(std::move(evidence));
  }
  return out;
}

std::vector<Evidence> evidence_from_gtest_xml(const std::string& folder) {
  std::vector<Evidence> out;
  for (const fs::path& file : sorted_files(folder, false, [](const fs::path& p) { return p.extension() == ".xml"; })) {
    pugi::xml_document document;
    const auto result = document.load_file(file.c_str());
    if (!result)
      throw std::runtime_error(fmt::format("{}: expected GoogleTest XML: {}", file.string(), result.description()));
    for (const auto& suite : document.child("testsuites").children("testsuite")) {
      for (const auto& test : suite.children("testcase")) add_test(test, out);
    }
  }
  return out;
}

}  // namespace hexad::conform
