// What a document asks to be changed, turned into the changes of ActiveConfiguration: the one way of the JSON and XML
// APIs into the configuration.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/config/active_configuration.h"

namespace hexad::admin {

/// How a password that is set is shown. Written back to a password it changes nothing, so that a document that was read
/// may be written again (ours).
inline constexpr std::string_view kPasswordShown = "***";

/// A path and the value it shall have; without one it returns to its default.
struct WantedSetting {
  std::string path;
  std::optional<std::string> value;
  bool boolean = false;  ///< The value is JSON's true or false: On or Off, Yes or No, Enabled or Disabled.
};

/// Why a document cannot be taken: its first wrong setting.
struct EditError {
  bool unknown_path = false;  ///< Otherwise the value is outside its space, or the path is given twice.
  std::string path;
  std::string description;
};

/// The changes, in the order of the document. Left out are "***" for a password, and values that the settings have
/// anyway: a document that was read and comes back does not make every default a value of its own.
tl::expected<std::vector<config::Change>, EditError> wanted_changes(const config::Configuration& configuration,
                                                                    const std::vector<WantedSetting>& wanted);

}  // namespace hexad::admin
