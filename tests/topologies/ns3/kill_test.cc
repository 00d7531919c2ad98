// A program that is killed: what its kernel then sends, and what the program can no longer do.
#include "tests/topologies/ns3/play_ground.h"

namespace hexad::ns3_world {
namespace {

using host::ErrorCode;

world::Fault kill_of(const std::string& node) {
  world::Fault fault;
  fault.kind = world::FaultKind::kill;
  fault.node = node;
  return fault;
}

/// A server that accepts streams, does not read when told so, and tries to talk while it dies.
class Server final : public host::Program {
 public:
  Server(host::Host& host, const std::string& address, bool reads) : host_(host), reads_(reads) {
    listening.then = [this](host::TcpListener&) {
      if (!reads_) listening.accepted.back().stream->pause_reading();
    };
    listener_ = listen(host, address + ":5060", listening);
    udp_ = open_udp(host, address + ":5060", datagrams);
  }
  ~Server() override {
    for (auto& accepted : listening.accepted) (void)accepted.stream->write(as_bytes("farewell"));
    const host::OutgoingDatagram farewell{at("10.1.0.11:9"), as_bytes("farewell"), {}};
    (void)udp_->send({&farewell, 1});
    host_.log().write(host::Severity::info, "server", "farewell", "A killed program cannot say this");
    if (auto file = host_.disk().open("farewell", host::OpenMode::create)) (void)(*file)->sync();
  }
  RecordingListener listening;
  RecordingDatagrams datagrams;

 private:
  host::Host& host_;
  bool reads_;
  host::ListenerHandle listener_;
  host::UdpHandle udp_;
};

class KillTest : public ::testing::TestWithParam<host::Family> {
 protected:
  std::string beta() const { return GetParam() == host::Family::ipv4 ? "10.1.0.12" : "[fd00:1::12]"; }
  host::SocketAddress server() const { return at(beta() + ":5060"); }
  void start(bool reads = true) {
    ground_.programs["beta"] = [this, reads](host::Host& host) {
      return std::make_unique<Server>(host, beta(), reads);
    };
    ground_.boot_all();
  }
  PlayGround ground_{one_lan()};
  RecordingStream events_;
};

TEST_P(KillTest, its_streams_end_with_a_fin_and_a_later_write_is_reset) {
  start();
  auto stream = connect(ground_.host("alpha"), server(), events_);
  ASSERT_TRUE(ground_.run_until([&] { return events_.told("connected"); }));
  ASSERT_TRUE(stream->write(as_bytes("read by the server")));
  ground_.run_for(milliseconds(100));
  const world::FaultId fault = ground_.apply(kill_of("beta"));
  ASSERT_TRUE(ground_.run_until([&] { return events_.told("end"); }));
  EXPECT_FALSE(events_.failure);
  EXPECT_EQ(events_.received, "") << "it died without a word";
  ASSERT_TRUE(stream->write(as_bytes("anyone?")));
  ASSERT_TRUE(ground_.run_until([&] { return events_.failure.has_value(); }));
  EXPECT_EQ(*events_.failure, ErrorCode::reset);
  EXPECT_EQ(ground_.world->effect(fault).streams_ended, 1u);
  EXPECT_EQ(ground_.world->effect(fault).packets_rejected, 1u);
}

TEST_P(KillTest, a_stream_with_unread_bytes_is_reset) {
  start(false);
  auto stream = connect(ground_.host("alpha"), server(), events_);
  ASSERT_TRUE(ground_.run_until([&] { return events_.told("connected"); }));
  ASSERT_TRUE(stream->write(as_bytes("never read")));
  ground_.run_for(milliseconds(100));
  ground_.apply(kill_of("beta"));
  ASSERT_TRUE(ground_.run_until([&] { return events_.failure.has_value(); }));
  EXPECT_EQ(*events_.failure, ErrorCode::reset);
  EXPECT_FALSE(events_.told("end"));
}

TEST_P(KillTest, new_connections_are_refused_and_datagrams_come_back_in_one_round_trip) {
  start();
  const world::FaultId fault = ground_.apply(kill_of("beta"));
  RecordingDatagrams datagrams;
  auto socket = open_udp(ground_.host("alpha"), GetParam() == host::Family::ipv4 ? "0.0.0.0:0" : "[::]:0", datagrams);
  const host::MonotonicTime before = ground_.world->now();
  auto stream = connect(ground_.host("alpha"), server(), events_);
  send_udp(*socket, server(), "OPTIONS");
  ASSERT_TRUE(ground_.run_until([&] { return events_.failure && !datagrams.undeliverable.empty(); }));
  EXPECT_EQ(*events_.failure, ErrorCode::refused);
  EXPECT_EQ(datagrams.undeliverable[0].code, ErrorCode::refused);
  EXPECT_LT(ground_.world->now() - before, milliseconds(3)) << "the network takes 1 ms each way";
  EXPECT_EQ(ground_.world->effect(fault).packets_rejected, 2u);
  EXPECT_EQ(ground_.lost("no_port"), 2u);
}

TEST_P(KillTest, a_dying_program_neither_sends_nor_logs_nor_writes) {
  start();
  RecordingDatagrams datagrams;
  auto socket = open_udp(ground_.host("alpha"), "10.1.0.11:9", datagrams);
  ground_.apply(kill_of("beta"));
  ground_.run_for(seconds(1));
  EXPECT_TRUE(datagrams.datagrams.empty());
  EXPECT_TRUE(ground_.of<record::LogLine>().empty());
  ASSERT_TRUE(ground_.world->boot("beta"));
  EXPECT_FALSE(ground_.host("beta").disk().exists("farewell"));
}

TEST_P(KillTest, a_boot_ends_the_fault_and_the_port_serves_again) {
  start();
  ground_.apply(kill_of("beta"));
  EXPECT_EQ(ground_.world->state("beta"), world::MachineState::killed);
  EXPECT_EQ(ground_.world->program("beta"), nullptr);
  ASSERT_TRUE(ground_.world->boot("beta"));
  EXPECT_EQ(ground_.world->state("beta"), world::MachineState::running);
  ASSERT_EQ(ground_.of<record::FaultEnded>().size(), 1u);
  auto stream = connect(ground_.host("alpha"), server(), events_);
  EXPECT_TRUE(ground_.run_until([&] { return events_.told("connected"); }));
}

TEST_P(KillTest, a_kill_that_hits_nothing_has_touched_nothing) {
  start();
  const world::FaultId fault = ground_.apply(kill_of("beta"));
  ground_.run_for(seconds(10));
  EXPECT_EQ(ground_.world->effect(fault).touched(), 0u);
}

INSTANTIATE_TEST_SUITE_P(Families, KillTest, ::testing::Values(host::Family::ipv4, host::Family::ipv6),
                         [](const auto& given) { return given.param == host::Family::ipv4 ? "ipv4" : "ipv6"; });

}  // namespace
}  // namespace hexad::ns3_world
