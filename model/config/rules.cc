#include "model/config/rules.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/config/rule.h"
#include "model/host/check.h"

namespace hexad::config {
namespace {

struct OrderedPair {
  std::string_view low;
  std::string_view high;
};

constexpr OrderedPair kOrderedPairs[] = {
    {"SIP Registration Standard Refresh Minimum", "SIP Registration Standard Refresh Maximum"},
    {"SIP Registration Outbound Refresh Minimum", "SIP Registration Outbound Refresh Maximum"},
    {"SIP Session Refresh Minimum", "SIP Session Refresh Value"},
    {"SIP TCP Outbound Port Start", "SIP TCP Outbound Port End"},
    {"H323 Gatekeeper CallSignaling PortRange Start", "H323 Gatekeeper CallSignaling PortRange End"},
    {"IP Ephemeral PortRange Start", "IP Ephemeral PortRange End"},
    {"IP DNS MinPort", "IP DNS MaxPort"},
    {"Traversal Media Port Start", "Traversal Media Port End"},
    {"Traversal Server TURN Media Port Start", "Traversal Server TURN Media Port End"},
    {"Traversal Server TURN PortRangeStart", "Traversal Server TURN PortRangeEnd"},
    {"Applications ConferenceFactory Range Start", "Applications ConferenceFactory Range End"},
};

void check_orders(const Configuration& c, Complaints& complaints) {
  for (const OrderedPair& pair : kOrderedPairs) {
    if (!has(c, pair.low)) continue;
    const std::int64_t low = c.integer(pair.low);
    const std::int64_t high = c.integer(pair.high);
    if (low <= high) continue;
    complaints.push_back({fmt::format("{} ({}) must not be greater than {} ({}): lower the one or raise the other",
                                      pair.low, low, pair.high, high),
                          {ref_of(pair.low), ref_of(pair.high)}});
  }
}

void check_sessions(const Configuration& c, Complaints& complaints) {
  constexpr std::string_view kUser = "Management Session MaxConcurrentSessionsUser";
  constexpr std::string_view kTotal = "Management Session MaxConcurrentSessionsTotal";
  const std::int64_t total = c.integer(kTotal);
  if (total == 0 || c.integer(kUser) <= total) return;
  complaints.push_back({fmt::format("{} ({}) must not be greater than {} ({})", kUser, c.integer(kUser), kTotal, total),
                        {ref_of(kUser), ref_of(kTotal)}});
}

void check_tls_versions(const Configuration& c, Complaints& complaints) {
  constexpr std::string_view kVersions = "SIP Advanced SipTlsVersions";
  const std::string versions = c.text(kVersions);
  if (versions.find("TLSv1.2") != std::string::npos || versions.find("TLSv1.3") != std::string::npos) return;
  complaints.push_back(
      {fmt::format("{} ({}) must have TLSv1.2 or TLSv1.3 among its versions: older ones are not served", kVersions,
                   versions),
       {ref_of(kVersions)}});
}

bool is_mask(const std::string& text) {
  const auto mask = host::IpAddress::parse(text);
  if (!mask || !mask->is_v4()) return false;
  const std::uint32_t host_bits = ~mask->v4_value();
  return (host_bits & (host_bits + 1)) == 0;
}

void check_cards(const Configuration& c, Complaints& complaints) {
  for (const int card : {1, 2}) {
    const std::string path = fmt::format("Ethernet {} IP V4 SubnetMask", card);
    const std::string mask = c.text(path);
    if (mask.empty() || is_mask(mask)) continue;
    complaints.push_back(
        {fmt::format("{} ({}) is no subnet mask: its ones must come before its noughts", path, mask), {ref_of(path)}});
  }
  for (const std::string_view family : {"V4", "V6"}) {
    const std::string first = fmt::format("Ethernet 1 IP {} Address", family);
    const std::string second = fmt::format("Ethernet 2 IP {} Address", family);
    if (c.text(first).empty() || c.text(first) != c.text(second)) continue;
    complaints.push_back(
        {fmt::format("{} and {} are both {}: each card needs an address of its own", first, second, c.text(first)),
         {ref_of(first), ref_of(second)}});
  }
}

void check_peer_address(const Configuration& c, const std::string& path, Complaints& complaints) {
  constexpr std::string_view kVersion = "Alternates Cluster IPVersion";
  const std::string text = c.text(path);
  const auto address = host::IpAddress::parse(text);
  if (text.empty()) return;
  if (!has(c, kVersion)) {
    if (address) return;
    complaints.push_back(
        {fmt::format("{} ({}) must be an IP address: this release knows its peers by address", path, text),
         {ref_of(path)}});
    return;
  }
  const std::string version = c.text(kVersion);
  if (!address || address->is_v4() == (version == "IPv4")) return;
  complaints.push_back({fmt::format("{} ({}) is no {} address, and {} is {}", path, text, version, kVersion, version),
                        {ref_of(path), ref_of(kVersion)}});
}

/// "Move any other addresses up the list so that there are no empty fields between entries" (guide, "Remove a Live Peer
/// From a Cluster").
void check_gaps(const Configuration& c, Complaints& complaints) {
  std::string empty;
  for (int peer = 1; peer <= 6; ++peer) {
    const std::string path = fmt::format("Alternates Peer {} Address", peer);
    const std::string text = c.text(path);
    if (text.empty() && empty.empty()) empty = path;
    if (text.empty() || empty.empty()) continue;
    complaints.push_back(
        {fmt::format("{} ({}) stands below an empty field, {}: the list of peers has no gaps", path, text, empty),
         {ref_of(path), ref_of(empty)}});
  }
}

void check_cluster(const Configuration& c, Complaints& complaints) {
  constexpr std::string_view kVersion = "Alternates Cluster IPVersion";
  for (int peer = 1; peer <= 6; ++peer) {
    check_peer_address(c, fmt::format("Alternates Peer {} Address", peer), complaints);
  }
  check_gaps(c, complaints);
  if (!has(c, kVersion)) return;
  const std::string protocol = c.text("IPProtocol");
  const bool clustered = !c.list("Alternates Peer [1..6] Address").empty();
  if (!clustered || protocol == "Both" || protocol == c.text(kVersion)) return;
  complaints.push_back({fmt::format("{} is {}, but IPProtocol is {}: the peers could not reach one another", kVersion,
                                    c.text(kVersion), protocol),
                        {ref_of(kVersion), ref_of("IPProtocol")}});
}

Complaints complaints_about(const Configuration& configuration, const Configuration* before) {
  Complaints complaints;
  check_orders(configuration, complaints);
  check_sessions(configuration, complaints);
  check_tls_versions(configuration, complaints);
  check_cards(configuration, complaints);
  check_cluster(configuration, complaints);
  check_ports(configuration, complaints);
  check_lists(configuration, before, complaints);
  return complaints;
}

}  // namespace

SettingRef ref_of(std::string_view path) {
  auto ref = find_setting(path);
  HEXAD_CHECK(ref.has_value());
  return std::move(*ref);
}

bool has(const Configuration& configuration, std::string_view path) {
  return ref_of(path).setting->in(configuration.release());
}

std::optional<std::string> broken_rule(const Configuration& after, const Configuration& before) {
  for (Complaint& complaint : complaints_about(after, &before)) {
    const bool touched = std::any_of(complaint.joins.begin(), complaint.joins.end(),
                                     [&](const SettingRef& ref) { return after.value(ref) != before.value(ref); });
    if (touched) return std::move(complaint.sentence);
  }
  return std::nullopt;
}

std::vector<std::string> broken_rules(const Configuration& configuration) {
  std::vector<std::string> sentences;
  for (Complaint& complaint : complaints_about(configuration, nullptr))
    sentences.push_back(std::move(complaint.sentence));
  return sentences;
}

}  // namespace hexad::config
