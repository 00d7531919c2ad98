// Peers of one cluster on machines of one network, with a time server; each peer is the whole product, told by lines of
// xConfiguration.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "model/actors/dns_server.h"
#include "model/actors/ntp_server.h"
#include "model/actors/operator.h"
#include "model/admin/life/console.h"
#include "model/cluster/cluster.h"
#include "model/cluster/configuration_document.h"
#include "model/peer/peer.h"
#include "tests/model/tls/laboratory.h"
#include "tests/support/sim_host.h"
#include "tests/support/sim_network.h"
#include "tests/support/verifies.h"

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
  /// Nobody gets a new connection to this TCP port of the machine.
  void block(int number, std::uint16_t port) {
    host::FilterRule rule;
    rule.action = host::FilterAction::drop;
    rule.protocol = host::FilterProtocol::tcp;
    rule.port_first = rule.port_last = port;
    machine(number).set_inbound_filter({rule});
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
  /// "Cluster name not configured: If ...", as the release words the alarm; empty when it is not raised.
  std::string alarm_text(int number, std::uint32_t id) {
    const status::Alarm* const alarm = peers[number]->alarms().find(id);
    return alarm == nullptr ? std::string() : fmt::format("{}: {}", alarm->kind->title, alarm->kind->description);
  }
  /// What is cluster-wide is the same on all that run.
  bool same_configuration() {
    std::string first;
    for (const auto& [number, peer] : peers) {
      if (!peer) continue;
      const std::string text = make_document(peer->configuration(), {}).text;
      if (first.empty()) first = text;
      if (text != first) return false;
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
  void stop_time() { time_server_->set_behaviour(actors::NtpServer::Behaviour::silent); }
  void start_time() { time_server_->set_behaviour(actors::NtpServer::Behaviour::serving); }
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

  /// What the command line of a peer answers, over HTTPS from another machine, or why it refuses.
  std::string run(int number, const std::string& line) {
    if (!operator_) {
      actors::OperatorSettings settings;
      for (int peer = 1; peer <= kPeers; ++peer) {
        settings.peers.push_back({fmt::format("peer{}", peer),
                                  {*host::IpAddress::parse(address(peer)), 443},
                                  fmt::format("peer{}.example.com", peer)});
      }
      settings.release = release;
      tls::Policy policy;
      policy.ca_certificates_pem = laboratory.authority.certificate_pem();
      settings.context = *library.context(policy, nullptr);
      operator_ = std::make_unique<actors::Operator>(desk_host, std::move(settings));
    }
    const std::uint32_t task = ++tasks_;
    const auto begun = operator_->perform(
        {task, fmt::format("peer{}", number), actors::Interface::cli, actors::OperatorTask::What::run, {}, {}, line});
    EXPECT_TRUE(begun) << begun.error().detail;
    const auto done = [&]() -> const support::CapturedLine* {
      const auto* last = desk_host.captured().last("operator_done");
      return last != nullptr && last->fields.at("step") == std::to_string(task) ? last : nullptr;
    };
    if (!until([&] { return done() != nullptr; }, 70s)) return "nothing";
    return done()->fields.at(done()->fields.at("outcome") == "ok" ? "value" : "detail");
  }

  /// The same at the machine's own console.
  std::string run_at_console(int number, const std::string& line) {
    return type_at_console(number, {"admin", "TANDBERG", line}, 5s);
  }

  /// What its console shows while these lines are typed there, one every five seconds, and for a time after them.
  std::string type_at_console(int number, const Texts& lines, host::Duration then) {
    struct Screen final : admin::ConsoleHandler {
      void on_console_output(std::string_view shown) override { text += shown; }
      void on_console_closed() override {}
      std::string text;
    } screen;
    const auto console = peers[number]->open_console(screen);
    for (const std::string& typed : lines) {
      console->line(typed);
      network.run_for(5s);
    }
    network.run_for(then);
    return screen.text;
  }

  bool until(const std::function<bool()>& condition, host::Duration limit) {
    return network.run_until(condition, limit);
  }

  support::SimNetwork network{11};
  support::SimHost& time_host = network.add_host("ntp", {"10.0.0.123/24"});
  support::SimHost& name_host = network.add_host("ns1", {"10.0.0.53/24"});
  support::SimHost& desk_host = network.add_host("desk", {"10.0.0.9/24"});
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
  std::unique_ptr<actors::Operator> operator_;
  std::uint32_t tasks_ = 0;
  Silence silence_;
  host::UdpHandle device_socket_;
};

}  // namespace hexad::cluster
