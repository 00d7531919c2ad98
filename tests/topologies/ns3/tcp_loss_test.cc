// TCP where the network loses, delays and falls silent: nothing is missing, and nothing goes on for ever.
#include "tests/topologies/ns3/play_ground.h"

namespace hexad::ns3_world {
namespace {

using host::ErrorCode;

std::string pattern(std::size_t size, std::uint32_t salt) {
  std::string text(size, '\0');
  std::uint32_t state = salt;
  for (char& c : text) c = static_cast<char>((state = state * 1664525 + 1013904223) >> 24);
  return text;
}

struct LossCase {
  host::Family family;
  double loss;
  host::Duration delay;
};

class TcpLossTest : public ::testing::TestWithParam<LossCase> {};

/// Writes all of a text, whatever the send buffer takes at a time, then shuts down.
struct Writer {
  explicit Writer(std::string all) : text(std::move(all)) {}
  void go_on(host::TcpStream& stream) {
    while (sent < text.size()) {
      const auto taken = stream.write(as_bytes(std::string_view(text).substr(sent)));
      ASSERT_TRUE(taken);
      if (*taken == 0) return;
      sent += *taken;
    }
    stream.shutdown();
  }
  std::string text;
  std::size_t sent = 0;
};

TEST_P(TcpLossTest, bulk_in_both_directions_arrives_complete_and_ends_in_order) {
  const LossCase& given = GetParam();
  topology::Topology topology = one_lan(given.delay);
  topology.networks[0].loss = given.loss;
  PlayGround ground(topology, 11);
  ground.boot_all();
  const std::string beta = given.family == host::Family::ipv4 ? "10.1.0.12:5061" : "[fd00:1::12]:5061";
  Writer there(pattern(600'000, 1)), back(pattern(500'000, 2));
  RecordingListener listening;
  RecordingStream events;
  events.then = [&](std::string_view event, host::TcpStream& stream) {
    if (event == "connected" || event == "writable") there.go_on(stream);
  };
  listening.stream_then = [&](std::string_view event, host::TcpStream& stream) {
    if (event == "writable" || (event == "bytes" && back.sent == 0)) back.go_on(stream);
  };
  auto listener = listen(ground.host("beta"), beta, listening);
  auto stream = connect(ground.host("alpha"), listener->local(), events, seconds(120));
  ASSERT_TRUE(ground.run_until(
      [&] { return events.told("end") && !listening.accepted.empty() && listening.accepted[0].events.told("end"); },
      std::chrono::hours(2)));
  EXPECT_TRUE(events.received == back.text);
  EXPECT_TRUE(listening.accepted[0].events.received == there.text);
  EXPECT_FALSE(events.failure || listening.accepted[0].events.failure);
  ground.run_for(std::chrono::minutes(30));
  EXPECT_FALSE(events.failure || listening.accepted[0].events.failure);
  EXPECT_FALSE(ground.world->step(ground.world->now() + std::chrono::hours(100))) << "both ends are quiet";
}

INSTANTIATE_TEST_SUITE_P(Networks, TcpLossTest,
                         ::testing::Values(LossCase{host::Family::ipv4, 0, milliseconds(40)},
                                           LossCase{host::Family::ipv4, 0.01, milliseconds(5)},
                                           LossCase{host::Family::ipv6, 0.05, milliseconds(20)},
                                           LossCase{host::Family::ipv4, 0.2, milliseconds(1)}),
                         [](const auto& given) { return "case" + std::to_string(given.index); });

class TcpSilenceTest : public ::testing::Test {
 protected:
  TcpSilenceTest() {
    ground_.boot_all();
    listener_ = listen(ground_.host("beta"), "10.1.0.12:5061", listening_);
    stream_ = connect(ground_.host("alpha"), listener_->local(), events_);
    EXPECT_TRUE(ground_.run_until([&] { return events_.told("connected") && !listening_.accepted.empty(); }));
  }
  host::TcpStream& far() { return *listening_.accepted.front().stream; }
  world::FaultId cut() {
    world::Fault fault;
    fault.kind = world::FaultKind::link_down;
    fault.network = "lan";
    return ground_.apply(fault);
  }
  PlayGround ground_{one_lan()};
  RecordingListener listening_;
  RecordingStream events_;
  host::ListenerHandle listener_;
  host::StreamHandle stream_;
};

TEST_F(TcpSilenceTest, a_sender_gives_up_after_about_a_quarter_of_an_hour) {
  cut();
  ASSERT_TRUE(stream_->write(as_bytes("into the void")));
  const host::MonotonicTime start = ground_.world->now();
  ASSERT_TRUE(ground_.run_until([&] { return events_.failure.has_value(); }, std::chrono::hours(1)));
  EXPECT_EQ(*events_.failure, ErrorCode::timed_out);
  EXPECT_GT(ground_.world->now() - start, std::chrono::minutes(10));
  EXPECT_LT(ground_.world->now() - start, std::chrono::minutes(20));
}

TEST_F(TcpSilenceTest, an_abandoned_stream_stops_repeating_its_fin_into_a_black_hole) {
  const world::FaultId fault = cut();
  ASSERT_TRUE(stream_->write(as_bytes("last words")));
  stream_.reset();
  ground_.run_for(std::chrono::hours(24));
  EXPECT_GE(ground_.world->effect(fault).packets_dropped, 8u);
  EXPECT_LE(ground_.world->effect(fault).packets_dropped, 12u);
}

TEST_F(TcpSilenceTest, a_short_cut_is_survived) {
  const world::FaultId fault = cut();
  ASSERT_TRUE(stream_->write(as_bytes("delayed")));
  ground_.run_for(seconds(5));
  ASSERT_TRUE(ground_.world->heal(fault));
  EXPECT_TRUE(ground_.run_until([&] { return listening_.accepted[0].events.received == "delayed"; }, seconds(10)));
}

TEST_F(TcpSilenceTest, a_reader_that_sleeps_for_an_hour_gets_everything_and_the_sender_only_probes) {
  far().pause_reading();
  const std::string text = pattern(200'000, 3);
  Writer writer(text);
  events_.then = [&](std::string_view event, host::TcpStream& stream) {
    if (event == "writable") writer.go_on(stream);
  };
  writer.go_on(*stream_);
  ground_.run_for(seconds(10));
  const std::uint64_t before = ground_.world->events();
  ground_.run_for(std::chrono::hours(1));
  EXPECT_LT(ground_.world->events() - before, 200u);
  far().resume_reading();
  ASSERT_TRUE(ground_.run_until([&] { return listening_.accepted[0].events.told("end"); }, seconds(5)))
      << "the open window is told at once, not at the next probe";
  EXPECT_TRUE(listening_.accepted[0].events.received == text);
}

TEST_F(TcpSilenceTest, an_idle_connection_costs_no_events) {
  ground_.run_for(seconds(10));
  EXPECT_FALSE(ground_.world->step(ground_.world->now() + std::chrono::hours(1000)));
}

TEST_F(TcpSilenceTest, one_port_is_dialled_ten_thousand_times_in_a_row) {
  for (int i = 0; i < 10'000; ++i) {
    RecordingStream events;
    auto stream = connect(ground_.host("alpha"), listener_->local(), events);
    const std::size_t accepted = listening_.accepted.size();
    ASSERT_TRUE(ground_.run_until([&] { return events.told("connected") && listening_.accepted.size() > accepted; }));
    if (i % 2 == 0) stream.reset();
    listening_.accepted.pop_back();
    ground_.run_for(milliseconds(10));
  }
}

}  // namespace
}  // namespace hexad::ns3_world
