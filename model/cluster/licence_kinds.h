// The kinds of licences that clusters pool, and what each release says of them (cluster guides, "Introduction" and
// "Option keys"), as data.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "model/config/release.h"

namespace hexad::cluster {

enum class LicenceKind : std::uint8_t {
  room_system,
  desktop_system,
  turn_relay,
  non_traversal_call,
  traversal_call,
  rich_media_session,
};
inline constexpr std::size_t kLicenceKinds = 6;
using LicenceCounts = std::array<std::uint32_t, kLicenceKinds>;  ///< By kind.

struct LicenceKindRow {
  LicenceKind kind;
  char letter;             ///< Of its option keys.
  std::string_view name;   ///< For sentences: "rich media session".
  std::string_view names;  ///< "rich media sessions"
  std::string_view leaf;   ///< In xStatus: "RichMediaSessions".
  /// Of the alarm that no further one can be had, on the cluster.
  std::uint32_t limit_alarm;
  /// This program offers the service, so that each peer of a cluster needs such licences.
  bool served;
};
/// By kind.
std::span<const LicenceKindRow> licence_kinds();
const LicenceKindRow& row_of(LicenceKind kind);

/// The sum of what the peers hold is usable on each of them; of other kinds each peer has its own only.
bool is_pooled(config::Release release, LicenceKind kind);
/// Peers may hold keys for different numbers of them; of all else they must hold the same keys (cluster guides,
/// "Prerequisites"). `letter` is that of an option key of any kind.
bool may_differ_between_peers(config::Release release, char letter);
/// The release has the alarm that a peer lacks a key for licences that others of its cluster hold.
bool tells_missing_key(config::Release release);
/// Systems of this release may be licensed without option keys.
bool may_do_without_option_keys(config::Release release);

}  // namespace hexad::cluster
