// What no record tells of a peer, asked of itself at the end of a run.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "topologies/world/world.h"

namespace hexad::play {

struct RegistrationFacts {
  std::uint64_t own = 0;
  std::uint64_t current = 0;  ///< Copies of registrations that other peers have.
  std::uint64_t former = 0;   ///< Copies that run out.
  std::uint64_t overdue = 0;  ///< Copies that should have ended.
};

class PeerFacts {
 public:
  /// The value of a setting; nothing where the peer cannot be asked or does not know the setting.
  virtual std::optional<std::string> value(std::string_view peer, const std::string& path) const = 0;
  virtual std::optional<RegistrationFacts> registrations(std::string_view peer) const = 0;

 protected:
  ~PeerFacts() = default;
};

/// Asks the peers that run in this process.
class FactsOfWorld final : public PeerFacts {
 public:
  explicit FactsOfWorld(world::World& world) : world_(world) {}
  std::optional<std::string> value(std::string_view peer, const std::string& path) const override;
  std::optional<RegistrationFacts> registrations(std::string_view peer) const override;

 private:
  world::World& world_;
};

}  // namespace hexad::play
