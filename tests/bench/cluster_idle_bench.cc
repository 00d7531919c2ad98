// What an idle cluster of six peers costs: simulated days of whole peers in ns-3, without captures, beside as many days
// of bare keepalives on the same thirty TLS connections between machines that do nothing else. Both say something of
// the same size at the same interval. Prints the ratio of the CPU of both, the time of the cluster, and its events
// beside those of the keepalives; exits with 1 when one is over its target. The first argument is the number of days
// (14). "quick" behind it lets only the events count; with "cluster" or "keepalives" only that one runs, for a
// profiler.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "model/cluster/settings.h"
#include "model/host/check.h"
#include "model/tls/tls_listener.h"
#include "tests/bench/cluster_bench_world.h"

namespace hexad::bench {
namespace {

constexpr int kPeers = 6;
/// Of the simulator's events: what the peers do beside their beats is next to nothing.
constexpr double kEventsRatio = 1.2;
constexpr double kRatio = 1.5, kSecondsForTwoWeeks = 180;
/// A beat of a cluster that shares three tables: its length, its kind, and a place for each table.
constexpr std::size_t kBeatBytes = 4 + 2 + 3 * 4;

/// Connects to every other machine and says something on each connection at each beat.
class Keepalives final : public host::Program, host::ListenerHandler, host::StreamHandler, host::TimerHandler {
 public:
  Keepalives(int own, host::Host& host, tls::Library& library, const tls::Credentials& credentials)
      : host_(host), timer_(host.make_timer(*this)) {
    tls::Policy policy;
    policy.verify = tls::Verify::permissive;
    const auto context = library.context(policy, &credentials).value();
    tls::TlsListenOptions options;
    options.tcp.local = {ClusterWorld::address(own), cluster::kSynchronisationPort};
    listener_ = tls::tls_listen(host, context, options, *this).value();
    for (int other = 1; other <= kPeers; ++other) {
      if (other == own) continue;
      host::TcpConnectOptions tcp;
      tcp.remote = {ClusterWorld::address(other), cluster::kSynchronisationPort};
      dialled_.push_back({context, tcp, nullptr});
    }
    timer_->arm_after(std::chrono::seconds(1));  // When all of them listen.
  }

 private:
  struct Dialled {
    tls::ContextHandle context;
    host::TcpConnectOptions tcp;
    host::StreamHandle stream;
  };

  void on_timer(host::Timer&) override {
    for (Dialled& each : dialled_) {
      if (each.stream) {
        HEXAD_CHECK(each.stream->write(beat_).value_or(0) == beat_.size());
      } else {
        each.stream = tls::tls_connect(host_, each.context, each.tcp, {}, *this).value();
      }
    }
    timer_->arm_after(cluster::LinkTimes{}.beat);
  }
  void on_accepted(host::TcpListener&, host::StreamHandle stream) override {
    accepted_.push_back(std::move(stream));
    accepted_.back()->set_handler(*this);
  }
  void on_bytes(host::TcpStream&, host::ByteView) override { last_heard_ = host_.now(); }
  void on_end(host::TcpStream&) override { HEXAD_CHECK(false); }
  void on_failed(host::TcpStream&, const host::Error&) override { HEXAD_CHECK(false); }

  host::Host& host_;
  host::TimerHandle timer_;
  std::unique_ptr<tls::TlsListener> listener_;
  std::vector<Dialled> dialled_;
  std::vector<host::StreamHandle> accepted_;
  host::MonotonicTime last_heard_{};
  const host::Bytes beat_ = host::Bytes(kBeatBytes, 'x');
};

struct Took {
  double cpu = 0, wall = 0;
  double cpu_of_a_beat = 0;  ///< In the quickest of many slices: what else the machine did is left out.
  std::uint64_t events = 0;
};

double beats_of(host::Duration time) {
  return static_cast<double>(time / cluster::LinkTimes{}.beat) * kPeers * (kPeers - 1);
}

Took days_of(ClusterWorld& world, double days) {
  constexpr int kSlices = 41;
  const std::chrono::seconds slice(static_cast<int>(86400 * days / kSlices));
  world.run_for(std::chrono::minutes(5));
  const std::uint64_t events = world.world().events();
  const double cpu = cpu_seconds();
  const auto wall = std::chrono::steady_clock::now();
  std::vector<double> slices;
  for (int number = 0; number < kSlices; ++number) {
    const double before = cpu_seconds();
    world.run_for(slice);
    slices.push_back((cpu_seconds() - before) / beats_of(slice));
  }
  return {cpu_seconds() - cpu, std::chrono::duration<double>(std::chrono::steady_clock::now() - wall).count(),
          *std::min_element(slices.begin(), slices.end()), world.world().events() - events};
}

Took keepalives(double days) {
  WorldOptions options;
  options.in_place_of_peers = [](int own, host::Host& host, tls::Library& library, const tls::Credentials& shown) {
    return std::make_unique<Keepalives>(own, host, library, shown);
  };
  ClusterWorld world(options);
  return days_of(world, days);
}

Took idle_cluster(double days) {
  ClusterWorld world({});
  HEXAD_CHECK(world.run_until([&] { return world.all_active(); }, std::chrono::minutes(1)));
  const Took took = days_of(world, days);
  HEXAD_CHECK(world.all_active());
  return took;
}

}  // namespace
}  // namespace hexad::bench

int main(int argc, char** argv) {
  using namespace hexad::bench;
  const double days = argc > 1 ? std::atof(argv[1]) : 14;
  const std::string_view only = argc > 2 ? argv[2] : "";
  if (days <= 0 || (only != "" && only != "quick" && only != "cluster" && only != "keepalives")) {
    std::fprintf(stderr, "usage: cluster_idle_bench [DAYS [quick | cluster | keepalives]]\n");
    return 2;
  }
  const auto print = [&](const char* what, const Took& took) {
    const double beats = beats_of(std::chrono::seconds(static_cast<int>(86400 * days)));
    std::printf("%g days of %-34s %6.1f s of CPU, %.2f us and %.2f events for each beat\n", days, what, took.cpu,
                took.cpu_of_a_beat * 1e6, static_cast<double>(took.events) / beats);
  };
  Took bare, cluster;
  if (only != "cluster") print("keepalives on thirty connections:", bare = keepalives(days));
  if (only != "keepalives") print("an idle cluster of six peers:", cluster = idle_cluster(days));
  Verdict verdict(only != "quick");
  if (only.empty() || only == "quick") {
    verdict.at_most("its events to those of its keepalives",
                    static_cast<double>(cluster.events) / static_cast<double>(bare.events), kEventsRatio, "times");
    verdict.time_at_most("CPU of an idle cluster to that of its keepalives", cluster.cpu_of_a_beat / bare.cpu_of_a_beat,
                         kRatio, "times");
    verdict.time_at_most("two weeks of an idle cluster", cluster.wall * 14 / days, kSecondsForTwoWeeks, "s");
  }
  return verdict.exit_code();
}
