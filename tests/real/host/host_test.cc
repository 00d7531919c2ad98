// AsioHosts that share a machine, and one that uses all of it.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <memory>

#include "real/host/native.h"
#include "real/host/tcp_stream.h"
#include "tests/model/host/contract/recorders.h"
#include "tests/real/host/private_network.h"
#include "tests/real/host/real_world.h"

namespace hexad::real {
namespace {

using host::Family;
using host::IpAddress;
using host::SocketAddress;
using host::contract::RecordingDatagrams;
using host::contract::RecordingListener;
using host::contract::RecordingStream;
using std::chrono::seconds;

AsioHostOptions identity(const std::string& name, const std::string& address) {
  AsioHostOptions options;
  options.name = name;
  options.identity.push_back({"lan1", {*host::Prefix::parse(address + "/24")}, {}, true});
  return options;
}

void send(host::UdpSocket& socket, const SocketAddress& to, std::string_view text) {
  const host::OutgoingDatagram datagram{to, host::as_bytes(text), {}};
  ASSERT_TRUE(socket.send({&datagram, 1}));
}

TEST(AsioHost, hosts_with_identities_share_one_port_on_the_wildcard) {
  Reactor reactor;
  AsioHost one(reactor, identity("one", "127.0.1.21"));
  AsioHost two(reactor, identity("two", "127.0.1.22"));
  RecordingDatagrams at_one, at_two;
  auto first = one.open_udp({IpAddress::any(Family::ipv4), 0}, at_one);
  ASSERT_TRUE(first);
  const std::uint16_t port = (*first)->local().port;
  auto second = two.open_udp({IpAddress::any(Family::ipv4), port}, at_two);
  ASSERT_TRUE(second) << second.error().to_string();
  send(**first, {*IpAddress::parse("127.0.1.22"), port}, "to two");
  ASSERT_TRUE(reactor.run_until([&] { return !at_two.datagrams.empty(); }, seconds(10)));
  EXPECT_EQ(at_two.datagrams[0].source.to_string(), "127.0.1.21:" + std::to_string(port));
  EXPECT_TRUE(at_one.datagrams.empty());
}

TEST(AsioHost, an_identity_without_the_family_has_no_wildcard_of_it) {
  Reactor reactor;
  AsioHost host(reactor, identity("one", "127.0.1.21"));
  RecordingDatagrams events;
  auto socket = host.open_udp({IpAddress::any(Family::ipv6), 0}, events);
  ASSERT_FALSE(socket);
  EXPECT_EQ(socket.error().code, host::ErrorCode::address_not_available);
}

TEST(AsioHost, without_an_identity_the_kernels_wildcard_tells_the_address_that_was_meant) {
  Reactor reactor;
  AsioHost host(reactor, {});
  EXPECT_FALSE(host.name().empty());
  for (const char* address : {"127.0.0.1", "127.0.0.77"}) {
    RecordingDatagrams at_server, at_client;
    auto server = host.open_udp({IpAddress::any(Family::ipv4), 0}, at_server);
    auto client = host.open_udp({IpAddress::any(Family::ipv4), 0}, at_client);
    ASSERT_TRUE(server && client);
    send(**client, {*IpAddress::parse(address), (*server)->local().port}, "question");
    ASSERT_TRUE(reactor.run_until([&] { return !at_server.datagrams.empty(); }, seconds(10)));
    EXPECT_EQ(at_server.datagrams[0].destination.address.to_string(), address);
    EXPECT_EQ(at_server.datagrams[0].interface, -1) << "loopback is no interface";
    const host::OutgoingDatagram answer{at_server.datagrams[0].source, host::as_bytes("answer"),
                                        at_server.datagrams[0].destination.address};
    ASSERT_TRUE((*server)->send({&answer, 1}));
    ASSERT_TRUE(reactor.run_until([&] { return !at_client.datagrams.empty(); }, seconds(10)));
    EXPECT_EQ(at_client.datagrams[0].source.address.to_string(), address);
  }
}

TEST(AsioHost, answers_of_one_turn_leave_in_order_with_those_sent_before) {
  Reactor reactor;
  AsioHost host(reactor, identity("one", "127.0.1.21"));
  const IpAddress address = *IpAddress::parse("127.0.1.21");
  RecordingDatagrams at_server, at_client;
  auto server = host.open_udp({address, 0}, at_server);
  auto client = host.open_udp({address, 0}, at_client);
  ASSERT_TRUE(server && client);
  const SocketAddress back = (*client)->local();
  const std::string large(9000, 'L');
  at_server.then = [&](host::UdpSocket& socket) {
    for (int i = 0; i < 150; ++i) send(socket, back, std::to_string(i));
    send(socket, back, large);
    send(socket, back, "last");
  };
  send(**client, (*server)->local(), "go");
  ASSERT_TRUE(reactor.run_until([&] { return at_client.datagrams.size() == 152; }, seconds(10)));
  for (int i = 0; i < 150; ++i) EXPECT_EQ(at_client.datagrams[static_cast<std::size_t>(i)].payload, std::to_string(i));
  EXPECT_EQ(at_client.datagrams[150].payload, large);
  EXPECT_EQ(at_client.datagrams[151].payload, "last");
}

TEST(AsioHost, what_a_socket_was_given_before_it_was_destroyed_is_sent) {
  Reactor reactor;
  AsioHost host(reactor, identity("one", "127.0.1.21"));
  const IpAddress address = *IpAddress::parse("127.0.1.21");
  RecordingDatagrams at_server, at_client;
  auto server = host.open_udp({address, 0}, at_server);
  auto client = host.open_udp({address, 0}, at_client);
  ASSERT_TRUE(server && client);
  const SocketAddress back = (*client)->local();
  at_server.then = [&](host::UdpSocket& socket) {
    send(socket, back, "goodbye");
    server->reset();
  };
  send(**client, (*server)->local(), "go");
  ASSERT_TRUE(reactor.run_until([&] { return !at_client.datagrams.empty(); }, seconds(10)));
  EXPECT_EQ(at_client.datagrams[0].payload, "goodbye");
}

TEST(AsioHost, a_host_may_be_destroyed_when_it_asked_for_a_restart) {
  Reactor reactor;
  std::unique_ptr<AsioHost> host;
  AsioHostOptions options = identity("one", "127.0.1.21");
  bool restarted = false;
  options.on_restart = [&] {
    host.reset();
    restarted = true;
  };
  host = std::make_unique<AsioHost>(reactor, std::move(options));
  host->request_restart();
  EXPECT_FALSE(restarted);
  EXPECT_TRUE(reactor.run_until([&] { return restarted; }, seconds(10)));
}

TEST(AsioHost, urgent_data_does_not_keep_a_paused_stream_busy) {
  Reactor reactor;
  AsioHost host(reactor, identity("one", "127.0.1.21"));
  RecordingListener listening;
  auto listener = host.listen_tcp({{*IpAddress::parse("127.0.1.21"), 0}}, listening);
  ASSERT_TRUE(listener);
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const NativeAddress to((*listener)->local());
  ASSERT_EQ(::connect(fd, to.raw(), to.size), 0);
  ASSERT_TRUE(reactor.run_until([&] { return !listening.accepted.empty(); }, seconds(10)));
  listening.accepted[0].stream->pause_reading();
  ASSERT_EQ(::send(fd, "text", 4, 0), 4);
  ASSERT_EQ(::send(fd, "!", 1, MSG_OOB), 1);
  int turns = 0;
  reactor.run_until([&] { return ++turns > 100; }, std::chrono::milliseconds(50));
  EXPECT_LT(turns, 100) << "an idle loop waits";
  reset_on_close(fd);
  ::close(fd);
  EXPECT_TRUE(reactor.run_until([&] { return listening.accepted[0].events.failure.has_value(); }, seconds(10)))
      << "a reset is noticed nevertheless";
}

TEST(AsioHost, long_work_yields_to_the_loop_and_to_nothing_else) {
  Reactor reactor;
  AsioHost host(reactor, identity("one", "127.0.1.21"));
  const auto niceness = [] { return getpriority(PRIO_PROCESS, static_cast<id_t>(gettid())); };
  const int of_loop = niceness();
  const auto of_work = std::make_shared<int>();
  host::contract::RecordingComputation computed;
  const auto handle =
      host.compute([of_work, niceness] { *of_work = niceness(); }, std::chrono::milliseconds(1), computed);
  ASSERT_TRUE(reactor.run_until([&] { return computed.calls != 0; }, seconds(10)));
  EXPECT_EQ(*of_work, std::min(of_loop + 10, 19));
  EXPECT_EQ(niceness(), of_loop);
}

}  // namespace
}  // namespace hexad::real
