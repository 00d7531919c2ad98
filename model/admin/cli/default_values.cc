#include "model/admin/cli/default_values.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace hexad::admin {
namespace {

constexpr std::array<std::string_view, 6> kRemoteAuthentication{
    "Authentication ADS ",    "Authentication H350 ", "Authentication LDAP ",
    "Authentication Remote ", "Login Remote ",        "Login Source ",
};

constexpr std::array<std::string_view, 12> kCritical{
    "Administration ",
    "Alternates ",
    "Authentication Account ",
    "Authentication Certificate ",
    "Ethernet ",
    "IP ",
    "IPProtocol",
    "Login User ",
    "Management ",
    "Option ",
    "Security ",
    "SystemUnit ",
};

template <class List>
bool under_any(std::string_view path, const List& beginnings) {
  return std::any_of(beginnings.begin(), beginnings.end(), [path](std::string_view b) { return path.starts_with(b); });
}

}  // namespace

int reset_level(const config::Setting& setting, config::Release release) {
  if (under_any(setting.path, kRemoteAuthentication)) return 2;
  const bool critical = setting.peer_specific_in(release) || under_any(setting.path, kCritical);
  return critical ? 3 : 1;
}

std::vector<config::Change> changes_to_defaults(const config::Configuration& configuration, int level) {
  std::vector<config::Change> changes;
  configuration.for_each_assigned([&](const config::SettingRef& ref, const std::string&) {
    if (reset_level(*ref.setting, configuration.release()) <= level) changes.push_back({ref, std::nullopt});
  });
  return changes;
}

}  // namespace hexad::admin
