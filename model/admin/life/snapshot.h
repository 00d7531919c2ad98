// A system snapshot for whoever supports the system (Maintenance > Diagnostics > System snapshot): one JSON file with
// the configuration without its passwords, the status, and the ends of the logs, within a bound.
#pragma once

#include <string>

#include "model/admin/life/identity.h"
#include "model/admin/services.h"

namespace hexad::admin {

class Snapshot {
 public:
  static constexpr std::size_t kBytesMax = 8 * 1024 * 1024;

  /// Adds the command SystemSnapshot.
  Snapshot(Services& services, Identity& identity);

  /// What does not fit is left out, oldest log lines first, and "truncated" says so.
  std::string take() const;
  /// "peer1_X12.5.9_1A2B3C4D_20260101_snapshot.json"
  std::string file_name() const;

 private:
  Services& services_;
  Identity& identity_;
};

}  // namespace hexad::admin
