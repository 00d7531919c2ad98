#include "model/cluster/capacity.h"

namespace hexad::cluster {
namespace {

constexpr Capacity kCapacities[] = {
    {"Small", 2000, 40, 40, 1},  // For audio alone no figure is public.
    {"Medium", 2500, 100, 200, 4},
    {"Large", 5000, 500, 1000, 4},
};

}  // namespace

const Capacity& capacity_of(MachineSize size) { return kCapacities[static_cast<std::size_t>(size)]; }

std::optional<std::uint32_t> ceiling_of_peer(MachineSize size, LicenceKind kind) {
  const Capacity& capacity = capacity_of(size);
  switch (kind) {
    case LicenceKind::room_system:
    case LicenceKind::desktop_system: return capacity.registrations;
    case LicenceKind::non_traversal_call:
    case LicenceKind::traversal_call:
    case LicenceKind::rich_media_session: return capacity.video_calls;
    case LicenceKind::turn_relay:
    default: return std::nullopt;
  }
}

std::optional<std::uint32_t> ceiling_of_cluster(MachineSize size, LicenceKind kind) {
  const auto one = ceiling_of_peer(size, kind);
  return one ? std::optional(*one * capacity_of(size).peers_that_add) : std::nullopt;
}

}  // namespace hexad::cluster
