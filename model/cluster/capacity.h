// What a machine can carry however many licences there are. The guides of the X8 era print no table: these are the
// figures of later ones by machine size (behaviour.md 1.7), with both kinds of calls of a VCS held to that of video
// calls.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "model/cluster/licence_kinds.h"

namespace hexad::cluster {

enum class MachineSize : std::uint8_t { small, medium, large };

struct Capacity {
  std::string_view name;  ///< "Small", "Medium", "Large".
  std::uint32_t registrations;
  std::uint32_t video_calls;
  std::uint32_t audio_calls;
  /// A cluster carries at most so many times what one peer does, whatever its number of peers.
  std::uint32_t peers_that_add;
};
const Capacity& capacity_of(MachineSize size);

/// Of one peer, for what needs licences of this kind; nothing: no figure is known, and none is enforced.
std::optional<std::uint32_t> ceiling_of_peer(MachineSize size, LicenceKind kind);
/// Of a cluster of peers of this size.
std::optional<std::uint32_t> ceiling_of_cluster(MachineSize size, LicenceKind kind);

}  // namespace hexad::cluster
