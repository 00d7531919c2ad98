#include "reports/summary.h"

#include <fmt/format.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "reports/record/recorder.h"
#include "reports/text.h"

namespace hexad::reports {
namespace {

using Json = nlohmann::ordered_json;
using record::to_string;

Json checks_of(const Story& story) {
  Json list = Json::array();
  for (const auto& check : story.checks) {
    list.push_back({{"name", check.name},
                    {"kind", check.kind},
                    {"verdict", to_string(check.verdict)},
                    {"expected", check.expected},
                    {"found", check.found},
                    {"evidence", check.evidence},
                    {"window_begin_ns", check.window_begin_ns},
                    {"window_end_ns", check.window_end_ns},
                    {"nodes", check.nodes},
                    {"verifies", check.verifies}});
  }
  return list;
}

Json faults_of(const Story& story) {
  Json list = Json::array();
  for (const auto& fault : story.faults) {
    list.push_back({{"id", fault.fault.id},
                    {"kind", fault.fault.kind},
                    {"target", fault.fault.target},
                    {"text", fault.fault.text},
                    {"from_ns", fault.from_ns},
                    {"to_ns", fault.to_ns},
                    {"touched", fault.touched()},
                    {"packets_dropped", fault.effect.packets_dropped},
                    {"packets_delayed", fault.effect.packets_delayed},
                    {"packets_rejected", fault.effect.packets_rejected},
                    {"streams_ended", fault.effect.streams_ended},
                    {"operations", fault.effect.operations}});
  }
  return list;
}

Json counts_of(const Story& story) {
  std::map<std::string, std::uint64_t> sent, received, lost;
  std::uint64_t log_lines = 0;
  for (const auto& entry : *story.entries) {
    if (const auto* message = std::get_if<record::Message>(&entry.event)) {
      ++(message->sent ? sent : received)[message->protocol];
    } else if (const auto* packet = std::get_if<record::PacketLost>(&entry.event)) {
      ++lost[packet->reason];
    }
    log_lines += std::holds_alternative<record::LogLine>(entry.event);
  }
  return {{"entries", story.entries->size()}, {"nodes", story.started.nodes.size()},
          {"log_lines", log_lines},           {"messages_sent", sent},
          {"messages_received", received},    {"packets_lost", lost}};
}

}  // namespace

std::vector<std::string> caps_reached(const RunFacts& facts) {
  std::vector<std::string> caps = facts.caps;
  if (facts.entries_not_written > 0) {
    caps.push_back(fmt::format("record.jsonl reached its size cap: {} entries are in the fingerprint only",
                               grouped(facts.entries_not_written)));
  }
  return caps;
}

std::string summary_json(const Story& story, const RunFacts& facts) {
  const auto& started = story.started;
  Json versions = Json::object();
  for (const auto& [name, version] : facts.versions) versions[name] = version;
  Json summary = {{"verdict", to_string(story.ended.verdict)},
                  {"reasons", story.ended.reasons},
                  {"scenario", started.scenario},
                  {"title", started.title},
                  {"topology", started.topology},
                  {"world", started.world},
                  {"release", started.release},
                  {"seed", started.seed},
                  {"duration_ns", started.duration_ns},
                  {"fingerprint", facts.fingerprint},
                  {"repeat", started.repeat_command},
                  {"versions", versions},
                  {"verifies", started.verifies},
                  {"checks", checks_of(story)},
                  {"faults", faults_of(story)},
                  {"counts", counts_of(story)},
                  {"entries_not_written", facts.entries_not_written},
                  {"caps", facts.caps}};
  return summary.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

RunFacts read_facts(const std::string& summary_file) {
  std::ifstream in(summary_file);
  const Json json = Json::parse(in, nullptr, /*allow_exceptions=*/false);
  try {
    RunFacts facts;
    facts.fingerprint = json.at("fingerprint").get<std::string>();
    for (const auto& [name, version] : json.at("versions").items()) {
      facts.versions.emplace_back(name, version.get<std::string>());
    }
    facts.entries_not_written = json.at("entries_not_written").get<std::uint64_t>();
    facts.caps = json.at("caps").get<std::vector<std::string>>();
    return facts;
  } catch (const nlohmann::json::exception& error) {
    throw std::runtime_error(fmt::format("{}: expected the summary of a run: {}", summary_file, error.what()));
  }
}

}  // namespace hexad::reports
