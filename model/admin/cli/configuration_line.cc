#include "model/admin/cli/configuration_line.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "model/admin/cli/list_entry.h"
#include "model/admin/words.h"
#include "model/config/setting_tree.h"

namespace hexad::admin {
namespace {

using config::Change;
using config::Configuration;
using Words = std::vector<std::string>;

constexpr std::string_view kAdd = "Add";
constexpr std::string_view kDelete = "Delete";
constexpr std::size_t kNumberWidth = 10;  // More digits than any number of an entry has.

std::string joined(const Words& words, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += (i == 0 ? "" : " ") + words[i];
  return text;
}
std::string joined(const Words& words) { return joined(words, words.size()); }

// A place that is written with numbers for all its lists, and that the release has.
config::SettingPlace given_place(const std::string& path, config::Release release) {
  if (path.find('[') != std::string::npos) return {};
  config::SettingPlace place = config::find_place(path);
  if (place.node != nullptr && !place.node->in(release)) place.node = nullptr;
  return place;
}

Outcome no_such_place(const Words& words, config::Release release) {
  return with_error(fmt::format("There is no setting \"{}\"; the nearest is \"{}\"", joined(words).substr(0, 100),
                                config::nearest_path(joined(words), release)));
}

// The order of what is printed: by path, the entries of a list by their numbers and each with all that is its own.
std::string order_key(const config::SettingRef& ref) {
  std::string key;
  const std::string path = ref.path();
  for (const std::string_view word : split_words(path)) {
    const bool number = word.front() >= '0' && word.front() <= '9';
    if (number && word.size() < kNumberWidth) key.append(kNumberWidth - word.size(), '0');
    key.append(word).push_back(' ');
  }
  return key;
}

using Values = std::map<std::string, std::pair<config::SettingRef, std::string>>;

// The settings at and under a place with their values. An entry of a list that is not in use has its defaults.
Values values_at(const Configuration& current, const config::SettingPlace& place) {
  Values found;
  const config::Setting* first = place.node->beneath.data();
  const config::Setting* end = first + place.node->beneath.size();
  current.for_each([&](const config::SettingRef& ref, const std::string& value, bool) {
    if (ref.setting < first || ref.setting >= end || ref.indices.size() < place.indices.size()) return;
    if (std::equal(place.indices.begin(), place.indices.end(), ref.indices.begin()))
      found.emplace(order_key(ref), std::pair(ref, value));
  });
  if (!found.empty() || place.indices.empty()) return found;
  for (const config::Setting& setting : place.node->beneath) {
    if (!setting.in(current.release()) || lists_in(setting) != place.indices.size()) continue;
    const config::SettingRef ref{&setting, place.indices};
    found.emplace(order_key(ref), std::pair(ref, current.value(ref)));
  }
  return found;
}

Outcome read(const Configuration& current, const Words& words) {
  const config::SettingPlace place = given_place(joined(words), current.release());
  if (place.node == nullptr) return no_such_place(words, current.release());
  std::string out;
  for (const auto& [key, each] : values_at(current, place)) out += configuration_line(each.first, each.second);
  return with_ok(std::move(out));
}

Outcome apply(config::ActiveConfiguration& configuration, const Principal& who, const std::vector<Change>& changes) {
  const auto applied = configuration.apply(changes, who.author());
  if (!applied) return with_error(apply_failure(applied.error()));
  std::string out;
  for (const Change& change : changes) out += configuration_line(change.ref, configuration.current().value(change.ref));
  const auto waits = [](const auto& each) { return each.ref.setting->restart_required; };
  if (std::any_of(applied->begin(), applied->end(), waits)) out += "*i A restart is required\n";
  return with_ok(std::move(out));
}

// What `Delete` behind these words takes away; nothing when they name no setting or entry.
std::optional<std::vector<Change>> deletion(const Configuration& current, const Words& words) {
  const config::SettingPlace place = given_place(joined(words), current.release());
  if (place.node == nullptr) return std::nullopt;
  if (place.node->setting != nullptr) return std::vector<Change>{{{place.node->setting, place.indices}, std::nullopt}};
  if (!place.node->is_index()) return std::nullopt;
  return current.removal_of_entry(joined(words, words.size() - 1), place.indices);
}

Outcome run_delete(config::ActiveConfiguration& configuration, const Principal& who, Words words) {
  words.pop_back();
  const Configuration& current = configuration.current();
  const auto changes = deletion(current, words);
  if (!changes) {
    return with_error(fmt::format("\"{}\" is no entry of a list and no setting; give the number of the entry to delete",
                                  joined(words).substr(0, 100)));
  }
  if (changes->empty()) return with_error(fmt::format("\"{}\" is not in use", joined(words)));
  const bool setting = given_place(joined(words), current.release()).node->setting != nullptr;
  const auto applied = configuration.apply(*changes, who.author());
  if (!applied) return with_error(apply_failure(applied.error()));
  if (!setting) return with_ok({});
  return with_ok(configuration_line(changes->front().ref, configuration.current().value(changes->front().ref)));
}

bool is_setting(const Words& words, config::Release release) {
  const config::SettingPlace place = given_place(joined(words), release);
  return place.node != nullptr && place.node->setting != nullptr;
}

// The words of a pair as a whole path: as given, or from a place at or above that of the pair before.
Words whole_path(const Words& given, const Words& before, config::Release release) {
  if (is_setting(given, release)) return given;
  for (std::size_t kept = before.size(); kept > 0; --kept) {
    Words words(before.begin(), before.begin() + static_cast<std::ptrdiff_t>(kept));
    words.insert(words.end(), given.begin(), given.end());
    if (is_setting(words, release)) return words;
  }
  // Wrong either way: the message is about the place that was more likely meant.
  if (before.empty() || config::setting_tree().child(given.front()) != nullptr) return given;
  Words words = before;
  words.insert(words.end(), given.begin(), given.end());
  return words;
}

host::Expected<std::vector<Change>> changes_of(const Configuration& current, const std::vector<Pair>& pairs,
                                               Words place) {
  std::vector<Change> changes;
  for (const Pair& pair : pairs) {
    const Words words = whole_path(pair.words, place, current.release());
    const std::string path = joined(words);
    auto change =
        path.find('[') == std::string::npos
            ? current.parse_change(path, pair.value)
            : host::fail(host::ErrorCode::malformed,
                         fmt::format("Give a number in place of the brackets in \"{}\"", path.substr(0, 100)));
    if (!change) return tl::unexpected(change.error());
    if (change->ref.setting->kind == config::ValueKind::password && pair.value == "***")
      return host::fail(host::ErrorCode::malformed, "*** stands for a password that is not shown; give the password");
    changes.push_back(std::move(*change));
    place.assign(words.begin(), words.end() - 1);
  }
  return changes;
}

// How many words stand before an `Add` that follows the name of a list; 0 when there is none.
std::size_t words_before_add(const Words& words, config::Release release) {
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (!equal_ignoring_case(words[i], kAdd)) continue;
    const config::SettingPlace list = given_place(joined(words, i), release);
    if (list.node != nullptr && list.node->is_list()) return i;
  }
  return 0;
}

// The numbered entry in place of `Add`.
host::Expected<Words> make_room(const Configuration& current, const Words& words, std::size_t before_add) {
  const std::string list = joined(words, before_add);
  const config::SettingPlace place = config::find_place(list);
  const auto number = free_entry(current, list, place.indices);
  if (!number) return host::fail(host::ErrorCode::bound_reached, fmt::format("The list \"{}\" is full", list));
  Words entry(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(before_add));
  entry.push_back(std::to_string(*number));
  return entry;
}

Outcome run_add(config::ActiveConfiguration& configuration, const Principal& who, std::vector<Pair> pairs,
                std::size_t before_add) {
  const Configuration& current = configuration.current();
  const auto entry = make_room(current, pairs.front().words, before_add);
  if (!entry) return with_error(entry.error().detail);
  Words& first = pairs.front().words;
  first.erase(first.begin(), first.begin() + static_cast<std::ptrdiff_t>(before_add) + 1);
  if (first.empty()) return with_error("Give the settings of the new entry behind Add, such as Name: \"x\"");
  const auto changes = changes_of(current, pairs, *entry);
  if (!changes) return with_error(changes.error().detail);
  if (std::none_of(changes->begin(), changes->end(), [](const Change& change) { return change.value.has_value(); }))
    return with_error("A new entry needs a setting with a value");
  return apply(configuration, who, *changes);
}

}  // namespace

Outcome run_configuration_line(config::ActiveConfiguration& configuration, const Principal& who,
                               const ParsedLine& line) {
  const Configuration& current = configuration.current();
  const config::Release release = current.release();
  const bool deletes = line.pairs.empty() && line.words.size() > 1 && equal_ignoring_case(line.words.back(), kDelete) &&
                       given_place(joined(line.words), release).node == nullptr;
  if (line.pairs.empty() && !deletes) {
    const bool adds_nothing = !line.words.empty() && words_before_add(line.words, release) == line.words.size() - 1;
    if (adds_nothing && line.words.size() > 1)
      return with_error("Give the settings of the new entry behind Add, such as Name: \"x\"");
    return read(current, line.words);
  }
  if (!who.may(Role::administrator)) {
    return with_error(
        fmt::format("Settings are changed by administrators; {} has the role {}", who.name, to_string(who.role)));
  }
  if (deletes) return run_delete(configuration, who, line.words);
  if (const std::size_t before = words_before_add(line.pairs.front().words, release); before > 0)
    return run_add(configuration, who, line.pairs, before);
  const auto changes = changes_of(current, line.pairs, {});
  if (!changes) return with_error(changes.error().detail);
  return apply(configuration, who, *changes);
}

}  // namespace hexad::admin
