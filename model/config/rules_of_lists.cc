// What the entries of lists must be among themselves and within.
#include <cctype>

#include <fmt/format.h>

#include "model/config/rule.h"
#include "model/host/address.h"

namespace hexad::config {
namespace {

/// Settings that name the entries of a list, so that no two entries may have the same.
constexpr std::string_view kNames[] = {
    "Alternates AddressMapping Mapping [1..12] Fqdn",
    "Alternates Peer [1..6] Address",
    "Authentication Account Admin Group [1..100] Name",
    "Bandwidth Link [1..3000] Name",
    "Bandwidth Pipe [1..1000] Name",
    "Login User [1..2500] Name",
    "Option [1..64] Key",
    "Policy Services Service [1..20] Name",
    "SIP Domain [1..200] Name",
    "Zones LocalZone SubZones MembershipRules Rule [1..3000] Name",
    "Zones LocalZone SubZones SubZone [1..1000] Name",
    "Zones Policy SearchRules Rule [1..2000] Name",
    "Zones Zone [1..1000] Name",
};

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

void check_names(const Configuration& c, const Configuration* before, Complaints& complaints) {
  for (const std::string_view path : kNames) {
    if (before != nullptr && c.same_under(path, *before)) continue;
    std::map<std::string, SettingRef> first_with;
    c.for_each_assigned_under(path, [&](const SettingRef& ref, const std::string& name) {
      if (name.empty()) return;
      const auto [first, inserted] = first_with.emplace(lower(name), ref);
      if (inserted) return;
      complaints.push_back({fmt::format("{} and {} are both '{}': each entry needs one of its own",
                                        first->second.path(), ref.path(), name),
                            {first->second, ref}});
    });
  }
}

/// Entries that name a network by an address and a prefix length.
struct Network {
  std::string_view list;
  std::string_view address;
  std::string_view length;
};

constexpr Network kNetworks[] = {
    {"Firewall Rule", "Firewall Rule {} Address", "Firewall Rule {} PrefixLength"},
    {"IP Route", "IP Route {} Address", "IP Route {} PrefixLength"},
    {"Protection Exemption", "Protection Exemption {} Address", "Protection Exemption {} PrefixLength"},
    {"Zones LocalZone SubZones MembershipRules Rule", "Zones LocalZone SubZones MembershipRules Rule {} Subnet Address",
     "Zones LocalZone SubZones MembershipRules Rule {} Subnet PrefixLength"},
};

void check_networks(const Configuration& c, Complaints& complaints) {
  for (const Network& network : kNetworks) {
    for (const std::uint32_t number : c.entries(network.list)) {
      const std::string address_path = fmt::format(fmt::runtime(network.address), number);
      const std::string length_path = fmt::format(fmt::runtime(network.length), number);
      const auto address = host::IpAddress::parse(c.text(address_path));
      if (!address || !address->is_v4() || c.integer(length_path) <= 32) continue;
      complaints.push_back({fmt::format("{} ({}) must be at most 32, because {} ({}) is an IPv4 address", length_path,
                                        c.integer(length_path), address_path, address->to_string()),
                            {ref_of(address_path), ref_of(length_path)}});
    }
  }
}

void check_routes(const Configuration& c, Complaints& complaints) {
  for (const std::uint32_t number : c.entries("IP Route")) {
    const std::string to = fmt::format("IP Route {} Address", number);
    const std::string by = fmt::format("IP Route {} Gateway", number);
    const auto address = host::IpAddress::parse(c.text(to));
    const auto gateway = host::IpAddress::parse(c.text(by));
    if (!address || !gateway || address->family() == gateway->family()) continue;
    complaints.push_back({fmt::format("{} ({}) and {} ({}) must be of one family, both IPv4 or both IPv6", to,
                                      address->to_string(), by, gateway->to_string()),
                          {ref_of(to), ref_of(by)}});
  }
}

void check_firewall_ports(const Configuration& c, Complaints& complaints) {
  for (const std::uint32_t number : c.entries("Firewall Rule")) {
    const std::string start = fmt::format("Firewall Rule {} StartPort", number);
    const std::string end = fmt::format("Firewall Rule {} EndPort", number);
    if (c.integer(end) == 0 || c.integer(start) <= c.integer(end)) continue;
    complaints.push_back({fmt::format("{} ({}) must not be greater than {} ({}); an end port of 0 means the start port",
                                      start, c.integer(start), end, c.integer(end)),
                          {ref_of(start), ref_of(end)}});
  }
}

void check_links(const Configuration& c, Complaints& complaints) {
  for (const std::uint32_t number : c.entries("Bandwidth Link")) {
    const std::string one = fmt::format("Bandwidth Link {} Node1 Name", number);
    const std::string other = fmt::format("Bandwidth Link {} Node2 Name", number);
    if (c.text(one).empty() || c.text(one) != c.text(other)) continue;
    complaints.push_back(
        {fmt::format("{} and {} are both '{}': a link joins two different zones or subzones", one, other, c.text(one)),
         {ref_of(one), ref_of(other)}});
  }
}

}  // namespace

void check_lists(const Configuration& c, const Configuration* before, Complaints& complaints) {
  check_names(c, before, complaints);
  check_networks(c, complaints);
  check_routes(c, complaints);
  check_firewall_ports(c, complaints);
  check_links(c, complaints);
}

}  // namespace hexad::config
