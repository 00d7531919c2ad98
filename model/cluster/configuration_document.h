// What the primary copies to its subordinates: the settings that are cluster-wide, and the sections that other owners
// add, as one text with a digest over its values.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/config/active_configuration.h"
#include "model/wire/cluster/frame.h"

namespace hexad::cluster {

/// Something that is copied with the settings and is none.
class ConfigurationSection {
 public:
  virtual ~ConfigurationSection() = default;
  /// The same on every peer: "accounts".
  virtual std::string_view name() const = 0;
  /// Equal content gives equal text.
  virtual std::string text() const = 0;
  /// Takes the primary's over in place of what is there. malformed, or the disk's errors: nothing has changed.
  virtual host::Expected<void> adopt(std::string_view text, const config::Author& author) = 0;
};
using ConfigurationSections = std::vector<ConfigurationSection*>;

struct ConfigurationDocument {
  std::string text;
  wire::cluster::Digest digest{};
};

ConfigurationDocument make_document(const config::Configuration& configuration, const ConfigurationSections& sections);

enum class CopyOutcome : std::uint8_t {
  applied,
  unreadable,  ///< It is no document, or holds settings that this release does not know.
  conflict,    ///< Joined with what is this peer's own it breaks a rule.
  not_kept,    ///< The disk.
};

struct CopyResult {
  CopyOutcome outcome = CopyOutcome::applied;
  std::string detail;       ///< A sentence where it was not applied.
  std::size_t changed = 0;  ///< Settings.
};

/// Takes a document over: all that is cluster-wide becomes what it says, what is peer-specific stays.
CopyResult apply_document(std::string_view text, config::ActiveConfiguration& configuration,
                          const ConfigurationSections& sections, const config::Author& author);

/// As apply_document(); where what is peer-specific stands against it, everything peer-specific but names, addresses,
/// cluster and time servers returns to its default (xCommand ForceConfigUpdate: "deletes the peer's configuration").
CopyResult force_document(std::string_view text, config::ActiveConfiguration& configuration,
                          const ConfigurationSections& sections, const config::Author& author);

/// The first octets in hexadecimal, for logs.
std::string short_text(const wire::cluster::Digest& digest);

}  // namespace hexad::cluster
