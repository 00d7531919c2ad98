// The checks of a scenario: what must be true of the run.
#include <fmt/format.h>

#include <algorithm>

#include "scenarios/load/scenario_draft.h"
#include "topologies/load/duration_text.h"
#include "topologies/load/text_checks.h"

namespace hexad::scenario {

namespace {

using yaml::MapReader;
using yaml::refuse;

constexpr std::string_view kEndpointsExpected = "the endpoints it is about";
constexpr std::string_view kBetweenExpected = "two times, such as [10 s, 1 min]";
constexpr std::uint64_t kCountMax = 1'000'000'000;

Selection endpoints_of(const MapReader& keys, const Names& names) {
  return names.select(keys.at("endpoints", kEndpointsExpected), Kind::endpoint);
}

std::optional<Selection> optional_selection(const MapReader& keys, std::string_view key, const Names& names,
                                            Kind kind) {
  const yaml::Node* node = keys.find(key);
  if (node == nullptr) return std::nullopt;
  return names.select(*node, kind);
}

Window window_or_whole(const MapReader& keys, const Names& names) {
  const yaml::Node* between = keys.find("between");
  return between == nullptr ? names.whole_run() : names.window(*between);
}

/// at_least and at_most, of which one must be there.
void read_bounds(const MapReader& keys, std::optional<std::uint64_t>& at_least, std::optional<std::uint64_t>& at_most) {
  if (const yaml::Node* least = keys.find("at_least")) at_least = yaml::as_integer(*least, 0, kCountMax);
  if (const yaml::Node* most = keys.find("at_most")) at_most = yaml::as_integer(*most, 0, kCountMax);
  if (!at_least && !at_most) refuse(keys.place(), fmt::format("expected at_least or at_most in {}", keys.what()));
  if (at_least && at_most && *at_least > *at_most) yaml::refuse_value(*keys.find("at_most"), "no less than at_least");
}

void read_bounds(const MapReader& keys, std::optional<Duration>& at_least, std::optional<Duration>& at_most) {
  if (const yaml::Node* least = keys.find("at_least")) at_least = yaml::as_duration(*least);
  if (const yaml::Node* most = keys.find("at_most")) at_most = yaml::as_duration(*most);
  if (!at_least && !at_most) refuse(keys.place(), fmt::format("expected at_least or at_most in {}", keys.what()));
  if (at_least && at_most && *at_least > *at_most) yaml::refuse_value(*keys.find("at_most"), "no less than at_least");
}

Expectation read_registered(const yaml::Node& node, const Names& names) {
  const MapReader keys(node, "registered", {"endpoints", "with", "by"});
  return Registered{endpoints_of(keys, names), optional_selection(keys, "with", names, Kind::peer),
                    names.time(keys.at("by", "a time such as 10 s"))};
}

Expectation read_not_registered(const yaml::Node& node, const Names& names) {
  const MapReader keys(node, "not_registered", {"endpoints", "between"});
  return NotRegistered{endpoints_of(keys, names), names.window(keys.at("between", kBetweenExpected))};
}

Expectation read_stays(const yaml::Node& node, const Names& names) {
  const MapReader keys(node, "stays", {"endpoints", "between", "refreshes"});
  Stays stays{endpoints_of(keys, names), names.window(keys.at("between", kBetweenExpected)), 1};
  if (const yaml::Node* refreshes = keys.find("refreshes")) {
    stays.refreshes = static_cast<std::uint32_t>(yaml::as_integer(*refreshes, 0, 1'000'000));
  }
  return stays;
}

Expectation read_never_on(const yaml::Node& node, const Names& names) {
  const MapReader keys(node, "never_on", {"endpoints", "peers", "between"});
  return NeverOn{endpoints_of(keys, names), names.select(keys.at("peers", "peers"), Kind::peer),
                 window_or_whole(keys, names)};
}

Expectation read_moved(const yaml::Node& node, const Names& names) {
  const MapReader keys(node, "moved", {"from", "at", "within", "to"});
  Moved moved{names.select(keys.at("from", "the peer they leave"), Kind::peer),
              names.time(keys.at("at", "the time of the loss")),
              yaml::as_duration(keys.at("within", "a duration such as 40 s"), std::chrono::milliseconds(1)),
              names.select(keys.at("to", "the peers they may go to"), Kind::peer)};
  if (moved.at + moved.within > names.duration()) {
    refuse(keys.find("within")->place, fmt::format("at and within end at {}: expected at most the duration, {}",
                                                   topology::format_duration(moved.at + moved.within),
                                                   topology::format_duration(names.duration())));
  }
  return moved;
}

Expectation read_outage(const yaml::Node& node, const Names& names) {
  const MapReader keys(node, "outage", {"endpoints", "registered_on", "between", "at_least", "at_most"});
  Outage outage;
  outage.endpoints = endpoints_of(keys, names);
  outage.registered_on = optional_selection(keys, "registered_on", names, Kind::peer);
  outage.window = names.window(keys.at("between", kBetweenExpected));
  read_bounds(keys, outage.at_least, outage.at_most);
  return outage;
}

Expectation read_spread(const yaml::Node& node, const Names& names) {
  const MapReader keys(node, "spread", {"endpoints", "peers", "at", "min_share", "max_share"});
  Spread spread;
  spread.endpoints = endpoints_of(keys, names);
  spread.peers = names.select(keys.at("peers", "the peers that share them"), Kind::peer);
  spread.at = names.time(keys.at("at", "a time such as 30 s"));
  spread.min_share = yaml::as_probability(keys.at("min_share", "the least share of a peer, such as 28 %"));
  spread.max_share = yaml::as_probability(keys.at("max_share", "the greatest share of a peer, such as 39 %"));
  if (spread.min_share > spread.max_share) yaml::refuse_value(*keys.find("max_share"), "no less than min_share");
  return spread;
}

Expectation read_messages(const yaml::Node& node, const Names& names) {
  const MapReader keys(node, "messages",
                       {"protocol", "matching", "from", "to", "to_address", "between", "at_least", "at_most", "each"});
  Messages messages;
  messages.protocol = yaml::as_choice<std::string>(keys.at("protocol", "sip, dns or http"),
                                                   {{"sip", "sip"}, {"dns", "dns"}, {"http", "http"}});
  if (const yaml::Node* matching = keys.find("matching")) {
    messages.matching = yaml::as_text(*matching, "what the message's summary begins with, such as REGISTER or SRV?");
  }
  messages.from = optional_selection(keys, "from", names, Kind::any);
  messages.to = optional_selection(keys, "to", names, Kind::any);
  if (const yaml::Node* address = keys.find("to_address"))
    messages.to_address = yaml::as_address(*address, "an address");
  messages.window = window_or_whole(keys, names);
  read_bounds(keys, messages.at_least, messages.at_most);
  if (const yaml::Node* each = keys.find("each")) messages.each = yaml::as_bool(*each);
  if (messages.each && !messages.from)
    refuse(keys.find("each")->place, "found each without from: expected whom it counts for");
  return messages;
}

Expectation read_round_trip(const yaml::Node& node, const Names& names) {
  const MapReader keys(node, "round_trip", {"request", "from", "to", "between", "at_least", "at_most"});
  RoundTrip trip;
  trip.request = yaml::as_choice<std::string>(keys.at("request", "a method such as REGISTER"),
                                              {{"REGISTER", "REGISTER"}, {"OPTIONS", "OPTIONS"}});
  trip.from = names.select(keys.at("from", "who sends the request"), Kind::any);
  trip.to = optional_selection(keys, "to", names, Kind::any);
  trip.window = window_or_whole(keys, names);
  read_bounds(keys, trip.at_least, trip.at_most);
  return trip;
}

bool is_event_word(std::string_view text) {
  return !text.empty() && text.size() <= 100 && text.front() >= 'a' && text.front() <= 'z' &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string_view::npos;
}

Expectation read_log_event(const yaml::Node& node, const Names& names) {
  const MapReader keys(node, "log_event", {"node", "event", "fields", "between", "at_least", "at_most", "each"});
  LogEvents events;
  events.nodes = names.select(keys.at("node", "who logs it"), Kind::any);
  const yaml::Node& event = keys.at("event", "a word such as registration_lost");
  events.event = yaml::as_text(event, "a word such as registration_lost");
  if (!is_event_word(events.event)) yaml::refuse_value(event, "a word such as registration_lost");
  if (const yaml::Node* fields = keys.find("fields")) {
    for (const yaml::Entry& field : named_entries(*fields, "fields", "'peer: 10.1.0.11:5060'")) {
      events.fields.emplace_back(field.key, yaml::as_text(field.value, "the value of a field"));
    }
  }
  events.window = window_or_whole(keys, names);
  read_bounds(keys, events.at_least, events.at_most);
  if (const yaml::Node* each = keys.find("each")) events.each = yaml::as_bool(*each);
  return events;
}

Expectation read_packets_lost(const yaml::Node& node, const Names& names) {
  const MapReader keys(node, "packets_lost", {"network", "reason", "between", "at_least", "at_most"});
  PacketsLost lost;
  if (const yaml::Node* network = keys.find("network")) lost.network = names.network(*network);
  std::vector<std::pair<std::string, std::string>> reasons;
  for (const char* reason : {"loss", "link_down", "powered_off", "no_port", "no_mapping", "firewall", "no_route",
                             "filter", "partition", "port_blocked", "forgotten"}) {
    reasons.emplace_back(reason, reason);
  }
  lost.reason = yaml::as_choice(keys.at("reason", "why they were lost, such as firewall"), reasons);
  lost.window = window_or_whole(keys, names);
  read_bounds(keys, lost.at_least, lost.at_most);
  return lost;
}

struct ExpectationKind {
  std::string name;
  Expectation (*read)(const yaml::Node&, const Names&);
};
const std::vector<ExpectationKind> kExpectations = {{"registered", read_registered},
                                                    {"not_registered", read_not_registered},
                                                    {"stays", read_stays},
                                                    {"never_on", read_never_on},
                                                    {"moved", read_moved},
                                                    {"outage", read_outage},
                                                    {"spread", read_spread},
                                                    {"messages", read_messages},
                                                    {"round_trip", read_round_trip},
                                                    {"log_event", read_log_event},
                                                    {"packets_lost", read_packets_lost},
                                                    {"alarm", read_alarm},
                                                    {"peer_state", read_peer_state},
                                                    {"database", read_database},
                                                    {"same_configuration", read_same_configuration},
                                                    {"converges", read_converges}};

Check read_check(const yaml::Node& node, const Names& names) {
  std::vector<std::string> known = {"name", "verifies"};
  std::vector<std::string> kinds;
  for (const ExpectationKind& kind : kExpectations) kinds.push_back(kind.name);
  known.insert(known.end(), kinds.begin(), kinds.end());
  const MapReader keys(node, "a check", known);
  Check check;
  check.line = node.place.line;
  const yaml::Node& name = keys.at("name", "a sentence in snake_case, such as every_phone_registers");
  check.name = yaml::as_text(name, "a sentence in snake_case");
  if (!is_event_word(check.name)) yaml::refuse_value(name, "a sentence in snake_case, such as every_phone_registers");
  if (const yaml::Node* verifies = keys.find("verifies")) check.verifies = read_ids(*verifies);
  bool found = false;
  for (const ExpectationKind& kind : kExpectations) {
    const yaml::Node* value = keys.find(kind.name);
    if (value == nullptr) continue;
    if (found)
      refuse(value->place, fmt::format("found '{}' as a second expectation: expected one in a check", kind.name));
    check.expectation = kind.read(*value, names);
    found = true;
  }
  if (!found) {
    refuse(node.place, fmt::format("check '{}' expects nothing: expected {}", check.name, yaml::join_names(kinds)));
  }
  return check;
}

}  // namespace

std::vector<std::string> read_ids(const yaml::Node& node) {
  constexpr std::string_view kExpected = "a requirement id such as ep.sip.srv-query";
  std::vector<std::string> ids;
  for (const yaml::Node* item : yaml::as_list(node, kExpected, true)) {
    const std::string id = yaml::as_text(*item, kExpected);
    const bool good = id.find('.') != std::string::npos && id.front() != '.' && id.back() != '.' &&
                      id.find("..") == std::string::npos && id.size() <= 80 &&
                      id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-") == std::string::npos;
    if (!good) yaml::refuse_value(*item, kExpected);
    if (std::find(ids.begin(), ids.end(), id) != ids.end()) refuse(item->place, fmt::format("found '{}' twice", id));
    ids.push_back(id);
  }
  return ids;
}

std::vector<Check> read_checks(const yaml::Node& list, const Names& names) {
  const auto items = yaml::as_list(list, "a list of checks");
  if (items.empty()) refuse(list.place, "found no checks: expected at least one");
  std::vector<Check> checks;
  for (const yaml::Node* item : items) {
    Check check = read_check(*item, names);
    for (const Check& other : checks) {
      if (other.name == check.name) {
        refuse(item->place, fmt::format("duplicate check '{}': it stands in line {} already", check.name, other.line));
      }
    }
    checks.push_back(std::move(check));
  }
  return checks;
}

}  // namespace hexad::scenario
