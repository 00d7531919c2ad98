// Remote logging of one peer: what is sent, what waits while a server is away, what is dropped and counted.
#include "model/status/syslog_sender.h"

#include <gtest/gtest.h>

#include "model/status/syslog_framing.h"
#include "tests/support/sim_host.h"

namespace hexad::status {
namespace {

using namespace std::chrono_literals;
using support::SimHost;
using support::SimNetwork;

/// A server whose every message is kept as it came.
class Server final : host::DatagramHandler, host::ListenerHandler, host::StreamHandler {
 public:
  explicit Server(SimHost& host) {
    socket_ = host.open_udp(host.at(514), *this).value();
    listener_ = host.listen_tcp({.local = host.at(514)}, *this).value();
  }
  std::vector<std::string> messages;
  std::size_t accepted = 0;
  bool reads = true;

  void reset() { streams_.back()->abort(); }

 private:
  void on_datagrams(host::UdpSocket&, std::span<const host::ReceivedDatagram> batch) override {
    for (const auto& datagram : batch) messages.emplace_back(host::as_text(datagram.payload));
  }
  void on_accepted(host::TcpListener&, host::StreamHandle stream) override {
    ++accepted;
    stream->set_handler(*this);
    if (!reads) stream->pause_reading();
    streams_.push_back(std::move(stream));
    reader_ = {};
  }
  void on_bytes(host::TcpStream&, host::ByteView bytes) override {
    reader_.append(host::as_text(bytes));
    while (const auto message = reader_.next().value()) messages.push_back(*message);
  }
  void on_end(host::TcpStream&) override {}
  void on_failed(host::TcpStream&, const host::Error&) override {}

  host::UdpHandle socket_;
  host::ListenerHandle listener_;
  std::vector<host::StreamHandle> streams_;
  SyslogFrameReader reader_;
};

/// Counts the attempts.
struct Connector final : StreamConnector {
  explicit Connector(SimHost& asking) : host(asking) {}
  SimHost& host;
  std::size_t calls = 0;
  host::Expected<host::StreamHandle> connect(const host::TcpConnectOptions& options,
                                             host::StreamHandler& handler) override {
    ++calls;
    return host.connect_tcp(options, handler);
  }
};

struct SyslogSenderTest : testing::Test {
  SimNetwork network{1};
  SimHost& peer = network.add_host("peer1", {"10.0.0.1/24"});
  SimHost& machine = network.add_host("logs", {"10.0.0.99/24"});
  EventLog events{peer};
  Alarms alarms{peer, events};
  std::optional<Server> server{machine};
  SyslogSender sender{peer, events, alarms, "peer1.example.com"};

  void use(SyslogTransport transport, SyslogFormat format = SyslogFormat::ietf) {
    const SyslogServer one{machine.at(514), transport, format};
    sender.set_servers({&one, 1});
    network.run_for(1s);
  }
  void say(std::string_view event) { events.add(1, event, {}); }
};

TEST_F(SyslogSenderTest, datagrams_carry_one_line_each) {
  use(SyslogTransport::udp);
  say("System Start");
  network.run_for(1s);
  ASSERT_EQ(server->messages.size(), 1u);
  EXPECT_EQ(server->messages[0],
            "<134>1 2026-01-01T00:00:01.000000Z peer1.example.com hexad - system_start [meta sequenceId=\"1\"]"
            "[hexad@32473 log=\"event\"] Event=\"System Start\" Level=\"1\" UTCTime=\"2026-01-01 00:00:01,000\"");
  EXPECT_EQ(sender.status().at(0).sent, 1u);
}

TEST_F(SyslogSenderTest, the_older_form_is_the_default) {
  const SyslogServer plain{machine.at(514)};
  sender.set_servers({&plain, 1});
  say("System Start");
  network.run_for(1s);
  ASSERT_EQ(server->messages.size(), 1u);
  EXPECT_EQ(server->messages[0],
            "<134>Jan  1 00:00:00 peer1.example.com hexad: " + events.lines(LogName::event)[0].text);
}

TEST_F(SyslogSenderTest, the_log_level_of_a_server_filters_by_severity) {
  SyslogServer strict{machine.at(514)};
  strict.least = AlarmSeverity::warning;
  sender.set_servers({&strict, 1});
  say("System Start");
  alarms.raise(20004);
  network.run_for(1s);
  ASSERT_EQ(server->messages.size(), 1u);
  EXPECT_EQ(decode_syslog(server->messages[0]).value().severity, AlarmSeverity::warning);
}

TEST_F(SyslogSenderTest, modes_stand_for_transport_and_format) {
  const SyslogServer asked{machine.at(6514), SyslogTransport::tcp, SyslogFormat::ietf};
  EXPECT_EQ(with_mode(SyslogMode::user_defined, asked), asked);
  EXPECT_EQ(with_mode(SyslogMode::bsd, asked).transport, SyslogTransport::udp);
  EXPECT_EQ(with_mode(SyslogMode::bsd, asked).format, SyslogFormat::bsd);
  EXPECT_EQ(with_mode(SyslogMode::ietf, asked).transport, SyslogTransport::udp);
  EXPECT_EQ(with_mode(SyslogMode::ietf_secure, asked).transport, SyslogTransport::tls);
  EXPECT_EQ(with_mode(SyslogMode::ietf_secure, asked).format, SyslogFormat::ietf);
}

TEST_F(SyslogSenderTest, a_stream_keeps_lines_while_its_server_is_away) {
  use(SyslogTransport::tcp);
  say("One");
  network.run_for(1s);
  EXPECT_TRUE(sender.status().at(0).connected);
  ASSERT_EQ(server->messages.size(), 1u);

  server.reset();  // The program ends: its streams close and its port refuses.
  network.run_for(5s);
  EXPECT_FALSE(sender.status().at(0).connected);
  EXPECT_TRUE(alarms.raised(kRemoteSyslogUnavailable, "10.0.0.99:514"));
  say("Two");
  say("Three");
  network.run_for(30s);
  EXPECT_GE(sender.status().at(0).queued, 2u);

  server.emplace(machine);
  ASSERT_TRUE(network.run_until([&] { return sender.status().at(0).connected; }, 61s));
  network.run_for(1s);
  EXPECT_FALSE(alarms.raised(kRemoteSyslogUnavailable, "10.0.0.99:514"));
  EXPECT_EQ(sender.status().at(0).queued, 0u);
  EXPECT_EQ(sender.status().at(0).dropped, 0u);
  // What it missed, in order, with the alarm's own lines between.
  std::vector<std::string> ids;
  for (const std::string& message : server->messages) ids.push_back(decode_syslog(message).value().message_id);
  EXPECT_EQ(ids, (std::vector<std::string>{"alarm_raised", "two", "three", "alarm_lowered"}));
}

TEST_F(SyslogSenderTest, attempts_grow_rarer_and_the_alarm_is_logged_once) {
  server.reset();
  Connector connector(peer);
  SyslogSender with_tls(peer, events, alarms, "peer1", &connector);
  const SyslogServer away{machine.at(514), SyslogTransport::tls};
  with_tls.set_servers({&away, 1});
  network.run_for(64s);
  EXPECT_EQ(connector.calls, 7u) << "after 0, 1, 3, 7, 15, 31 and 63 seconds";
  network.run_for(10min);
  EXPECT_EQ(connector.calls, 17u) << "then once a minute";
  EXPECT_EQ(peer.captured().count("alarm_raised"), 1u);
}

TEST_F(SyslogSenderTest, a_message_cut_by_a_reset_is_sent_again_as_a_whole) {
  server->reads = false;
  use(SyslogTransport::tcp);
  // Far more than the stream takes while nobody reads; the queue holds the rest, the last message in part written.
  for (int i = 0; i < 600; ++i) events.add(1, "Filler", {{"Detail", std::string(480, 'x')}});
  network.run_for(1s);
  const auto before = sender.status().at(0);
  EXPECT_GT(before.queued, 0u);
  server->reset();
  server->reads = true;
  ASSERT_TRUE(network.run_until([&] { return server->accepted == 2 && sender.status().at(0).queued == 0; }, 90s));
  network.run_for(1s);
  // Each frame parses: the reader would have refused half a message.
  EXPECT_GE(server->messages.size(), before.queued);
  for (const std::string& message : server->messages) EXPECT_TRUE(decode_syslog(message).has_value());
}

TEST_F(SyslogSenderTest, the_queue_is_bounded_and_drops_are_counted) {
  server.reset();
  use(SyslogTransport::tcp);
  for (std::size_t i = 0; i < SyslogStream::kQueueLinesMax + 50; ++i) say("Again");
  const auto status = sender.status().at(0);
  EXPECT_EQ(status.queued, SyslogStream::kQueueLinesMax);
  EXPECT_GE(status.dropped, 50u);
}

TEST_F(SyslogSenderTest, a_new_list_keeps_what_stayed_and_lowers_the_alarms_of_what_went) {
  SyslogServer kept{machine.at(514), SyslogTransport::tcp, SyslogFormat::ietf};
  SyslogServer away{machine.at(515), SyslogTransport::tcp, SyslogFormat::ietf};
  const SyslogServer both[] = {away, kept};
  sender.set_servers(both);
  network.run_for(1s);
  EXPECT_TRUE(alarms.raised(kRemoteSyslogUnavailable, "10.0.0.99:515"));
  sender.set_servers({&kept, 1});
  EXPECT_FALSE(alarms.raised(kRemoteSyslogUnavailable, "10.0.0.99:515"));
  network.run_for(1s);
  EXPECT_EQ(server->accepted, 1u);
  EXPECT_TRUE(sender.status().at(0).connected);
  const std::vector<SyslogServer> many(9, kept);
  sender.set_servers(many);
  EXPECT_EQ(sender.status().size(), SyslogSender::kServersMax);
}

TEST_F(SyslogSenderTest, tls_goes_over_the_connector_of_the_peer) {
  Connector connector(peer);
  use(SyslogTransport::tls);
  EXPECT_TRUE(alarms.raised(kRemoteSyslogUnavailable, "10.0.0.99:514"));
  sender.set_servers({});
  EXPECT_FALSE(alarms.raised(kRemoteSyslogUnavailable, "10.0.0.99:514"));

  SyslogSender with_tls(peer, events, alarms, "peer1", &connector);
  const SyslogServer secure = with_mode(SyslogMode::ietf_secure, {machine.at(514)});
  with_tls.set_servers({&secure, 1});
  network.run_for(1s);
  EXPECT_EQ(connector.calls, 1u);
  EXPECT_TRUE(with_tls.status().at(0).connected);
}

TEST_F(SyslogSenderTest, nothing_is_sent_after_its_end) {
  {
    SyslogSender short_lived(peer, events, alarms, "other");
    const SyslogServer plain{machine.at(514)};
    short_lived.set_servers({&plain, 1});
  }
  say("After");
  network.run_for(1s);
  EXPECT_TRUE(server->messages.empty());
  EXPECT_EQ(peer.open_udp_count(), 0u);
}

}  // namespace
}  // namespace hexad::status
