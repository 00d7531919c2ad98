#include "model/config/configuration.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "model/config/setting_tree.h"
#include "model/host/check.h"

namespace hexad::config {
namespace {

using Values = std::map<SettingRef, std::string>;
using Indices = std::vector<std::uint32_t>;

std::size_t place_in_table(const Setting& setting) { return static_cast<std::size_t>(&setting - settings().data()); }

// The defaults as strings that live for the program, so that a value can be returned by reference.
const std::string& default_value(const Setting& setting, Release release) {
  static const std::vector<std::array<std::string, kReleases.size()>> defaults = [] {
    std::vector<std::array<std::string, kReleases.size()>> all;
    for (const Setting& each : settings()) {
      auto& row = all.emplace_back();
      std::copy(each.defaults.begin(), each.defaults.end(), row.begin());
    }
    return all;
  }();
  return defaults[place_in_table(setting)][static_cast<std::size_t>(release)];
}

void collect_innermost_lists(const SettingNode& node, const SettingNode* list, std::vector<const SettingNode*>& found) {
  if (node.is_index()) list = &node;
  if (node.setting != nullptr) found[place_in_table(*node.setting)] = list;
  for (const SettingNode& child : node.children) collect_innermost_lists(child, list, found);
}

// The index node of the innermost list that a setting stands in; null outside of lists.
const SettingNode* innermost_list(const Setting& setting) {
  static const std::vector<const SettingNode*> lists = [] {
    std::vector<const SettingNode*> all(settings().size());
    collect_innermost_lists(setting_tree(), nullptr, all);
    return all;
  }();
  return lists[place_in_table(setting)];
}

std::pair<Values::const_iterator, Values::const_iterator> assigned_beneath(const Values& values,
                                                                           const SettingNode& node) {
  const auto begin = values.lower_bound(SettingRef{&node.beneath.front(), {}});
  const auto end = values.lower_bound(SettingRef{&node.beneath.front() + node.beneath.size(), {}});
  return {begin, end};
}

// How many lists a path passes up to and including this index node.
std::size_t nesting(const SettingNode& index) {
  const std::vector<std::string_view> words = words_of(index.beneath.front().path);
  return static_cast<std::size_t>(
      std::count_if(words.begin(), words.begin() + index.depth, [](std::string_view word) { return word[0] == '['; }));
}

// The entries of a list that have a value at or under them, as the indices of all lists down to it, sorted.
std::vector<Indices> entries_in_use(const Values& values, const SettingNode& index) {
  const std::size_t count = nesting(index);
  std::vector<Indices> used;
  const auto [begin, end] = assigned_beneath(values, index);
  for (auto at = begin; at != end; ++at) {
    Indices entry(at->first.indices.begin(), at->first.indices.begin() + static_cast<std::ptrdiff_t>(count));
    if (used.empty() || used.back() != entry) used.push_back(std::move(entry));
  }
  std::sort(used.begin(), used.end());
  used.erase(std::unique(used.begin(), used.end()), used.end());
  return used;
}

const SettingNode& index_of_list(std::string_view list_path) {
  const SettingPlace place = find_place(list_path);
  HEXAD_CHECK(place.node != nullptr && place.node->is_list());
  return place.node->children.front();
}

bool begins_with(const Indices& indices, std::span<const std::uint32_t> start) {
  return indices.size() >= start.size() && std::equal(start.begin(), start.end(), indices.begin());
}

}  // namespace

host::Expected<SettingRef> Configuration::resolve(std::string_view path) const {
  auto ref = find_setting(path);
  if (ref && ref->setting->in(release_)) return std::move(*ref);
  const std::string where = ref ? fmt::format(" in {}", to_string(release_)) : std::string();
  return host::fail(host::ErrorCode::malformed, fmt::format("there is no setting '{}'{}; the nearest is '{}'",
                                                            path.substr(0, 100), where, nearest_path(path, release_)));
}

host::Expected<Change> Configuration::parse_change(std::string_view path, std::string_view value) const {
  auto ref = resolve(path);
  if (!ref) return tl::unexpected<host::Error>(ref.error());
  auto canonical = canonical_value(*ref->setting, value);
  if (!canonical) {
    const bool secret = ref->setting->kind == ValueKind::password;
    return host::fail(
        host::ErrorCode::malformed,
        fmt::format("{} is not a value of {}: expected {}", secret ? "this" : fmt::format("'{}'", value.substr(0, 100)),
                    ref->path(), value_space(*ref->setting)));
  }
  if (canonical->empty() && default_value(*ref->setting, release_).empty()) return Change{std::move(*ref), {}};
  return Change{std::move(*ref), std::move(*canonical)};
}

void Configuration::apply(const Change& change) {
  HEXAD_CHECK(change.ref.setting != nullptr);
  if (change.value) {
    values_[change.ref] = *change.value;
  } else {
    values_.erase(change.ref);
  }
}

host::Expected<void> Configuration::set(std::string_view path, std::string_view value) {
  const auto change = parse_change(path, value);
  if (!change) return tl::unexpected<host::Error>(change.error());
  apply(*change);
  return {};
}

const std::string* Configuration::assigned(const SettingRef& ref) const {
  const auto found = values_.find(ref);
  return found == values_.end() ? nullptr : &found->second;
}

const std::string& Configuration::value(const SettingRef& ref) const {
  HEXAD_CHECK(ref.setting != nullptr);
  const std::string* set = assigned(ref);
  return set != nullptr ? *set : default_value(*ref.setting, release_);
}

std::string Configuration::text(std::string_view path) const {
  const auto ref = find_setting(path);
  HEXAD_CHECK(ref.has_value());
  return value(*ref);
}

std::int64_t Configuration::integer(std::string_view path) const {
  const std::string value = text(path);
  std::int64_t number = 0;
  const auto result = std::from_chars(value.data(), value.data() + value.size(), number);
  HEXAD_CHECK(result.ec == std::errc() && result.ptr == value.data() + value.size());
  return number;
}

std::vector<std::string> Configuration::list(std::string_view declared_path) const {
  const SettingPlace place = find_place(declared_path);
  HEXAD_CHECK(place.node != nullptr && place.node->setting != nullptr);
  std::vector<std::string> values;
  const auto [begin, end] = assigned_beneath(values_, *place.node);
  for (auto at = begin; at != end; ++at) {
    if (!at->second.empty()) values.push_back(at->second);
  }
  return values;
}

std::vector<std::uint32_t> Configuration::entries(std::string_view list_path,
                                                  std::span<const std::uint32_t> outer) const {
  std::vector<std::uint32_t> numbers;
  for (const Indices& entry : entries_in_use(values_, index_of_list(list_path))) {
    if (entry.size() == outer.size() + 1 && begins_with(entry, outer)) numbers.push_back(entry.back());
  }
  return numbers;
}

std::vector<Change> Configuration::removal_of_entry(std::string_view list_path,
                                                    std::span<const std::uint32_t> indices) const {
  std::vector<Change> changes;
  const auto [begin, end] = assigned_beneath(values_, index_of_list(list_path));
  for (auto at = begin; at != end; ++at) {
    if (begins_with(at->first.indices, indices)) changes.push_back(Change{at->first, std::nullopt});
  }
  return changes;
}

void Configuration::for_each(
    const std::function<void(const SettingRef&, const std::string& value, bool assigned)>& visit) const {
  std::map<const SettingNode*, std::vector<Indices>> used;
  // Visits are in the order of values_, so that one walk along it finds what is assigned.
  auto at = values_.begin();
  const auto tell = [&](const SettingRef& ref) {
    while (at != values_.end() && at->first < ref) ++at;
    const bool is_assigned = at != values_.end() && at->first == ref;
    visit(ref, is_assigned ? at->second : default_value(*ref.setting, release_), is_assigned);
  };
  for (const Setting& setting : settings()) {
    if (!setting.in(release_)) continue;
    const SettingNode* list = innermost_list(setting);
    SettingRef ref{&setting, {}};
    if (list == nullptr) {
      tell(ref);
      continue;
    }
    auto found = used.find(list);
    if (found == used.end()) found = used.emplace(list, entries_in_use(values_, *list)).first;
    for (const Indices& entry : found->second) {
      ref.indices = entry;
      tell(ref);
    }
  }
}

void Configuration::for_each_assigned(
    const std::function<void(const SettingRef&, const std::string& value)>& visit) const {
  for (const auto& each : values_) visit(each.first, each.second);
}

void Configuration::for_each_assigned_under(
    std::string_view declared_path,
    const std::function<void(const SettingRef&, const std::string& value)>& visit) const {
  const SettingPlace place = find_place(declared_path);
  HEXAD_CHECK(place.node != nullptr);
  const auto [begin, end] = assigned_beneath(values_, *place.node);
  for (auto at = begin; at != end; ++at) visit(at->first, at->second);
}

bool Configuration::same_under(std::string_view declared_path, const Configuration& other) const {
  const SettingPlace place = find_place(declared_path);
  HEXAD_CHECK(place.node != nullptr);
  const auto [begin, end] = assigned_beneath(values_, *place.node);
  const auto [other_begin, other_end] = assigned_beneath(other.values_, *place.node);
  return std::equal(begin, end, other_begin, other_end);
}

std::vector<Change> Configuration::changes_to(const Configuration& other) const {
  std::vector<Change> changes;
  auto mine = values_.begin();
  auto theirs = other.values_.begin();
  while (mine != values_.end() || theirs != other.values_.end()) {
    if (theirs == other.values_.end() || (mine != values_.end() && mine->first < theirs->first)) {
      changes.push_back(Change{mine->first, std::nullopt});
      ++mine;
    } else if (mine == values_.end() || theirs->first < mine->first) {
      changes.push_back(Change{theirs->first, theirs->second});
      ++theirs;
    } else {
      if (mine->second != theirs->second) changes.push_back(Change{theirs->first, theirs->second});
      ++mine;
      ++theirs;
    }
  }
  return changes;
}

Configuration Configuration::cluster_wide_part() const {
  Configuration part(release_);
  for (const auto& each : values_) {
    if (!each.first.setting->peer_specific_in(release_)) part.values_.insert(each);
  }
  return part;
}

std::vector<Change> Configuration::changes_to_follow(const Configuration& primary) const {
  Configuration wanted(release_);
  for (const auto& each : values_) {
    if (each.first.setting->peer_specific_in(release_)) wanted.values_.insert(each);
  }
  for (const auto& each : primary.values_) {
    const Setting& setting = *each.first.setting;
    if (setting.in(release_) && !setting.peer_specific_in(release_)) wanted.values_.insert(each);
  }
  return changes_to(wanted);
}

}  // namespace hexad::config
