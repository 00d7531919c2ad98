// What it costs to start a peer with its default settings: on a simulated host, and on the real one with a folder for
// its state, whose disk syncs; each for the first time, when it makes its store and a temporary certificate, and again
// on what it kept. `of_target` is the share of the 200 ms that issue 3 allows.
#include <benchmark/benchmark.h>
#include <stdlib.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

#include "model/host/check.h"
#include "model/peer/peer.h"
#include "real/host/asio_host.h"
#include "tests/support/sim_host.h"
#include "tests/support/sim_network.h"

namespace hexad::peer {
namespace {

namespace fs = std::filesystem;
using std::chrono::steady_clock;

constexpr double kStartMs = 200;

PeerMaterial defaults(tls::Library& library) {
  PeerMaterial material;
  material.configuration = config::Configuration(config::Release::x12);
  material.library = &library;
  return material;
}

/// Times `start` alone: `prepare` gives the host that it starts on, and takes the peer away with it.
template <class Prepare>
void measure(benchmark::State& state, tls::Library& library, Prepare prepare) {
  double seconds = 0;
  for (auto _ : state) {
    const auto machine = prepare();
    PeerMaterial material = defaults(library);
    const auto begin = steady_clock::now();
    auto peer = Peer::start(machine->host(), std::move(material));
    const std::chrono::duration<double> took = steady_clock::now() - begin;
    HEXAD_CHECK(peer.has_value() && !(*peer)->administered().empty());
    state.SetIterationTime(took.count());
    seconds += took.count();
  }
  state.counters["of_target"] = seconds * 1e3 / static_cast<double>(state.iterations()) / kStartMs;
}

class SimMachine {
 public:
  support::SimHost& host() { return host_; }

 private:
  support::SimNetwork network_{1};
  support::SimHost& host_ = network_.add_host("peer", {"10.1.0.11/24"});
};

class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "hexad-bench-XXXXXX").string();
    HEXAD_CHECK(mkdtemp(name.data()) != nullptr);
    path = name;
  }
  ~Folder() { fs::remove_all(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  fs::path path;
};

/// Its own loopback address, so that the default ports are free.
struct RealMachine {
  explicit RealMachine(const fs::path& state_folder) : host_(reactor, options(state_folder)) {}
  real::AsioHost& host() { return host_; }

  static real::AsioHostOptions options(const fs::path& state_folder) {
    real::AsioHostOptions options;
    options.name = "peer";
    options.state_folder = state_folder;
    const auto process = static_cast<unsigned>(getpid());
    const std::string address =
        "127.66." + std::to_string(process / 250 % 250) + "." + std::to_string(process % 250 + 1);
    options.identity.push_back({"lan1", {*host::Prefix::parse(address + "/8")}, {}, true});
    return options;
  }

  real::Reactor reactor;
  real::AsioHost host_;
};

void start_on_sim_host_first(benchmark::State& state) {
  tls::Library library(tls::Randomness::simulated);
  measure(state, library, [] { return std::make_unique<SimMachine>(); });
}
BENCHMARK(start_on_sim_host_first)->UseManualTime()->Unit(benchmark::kMillisecond);

void start_on_sim_host_again(benchmark::State& state) {
  tls::Library library(tls::Randomness::simulated);
  SimMachine machine;
  HEXAD_CHECK(Peer::start(machine.host(), defaults(library)).has_value());
  measure(state, library, [&] { return &machine; });
}
BENCHMARK(start_on_sim_host_again)->UseManualTime()->Unit(benchmark::kMillisecond);

void start_on_real_host_first(benchmark::State& state) {
  tls::Library library(tls::Randomness::system);
  const Folder folder;
  int number = 0;
  measure(state, library, [&] { return std::make_unique<RealMachine>(folder.path / std::to_string(++number)); });
}
BENCHMARK(start_on_real_host_first)->UseManualTime()->Unit(benchmark::kMillisecond);

void start_on_real_host_again(benchmark::State& state) {
  tls::Library library(tls::Randomness::system);
  const Folder folder;
  {
    RealMachine machine(folder.path);
    HEXAD_CHECK(Peer::start(machine.host(), defaults(library)).has_value());
  }
  measure(state, library, [&] { return std::make_unique<RealMachine>(folder.path); });
}
BENCHMARK(start_on_real_host_again)->UseManualTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace hexad::peer

BENCHMARK_MAIN();
