// The section "trouble": from when to when random trouble is drawn, among whom, of which kinds; and the check that the
// peers find together again.
#include <fmt/format.h>

#include <algorithm>

#include "scenarios/load/scenario_draft.h"
#include "topologies/load/duration_text.h"
#include "topologies/load/text_checks.h"

namespace hexad::scenario {

namespace {

using topology::format_duration;
using yaml::MapReader;
using yaml::refuse;

constexpr std::uint64_t kDeedsMax = 100;

std::vector<std::pair<std::string, TroubleKind>> kind_choices() {
  std::vector<std::pair<std::string, TroubleKind>> choices;
  for (int kind = 0; kind < kTroubleKinds; ++kind) {
    choices.emplace_back(to_string(static_cast<TroubleKind>(kind)), static_cast<TroubleKind>(kind));
  }
  return choices;
}

std::vector<TroubleKind> read_kinds(const yaml::Node* node) {
  std::vector<TroubleKind> kinds;
  if (node == nullptr || node->text == "all") {
    for (const auto& [name, kind] : kind_choices()) kinds.push_back(kind);
    return kinds;
  }
  for (const yaml::Node* item : yaml::as_list(*node, "kinds of trouble, such as [kill, partition], or all", true)) {
    const TroubleKind kind = yaml::as_choice(*item, kind_choices());
    if (std::find(kinds.begin(), kinds.end(), kind) != kinds.end()) {
      refuse(item->place, fmt::format("found '{}' twice", item->text));
    }
    kinds.push_back(kind);
  }
  if (kinds.empty()) yaml::refuse_value(*node, "at least one kind of trouble");
  return kinds;
}

const std::vector<yaml::Node>& two_of(const yaml::Node& node, std::string_view expected) {
  if (node.kind != yaml::Node::Kind::list || node.items.size() != 2) yaml::refuse_value(node, expected);
  return node.items;
}

Span<std::uint32_t> read_counts(const yaml::Node& node) {
  const auto& items = two_of(node, "two whole numbers, the least and the most, such as [2, 10]");
  Span<std::uint32_t> span;
  span.least = static_cast<std::uint32_t>(yaml::as_integer(items[0], 0, kDeedsMax));
  span.most = static_cast<std::uint32_t>(yaml::as_integer(items[1], span.least, kDeedsMax));
  return span;
}

Span<Duration> read_lengths(const yaml::Node& node, const Window& window) {
  const auto& items = two_of(node, "two durations, the shortest and the longest, such as [2 s, 6 min]");
  Span<Duration> span;
  span.least = yaml::as_duration(items[0], std::chrono::milliseconds(1), window.to - window.from);
  span.most = yaml::as_duration(items[1], span.least, window.to - window.from);
  return span;
}

/// Machines whose loss of power is an outage of names or of time.
std::vector<std::string> read_servers(const MapReader& keys, const Names& names) {
  const yaml::Node* servers = keys.find("servers");
  if (servers == nullptr) return {};
  const Selection selection = names.select(*servers, Kind::not_router);
  for (const std::string& name : selection.nodes) {
    const auto& role = names.topology().find_node(name)->role;
    if (std::holds_alternative<topology::DnsRole>(role) || std::holds_alternative<topology::NtpRole>(role)) continue;
    refuse(servers->place, fmt::format("found {}: expected servers of names and of time", name));
  }
  return selection.nodes;
}

/// A kind that has nobody to hit would never be drawn in vain, only always.
void check_kinds(const MapReader& keys, const Trouble& trouble) {
  const yaml::Node* kinds = keys.find("kinds");
  if (kinds == nullptr || kinds->text == "all") return;
  const bool outages =
      std::find(trouble.kinds.begin(), trouble.kinds.end(), TroubleKind::server_outage) != trouble.kinds.end();
  if (outages && trouble.servers.empty()) refuse(kinds->place, "found server_outage without servers to hit");
}

/// How often an operator does something, and what: settings, and lines of the command interpreter.
void read_edits(const MapReader& keys, Trouble& trouble) {
  const yaml::Node *settings = keys.find("settings"), *lines = keys.find("lines"), *edits = keys.find("edits");
  const yaml::Node* what = settings != nullptr ? settings : lines;
  if ((edits == nullptr) != (what == nullptr)) {
    refuse(edits != nullptr ? edits->place : what->place,
           edits != nullptr ? "found edits of nothing: expected settings or lines beside it"
                            : "found what is edited, but not how often: expected edits beside it, such as [3, 12]");
  }
  if (edits == nullptr) return;
  trouble.edits = read_counts(*edits);
  for (const yaml::Node* list : {settings, lines}) {
    if (list == nullptr) continue;
    const auto items = yaml::as_list(*list, "a list of settings with their values, or of lines");
    if (items.empty()) yaml::refuse_value(*list, "at least one setting or line");
    for (const yaml::Node* item : items) {
      if (list == settings) trouble.settings.push_back(read_assignment(*item));
      if (list == lines) trouble.lines.push_back(yaml::as_text(*item, "a line such as xCommand Restart"));
    }
  }
}

std::vector<std::vector<std::string>> read_variants(const yaml::Node* node) {
  constexpr std::string_view kExpected = "a list of lists of settings, such as [[\"SIP Mode: On\"], []]";
  std::vector<std::vector<std::string>> variants;
  if (node == nullptr) return variants;
  for (const yaml::Node* item : yaml::as_list(*node, kExpected)) {
    std::vector<std::string>& lines = variants.emplace_back();
    for (const yaml::Node* line : yaml::as_list(*item, kExpected)) {
      const Assignment setting = read_assignment(*line);
      lines.push_back(fmt::format("{}: {}", setting.path, setting.value));
    }
  }
  if (variants.empty()) yaml::refuse_value(*node, kExpected);
  return variants;
}

}  // namespace

Trouble read_trouble(const yaml::Node& node, const Names& names, const Scenario& scenario) {
  if (std::count(scenario.worlds.begin(), scenario.worlds.end(), "real") > 0) {
    refuse(node.place, "only the simulated world has every kind of trouble: expected 'worlds: ns3'");
  }
  const MapReader keys(
      node, "trouble",
      {"between", "among", "servers", "by", "kinds", "faults", "lengths", "edits", "settings", "lines", "variants"});
  Trouble trouble;
  trouble.window = names.window(keys.at("between", "from when to when, such as [1 min, 30 min]"));
  const yaml::Node& among = keys.at("among", "the peers that it concerns");
  trouble.peers = names.select(among, Kind::peer);
  if (trouble.peers.nodes.size() < 2) refuse(among.place, "found one peer: expected at least two");
  trouble.servers = read_servers(keys, names);
  trouble.by = read_operator(keys, names);
  trouble.kinds = read_kinds(keys.find("kinds"));
  trouble.faults = read_counts(keys.at("faults", "how many, such as [2, 10]"));
  trouble.lengths = read_lengths(keys.at("lengths", "how long each lasts, such as [2 s, 6 min]"), trouble.window);
  check_kinds(keys, trouble);
  read_edits(keys, trouble);
  trouble.variants = read_variants(keys.find("variants"));
  return trouble;
}

Expectation read_converges(const yaml::Node& node, const Names& names) {
  const MapReader keys(node, "converges", {"nodes", "from", "within", "cure", "by"});
  Converges expected;
  const yaml::Node& nodes = keys.at("nodes", "the peers that find together");
  expected.nodes = names.select(nodes, Kind::peer);
  if (expected.nodes.nodes.size() < 2) refuse(nodes.place, "found one peer: expected several");
  expected.from = names.time(keys.at("from", "when everything is healed"));
  expected.within = yaml::as_duration(keys.at("within", "a duration such as 10 min"), std::chrono::milliseconds(1));
  if (const yaml::Node* cure = keys.find("cure")) expected.cure = yaml::as_duration(*cure);
  if (expected.cure > Duration(0)) expected.by = read_operator(keys, names);
  const Duration end = expected.from + expected.within + expected.cure;
  if (end > names.duration()) {
    refuse(node.place, fmt::format("it would be judged at {}: expected at most the duration, {}", format_duration(end),
                                   format_duration(names.duration())));
  }
  return expected;
}

}  // namespace hexad::scenario
