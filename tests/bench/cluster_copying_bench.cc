// How soon a subordinate has the configuration of its primary: 5,000 settings over a round trip of 40 ms, in ns-3. What
// the network takes is simulated time, what the two peers take is CPU, and both together are what an operator would
// wait for; so is one setting that is then changed among the 5,000. Exits with 1 when that is over its target; as
// "quick" when the network's share alone is.
#include <fmt/format.h>

#include <cstdio>
#include <string>

#include "model/host/check.h"
#include "tests/bench/cluster_bench_world.h"

namespace hexad::bench {
namespace {

using namespace std::chrono_literals;

constexpr int kRules = 1667;  // Of three settings each.
constexpr double kSeconds = 1;

std::string rules() {
  std::string lines;
  for (int number = 1; number <= kRules; ++number) {
    const std::string rule = fmt::format("Zones Policy SearchRules Rule {}", number);
    lines += fmt::format("{0} Name: rule {1}\n{0} Priority: 10\n{0} Description: what the rule {1} is there for\n",
                         rule, number);
  }
  return lines;
}

void copy(ClusterWorld& world, Verdict& verdict, const std::string& lines, const std::string& path, const char* what) {
  HEXAD_CHECK(world.peer(1).apply_lines(lines, "bench"));
  const std::string wanted = world.peer(1).configuration().text(path);
  HEXAD_CHECK(world.peer(2).configuration().text(path) != wanted);
  const auto begin = world.now();
  const double before = cpu_seconds();
  const auto copied = [&] { return world.peer(2).configuration().text(path) == wanted; };
  while (!copied()) {
    world.run_for(1ms);
    HEXAD_CHECK(world.now() - begin < 1min);
  }
  const double used = cpu_seconds() - before, waited = std::chrono::duration<double>(world.now() - begin).count();
  verdict.at_most(fmt::format("{} at 40 ms", what), waited, kSeconds, "s");
  verdict.time_at_most("with the CPU of both peers", waited + used, kSeconds, "s");
}

}  // namespace
}  // namespace hexad::bench

int main(int argc, char** argv) {
  using namespace hexad::bench;
  const bool quick = argc > 1 && argv[1] == std::string("quick");
  if (argc > 1 && !quick) {
    std::fprintf(stderr, "usage: cluster_copying_bench [quick]\n");
    return 2;
  }
  WorldOptions options;
  options.peers = 2;
  options.delay = 20ms;
  ClusterWorld world(options);
  HEXAD_CHECK(world.run_until([&] { return world.all_active(); }, 1min));
  world.run_for(10s);
  Verdict verdict(!quick);
  copy(world, verdict, rules(), fmt::format("Zones Policy SearchRules Rule {} Name", kRules),
       "5,000 settings are copied");
  copy(world, verdict, "SIP Domain 2 Name: example.org\n", "SIP Domain 2 Name", "one setting among them is copied");
  return verdict.exit_code();
}
