#include "model/cluster/licence_kinds.h"

namespace hexad::cluster {
namespace {

using enum LicenceKind;

// TURN relays are pooled and shown, but there is no TURN server in this program that could need them.
constexpr LicenceKindRow kRows[kLicenceKinds] = {
    {room_system, 'A', "room system registration", "room system registrations", "RoomSystems", 30028, true},
    {desktop_system, 'B', "desktop system registration", "desktop system registrations", "DesktopSystems", 30031, true},
    {turn_relay, 'I', "TURN relay", "TURN relays", "TurnRelays", 30021, false},
    {non_traversal_call, 'V', "non-traversal call", "non-traversal calls", "NonTraversalCalls", 30020, true},
    {traversal_call, 'W', "traversal call", "traversal calls", "TraversalCalls", 30020, true},
    {rich_media_session, 'Y', "rich media session", "rich media sessions", "RichMediaSessions", 30020, true},
};

/// By config::Release; kinds by the letters of their keys.
struct ReleaseRules {
  std::string_view pooled;
  std::string_view may_differ;
  bool tells_missing_key;
  bool may_do_without_option_keys;
};
constexpr std::array<ReleaseRules, config::kReleases.size()> kRules{{
    /* x8.1 */ {"YI", "Y", false, false},
    /* x8.9 */ {"YABI", "YABI", true, false},
    /* vcs-x8.9.1 */ {"WVI", "WVI", true, false},
    /* x12 */ {"YABWV", "YAB", true, true},
}};

const ReleaseRules& rules_of(config::Release release) { return kRules[static_cast<std::size_t>(release)]; }

}  // namespace

std::span<const LicenceKindRow> licence_kinds() { return kRows; }

const LicenceKindRow& row_of(LicenceKind kind) { return kRows[static_cast<std::size_t>(kind)]; }

bool is_pooled(config::Release release, LicenceKind kind) {
  return rules_of(release).pooled.find(row_of(kind).letter) != std::string_view::npos;
}

bool may_differ_between_peers(config::Release release, char letter) {
  return rules_of(release).may_differ.find(letter) != std::string_view::npos;
}

bool tells_missing_key(config::Release release) { return rules_of(release).tells_missing_key; }

bool may_do_without_option_keys(config::Release release) { return rules_of(release).may_do_without_option_keys; }

}  // namespace hexad::cluster
