// The loop itself: running, stopping, signals, pipes and draining.
#include "real/host/reactor.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <string>
#include <thread>

#include "tests/model/host/contract/recorders.h"
#include "tests/real/host/real_world.h"

namespace hexad::real {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

AsioHostOptions loopback_identity() {
  AsioHostOptions options;
  options.name = "one";
  options.identity.push_back({"lan1", {*host::Prefix::parse("127.0.1.21/24")}, {}, true});
  return options;
}

TEST(Reactor, run_ends_with_stop_from_another_thread_and_can_run_again) {
  Reactor reactor;
  for (int i = 0; i < 2; ++i) {
    std::thread other([&] { reactor.stop(); });
    reactor.run();
    other.join();
  }
}

TEST(Reactor, run_until_gives_up_after_its_limit) {
  Reactor reactor;
  const host::MonotonicTime before = reactor.now();
  EXPECT_FALSE(reactor.run_until([] { return false; }, milliseconds(20)));
  EXPECT_GE(reactor.now() - before, milliseconds(20));
  EXPECT_TRUE(reactor.run_until([] { return true; }, milliseconds(0)));
}

TEST(Reactor, a_signal_is_handled_in_the_loop) {
  struct Signals final : SignalHandler {
    void on_signal(int number) override { got = number; }
    int got = 0;
  } signals;
  Reactor reactor;
  {
    SignalWatch watch(reactor, {SIGUSR1, SIGUSR2}, signals);
    for (const int number : {SIGUSR1, SIGUSR2}) {
      ASSERT_EQ(::raise(number), 0);
      EXPECT_TRUE(reactor.run_until([&] { return signals.got == number; }, seconds(10)));
    }
  }
  reactor.poll();
}

TEST(Reactor, a_pipe_is_watched_until_the_watch_is_destroyed_in_its_handler) {
  struct Reader final : ReadableHandler {
    void on_readable(int fd) override {
      char buffer[4];
      const ssize_t size = ::read(fd, buffer, sizeof buffer);
      if (size > 0) {
        text.append(buffer, static_cast<std::size_t>(size));
      } else {
        watch.reset();
      }
    }
    std::string text;
    std::unique_ptr<ReadableWatch> watch;
  } reader;
  Reactor reactor;
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  reader.watch = std::make_unique<ReadableWatch>(reactor, ends[0], reader);
  ASSERT_EQ(::write(ends[1], "hello world", 11), 11);
  ASSERT_TRUE(reactor.run_until([&] { return reader.text == "hello world"; }, seconds(10)));
  ::close(ends[1]);
  EXPECT_TRUE(reactor.run_until([&] { return reader.watch == nullptr; }, seconds(10)));
}

TEST(Reactor, drain_waits_for_what_destroyed_streams_still_send) {
  Reactor reactor;
  AsioHost host(reactor, loopback_identity());
  host::contract::RecordingListener listening;
  host::contract::RecordingStream events;
  auto listener = host.listen_tcp({{*host::IpAddress::parse("127.0.1.21"), 0}}, listening);
  ASSERT_TRUE(listener);
  auto stream = host.connect_tcp({(*listener)->local()}, events);
  ASSERT_TRUE(stream);
  ASSERT_TRUE(reactor.run_until([&] { return !listening.accepted.empty() && events.told("connected"); }, seconds(10)));
  listening.accepted[0].stream->pause_reading();
  const std::string text = host::contract::pattern(16 * 1024 * 1024);
  const auto taken = (*stream)->write(host::as_bytes(text));
  ASSERT_TRUE(taken);
  ASSERT_LT(*taken, text.size());
  stream->reset();
  EXPECT_FALSE(reactor.drain(milliseconds(20))) << "the far side takes nothing";
  listening.accepted[0].stream->resume_reading();
  EXPECT_TRUE(reactor.drain(seconds(10)));
  ASSERT_TRUE(reactor.run_until([&] { return listening.accepted[0].events.told("end"); }, seconds(10)));
  EXPECT_EQ(listening.accepted[0].events.received_bytes, *taken);
}

TEST(Reactor, timers_of_all_hosts_fire_in_one_order) {
  Reactor reactor;
  AsioHost one(reactor, loopback_identity());
  AsioHost two(reactor, loopback_identity());
  host::contract::RecordingTimers timers;
  host::TimerHandle a = one.make_timer(timers), b = two.make_timer(timers), c = one.make_timer(timers);
  const host::MonotonicTime deadline = reactor.now() + milliseconds(5);
  c->arm_at(deadline);
  b->arm_at(deadline);
  a->arm_at(deadline);
  ASSERT_TRUE(reactor.run_until([&] { return timers.fired.size() == 3; }, seconds(10)));
  EXPECT_EQ(timers.fired, (std::vector<host::Timer*>{c.get(), b.get(), a.get()}));
}

TEST(Reactor, a_delay_without_end_never_fires_and_does_no_harm) {
  Reactor reactor;
  AsioHost host(reactor, loopback_identity());
  host::contract::RecordingTimers timers;
  host::TimerHandle timer = host.make_timer(timers);
  timer->arm_after(host::Duration::max());
  reactor.run_for(milliseconds(5));
  timer->arm_at(host::MonotonicTime::max());
  reactor.run_for(milliseconds(5));
  EXPECT_TRUE(timers.fired.empty());
  EXPECT_TRUE(timer->armed());
}

}  // namespace
}  // namespace hexad::real
