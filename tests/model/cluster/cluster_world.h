// Peers of one cluster on machines of one network, with a time server; each peer is the whole product, told by lines of
// xConfiguration.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "model/actors/dns_server.h"
#include "model/actors/ntp_server.h"
#include "model/cluster/cluster.h"
#include "model/peer/peer.h"
#include "tests/model/tls/laboratory.h"
#include "tests/support/sim_host.h"
#include "tests/support/sim_network.h"

namespace hexad::cluster {

using namespace std::chrono_literals;
using Texts = std::vector<std::string>;

class ClusterWorld : public ::testing::Test {
 protected:
  static constexpr int kPeers = 6;

  /// The host of peer `number`, 1..6: 10.0.0.11 to 10.0.0.16.
  support::SimHost& machine(int number) {
    auto& found = machines_[number];
    if (found == nullptr) {
      const std::string v4 = fmt::format("10.0.0.{}/24", 10 + number), v6 = fmt::format("2001:db8::{}/64", 10 + number);
      found = &network.add_host(fmt::format("peer{}", number), {v4, v6});
    }
    return *found;
  }
  static std::string address(int number) { return fmt::format("10.0.0.{}", 10 + number); }

  /// Lines for a peer list of these peers.
  static std::string list(const std::vector<int>& peers, int primary = 1) {
    std::string lines = "Alternates Cluster Name: cluster.example.com\n";
    lines += fmt::format("Alternates ConfigurationPrimary: {}\n", primary);
    for (std::size_t at = 0; at < peers.size(); ++at) {
      lines += fmt::format("Alternates Peer {} Address: {}\n", at + 1, address(peers[at]));
    }
    return lines;
  }
  static std::string own_lines() {
    return "NTP Server 1 Address: 10.0.0.123\nSIP Domain 1 Name: example.com\nH323 Mode: On\n"
           "SIP Mode: On\nSIP UDP Mode: On\nSIP Registration Standard Refresh Maximum: 7200\n";
  }

  /// Boots the peer: on an empty disk as installed with these lines, else with what its disk holds.
  void boot(int number, const std::string& lines = {}) {
    if (!time_server_) time_server_ = std::make_unique<actors::NtpServer>(time_host, actors::NtpServerSettings{});
    peer::PeerMaterial material;
    material.configuration = config::Configuration(releases.count(number) != 0 ? releases[number] : release);
    const auto read = material.configuration.read_lines(own_lines() + lines, "test");
    ASSERT_TRUE(read) << read.error().detail;
    material.library = &library;
    material.credentials = credentials.count(number) != 0 ? credentials[number]
                                                          : laboratory.issue(fmt::format("peer{}.example.com", number));
    material.ca_certificates_pem = laboratory.authority.certificate_pem();
    peers[number].reset();
    auto started = peer::Peer::start(machine(number), std::move(material));
    ASSERT_TRUE(started) << started.error().detail;
    peers[number] = std::move(*started);
  }
  void boot_all(int count, int primary = 1) {
    std::vector<int> all;
    for (int number = 1; number <= count; ++number) all.push_back(number);
    for (const int number : all) boot(number, list(all, primary));
  }
  /// Its process ends: its connections are closed by the machine.
  void kill(int number) { peers[number].reset(); }
  void restart(int number) {
    kill(number);
    boot(number);
  }

  /// As an operator who saves these lines together; returns why not.
  std::string save(int number, const std::string& lines) {
    const auto applied = peers[number]->apply_lines(lines, "test");
    return applied ? std::string() : applied.error().detail;
  }
  std::string value(int number, std::string_view path) { return peers[number]->configuration().text(path); }

  /// "This system, Active, Failed": the words of one peer's page.
  std::string words(int number) {
    std::string text;
    for (const PeerStatus& peer : peers[number]->cluster().status().peers) {
      text += (text.empty() ? "" : ", ") + peer.word;
    }
    return text;
  }
  std::string why(int number, int other) {
    for (const PeerStatus& peer : peers[number]->cluster().status().peers) {
      if (peer.address == address(other)) return peer.why;
    }
    return "not listed";
  }
  std::string_view database(int number) { return to_string(peers[number]->cluster().status().database); }
  /// The ids of the cluster alarms that are raised.
  std::vector<std::uint32_t> alarms(int number) {
    std::vector<std::uint32_t> ids;
    for (const status::Alarm& alarm : peers[number]->alarms().active()) {
      const bool of_cluster = (alarm.kind->id >= 20000 && alarm.kind->id < 21000) || alarm.kind->id == 70001;
      if (of_cluster) ids.push_back(alarm.kind->id);
    }
    return ids;
  }
  bool raised(int number, std::uint32_t id) {
    const auto ids = alarms(number);
    return std::find(ids.begin(), ids.end(), id) != ids.end();
  }
  /// What is cluster-wide is the same on all that run.
  bool same_configuration() {
    std::string first;
    for (const auto& [number, peer] : peers) {
      if (!peer) continue;
      const std::string lines = peer->configuration().cluster_wide_part().to_lines();
      if (first.empty()) first = lines;
      if (lines != first) return false;
    }
    return true;
  }
  bool all_active() {
    for (const auto& [number, peer] : peers) {
      if (!peer) continue;
      for (const PeerStatus& each : peer->cluster().status().peers) {
        if (each.word != "Active" && each.word != "This system") return false;
      }
    }
    return true;
  }
  /// Names peer1.example.com ... for 10.0.0.11 ..., `more` behind them; peers ask it when their lines say so.
  void serve_names(const std::string& more = {}) {
    std::string zone = "$TTL 60\n@ IN SOA ns1 admin 1 3600 600 86400 60\n@ IN NS ns1\nns1 IN A 10.0.0.53\n";
    for (int number = 1; number <= kPeers; ++number) {
      zone += fmt::format("peer{} IN A {}\n", number, address(number));
    }
    actors::DnsServerSettings settings;
    settings.zones.push_back({"example.com", "test", zone + more});
    names_ = std::make_unique<actors::DnsServer>(name_host, settings);
  }
  void stop_names() { names_.reset(); }
  static std::string name_lines() { return "DNS Server 1 Address: 10.0.0.53\n"; }
  static std::string list_of_names(const std::vector<int>& peers) {
    std::string lines = name_lines() + "Alternates Cluster Name: cluster.example.com\n";
    for (std::size_t at = 0; at < peers.size(); ++at) {
      lines += fmt::format("Alternates Peer {} Address: peer{}.example.com\n", at + 1, peers[at]);
    }
    return lines;
  }

  /// `count` devices, the first of number `first`, register with the peer over UDP.
  void register_devices(int peer, int first, int count, int expires = 600, int cseq = 1) {
    for (int at = first; at < first + count; ++at) {
      const std::string request = fmt::format(
          "REGISTER sip:example.com SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.100:5060;branch=z9hG4bK{1}-{2}-{3}\r\n"
          "Max-Forwards: 70\r\nTo: <sip:device{1}@example.com>\r\nFrom: <sip:device{1}@example.com>;tag={1}\r\n"
          "Call-ID: call-{1}@10.0.0.100\r\nCSeq: {2} REGISTER\r\nContact: <sip:device{1}@10.0.0.100:5060>\r\n"
          "Expires: {0}\r\nContent-Length: 0\r\n\r\n",
          expires, at, cseq, peer);
      if (!device_socket_) device_socket_ = device_host.open_udp(device_host.at(5060), silence_).value();
      const host::OutgoingDatagram datagram{machine(peer).at(5060), host::as_bytes(request)};
      (void)device_socket_->send({&datagram, 1});
      if (at % 100 == 99) network.run_for(5ms);
    }
    network.run_for(50ms);
  }

  bool until(const std::function<bool()>& condition, host::Duration limit) {
    return network.run_until(condition, limit);
  }

  support::SimNetwork network{11};
  support::SimHost& time_host = network.add_host("ntp", {"10.0.0.123/24"});
  support::SimHost& name_host = network.add_host("ns1", {"10.0.0.53/24"});
  support::SimHost& device_host = network.add_host("devices", {"10.0.0.100/24"});
  tls::test::Laboratory laboratory;
  tls::Library library{tls::Randomness::simulated};
  config::Release release = config::Release::x12;
  std::map<int, config::Release> releases;
  std::map<int, tls::Credentials> credentials;
  std::map<int, std::unique_ptr<peer::Peer>> peers;

 private:
  std::map<int, support::SimHost*> machines_;
  struct Silence final : host::DatagramHandler {
    void on_datagrams(host::UdpSocket&, std::span<const host::ReceivedDatagram>) override {}
  };
  std::unique_ptr<actors::NtpServer> time_server_;
  std::unique_ptr<actors::DnsServer> names_;
  Silence silence_;
  host::UdpHandle device_socket_;
};

}  // namespace hexad::cluster
