// The configuration of one peer: what was set, over the defaults of its release. Values enter only through the
// settings table, so that whatever stands here is within its value space.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/config/setting.h"
#include "model/host/address.h"
#include "model/host/error.h"

namespace hexad::config {

class Configuration {
 public:
  explicit Configuration(Release release = Release::x12) : release_(release) {}

  /// Reads lines "xConfiguration SIP UDP Mode: On" (the first word may be left out; blank lines and lines that begin
  /// with '#' are skipped; a value may stand in double quotes). All or nothing: on malformed nothing has changed and
  /// the detail names `source`, line, column, what was expected and the nearest setting.
  host::Expected<void> read_lines(std::string_view text, std::string_view source);
  /// One setting; malformed as above without a line.
  host::Expected<void> set(std::string_view path, std::string_view value);

  Release release() const { return release_; }

  /// The value of a path of the table (indices filled in), as set or by default. The path exists: CHECK.
  std::string text(std::string_view path) const;
  bool on(std::string_view path) const { return text(path) == "On"; }
  std::int64_t integer(std::string_view path) const;
  /// The values that are set at any index of a list setting, in the order of their indices: "SIP Domain [1..200] Name".
  std::vector<std::string> list(std::string_view declared_path) const;

  /// Everything that was set, as lines that read_lines() takes, sorted by path.
  std::string to_lines() const;

 private:
  struct Assignment {
    SettingRef ref;
    std::string value;
  };
  host::Expected<Assignment> parse_assignment(std::string_view path, std::string_view value) const;
  void assign(const Assignment& assignment);

  using Key = std::pair<const Setting*, std::vector<std::uint32_t>>;
  Release release_;
  /// By place in the table and indices; the table's order is the order of paths.
  std::map<Key, std::string> values_;
};

}  // namespace hexad::config
