// How the clusters of a run stand at the moment: what each peer takes the others for, whose configuration it has, which
// alarms it shows. Fed by the record only; invariants, checks and the operator's cure look at it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reports/record/recorder.h"
#include "scenarios/play/node_directory.h"

namespace hexad::play {

struct WatchedAlarm {
  std::int64_t since_ns = 0;
  std::string detail;
};

struct WatchedPeer {
  bool running = false;
  std::int64_t running_since_ns = 0;
  std::map<std::string, std::string, std::less<>> words;  ///< "Active", "Failed", "Unknown", by the other's name.
  std::string primary;                                    ///< The name of the machine, else as it was told.
  bool is_primary = false;
  bool copies = false;  ///< As a primary: its configuration is copied to the others.
  bool has_time = false;
  std::string digest;                                                    ///< Of what is cluster-wide.
  std::int64_t digest_ns = 0;                                            ///< Since when.
  std::map<std::pair<std::uint32_t, std::string>, WatchedAlarm> alarms;  ///< By id and instance.
  /// Licences by kind ("RichMediaSessions"): of its own keys, and all that it may use.
  std::map<std::string, std::uint32_t, std::less<>> installed, usable;

  bool in_cluster() const { return !primary.empty(); }
  bool shows(std::uint32_t id) const;
  bool takes_for_active(std::string_view other) const;
};

class ClusterWatch final : public record::EntryObserver {
 public:
  explicit ClusterWatch(const NodeDirectory& directory) : directory_(directory) {}
  void on_entry(const record::Entry& entry) override;

  const std::map<std::string, WatchedPeer, std::less<>>& peers() const { return peers_; }
  /// Null where it never ran.
  const WatchedPeer* find(std::string_view peer) const;
  /// Both run and take one another for Active.
  bool connected(std::string_view a, std::string_view b) const;
  /// When something last happened that a cluster has to cope with: a machine, a link, a fault, a change of anything.
  std::int64_t last_event_ns() const { return last_event_ns_; }
  /// How often anything of all this has changed.
  std::uint64_t changes() const { return changes_; }
  int faults_in_force() const { return faults_; }

 private:
  void on_log(std::int64_t at_ns, const record::LogLine& line);
  void on_cluster(std::int64_t at_ns, const record::LogLine& line, WatchedPeer& peer);
  void on_alarm(std::int64_t at_ns, const record::LogLine& line, WatchedPeer& peer);
  std::string name_of(std::string_view told) const;
  void touch(std::int64_t at_ns) { last_event_ns_ = at_ns, ++changes_; }

  const NodeDirectory& directory_;
  std::map<std::string, WatchedPeer, std::less<>> peers_;
  std::int64_t last_event_ns_ = 0;
  std::uint64_t changes_ = 0;
  int faults_ = 0;
};

/// The value of a field; empty where there is none.
std::string_view field_of(const record::LogLine& line, std::string_view name);

}  // namespace hexad::play
