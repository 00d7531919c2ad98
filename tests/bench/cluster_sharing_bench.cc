// What it costs to share registrations: a new one in bytes on the wire and CPU for each peer that holds it, a refresh
// that changes nothing in both, and how soon a peer that returns empty holds 20,000 of them again. Three peers in ns-3;
// devices register one by one, so that each registration travels alone. Exits with 1 when a figure is over its target.
// The first argument is the number of registrations (20,000); with "quick" behind it no CPU counts.
#include <fmt/format.h>
#include <stdlib.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "model/host/check.h"
#include "tests/bench/cluster_bench_world.h"

namespace hexad::bench {
namespace {

using namespace std::chrono_literals;

constexpr int kPeers = 3;
constexpr int kReceivers = kPeers - 1;
constexpr int kWireRegistrations = 2000;
constexpr int kRounds = 3;
constexpr double kWireBytes = 300, kCpuMicroseconds = 20, kReturnSeconds = 1;
/// An unchanged refresh is to cost nothing: what it takes to see that nothing has changed, and what the clock can tell.
constexpr double kNothingMicroseconds = 1, kNothingBytes = 1;

void register_one_by_one(ClusterWorld& world, int count, int cseq) {
  for (int device = 0; device < count; ++device) {
    world.devices().send_register(1, device, cseq, 3600);
    world.run_for(1ms);
  }
  world.run_for(100ms);
}

void wait_until_active(ClusterWorld& world) {
  HEXAD_CHECK(world.run_until([&] { return world.all_active(); }, 1min));
  world.run_for(10s);
}

class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "hexad-bench-XXXXXX").string();
    HEXAD_CHECK(mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

void bytes_on_the_wire(Verdict& verdict) {
  const Folder folder;
  WorldOptions options;
  options.peers = kPeers;
  options.pcap_folder = folder.path();
  ClusterWorld world(options);
  wait_until_active(world);
  const auto begin = world.now();
  register_one_by_one(world, kWireRegistrations, 1);
  const auto registered = world.now();
  register_one_by_one(world, kWireRegistrations, 2);
  const auto refreshed = world.now();
  world.run_for(registered - begin);
  const auto idle = world.now();
  HEXAD_CHECK(world.peer(2).copied_registrations() == kWireRegistrations);
  const auto each = [](std::uint64_t bytes) { return static_cast<double>(bytes) / kWireRegistrations / kReceivers; };
  const double beats = each(world.cluster_bytes(refreshed, idle));
  verdict.at_most("a new registration, for each peer that holds it", each(world.cluster_bytes(begin, registered)),
                  kWireBytes, "bytes on the wire");
  verdict.at_most("an unchanged refresh, beside the beats", each(world.cluster_bytes(registered, refreshed)) - beats,
                  kNothingBytes, "bytes on the wire");
}

struct Took {
  double registering = 0, refreshing = 0;
};

Took cpu_of(bool clustered, int count) {
  WorldOptions options;
  options.peers = kPeers;
  options.clustered = clustered;
  ClusterWorld world(options);
  if (clustered) wait_until_active(world);
  Took took;
  double before = cpu_seconds();
  register_one_by_one(world, count, 1);
  took.registering = cpu_seconds() - before;
  before = cpu_seconds();
  register_one_by_one(world, count, 2);
  took.refreshing = cpu_seconds() - before;
  HEXAD_CHECK(world.devices().answers() == 2 * static_cast<std::uint64_t>(count));
  HEXAD_CHECK(world.peer(3).copied_registrations() == static_cast<std::uint32_t>(clustered ? count : 0));
  return took;
}

/// The least of several runs of both, in turn: what else the machine did is left out.
void cpu(Verdict& verdict, int count) {
  Took alone = cpu_of(false, count), clustered = cpu_of(true, count);
  for (int round = 1; round < kRounds; ++round) {
    for (const bool both : {false, true}) {
      const Took took = cpu_of(both, count);
      Took& least = both ? clustered : alone;
      least = {std::min(least.registering, took.registering), std::min(least.refreshing, took.refreshing)};
    }
  }
  const auto each = [&](double seconds) { return seconds * 1e6 / count / kReceivers; };
  verdict.time_at_most("a new registration, for each peer that holds it",
                       each(clustered.registering - alone.registering), kCpuMicroseconds, "us of CPU");
  verdict.time_at_most("an unchanged refresh", each(clustered.refreshing - alone.refreshing), kNothingMicroseconds,
                       "us of CPU");
}

void the_return_of_a_peer(Verdict& verdict, int count) {
  WorldOptions options;
  options.peers = 2;
  ClusterWorld world(options);
  HEXAD_CHECK(world.run_until([&] { return world.all_active(); }, 1min));
  for (int device = 0; device < count; ++device) {
    world.devices().send_register(1, device, 1, 3600);
    if (device % 100 == 99) world.run_for(5ms);
  }
  const auto holds_all = [&] { return world.peer(2).copied_registrations() == static_cast<std::uint32_t>(count); };
  HEXAD_CHECK(world.run_until(holds_all, 10s));
  world.kill(2);
  world.run_for(1s);
  const auto begin = world.now();
  const double before = cpu_seconds();
  world.boot(2);
  HEXAD_CHECK(world.run_until(holds_all, 1min));
  const double used = cpu_seconds() - before, waited = std::chrono::duration<double>(world.now() - begin).count();
  verdict.at_most(fmt::format("a peer that returns empty holds {} registrations at 1 ms", count), waited,
                  kReturnSeconds, "s");
  verdict.time_at_most("with the CPU of both peers", waited + used, kReturnSeconds, "s");
}

}  // namespace
}  // namespace hexad::bench

int main(int argc, char** argv) {
  using namespace hexad::bench;
  const int count = argc > 1 ? std::atoi(argv[1]) : 20'000;
  const bool quick = argc > 2 && argv[2] == std::string("quick");
  if (count < 1 || (argc > 2 && !quick)) {
    std::fprintf(stderr, "usage: cluster_sharing_bench [REGISTRATIONS [quick]]\n");
    return 2;
  }
  Verdict verdict(!quick);
  bytes_on_the_wire(verdict);
  cpu(verdict, count);
  the_return_of_a_peer(verdict, count);
  return verdict.exit_code();
}
