// The simulated world of a run.
#include <filesystem>

#include <fmt/format.h>

#include "scenarios/cli/worlds.h"
#include "scenarios/play/cast.h"
#include "topologies/ns3/ns3_world.h"
#include "topologies/world/seeded_stream.h"

namespace hexad::cli {
namespace {

class Ns3RunWorld final : public RunWorld {
 public:
  Ns3RunWorld(const scenario::Scenario& scenario, const WorldOptions& options)
      : library_(tls::Randomness::simulated, options.key_log),
        cast_(scenario.topology, cast_settings(scenario), library_,
              [seed = options.seed](std::string_view owner, std::string_view consumer) {
                return std::make_unique<world::SeededStream>(seed, owner, consumer);
              }) {}

  host::Expected<void> open(const scenario::Scenario& scenario, const WorldOptions& options,
                            record::Recorder& recorder) {
    ns3_world::Ns3WorldOptions world_options;
    world_options.capture = options.capture;
    world_options.pcap_folder = (options.folder / "pcap").string();
    std::filesystem::create_directories(world_options.pcap_folder);
    auto made = ns3_world::Ns3World::make(scenario.topology, options.seed, cast_, recorder, world_options);
    if (!made) return tl::unexpected<host::Error>(made.error());
    world_ = std::move(*made);
    return {};
  }

  world::World& world() override { return *world_; }

  host::Expected<std::vector<std::string>> finish() override {
    const auto captures = world_->finish();
    if (!captures) return tl::unexpected<host::Error>(captures.error());
    std::vector<std::string> caps;
    for (const ns3_world::CaptureSummary& capture : *captures) {
      if (capture.packets_not_written == 0) continue;
      caps.push_back(fmt::format("pcap/{} reached its cap of {} MB: {} of {} packets are not in it",
                                 std::filesystem::path(capture.file).filename().string(),
                                 ns3_world::Ns3WorldOptions::kCaptureCapBytes >> 20, capture.packets_not_written,
                                 capture.packets));
    }
    return caps;
  }

 private:
  static play::CastSettings cast_settings(const scenario::Scenario& scenario) {
    play::CastSettings settings;
    settings.release = *config::release_from(scenario.release);
    return settings;
  }

  tls::Library library_;
  play::Cast cast_;
  std::unique_ptr<ns3_world::Ns3World> world_;
};

}  // namespace

host::Expected<std::unique_ptr<RunWorld>> make_ns3_world(const scenario::Scenario& scenario,
                                                         const WorldOptions& options, record::Recorder& recorder) {
  auto world = std::make_unique<Ns3RunWorld>(scenario, options);
  if (auto opened = world->open(scenario, options, recorder); !opened) {
    return tl::unexpected<host::Error>(opened.error());
  }
  return world;
}

}  // namespace hexad::cli
