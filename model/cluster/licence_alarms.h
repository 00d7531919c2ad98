// The alarms of a pool of licences: on the way of a loan from loss to end (administration guide, ids 30012 to 30017,
// the odd ones where several peers are at the same stage), licences that are all in use, and keys that a peer lacks and
// others have (cluster guides, "Option keys").
#pragma once

#include <functional>

#include "model/cluster/licence_pool.h"
#include "model/status/alarms.h"

namespace hexad::cluster {

/// Of what needs licences of a kind, on this peer now.
using LicencesInUse = std::function<std::uint32_t(LicenceKind)>;

class LicenceAlarms {
 public:
  explicit LicenceAlarms(status::Alarms& alarms) : alarms_(alarms) {}
  void show(const LicencePool& pool, const LicencesInUse& in_use_here, host::MonotonicTime now);

 private:
  void show_losses(const LicencePool& pool, host::MonotonicTime now);
  void show_stage(std::uint32_t id_of_one, const std::vector<LicencePool::Loss>& losses);
  void show_limits(const LicencePool& pool, const LicencesInUse& in_use_here, host::MonotonicTime now);
  void show_missing_keys(const LicencePool& pool, host::MonotonicTime now);
  void set(std::uint32_t id, bool raised, std::string_view detail = {}, std::string_view instance = {});

  status::Alarms& alarms_;
};

}  // namespace hexad::cluster
