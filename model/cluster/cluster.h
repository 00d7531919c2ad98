// The cluster as one of its peers sees it: who belongs to it, the links to them, the shared state and the copied
// configuration, and the alarms that tell what is wrong (cluster guides; what they leave open is decided in README.md).
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "model/cluster/cluster_alarms.h"
#include "model/cluster/configuration_plane.h"
#include "model/cluster/incoming_links.h"
#include "model/cluster/memory.h"
#include "model/cluster/outgoing_link.h"
#include "model/cluster/peer_names.h"
#include "model/cluster/status.h"
#include "model/tls/credentials.h"
#include "model/tls/library.h"

namespace hexad::cluster {

/// What the peer gives its cluster; all of it outlives the cluster.
struct Surroundings {
  host::Host& host;
  config::ActiveConfiguration& configuration;
  config::Store* store;  ///< May be null.
  status::Alarms& alarms;
  status::EventLog& events;
  dns::StubResolver& resolver;
  tls::Library* library;  ///< Null: no links.
  bool bound_handshakes = false;
  std::string version;  ///< Of the software.
  std::string serial;
  std::function<std::vector<host::IpAddress>()> own_addresses;
  std::function<std::string()> own_name;  ///< "System host name.Domain name"
  /// Raises the alarm that a restart is needed.
  std::function<void(std::uint32_t alarm)> require_restart;
  /// The peer has left its cluster, and its next restart is to be a factory reset; or not, after all. May be null.
  std::function<void(bool)> reset_at_restart;
};

class Cluster final : LinkOwner, PlaneOwner, config::ConfigurationObserver, host::DeadlineHandler {
 public:
  /// A subordinate that has never met its primary and cannot reach it for this long founds a cluster of its own.
  static constexpr host::Duration kTakeControlAfter = std::chrono::seconds(120);
  /// How long two peers must agree on the primary before the alarm of their disagreement is lowered.
  static constexpr host::Duration kAgreement = std::chrono::seconds(120);
  /// How long a peer that was reached for the first time may take to connect back before it counts as Failed. Ours.
  static constexpr host::Duration kAwaited = std::chrono::seconds(10);

  explicit Cluster(Surroundings surroundings);
  ~Cluster();

  /// Before start().
  void add(ReplicatedTable& table) { shared_.add(table); }
  void add(ConfigurationSection& section) { plane_.add(section); }
  void set_certificates(const tls::Credentials& credentials, const std::string& ca_certificates_pem,
                        const std::string& revocation_lists_pem);
  /// Of NTP: whether it is synchronised; `trying` while it has not had its time to become so.
  void set_time(bool synchronised, bool trying);
  void set_upgrading(bool upgrading);
  void start();

  /// Own rows of a table have changed: they leave in this turn of the loop.
  void rows_changed();
  void section_changed() { plane_.on_section_changed(); }

  Status status() const;
  /// xCommand ForceConfigUpdate. Why it is not possible is told at once; `done` comes later.
  host::Expected<void> force_configuration_update(ConfigurationPlane::Forced done);
  /// The peer takes part: it had a list at boot and has one now.
  bool running() const { return running_ && !left_list_ && settings_.clustered(); }
  const Memory& memory() const { return memory_; }
  Memory& memory() { return memory_; }
  /// Null: there is no such peer now.
  const RemotePeer* remote(Origin origin) const;

 private:
  struct Remote;
  enum Deadline : std::uint32_t { kUpdate, kRows, kBeat, kDead, kTakeControl, kProbe, kAgree, kAwait };

  // LinkOwner
  host::Host& host() override { return in_.host; }
  dns::StubResolver& resolver() override { return in_.resolver; }
  const Settings& settings() const override { return settings_; }
  LinkTls tls() const override;
  host::IpAddress own_address() const override { return *own_address_; }
  SharedState& shared() override { return shared_; }
  RemotePeer* find_peer(const host::IpAddress& address) override;
  wire::cluster::Hello hello_to(const RemotePeer& peer, const FrameStream& stream) override;
  std::optional<wire::cluster::Refusal> judge(RemotePeer& peer, const wire::cluster::Hello& hello,
                                              const FrameStream& stream) override;
  void on_recovered(RemotePeer& peer) override;
  void on_outgoing(RemotePeer& peer, bool up, const std::string& why) override;
  void on_incoming(RemotePeer& peer, bool up, const std::string& why) override;
  void on_attempt_failed(RemotePeer& peer, std::uint16_t port, const std::string& why,
                         std::optional<wire::cluster::Refusal> refusal) override;
  void on_said(RemotePeer& peer, wire::cluster::Frame frame) override;
  void on_stranger(const host::SocketAddress& from, std::uint16_t port) override;

  // PlaneOwner
  bool is_primary() const override { return running() && !own_text_.empty() && own_text_ == settings_.primary_text(); }
  RemotePeer* primary_to_follow() override;
  std::string suspended_for(const RemotePeer* peer) const override;
  bool has_room(RemotePeer& peer) override;
  bool send(RemotePeer& peer, const wire::cluster::Frame& frame) override;
  void announce(const wire::cluster::ConfigurationAnnounce& announce) override;
  void on_plane_changed() override { update_soon(); }

  void on_configuration_changed(const std::vector<config::AppliedChange>& changes,
                                const config::Author& author) override;
  void on_deadline(std::uint32_t id) override;

  void follow_settings();
  void leave(const std::vector<std::string>& list);
  void come_back();
  void update_soon();
  void update();
  void find_own_entry();
  void follow_list();
  void add_remote(const std::string& text);
  void follow_links();
  void found_if_due();
  /// A subordinate has this long from now to meet its primary.
  void await_primary();
  void found(bool by_taking_control);
  void note_joined();
  void tell_state();
  void tell_words();
  void tell_primary();
  void tell_alarms();
  void add_remotes_to(Picture& picture);
  void beat();
  void check_dead();
  void follow_founder(const RemotePeer& peer);
  void remember_list(const std::vector<std::string>& list);
  void probe();
  void on_probed(RemotePeer& peer, std::uint16_t port, bool open);
  void lose(RemotePeer& peer, const std::string& why);
  void give_up_awaiting();
  Remote& remote_of(const RemotePeer& peer);
  wire::cluster::State own_state() const;
  std::string primary_address() const;
  DatabaseWord database() const;
  bool disagrees(const RemotePeer& peer) const;
  /// Founded apart from some peer: 20024.
  bool in_conflict() const;
  const RemotePeer* remote_primary() const;

  Surroundings in_;
  Memory memory_;
  SharedState shared_;
  ConfigurationPlane plane_;
  ClusterAlarms alarms_;
  PeerNames names_;
  host::DeadlineWheel deadlines_;
  IncomingLinks incoming_;
  host::RateLimit stranger_lines_;

  Settings at_boot_, settings_, configured_;
  bool started_ = false, running_ = false;
  host::MonotonicTime probe_all_at_{};  ///< Until then only ports that were found closed are tried again.
  std::optional<std::vector<std::string>> left_list_;  ///< The list that was cleared in this boot.
  std::vector<std::vector<std::string>> had_lists_;    ///< Those before, in this boot.
  tls::ContextHandle context_;
  std::unique_ptr<tls::HandshakeBudget> budget_;
  tls::Credentials credentials_;
  std::string ca_certificates_pem_, revocation_lists_pem_;
  std::string own_text_;  ///< Our entry in the list; empty: there is none.
  std::optional<host::IpAddress> own_address_;
  bool time_synchronised_ = false, time_trying_ = true, upgrading_ = false;
  std::vector<std::unique_ptr<Remote>> remotes_;  ///< In the order of the list.
  std::optional<wire::cluster::State> told_state_;
  std::string told_database_, told_primary_;
  bool was_following_ = false;
};

}  // namespace hexad::cluster
