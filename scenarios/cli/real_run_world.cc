// The real world of a run: hexadd processes, and actors on AsioHosts in this process.
#include "real/lab/lab_world.h"
#include "real/lab/loopback_topology.h"
#include "scenarios/cli/worlds.h"
#include "scenarios/play/cast.h"
#include "topologies/world/seeded_stream.h"

namespace hexad::cli {
namespace {

class RealRunWorld final : public RunWorld, lab::PeerFilesProvider {
 public:
  RealRunWorld(const scenario::Scenario& scenario, const WorldOptions& options, record::Recorder& recorder)
      : library_(tls::Randomness::system, options.key_log),
        cast_(scenario.topology, cast_settings(scenario), library_,
              [seed = options.seed](std::string_view owner, std::string_view consumer) {
                return std::make_unique<world::SeededStream>(seed, owner, consumer);
              }),
        world_(scenario.topology, {options.programs / "hexadd", options.folder}, cast_, *this, recorder) {}

  world::World& world() override { return world_; }
  host::Expected<std::vector<std::string>> finish() override { return std::vector<std::string>(); }

 private:
  static play::CastSettings cast_settings(const scenario::Scenario& scenario) {
    play::CastSettings settings;
    settings.release = *config::release_from(scenario.release);
    settings.dns_port = lab::dns_port();
    settings.ntp_port = lab::ntp_port();
    settings.bound_handshakes = true;
    return settings;
  }

  lab::PeerFiles files_of(const topology::Node& peer) override {
    const tls::Credentials& credentials = cast_.credentials_of(peer);
    return {cast_.configuration_of(peer), credentials.certificate_chain_pem, credentials.private_key_pem,
            cast_.ca_certificates_pem(), std::string(config::to_string(cast_.release_of(peer)))};
  }

  tls::Library library_;
  play::Cast cast_;
  lab::LabWorld world_;
};

}  // namespace

host::Expected<std::unique_ptr<RunWorld>> make_real_world(const scenario::Scenario& scenario,
                                                          const WorldOptions& options, record::Recorder& recorder) {
  return std::make_unique<RealRunWorld>(scenario, options, recorder);
}

}  // namespace hexad::cli
