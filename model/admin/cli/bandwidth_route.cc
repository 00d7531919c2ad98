#include "model/admin/cli/bandwidth_route.h"

#include <algorithm>
#include <deque>
#include <map>

#include <fmt/format.h>

#include "model/admin/cli/list_entry.h"
#include "model/admin/words.h"

namespace hexad::admin {
namespace {

using config::Configuration;

constexpr std::string_view kLinks = "Bandwidth Link";
constexpr std::string_view kPipes = "Bandwidth Pipe";
constexpr std::string_view kSubZones = "Zones LocalZone SubZones SubZone";
constexpr std::string_view kZones = "Zones Zone";
constexpr std::string_view kTraversal = "TraversalSubZone";

// A zone or subzone. Zones and the Cluster Subzone have no limits of their own: `limits` is empty.
struct Place {
  std::string name;
  std::string limits;  ///< "Zones LocalZone DefaultSubZone Bandwidth"
};

struct Link {
  std::string name;
  std::size_t ends[2] = {0, 0};  ///< Places.
  std::string pipes[2];          ///< Names; empty: none.
};

class Map {
 public:
  explicit Map(const Configuration& configuration);
  std::optional<std::size_t> place(const std::string& name) const {
    const auto found = by_name_.find(lower_case(name));
    return found == by_name_.end() ? std::nullopt : std::optional(found->second);
  }
  const Place& at(std::size_t place) const { return places_[place]; }
  const Link& link(std::size_t link) const { return links_[link]; }
  // The links of the shortest way; nothing where there is none.
  std::optional<std::vector<std::size_t>> way(std::size_t from, std::size_t to) const;

 private:
  void add(std::string name, std::string limits) {
    if (name.empty() || !by_name_.emplace(lower_case(name), places_.size()).second) return;
    places_.push_back({std::move(name), std::move(limits)});
    links_of_.emplace_back();
  }

  std::vector<Place> places_;
  std::map<std::string, std::size_t> by_name_;  ///< By lower-case name.
  std::vector<Link> links_;
  std::vector<std::vector<std::size_t>> links_of_;  ///< By place, in the order of their numbers.
};

Map::Map(const Configuration& configuration) {
  add("DefaultSubZone", "Zones LocalZone DefaultSubZone Bandwidth");
  add(std::string(kTraversal), "Zones LocalZone TraversalSubZone Bandwidth");
  add("ClusterSubZone", {});
  add("DefaultZone", {});
  for (const std::uint32_t entry : configuration.entries(kSubZones)) {
    const std::string path = fmt::format("{} {}", kSubZones, entry);
    add(value_or_empty(configuration, path + " Name"), path + " Bandwidth");
  }
  for (const std::uint32_t entry : configuration.entries(kZones)) {
    add(ListEntry(configuration, kZones, entry).text("Name"), {});
  }
  for (const std::uint32_t entry : configuration.entries(kLinks)) {
    const ListEntry link(configuration, kLinks, entry);
    const auto a = place(link.text("Node1 Name")), b = place(link.text("Node2 Name"));
    if (!a || !b || *a == *b) continue;
    links_of_[*a].push_back(links_.size());
    links_of_[*b].push_back(links_.size());
    links_.push_back({link.text("Name"), {*a, *b}, {link.text("Pipe1 Name"), link.text("Pipe2 Name")}});
  }
}

std::optional<std::vector<std::size_t>> Map::way(std::size_t from, std::size_t to) const {
  constexpr std::size_t kNone = SIZE_MAX;
  std::vector<std::size_t> came_by(places_.size(), kNone);
  std::vector<bool> seen(places_.size(), false);
  seen[from] = true;
  std::deque<std::size_t> waiting{from};
  for (; !waiting.empty() && !seen[to]; waiting.pop_front()) {
    const std::size_t here = waiting.front();
    for (const std::size_t number : links_of_[here]) {
      const Link& link = links_[number];
      const std::size_t there = link.ends[link.ends[0] == here ? 1 : 0];
      if (seen[there]) continue;
      seen[there] = true;
      came_by[there] = number;
      waiting.push_back(there);
    }
  }
  if (!seen[to]) return std::nullopt;
  std::vector<std::size_t> links;
  for (std::size_t here = to; here != from;) {
    const Link& link = links_[came_by[here]];
    links.push_back(came_by[here]);
    here = link.ends[link.ends[0] == here ? 1 : 0];
  }
  std::reverse(links.begin(), links.end());
  return links;
}

// What stays of the bandwidth asked for after every limit on the way.
class Grant {
 public:
  Grant(const Configuration& configuration, std::int64_t asked)
      : configuration_(configuration),
        granted_(asked),
        slows_call_(configuration.on("Bandwidth Downspeed PerCall Mode")),
        slows_total_(configuration.on("Bandwidth Downspeed Total Mode")) {}

  // `path` leads to Mode and Limit. A call that passes `times` times takes that much of a total.
  void limit(const std::string& path, bool total, std::int64_t times, const std::string& where) {
    const std::string mode = value_or_empty(configuration_, path + " Mode");
    if (granted_ == 0 || mode.empty() || mode == "Unlimited") return;
    const std::string_view what = total ? "all calls together" : "one call";
    if (mode == "NoBandwidth") return refuse(fmt::format("{} has no bandwidth for {}.", where, what));
    const std::int64_t limit = whole_number(value_or_empty(configuration_, path + " Limit")).value_or(0);
    if (granted_ * times <= limit) return;
    std::string reason = fmt::format("{} gives {} kbps to {}{}.", where, limit, what,
                                     times > 1 ? fmt::format(", and the call passes it {} times", times) : "");
    if (!(total ? slows_total_ : slows_call_) || limit < times) return refuse(std::move(reason));
    granted_ = limit / times;
    reason_ = std::move(reason);
  }
  void refuse(std::string reason) {
    granted_ = 0;
    reason_ = std::move(reason);
  }
  std::int64_t granted() const { return granted_; }
  const std::string& reason() const { return reason_; }

 private:
  const Configuration& configuration_;
  std::int64_t granted_;
  bool slows_call_;
  bool slows_total_;
  std::string reason_;
};

// How often the call passes each pipe of its way, by the pipe's number.
std::map<std::uint32_t, std::int64_t> pipes_passed(const Configuration& configuration, const Map& map,
                                                   const std::vector<std::size_t>& links) {
  std::map<std::string, std::uint32_t> known;
  for (const std::uint32_t entry : configuration.entries(kPipes)) {
    known.emplace(lower_case(ListEntry(configuration, kPipes, entry).text("Name")), entry);
  }
  std::map<std::uint32_t, std::int64_t> passed;
  for (const std::size_t link : links) {
    for (const std::string& name : map.link(link).pipes) {
      const auto pipe = name.empty() ? known.end() : known.find(lower_case(name));
      if (pipe != known.end()) ++passed[pipe->second];
    }
  }
  return passed;
}

/// Whether limits on each call are applied, or those on all calls together. Each call's come first, of places and pipes
/// alike: what one of them has made slower may fit where the wish did not.
enum class Limits : bool { per_call, total };

void limit_by_pipes(Grant& grant, Limits which, const Configuration& configuration, const Map& map,
                    const std::vector<std::size_t>& links) {
  for (const auto& [pipe, times] : pipes_passed(configuration, map, links)) {
    const std::string path = fmt::format("{} {}", kPipes, pipe);
    const std::string name = value_or_empty(configuration, path + " Name");
    if (which == Limits::per_call) {
      grant.limit(path + " Bandwidth PerCall", false, 1, name);
    } else {
      grant.limit(path + " Bandwidth Total", true, times, name);
    }
  }
}

// The subzones at the ends and in the middle each take part once; one that the call leaves and comes back to, twice.
void limit_by_places(Grant& grant, Limits which, const Map& map, const std::vector<std::size_t>& places) {
  std::map<std::size_t, std::int64_t> passed;
  for (const std::size_t place : places) ++passed[place];
  for (const auto& [number, times] : passed) {
    const Place& place = map.at(number);
    if (place.limits.empty()) continue;
    const bool stays = places.size() == 1;
    const std::string one_call = place.name == kTraversal ? " PerCall" : (stays ? " PerCall Intra" : " PerCall Inter");
    if (which == Limits::per_call) {
      grant.limit(place.limits + one_call, false, 1, place.name);
    } else {
      grant.limit(place.limits + " Total", true, times, place.name);
    }
  }
}

void apply_limits(BandwidthRoute& route, const Configuration& configuration, const BandwidthQuery& query,
                  const Map& map, const std::vector<std::size_t>& places, const std::vector<std::size_t>& links) {
  Grant grant(configuration, query.bandwidth);
  for (const Limits which : {Limits::per_call, Limits::total}) {
    limit_by_places(grant, which, map, places);
    limit_by_pipes(grant, which, configuration, map, links);
  }
  route.granted = grant.granted();
  route.reason = grant.reason();
}

}  // namespace

host::Expected<BandwidthRoute> route_call(const Configuration& configuration, const BandwidthQuery& query) {
  const Map map(configuration);
  const auto from = map.place(query.node1), to = map.place(query.node2);
  if (!from || !to) {
    return host::fail(host::ErrorCode::not_found,
                      fmt::format("There is no zone or subzone \"{}\".", from ? query.node2 : query.node1));
  }
  BandwidthRoute route;
  const std::size_t middle = query.traversal ? *map.place(std::string(kTraversal)) : *from;
  auto links = map.way(*from, middle);
  const auto rest = map.way(middle, *to);
  if (!links || !rest) {
    route.reason = fmt::format("No links lead from {} to {}{}.", map.at(*from).name, map.at(*to).name,
                               query.traversal ? " through TraversalSubZone" : "");
    return route;
  }
  links->insert(links->end(), rest->begin(), rest->end());
  std::vector<std::size_t> places{*from};
  for (const std::size_t number : *links) {
    const Link& link = map.link(number);
    places.push_back(link.ends[link.ends[0] == places.back() ? 1 : 0]);
    route.links.push_back(link.name);
  }
  for (const std::size_t place : places) route.nodes.push_back(map.at(place).name);
  apply_limits(route, configuration, query, map, places, *links);
  return route;
}

}  // namespace hexad::admin
