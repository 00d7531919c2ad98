// The configuration of one peer as a value: what was set, over the defaults of its release. Values enter only through
// the settings table, so that whatever stands here is within its value space. ActiveConfiguration holds the one in
// force.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/config/setting.h"
#include "model/host/address.h"
#include "model/host/error.h"

namespace hexad::config {

/// One setting becomes `value`; without a value it returns to its default (and the entry of a list of which nothing
/// else is set is gone).
struct Change {
  SettingRef ref;
  std::optional<std::string> value;
  bool operator==(const Change&) const = default;
};

class Configuration {
 public:
  explicit Configuration(Release release = Release::x12) : release_(release) {}

  /// Reads lines "xConfiguration SIP UDP Mode: On" (the first word may be left out; blank lines and lines that begin
  /// with '#' are skipped; a value may stand in double quotes). All or nothing: on malformed nothing has changed and
  /// the detail names `source`, line, column, what was expected and the nearest setting.
  host::Expected<void> read_lines(std::string_view text, std::string_view source);
  /// The changes that such lines ask for, in their order, without making them.
  host::Expected<std::vector<Change>> parse_lines(std::string_view text, std::string_view source) const;
  /// One setting; malformed as above without a line.
  host::Expected<void> set(std::string_view path, std::string_view value);
  /// The change that sets a path to a value, checked against the table and the release; malformed with a sentence that
  /// names the value space or the nearest setting.
  host::Expected<Change> parse_change(std::string_view path, std::string_view value) const;
  /// The setting of a path as this release has it; malformed, naming the nearest, otherwise.
  host::Expected<SettingRef> resolve(std::string_view path) const;
  /// Makes a change that has been parsed before.
  void apply(const Change& change);

  Release release() const { return release_; }

  /// The value of a path of the table (indices filled in), as set or by default. The path exists: CHECK.
  std::string text(std::string_view path) const;
  bool on(std::string_view path) const { return text(path) == "On"; }
  std::int64_t integer(std::string_view path) const;
  /// The value as set or by default, and only what was set.
  const std::string& value(const SettingRef& ref) const;
  const std::string* assigned(const SettingRef& ref) const;
  /// The values that are set at any index of a list setting, in the order of their indices: "SIP Domain [1..200] Name".
  std::vector<std::string> list(std::string_view declared_path) const;
  /// The indices in use of a list whose declared path is given up to its bracket: "Zones Zone" -> 1, 4, 7. With
  /// `outer`, of the list inside these indices of the lists around it.
  std::vector<std::uint32_t> entries(std::string_view list_path, std::span<const std::uint32_t> outer = {}) const;
  /// The changes that take an entry out of a list.
  std::vector<Change> removal_of_entry(std::string_view list_path, std::span<const std::uint32_t> indices) const;

  /// Every setting of the release in the order of the table, with its value; a list only at the indices in use.
  void for_each(const std::function<void(const SettingRef&, const std::string& value, bool assigned)>& visit) const;
  /// Only what was set.
  void for_each_assigned(const std::function<void(const SettingRef&, const std::string& value)>& visit) const;
  /// The same for what stands at or under a declared path or the beginning of one ("Zones Zone [1..1000] Name").
  void for_each_assigned_under(std::string_view declared_path,
                               const std::function<void(const SettingRef&, const std::string& value)>& visit) const;
  /// Whether both have the same values set at or under a declared path or the beginning of one.
  bool same_under(std::string_view declared_path, const Configuration& other) const;
  /// What turns this configuration into `other`.
  std::vector<Change> changes_to(const Configuration& other) const;

  /// What a peer with this configuration must change to follow `primary`: it takes over all that is cluster-wide in its
  /// own release and keeps what is peer-specific. Settings that its release does not have are left out.
  std::vector<Change> changes_to_follow(const Configuration& primary) const;
  /// What replicates: everything that was set and is not peer-specific.
  Configuration cluster_wide_part() const;

  /// Everything that was set, as lines that read_lines() takes, sorted by path. With passwords in clear: for files that
  /// their owner alone reads.
  std::string to_lines() const;

  bool operator==(const Configuration& other) const = default;

 private:
  Release release_;
  std::map<SettingRef, std::string> values_;
};

}  // namespace hexad::config
