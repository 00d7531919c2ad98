// A small simulated world for the tests of this folder: topologies in a line of code, machines whose programs are bare
// hosts that a test plays with, and the record kept in memory.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "reports/record/recorder.h"
#include "tests/model/host/contract/recorders.h"
#include "topologies/ns3/ns3_world.h"

namespace hexad::ns3_world {

using host::as_bytes;
using host::contract::RecordingDatagrams;
using host::contract::RecordingListener;
using host::contract::RecordingStream;
using std::chrono::milliseconds;
using std::chrono::seconds;

/// "10.1.0.0/24 fd00:1::/64" and so on, one way, no loss.
topology::Network make_network(std::string name, const std::string& subnets, host::Duration delay = milliseconds(1));
/// A peer with one card on each network, "10.1.0.11" or "10.1.0.11 fd00:1::11" for each.
topology::Node make_node(std::string name, const std::vector<std::pair<std::string, std::string>>& attachments,
                         const std::string& gateways = {});
topology::Node make_router(std::string name, const std::vector<std::pair<std::string, std::string>>& attachments,
                           topology::RouterRole role = {});

class PlayGround final : public world::ProgramFactory, public record::EntryObserver {
 public:
  explicit PlayGround(topology::Topology topology, std::uint64_t seed = 1, Ns3WorldOptions options = {});
  ~PlayGround();

  std::unique_ptr<host::Program> make_program(const topology::Node& node, host::Host& host) override;
  void on_entry(const record::Entry& entry) override { entries.push_back(entry); }

  /// The present boot of a machine.
  host::Host& host(const std::string& name) { return *hosts.at(name); }
  void boot_all();
  void run_for(host::Duration duration);
  bool run_until(const std::function<bool()>& predicate, host::Duration limit = seconds(60));
  world::FaultId apply(const world::Fault& fault);

  template <class Kind>
  std::vector<Kind> of() const {
    std::vector<Kind> list;
    for (const record::Entry& entry : entries) {
      if (const auto* event = std::get_if<Kind>(&entry.event)) list.push_back(*event);
    }
    return list;
  }
  std::size_t lost(const std::string& reason) const;

  const topology::Topology topology;
  record::Recorder recorder{""};
  std::vector<record::Entry> entries;
  std::map<std::string, host::Host*> hosts;
  /// What a machine runs; without one it runs an empty program.
  std::map<std::string, std::function<std::unique_ptr<host::Program>(host::Host&)>> programs;
  std::unique_ptr<Ns3World> world;
};

/// Two machines, alpha 10.1.0.11 and beta 10.1.0.12 (fd00:1::11, fd00:1::12), on one network.
topology::Topology one_lan(host::Duration delay = milliseconds(1));

host::IpAddress ip(const std::string& text);
host::SocketAddress at(const std::string& text);
host::UdpHandle open_udp(host::Host& host, const std::string& local, host::DatagramHandler& handler);
/// Sends one datagram; the socket takes it.
void send_udp(host::UdpSocket& socket, const host::SocketAddress& to, const std::string& text);
host::ListenerHandle listen(host::Host& host, const std::string& local, host::ListenerHandler& handler);
host::StreamHandle connect(host::Host& host, const host::SocketAddress& remote, host::StreamHandler& handler,
                           host::Duration timeout = seconds(10));

}  // namespace hexad::ns3_world
