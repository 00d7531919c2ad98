// The alarms of a cluster: which one tells what, and when it is lowered (administration guide, "Alarms"; cluster
// guides, "Troubleshooting").
#pragma once

#include <string>
#include <vector>

#include "model/cluster/configuration_plane.h"
#include "model/cluster/settings.h"
#include "model/status/alarms.h"

namespace hexad::cluster {

/// All that alarms depend on, at one moment.
struct Picture {
  bool clustered = false;                      ///< There is a list.
  bool running = false;                        ///< And there was one at boot.
  bool own_listed = false, own_known = false;  ///< Whether all names were looked up that could be our own.
  bool is_primary = false;
  std::string cluster_name;
  bool h323_on = true;
  bool tls_mode_differs = false;  ///< What is set is not what is in force.
  bool permissive = false;
  std::vector<std::string> not_active;     ///< Remote peers, where an attempt has ended.
  std::vector<std::string> bad_addresses;  ///< Sentences.
  std::vector<std::string> closed_ports;   ///< "10.1.0.12:4371"
  std::vector<std::string> other_versions;
  bool upgrading = false;
  bool primary_unreachable = false;
  bool primary_other_version = false;
  bool primary_differs = false;  ///< Peers name different hosts as the primary.
  bool settings_differ = false;  ///< From the primary's.
  bool conflict = false;
  bool without_time = false;
  CopyTrouble trouble = CopyTrouble::none;
  std::string trouble_text, no_copy;
};

class ClusterAlarms {
 public:
  explicit ClusterAlarms(status::Alarms& alarms) : alarms_(alarms) {}
  void show(const Picture& picture);

 private:
  void show_links(const Picture& picture);
  void show_replication(const Picture& picture);
  void set(std::uint32_t id, bool raised, const std::string& detail = {});

  status::Alarms& alarms_;
};

}  // namespace hexad::cluster
