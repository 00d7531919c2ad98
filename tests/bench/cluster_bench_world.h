// Up to six peers of one cluster on one simulated LAN, with a time server and a machine full of devices, for
// benchmarks. The peers are whole peers, the network is ns-3 with the stack of topologies/ns3.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "model/peer/peer.h"
#include "model/tls/library.h"
#include "reports/record/recorder.h"
#include "scenarios/play/cast.h"
#include "topologies/load/topology.h"
#include "topologies/ns3/ns3_world.h"

namespace hexad::bench {

/// Of this process.
double cpu_seconds();

/// Figures beside their targets; the program's exit code tells whether all that count were met.
class Verdict {
 public:
  /// Without `times_count` what CPU and clock tell is printed alone: a test may look at the rest.
  explicit Verdict(bool times_count = true) : times_count_(times_count) {}
  /// `unit` stands behind the figure: "bytes on the wire".
  void at_most(const std::string& what, double figure, double target, const char* unit);
  void time_at_most(const std::string& what, double figure, double target, const char* unit);
  int exit_code() const { return over_ ? 1 : 0; }

 private:
  bool tell(const std::string& what, double figure, double target, const char* unit);
  const bool times_count_;
  bool over_ = false;
};

/// Sends REGISTER over UDP and takes no notice of answers. The node "devices" runs it.
class Devices final : public host::Program, host::DatagramHandler {
 public:
  explicit Devices(host::Host& host);
  /// Device `number` registers with peer `peer` for `expires` seconds, `cseq` for the n-th time.
  void send_register(int peer, int number, int cseq, int expires);
  std::uint64_t answers() const { return answers_; }

 private:
  void on_datagrams(host::UdpSocket&, std::span<const host::ReceivedDatagram> batch) override {
    answers_ += batch.size();
  }
  host::Host& host_;
  host::UdpHandle socket_;
  std::uint64_t answers_ = 0;
};

struct WorldOptions {
  int peers = 6;
  host::Duration delay = std::chrono::microseconds(500);  ///< One way.
  std::string pcap_folder;                                ///< Empty: no capture.
  bool clustered = true;                                  ///< All peers list one another, peer1 is the primary.
  /// Adds more settings of a peer ("SIP Mode: On").
  std::function<void(int peer, std::vector<std::string>& settings)> more_lines;
  /// Other programs in place of peers, with the certificates that the peers would have.
  std::function<std::unique_ptr<host::Program>(int peer, host::Host&, tls::Library&, const tls::Credentials&)>
      in_place_of_peers;
};

class ClusterWorld final : world::ProgramFactory {
 public:
  explicit ClusterWorld(WorldOptions options);
  ~ClusterWorld();

  /// All of them are booted by the constructor.
  void boot(int peer);
  void kill(int peer);
  peer::Peer& peer(int number);
  Devices& devices();
  ns3_world::Ns3World& world() { return *world_; }
  /// The peers see one another as Active.
  bool all_active();
  void run_for(host::Duration duration);
  /// Looks after every event; false when it did not come about within `limit`.
  bool run_until(const std::function<bool()>& condition, host::Duration limit);
  host::MonotonicTime now() const { return world_->now(); }
  /// IP packets of TCP to and from cluster ports in that time, in bytes, acknowledgements included. Needs a capture,
  /// and nothing runs any more after the first call.
  std::uint64_t cluster_bytes(host::MonotonicTime from, host::MonotonicTime to);

  static std::string name(int peer) { return "peer" + std::to_string(peer); }
  static host::IpAddress address(int peer);

 private:
  std::unique_ptr<host::Program> make_program(const topology::Node& node, host::Host& host) override;
  topology::Topology topology_for() const;

  WorldOptions options_;
  topology::Topology topology_;
  tls::Library library_{tls::Randomness::simulated};
  play::Cast cast_;
  record::Recorder recorder_{""};
  std::unique_ptr<ns3_world::Ns3World> world_;
  bool finished_ = false;
};

}  // namespace hexad::bench
