// The settings table: each setting is declared here once, and everything else that deals with settings (the store, the
// command line, the APIs, the web pages, replication, backup, configuration files, a topology's `settings:`,
// documentation) is derived from this declaration. The rows stand in table/, one file for each part of the menu.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/config/release.h"
#include "model/host/address.h"

namespace hexad::config {

enum class Scope : std::uint8_t {
  cluster_wide,
  peer_specific,  ///< The dagger in the guides: never replicated.
};

/// What a text must look like when it is given.
enum class TextForm : std::uint8_t {
  any,           ///< Printable UTF-8.
  host_label,    ///< One label of a host name: letters, digits, inner hyphens.
  domain_name,   ///< Labels joined by dots; a last label of digits only is refused.
  host,          ///< An IP address or a domain name.
  cluster_name,  ///< As domain_name, and the last level starts with a letter.
};

enum class ValueKind : std::uint8_t {
  choice,    ///< One of `words`, any case; stored as the table spells it.
  integer,   ///< minimum..maximum
  text,      ///< minimum..maximum characters; the empty text is "not set" unless minimum > 0 and it is given.
  address,   ///< An IPv4 or IPv6 address (or of one family only), or nothing.
  password,  ///< As text; never shown: it reads as "***" wherever a person or program asks.
};

struct Setting {
  /// As xConfiguration prints it, with the range of each list index in brackets: "SIP Domain [1..200] Name".
  std::string_view path;
  ValueKind kind = ValueKind::text;
  std::vector<std::string_view> words;
  std::int64_t minimum = 0;
  std::int64_t maximum = 0;
  TextForm form = TextForm::any;
  std::optional<host::Family> family;  ///< Of an address: the only one that is taken.
  /// By release, in the order of kReleases.
  std::array<std::string_view, kReleases.size()> defaults{};
  /// The releases that have it.
  std::array<bool, kReleases.size()> releases{true, true, true, true};
  Scope scope = Scope::cluster_wide;  ///< In the newest release; scope_in() has each release's.
  std::array<Scope, kReleases.size()> scopes{};
  bool restart_required = false;
  bool on_web = true;            ///< False: by command line and API only (the front panel's mode).
  bool path_is_ours = false;     ///< No guide publishes a path for it.
  bool default_is_ours = false;  ///< No guide prints its default.
  /// Another path without list indices, as other releases print it; it is understood in every release.
  std::string_view alias;
  std::string_view page;  ///< Web menu path in the guides' newest words; page_in() has an older release's.
  std::string_view label;
  std::string_view help;    ///< One sentence of what it does.
  std::string_view reader;  ///< The part of the peer that reads it ("sip"); empty: nothing reads it yet.

  bool in(Release release) const { return releases[static_cast<std::size_t>(release)]; }
  Scope scope_in(Release release) const { return scopes[static_cast<std::size_t>(release)]; }
  bool peer_specific_in(Release release) const { return scope_in(release) == Scope::peer_specific; }
  std::string_view default_in(Release release) const { return defaults[static_cast<std::size_t>(release)]; }
};

/// All settings, sorted by path. Lives for the program.
std::span<const Setting> settings();

/// A setting with the list indices that a path gave: "SIP Domain 3 Name" is {&domain_name, {3}}.
struct SettingRef {
  const Setting* setting = nullptr;
  std::vector<std::uint32_t> indices;
  /// The path with its indices filled in, spelt as in the table.
  std::string path() const;
  /// By path, lists by their numbers: the order of all output.
  bool operator==(const SettingRef&) const = default;
  bool operator<(const SettingRef& other) const {
    return setting != other.setting ? setting < other.setting : indices < other.indices;
  }
};

/// Finds the setting of a path, any case, any run of blanks. Empty when there is none or an index is out of range. Its
/// cost does not grow with the table.
std::optional<SettingRef> find_setting(std::string_view path);

/// The declared path nearest to a mistyped one by edit distance, among those of the release.
std::string_view nearest_path(std::string_view path, Release release = Release::x12);

/// "On or Off", "a whole number from 1024 to 65534", "at most 128 characters".
std::string value_space(const Setting& setting);
/// As the command reference prints it: "<On/Off>", "<1024..65534>", "<S: 0, 128>", "<Password>".
std::string value_syntax(const Setting& setting);

/// The value spelt as the table spells it, or nothing when it is outside the value space.
std::optional<std::string> canonical_value(const Setting& setting, std::string_view value);

/// The values one by one, where there are few enough to choose from a list: the words of a choice, the numbers of a
/// range of at most ten. Empty otherwise.
std::vector<std::string> enumerated_values(const Setting& setting);

/// As any person or program may see it: the value itself, and "***" for a password that is set.
std::string shown_value(const Setting& setting, std::string_view value);

/// The help with what must be said besides: that nothing reads it yet, that a restart is needed.
std::string full_help(const Setting& setting);
/// The same without the word on who reads it.
std::string help_without_reader(const Setting& setting);

/// Where a page stands in the menu of a release: "System > Network interfaces > IP" is "System > IP" in x8.1.
std::string_view page_in(Release release, std::string_view page);

}  // namespace hexad::config
