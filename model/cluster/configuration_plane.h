// The second replication plane: the primary's configuration is copied to the subordinates (cluster guides,
// "Configuration replication"). The primary announces what was saved, a subordinate pulls; digests are compared every
// two minutes. A copy is applied only where both ends name the same primary.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "model/cluster/configuration_document.h"
#include "model/cluster/remote_peer.h"
#include "model/host/host.h"
#include "model/status/event_log.h"

namespace hexad::cluster {

class PlaneOwner {
 public:
  virtual bool is_primary() const = 0;
  /// The remote primary that both ends agree on and that may be asked now; null otherwise.
  virtual RemotePeer* primary_to_follow() = 0;
  /// Why nothing is copied to this peer (null: to anybody) for now; empty where it is.
  virtual std::string suspended_for(const RemotePeer* peer) const = 0;
  /// Whether it takes what it is told. Nothing is said on its demand where it does not, or it could fill the memory.
  virtual bool has_room(RemotePeer& peer) = 0;
  virtual bool send(RemotePeer& peer, const wire::cluster::Frame& frame) = 0;
  virtual void announce(const wire::cluster::ConfigurationAnnounce& announce) = 0;
  /// Something that alarms or pages show is another.
  virtual void on_plane_changed() = 0;

 protected:
  ~PlaneOwner() = default;
};

/// What keeps a subordinate from following until somebody does something.
enum class CopyTrouble : std::uint8_t {
  none,
  conflict,  ///< 20011
  failed,    ///< 20009
};

struct PlaneParts {
  host::Host& host;
  config::ActiveConfiguration& configuration;
  status::EventLog& events;
  PlaneOwner& owner;
};

class ConfigurationPlane final : config::ConfigurationObserver, host::TimerHandler {
 public:
  static constexpr host::Duration kCycle = std::chrono::minutes(2);
  static constexpr host::Duration kAnnounceDelay = std::chrono::milliseconds(200);
  /// Cycles in which the digests differ after a copy was applied, before manual synchronisation is asked for.
  static constexpr int kDifferencesMax = 3;
  static constexpr host::Duration kForceTimeout = std::chrono::seconds(60);
  using Forced = std::function<void(host::Expected<std::size_t>)>;

  ConfigurationPlane(PlaneParts parts);
  ~ConfigurationPlane();

  void add(ConfigurationSection& section) { sections_.push_back(&section); }
  /// From now on it asks, announces and answers.
  void start();
  const wire::cluster::Digest& digest() const;
  std::uint64_t revision() const { return parts_.configuration.revision(); }
  /// A section has another content.
  void on_section_changed();

  /// Asks the primary at once where it may be asked: a link has come up, or it copies again.
  void ask();
  void on_said(RemotePeer& peer, const wire::cluster::ConfigurationAnnounce& announce);
  void on_said(RemotePeer& peer, const wire::cluster::ConfigurationRequest& request);
  void on_said(RemotePeer& peer, const wire::cluster::ConfigurationAnswer& answer);
  void on_said(RemotePeer& peer, wire::cluster::ConfigurationCopy& copy);
  /// What was under way with it has ended.
  void on_lost(const RemotePeer& peer);

  /// xCommand ForceConfigUpdate: takes the primary's configuration in place of this peer's own. `done` is called once,
  /// with the number of settings that changed.
  void force(Forced done);

  CopyTrouble trouble() const { return trouble_; }
  const std::string& trouble_text() const { return trouble_text_; }
  /// The primary cannot give a copy (20014); empty where it can.
  const std::string& no_copy() const { return no_copy_; }
  /// What was wrong with copies is no matter any more.
  void forget_trouble();
  std::optional<host::WallTime> last_synchronised() const { return last_synchronised_; }
  std::optional<host::MonotonicTime> next_cycle() const;

 private:
  void on_configuration_changed(const std::vector<config::AppliedChange>& changes,
                                const config::Author& author) override;
  void on_timer(host::Timer& timer) override;
  const ConfigurationDocument& document() const;
  void send_copy(RemotePeer& peer);
  void apply_copy(RemotePeer& peer);
  void judge_copy(const CopyResult& result);
  void agree();
  void finish_force(host::Expected<std::size_t> result);
  void log_configuration(std::string_view origin);
  bool polls_only() const;

  PlaneParts parts_;
  ConfigurationSections sections_;
  bool started_ = false;
  mutable std::optional<ConfigurationDocument> document_;
  wire::cluster::Digest logged_{};
  bool applying_ = false;

  host::TimerHandle cycle_, announce_, force_timeout_;
  host::MonotonicTime next_cycle_{};
  // As subordinate
  bool asked_ = false;
  bool copied_this_cycle_ = false;
  int differences_ = 0;
  std::uint32_t next_part_ = 0;
  std::string incoming_;
  wire::cluster::Digest incoming_digest_{};
  CopyTrouble trouble_ = CopyTrouble::none;
  std::string trouble_text_, no_copy_;
  std::optional<host::WallTime> last_synchronised_;
  Forced forced_;
};

}  // namespace hexad::cluster
