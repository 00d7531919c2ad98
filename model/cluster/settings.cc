#include "model/cluster/settings.h"

#include <fmt/format.h>

namespace hexad::cluster {
namespace {

/// What a release has no setting for is nothing.
std::string text_of(const config::Configuration& configuration, std::string_view path) {
  const auto ref = configuration.resolve(path);
  return ref ? configuration.value(*ref) : std::string();
}

std::uint32_t number_of(const config::Configuration& configuration, std::string_view path, std::uint32_t otherwise) {
  const std::string text = text_of(configuration, path);
  return text.empty() ? otherwise : static_cast<std::uint32_t>(std::stoul(text));
}

std::vector<std::string> peers_of(const config::Configuration& configuration) {
  std::vector<std::string> peers;
  for (std::uint32_t number = 1; number <= kPeersMax; ++number) {
    std::string text = text_of(configuration, fmt::format("Alternates Peer {} Address", number));
    if (text.empty()) continue;
    peers.resize(number);
    peers.back() = std::move(text);
  }
  return peers;
}

std::vector<Mapping> mappings_of(const config::Configuration& configuration) {
  std::vector<Mapping> mappings;
  for (const std::uint32_t entry : configuration.entries("Alternates AddressMapping Mapping")) {
    const std::string name = text_of(configuration, fmt::format("Alternates AddressMapping Mapping {} Fqdn", entry));
    const auto address = host::IpAddress::parse(
        text_of(configuration, fmt::format("Alternates AddressMapping Mapping {} IpAddress", entry)));
    if (!name.empty() && address) mappings.push_back({name, *address});
  }
  return mappings;
}

}  // namespace

Settings Settings::from(const config::Configuration& configuration) {
  Settings settings;
  settings.cluster_name = text_of(configuration, "Alternates Cluster Name");
  settings.peers = peers_of(configuration);
  settings.primary = number_of(configuration, "Alternates ConfigurationPrimary", 1);
  if (text_of(configuration, "Alternates Cluster IPVersion") == "IPv6") settings.family = host::Family::ipv6;
  settings.enforce = text_of(configuration, "Alternates Cluster TLSVerificationMode") == "Enforce";
  settings.uses_key = configuration.release() == config::Release::x8_1;
  settings.pre_shared_key = text_of(configuration, "Alternates Cluster PreSharedKey");
  if (const std::string mode = text_of(configuration, "Alternates AddressMapping Mode"); mode == "On") {
    settings.maps_names = true;
    settings.mappings = mappings_of(configuration);
  }
  const auto seconds = [&](const char* path, host::Duration otherwise) -> host::Duration {
    const std::uint32_t number = number_of(configuration, path, 0);
    return number == 0 ? otherwise : std::chrono::seconds(number);
  };
  settings.times.beat = seconds("Alternates Cluster Link BeatInterval", settings.times.beat);
  settings.times.dead_after = seconds("Alternates Cluster Link DeadInterval", settings.times.dead_after);
  // Whoever has said something leaves one beat out: silence of two beats is none.
  settings.times.dead_after = std::max<host::Duration>(settings.times.dead_after, settings.times.beat * 5 / 2);
  settings.times.retry_first = seconds("Alternates Cluster Link RetryMinimum", settings.times.retry_first);
  settings.times.retry_most = seconds("Alternates Cluster Link RetryMaximum", settings.times.retry_most);
  return settings;
}

std::string Settings::primary_text() const {
  return primary >= 1 && primary <= peers.size() ? peers[primary - 1] : std::string();
}

std::vector<std::string> Settings::listed() const {
  std::vector<std::string> listed;
  for (const std::string& peer : peers) {
    if (!peer.empty()) listed.push_back(peer);
  }
  return listed;
}

}  // namespace hexad::cluster
