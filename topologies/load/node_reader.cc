// The sections of a topology that hold peers, endpoints and DNS servers.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "model/config/configuration.h"
#include "model/config/release.h"
#include "model/dns/zone_file.h"
#include "topologies/load/text_checks.h"
#include "topologies/load/topology_draft.h"

namespace hexad::topology {

namespace {

using yaml::MapReader;
using yaml::refuse;
using yaml::refuse_value;

constexpr std::size_t kNodesMax = 20'000;

void read_attachment_address(const yaml::Node& node, AttachmentDraft& attachment) {
  constexpr std::string_view kExpected = "an address, a list of one IPv4 and one IPv6 address, or auto";
  if (node.kind == yaml::Node::Kind::scalar && node.text == "auto") return;
  for (const yaml::Node* item : yaml::as_list(node, kExpected, true)) {
    const host::IpAddress address = yaml::as_address(*item, kExpected);
    auto& slot = address.is_v4() ? attachment.address : attachment.address6;
    if (slot) refuse_value(*item, "one IPv4 and one IPv6 address at most");
    slot = address;
  }
}

void read_attachments(const yaml::Node* networks, const yaml::Entry& entry, NodeDraft& machine, const Draft& draft) {
  constexpr std::size_t kCardsMax = 8;
  const auto none = [&](const yaml::Place& place) {
    refuse(place,
           fmt::format("'{}' is on no network: expected networks: NAME, or networks: {{NAME: ADDRESS}}", entry.key));
  };
  if (networks == nullptr) none(entry.place);
  if (networks->kind == yaml::Node::Kind::scalar && networks->text.empty()) none(networks->place);
  if (networks->kind == yaml::Node::Kind::map) {
    for (const yaml::Entry& item : networks->entries) {
      yaml::Node name;
      name.text = item.key;
      name.place = item.place;
      AttachmentDraft attachment{read_network_name(name, draft), item.place, {}, {}};
      read_attachment_address(item.value, attachment);
      machine.attachments.push_back(std::move(attachment));
    }
  } else {
    for (const yaml::Node* item : yaml::as_list(*networks, "the names of networks", true)) {
      machine.attachments.push_back({read_network_name(*item, draft), item->place, {}, {}});
    }
  }
  if (machine.attachments.empty()) none(networks->place);
  for (std::size_t i = 0; i < machine.attachments.size(); ++i) {
    const AttachmentDraft& one = machine.attachments[i];
    if (i >= kCardsMax) refuse(one.place, fmt::format("'{}' has more than {} cards", entry.key, kCardsMax));
    for (std::size_t j = 0; j < i; ++j) {
      if (machine.attachments[j].network != one.network) continue;
      refuse(one.place,
             fmt::format("'{}' is on network '{}' twice: expected one card for each", entry.key, one.network));
    }
  }
}

/// "sip:phone{n}@example.com" with the member's number, or a default made from its name.
std::string read_address_of_record(const yaml::Node* node, const std::string& name, const std::string& domain,
                                   std::size_t number) {
  constexpr std::string_view kExpected = "a SIP address such as sip:phone{n}@example.com";
  if (node == nullptr) return "sip:" + name + "@" + domain;
  std::string text = yaml::as_text(*node, kExpected);
  if (const std::size_t mark = text.find("{n}"); mark != std::string::npos)
    text.replace(mark, 3, std::to_string(number));
  const std::size_t at = text.find('@');
  const std::string_view user = std::string_view(text).substr(0, at).substr(std::min<std::size_t>(4, text.size()));
  const bool good_user = !user.empty() && user.find_first_not_of(
                                              "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                              "0123456789-_.!~*'()&=+$,") == std::string_view::npos;
  if (text.rfind("sip:", 0) != 0 || at == std::string::npos || !good_user || !yaml::is_domain(text.substr(at + 1))) {
    refuse_value(*node, kExpected);
  }
  return text;
}

EndpointRole read_endpoint_role(const MapReader& keys, NodeDraft& machine) {
  EndpointRole role;
  const yaml::Node& server = keys.at("server", "the cluster's DNS name, or for static discovery a peer");
  if (const yaml::Node* discovery = keys.find("discovery")) {
    role.discovery = yaml::as_choice<Discovery>(
        *discovery,
        {{"srv", Discovery::srv}, {"round-robin", Discovery::round_robin}, {"static", Discovery::static_address}});
  }
  if (role.discovery == Discovery::static_address) {
    machine.server = &server;
  } else {
    const std::string method = role.discovery == Discovery::srv ? "srv" : "round-robin";
    role.server = yaml::as_domain(server, fmt::format("a DNS name, because discovery is {}", method));
  }
  if (const yaml::Node* transport = keys.find("transport")) {
    role.transport = yaml::as_choice<host::Transport>(
        *transport, {{"udp", host::Transport::udp}, {"tcp", host::Transport::tcp}, {"tls", host::Transport::tls}});
  }
  if (const yaml::Node* expires = keys.find("expires")) {
    const auto duration = yaml::as_duration(*expires, std::chrono::seconds(1), std::chrono::hours(24));
    if (duration % std::chrono::seconds(1) != host::Duration(0)) refuse_value(*expires, "whole seconds");
    role.expires_s = static_cast<std::uint32_t>(duration / std::chrono::seconds(1));
  }
  role.retry_interval = std::chrono::seconds(30);
  if (const yaml::Node* retry = keys.find("retry_interval")) {
    role.retry_interval = yaml::as_duration(*retry, std::chrono::milliseconds(100), std::chrono::hours(1));
  }
  return role;
}

/// The release of one peer, where it is not that of the run.
std::string read_release(const yaml::Node* node) {
  if (node == nullptr) return {};
  std::vector<std::pair<std::string, std::string>> releases;
  for (const config::ReleaseName& known : config::kReleases) releases.emplace_back(known.name, known.name);
  return yaml::as_choice<std::string>(*node, releases);
}

Zone read_zone(const yaml::Entry& entry) {
  if (!yaml::is_domain(entry.key)) {
    refuse(entry.place,
           fmt::format("found '{}' as a zone: expected a domain such as example.com", yaml::clip(entry.key)));
  }
  const std::string path = yaml::as_text(entry.value, "the path of a master file");
  const std::filesystem::path base = std::filesystem::path(*entry.value.place.file).parent_path();
  const std::filesystem::path file = (base / path).lexically_normal();
  auto text = yaml::read_text_file(file);
  if (!text) {
    refuse(entry.value.place, fmt::format("zone file '{}': {}: expected a master file (RFC 1035 section 5)",
                                          yaml::clip(file.string()), text.error().message));
  }
  const auto origin = dns::Name::parse(entry.key);
  const auto zone = dns::parse_zone(*text, file.string(), origin ? *origin : dns::Name());
  if (!zone) refuse(entry.value.place, "not a master file (RFC 1035 section 5): " + zone.error().detail);
  if (!origin || !(zone->origin() == *origin)) {
    refuse(entry.place, fmt::format("zone file '{}' is of {}: expected {}", yaml::clip(file.string()),
                                    zone->origin().to_string(), entry.key));
  }
  return {entry.key, file.string(), std::move(*text)};
}

}  // namespace

std::vector<std::string> machine_keys(std::vector<std::string> own) {
  std::vector<std::string> keys = {"networks", "gateway", "dns", "fqdn"};
  keys.insert(keys.end(), own.begin(), own.end());
  return keys;
}

NodeDraft read_machine(const yaml::Entry& entry, const MapReader& keys, Draft& draft) {
  NodeDraft machine;
  machine.place = entry.place;
  machine.node.name = entry.key;
  machine.node.group = entry.key;
  machine.node.fqdn = entry.key + "." + draft.topology.domain;
  if (const yaml::Node* fqdn = keys.find("fqdn")) machine.node.fqdn = yaml::as_domain(*fqdn, "a DNS name");
  machine.gateway = keys.find("gateway");
  machine.dns = keys.find("dns");
  read_attachments(keys.find("networks"), entry, machine, draft);
  if (draft.nodes.size() >= kNodesMax) refuse(entry.place, fmt::format("found more than {} machines", kNodesMax));
  return machine;
}

std::vector<std::string> read_settings(const yaml::Node& list) {
  constexpr std::string_view kExpected = "an xConfiguration line such as \"SIP UDP Mode: On\", in quotes";
  std::vector<std::string> settings;
  // Trial configurations, so that a setting that no release has is told with its place.
  config::Configuration trial;
  const auto some_release_takes = [](std::string_view path, std::string_view value) {
    return std::any_of(config::kReleases.begin(), config::kReleases.end(), [&](const config::ReleaseName& known) {
      return config::Configuration(known.release).set(path, value).has_value();
    });
  };
  for (const yaml::Node* line : yaml::as_list(list, "a list of xConfiguration lines")) {
    const std::string text = yaml::as_text(*line, kExpected);
    const std::size_t colon = text.find(": ");
    if (colon == std::string::npos) refuse_value(*line, kExpected);
    const std::string path = text.substr(0, colon), value = text.substr(colon + 2);
    if (const auto set = trial.set(path, value); !set && !some_release_takes(path, value)) {
      refuse(line->place, set.error().detail);
    }
    settings.push_back(text);
  }
  return settings;
}

void read_peers(const yaml::Node& section, Draft& draft) {
  for (const yaml::Entry& entry : named_entries(section, "peers", "'peer1: {networks: lan}'")) {
    const MapReader keys(entry.value, fmt::format("peer '{}'", entry.key), machine_keys({"settings", "release"}));
    NodeDraft machine = read_machine(entry, keys, draft);
    PeerRole role{draft.peer_settings, read_release(keys.find("release"))};
    if (const yaml::Node* settings = keys.find("settings")) {
      const auto own = read_settings(*settings);
      role.settings.insert(role.settings.end(), own.begin(), own.end());
    }
    machine.node.role = std::move(role);
    draft.nodes.push_back(std::move(machine));
  }
}

void read_dns(const yaml::Node& section, Draft& draft) {
  for (const yaml::Entry& entry : named_entries(section, "dns", "'ns1: {networks: lan, zones: {...}}'")) {
    const MapReader keys(entry.value, fmt::format("DNS server '{}'", entry.key),
                         machine_keys({"zones", "round_robin"}));
    NodeDraft machine = read_machine(entry, keys, draft);
    DnsRole role;
    const yaml::Node& zones = keys.at("zones", "master files, such as {example.com: zones/one-lan.zone}");
    if (zones.kind != yaml::Node::Kind::map || zones.entries.empty()) {
      refuse_value(zones, "master files, such as {example.com: zones/one-lan.zone}");
    }
    for (const yaml::Entry& zone : zones.entries) role.zones.push_back(read_zone(zone));
    if (const yaml::Node* round_robin = keys.find("round_robin")) role.round_robin = yaml::as_bool(*round_robin);
    machine.node.role = std::move(role);
    draft.nodes.push_back(std::move(machine));
  }
}

void read_endpoints(const yaml::Node& section, Draft& draft) {
  for (const yaml::Entry& entry : named_entries(section, "endpoints", "'phones: {count: 6, networks: lan, ...}'")) {
    const MapReader keys(
        entry.value, fmt::format("endpoints '{}'", entry.key),
        machine_keys({"count", "discovery", "server", "transport", "address_of_record", "expires", "retry_interval"}));
    const NodeDraft first = read_machine(entry, keys, draft);
    NodeDraft machine = first;
    EndpointRole role = read_endpoint_role(keys, machine);
    const yaml::Node* count = keys.find("count");
    const std::size_t members = count == nullptr ? 1 : yaml::as_integer(*count, 1, 10'000);
    const yaml::Node* aor = keys.find("address_of_record");
    if (count != nullptr && members > 1) {
      for (const AttachmentDraft& attachment : machine.attachments) {
        if (attachment.address || attachment.address6) {
          refuse(attachment.place, fmt::format("found one address for {} endpoints: expected auto", members));
        }
      }
      if (aor != nullptr && aor->text.find("{n}") == std::string::npos) {
        refuse(aor->place, fmt::format("found one address of record for {} endpoints: expected {{n}} in it, which "
                                       "becomes each one's number",
                                       members));
      }
    }
    for (std::size_t number = 1; number <= members; ++number) {
      NodeDraft member = machine;
      if (count != nullptr) {
        member.node.name = fmt::format("{}-{}", entry.key, number);
        member.node.fqdn = fmt::format("{}.{}", member.node.name, draft.topology.domain);
      }
      role.address_of_record = read_address_of_record(aor, member.node.name, draft.topology.domain, number);
      member.node.role = role;
      draft.nodes.push_back(std::move(member));
      if (draft.nodes.size() > kNodesMax) refuse(entry.place, fmt::format("found more than {} machines", kNodesMax));
    }
  }
}

}  // namespace hexad::topology
