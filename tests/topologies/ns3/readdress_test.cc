// A machine that gets another address: it has it from its next start on, and what knew the old one finds nobody there.
#include "tests/topologies/ns3/play_ground.h"

namespace hexad::ns3_world {
namespace {

using host::ErrorCode;

/// Listens on all addresses, and restarts when somebody connects to port 9.
class Server final : public host::Program {
 public:
  explicit Server(host::Host& host) {
    restarting.then = [&host](host::TcpListener&) { host.request_restart(); };
    serves_ = listen(host, "0.0.0.0:5060", serving);
    restarts_ = listen(host, "0.0.0.0:9", restarting);
    udp_ = open_udp(host, "0.0.0.0:5060", datagrams);
  }
  RecordingListener serving, restarting;
  RecordingDatagrams datagrams;

 private:
  host::ListenerHandle serves_, restarts_;
  host::UdpHandle udp_;
};

class ReaddressTest : public ::testing::Test {
 protected:
  ReaddressTest() {
    ground_.programs["beta"] = [this](host::Host& host) {
      auto server = std::make_unique<Server>(host);
      server_ = server.get();
      return server;
    };
    ground_.boot_all();
  }
  void readdress(const std::string& address) {
    const auto given = ground_.world->readdress("beta", ip(address));
    ASSERT_TRUE(given) << given.error().to_string();
  }
  void restart() {
    RecordingStream events;
    auto stream = connect(ground_.host("alpha"), {ground_.world->addresses("beta").front(), 9}, events);
    ground_.run_for(seconds(1));
  }
  /// What comes of a connection to port 5060.
  std::string try_at(const std::string& address) {
    RecordingStream events;
    auto stream = connect(ground_.host("alpha"), at(address), events, seconds(3));
    ground_.run_for(seconds(4));
    return events.told("connected") ? "connected"
           : events.failure         ? std::string(to_string(*events.failure))
                                    : "nothing";
  }
  std::string addresses(const std::string& node) const {
    std::string text;
    for (const host::IpAddress& address : ground_.world->addresses(node)) text += address.to_string() + " ";
    return text;
  }
  ErrorCode refusal(const std::string& node, const std::string& address) {
    const auto given = ground_.world->readdress(node, ip(address));
    return given ? ErrorCode::closed : given.error().code;
  }

  PlayGround ground_{one_lan()};
  Server* server_ = nullptr;
};

TEST_F(ReaddressTest, it_has_the_address_from_its_restart_on) {
  readdress("10.1.0.22");
  EXPECT_EQ(addresses("beta"), "10.1.0.12 fd00:1::12 ");
  EXPECT_EQ(try_at("10.1.0.12:5060"), "connected");
  EXPECT_EQ(try_at("10.1.0.22:5060"), "timed_out");
  restart();
  EXPECT_EQ(addresses("beta"), "10.1.0.22 fd00:1::12 ");
  EXPECT_EQ(ground_.host("beta").interfaces()[0].addresses[0].to_string(), "10.1.0.22/24");
  EXPECT_EQ(try_at("10.1.0.22:5060"), "connected");
  EXPECT_EQ(try_at("[fd00:1::12]:5060"), "refused") << "it serves IPv4 only, and answers";
  EXPECT_EQ(try_at("10.1.0.12:5060"), "timed_out");
  EXPECT_GT(ground_.lost("no_route"), 0u);
}

TEST_F(ReaddressTest, it_sends_from_the_new_address) {
  readdress("10.1.0.22");
  restart();
  RecordingDatagrams at_alpha;
  auto alpha = open_udp(ground_.host("alpha"), "10.1.0.11:5060", at_alpha);
  RecordingDatagrams nothing;
  auto beta = open_udp(ground_.host("beta"), "0.0.0.0:0", nothing);
  send_udp(*beta, at("10.1.0.11:5060"), "here I am");
  ground_.run_for(seconds(1));
  ASSERT_EQ(at_alpha.datagrams.size(), 1u);
  EXPECT_EQ(at_alpha.datagrams[0].source.address, ip("10.1.0.22"));
  EXPECT_FALSE(ground_.host("beta").open_udp(at("10.1.0.12:5061"), nothing)) << "the old one is not its own";
}

TEST_F(ReaddressTest, an_open_connection_dies_of_silence) {
  RecordingStream events;
  auto stream = connect(ground_.host("alpha"), at("10.1.0.12:5060"), events);
  ASSERT_TRUE(ground_.run_until([&] { return events.told("connected"); }));
  readdress("10.1.0.22");
  ground_.apply([] {
    world::Fault fault;
    fault.kind = world::FaultKind::power_off;
    fault.node = "beta";
    return fault;
  }());
  ASSERT_TRUE(ground_.world->boot("beta"));
  ASSERT_TRUE(stream->write(as_bytes("anyone?")));
  ground_.run_for(seconds(10));
  EXPECT_FALSE(events.failure) << "nobody is there to reset it";
  ASSERT_TRUE(ground_.run_until([&] { return events.failure.has_value(); }, std::chrono::hours(1)));
  EXPECT_EQ(*events.failure, ErrorCode::timed_out);
}

TEST_F(ReaddressTest, a_machine_without_power_comes_up_with_it_and_may_go_back) {
  world::Fault fault;
  fault.kind = world::FaultKind::power_off;
  fault.node = "beta";
  for (const char* address : {"10.1.0.22", "10.1.0.12"}) {
    ground_.apply(fault);
    readdress(address);
    ASSERT_TRUE(ground_.world->boot("beta"));
    EXPECT_EQ(try_at(std::string(address) + ":5060"), "connected");
  }
}

TEST_F(ReaddressTest, each_family_has_its_own) {
  readdress("fd00:1::22");
  restart();
  EXPECT_EQ(addresses("beta"), "10.1.0.12 fd00:1::22 ");
  EXPECT_EQ(try_at("[fd00:1::22]:5060"), "refused");
  EXPECT_EQ(try_at("[fd00:1::12]:5060"), "timed_out");
}

TEST_F(ReaddressTest, what_cannot_be_is_an_error) {
  EXPECT_EQ(refusal("gamma", "10.1.0.22"), ErrorCode::not_found);
  EXPECT_EQ(refusal("beta", "10.2.0.22"), ErrorCode::invalid_argument);
  EXPECT_EQ(refusal("beta", "10.1.0.11"), ErrorCode::address_in_use);
  readdress("10.1.0.22");
  EXPECT_EQ(refusal("alpha", "10.1.0.22"), ErrorCode::address_in_use) << "beta will have it";
  EXPECT_EQ(refusal("alpha", "10.1.0.12"), ErrorCode::address_in_use) << "beta still has it";
  restart();
  EXPECT_EQ(refusal("alpha", "10.1.0.12"), ErrorCode::closed) << "it is free now";
  EXPECT_EQ(addresses("gamma"), "");
}

TEST(ReaddressOfRouters, is_refused_because_other_machines_have_their_addresses_in_their_routes) {
  topology::Topology topology = one_lan();
  topology.nodes.push_back(make_router("gate", {{"lan", "10.1.0.1 fd00:1::1"}}));
  PlayGround ground(topology);
  EXPECT_EQ(ground.world->readdress("gate", ip("10.1.0.2")).error().code, ErrorCode::invalid_argument);
}

}  // namespace
}  // namespace hexad::ns3_world
