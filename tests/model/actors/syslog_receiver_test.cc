#include "model/actors/syslog_receiver.h"

#include <gtest/gtest.h>

#include <set>

#include "model/status/syslog_sender.h"
#include "tests/support/sim_host.h"
#include "tests/support/verifies.h"

namespace hexad::actors {
namespace {

using namespace std::chrono_literals;
using support::SimHost;
using support::SimNetwork;

struct LoggingPeer {
  LoggingPeer(SimHost& its_host, const status::SyslogServer& server, std::string name)
      : events(its_host), alarms(its_host, events), sender(its_host, events, alarms, std::move(name)) {
    sender.set_servers({&server, 1});
  }
  status::EventLog events;
  status::Alarms alarms;
  status::SyslogSender sender;
};

struct SyslogReceiverTest : testing::Test {
  SimNetwork network{5};
  SimHost& logs = network.add_host("logs", {"10.0.0.99/24", "2001:db8::99/64"});
  SimHost& machine1 = network.add_host("peer1", {"10.0.0.1/24", "2001:db8::1/64"});
  SimHost& machine2 = network.add_host("peer2", {"10.0.0.2/24"});
  std::optional<SyslogReceiver> receiver{std::in_place, logs, SyslogReceiverSettings{}};
};

TEST_F(SyslogReceiverTest, one_server_tells_the_lines_of_all_peers_apart_by_their_names) {
  support::verifies("ps.syslog-recommended");
  for (const auto transport : {status::SyslogTransport::udp, status::SyslogTransport::tcp}) {
    for (const auto format : {status::SyslogFormat::bsd, status::SyslogFormat::ietf}) {
      const status::SyslogServer server{logs.at(514), transport, format};
      LoggingPeer one(machine1, server, "peer1.example.com");
      LoggingPeer two(machine2, server, "peer2.example.com");
      logs.captured().clear();
      one.alarms.raise(20004);
      two.events.add(status::LogName::configuration, 1, "System Configuration Changed", {{"User", "admin"}});
      network.run_for(2s);
      ASSERT_EQ(logs.captured().count("syslog_received"), 2u);
      std::set<std::pair<std::string, std::string>> seen;
      for (const auto& line : logs.captured().lines()) {
        if (line.event == "syslog_received") seen.emplace(line.fields.at("hostname"), line.fields.at("event"));
      }
      const bool bsd = format == status::SyslogFormat::bsd;
      EXPECT_TRUE(seen.contains({"peer1.example.com", bsd ? "Alarm Raised" : "alarm_raised"}));
      EXPECT_TRUE(
          seen.contains({"peer2.example.com", bsd ? "System Configuration Changed" : "system_configuration_changed"}));
      const auto* last = logs.captured().last("syslog_received");
      EXPECT_EQ(last->fields.at("app"), "hexad");
      EXPECT_EQ(last->fields.at("transport"), status::to_string(transport));
    }
  }
}

TEST_F(SyslogReceiverTest, serves_both_families_and_returns_after_its_restart) {
  const status::SyslogServer server{logs.at(514, host::Family::ipv6), status::SyslogTransport::tcp,
                                    status::SyslogFormat::ietf};
  LoggingPeer peer(machine1, server, "peer1");
  network.run_for(1s);
  EXPECT_EQ(receiver->connections(), 1u);
  receiver.reset();
  network.run_for(10s);
  peer.events.add(1, "While Away", {});
  receiver.emplace(logs, SyslogReceiverSettings{});
  ASSERT_TRUE(network.run_until([&] { return receiver->received() >= 2; }, 61s));
  bool seen = false;
  for (const auto& line : logs.captured().lines())
    seen |= line.fields.contains("event") && line.fields.at("event") == "while_away";
  EXPECT_TRUE(seen);
}

struct Sending final : host::DatagramHandler, host::StreamHandler {
  bool ended = false;
  void on_datagrams(host::UdpSocket&, std::span<const host::ReceivedDatagram>) override {}
  void on_connected(host::TcpStream& stream) override { (void)stream.write(host::as_bytes("GET / HTTP/1.1\r\n")); }
  void on_bytes(host::TcpStream&, host::ByteView) override {}
  void on_end(host::TcpStream&) override { ended = true; }
  void on_failed(host::TcpStream&, const host::Error&) override { ended = true; }
};

TEST_F(SyslogReceiverTest, what_is_not_syslog_is_counted_and_its_connection_closed) {
  Sending sending;
  const auto socket = machine1.open_udp(machine1.at(0), sending).value();
  for (int i = 0; i < 100; ++i) {
    const host::OutgoingDatagram datagram{logs.at(514), host::as_bytes("hello")};
    ASSERT_TRUE(socket->send({&datagram, 1}).has_value());
  }
  const auto stream = machine1.connect_tcp({.remote = logs.at(514)}, sending).value();
  network.run_for(100ms);
  EXPECT_TRUE(sending.ended);
  EXPECT_EQ(receiver->connections(), 0u);
  EXPECT_EQ(receiver->malformed(), 101u);
  EXPECT_EQ(receiver->received(), 0u);
  EXPECT_LE(logs.captured().count("syslog_malformed"), 11u);
}

TEST_F(SyslogReceiverTest, connections_are_bounded) {
  struct Idle final : host::StreamHandler {
    void on_bytes(host::TcpStream&, host::ByteView) override {}
    void on_end(host::TcpStream&) override {}
    void on_failed(host::TcpStream&, const host::Error&) override {}
  } idle;
  std::vector<host::StreamHandle> streams;
  for (std::size_t i = 0; i < SyslogReceiver::kConnectionsMax + 5; ++i) {
    streams.push_back(machine1.connect_tcp({.remote = logs.at(514)}, idle).value());
  }
  network.run_for(1s);
  EXPECT_EQ(receiver->connections(), SyslogReceiver::kConnectionsMax);
  streams.clear();
  network.run_for(1s);
  EXPECT_EQ(receiver->connections(), 0u);
}

}  // namespace
}  // namespace hexad::actors
