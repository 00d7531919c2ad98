#include "real/host/kernel_interfaces.h"

#include <ifaddrs.h>
#include <net/if.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <fstream>
#include <memory>
#include <sstream>

#include "real/host/native.h"

namespace hexad::real {

using host::IpAddress;

namespace {

struct Card {
  std::string device;
  unsigned index = 0;
  host::Interface interface;
};

int mask_length(const sockaddr* mask, host::Family family) {
  if (mask == nullptr) return family == host::Family::ipv4 ? 32 : 128;
  int length = 0;
  if (family == host::Family::ipv4) {
    length = std::popcount(reinterpret_cast<const sockaddr_in*>(mask)->sin_addr.s_addr);
  } else {
    for (const std::uint8_t octet : reinterpret_cast<const sockaddr_in6*>(mask)->sin6_addr.s6_addr)
      length += std::popcount(octet);
  }
  return length;
}

void add_address(Card& card, const ifaddrs& entry) {
  host::Prefix prefix;
  if (entry.ifa_addr->sa_family == AF_INET) {
    prefix.address = from_native(reinterpret_cast<const sockaddr_in*>(entry.ifa_addr)->sin_addr);
  } else if (entry.ifa_addr->sa_family == AF_INET6) {
    const in6_addr& address = reinterpret_cast<const sockaddr_in6*>(entry.ifa_addr)->sin6_addr;
    // A socket address here has no zone, so that a link-local one could not be used.
    if (IN6_IS_ADDR_LINKLOCAL(&address)) return;
    prefix.address = from_native(address);
  } else {
    return;
  }
  prefix.length = mask_length(entry.ifa_netmask, prefix.address.family());
  card.interface.addresses.push_back(prefix);
}

std::vector<Card> read_cards() {
  std::vector<Card> cards;
  ifaddrs* list = nullptr;
  if (::getifaddrs(&list) != 0) return cards;
  const std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> owner(list, &::freeifaddrs);
  for (const ifaddrs* entry = list; entry != nullptr; entry = entry->ifa_next) {
    if ((entry->ifa_flags & IFF_LOOPBACK) != 0) continue;
    // An address may carry a label of its own after a colon.
    const std::string device = std::string(entry->ifa_name).substr(0, std::string_view(entry->ifa_name).find(':'));
    auto card = std::find_if(cards.begin(), cards.end(), [&](const Card& one) { return one.device == device; });
    if (card == cards.end()) {
      const bool up = (entry->ifa_flags & IFF_UP) != 0 && (entry->ifa_flags & IFF_RUNNING) != 0;
      cards.push_back({device, ::if_nametoindex(device.c_str()), {device, {}, {}, up}});
      card = cards.end() - 1;
    }
    if (entry->ifa_addr != nullptr) add_address(*card, *entry);
  }
  std::sort(cards.begin(), cards.end(), [](const Card& a, const Card& b) { return a.index < b.index; });
  return cards;
}

std::string read_text(const char* path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

unsigned hex_number(const std::string& text) {
  unsigned value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value, 16);
  return value;
}

/// 32 hexadecimal digits in network order.
IpAddress ipv6_of_hex(const std::string& text) {
  std::array<std::uint8_t, 16> octets{};
  for (std::size_t i = 0; i < octets.size() && 2 * i + 2 <= text.size(); ++i)
    octets[i] = static_cast<std::uint8_t>(hex_number(text.substr(2 * i, 2)));
  return IpAddress::v6(octets);
}

void add_gateways(std::vector<Card>& cards) {
  const auto routes = parse_default_routes(read_text("/proc/net/route"), read_text("/proc/net/ipv6_route"));
  for (const DefaultRoute& route : routes)
    for (Card& card : cards) {
      auto& gateways = card.interface.gateways;
      const bool has = std::any_of(gateways.begin(), gateways.end(), [&](const IpAddress& gateway) {
        return gateway.family() == route.gateway.family();
      });
      if (card.device == route.device && !has) gateways.push_back(route.gateway);
    }
}

}  // namespace

std::vector<DefaultRoute> parse_default_routes(const std::string& route_text, const std::string& ipv6_route_text) {
  constexpr unsigned kUp = 1, kGateway = 2;
  std::vector<DefaultRoute> routes;
  std::string line;
  std::istringstream v4(route_text);
  std::getline(v4, line);
  while (std::getline(v4, line)) {
    std::istringstream fields(line);
    std::string device, destination, gateway, flags, references, use, mask;
    unsigned metric = 0;
    if (!(fields >> device >> destination >> gateway >> flags >> references >> use >> metric >> mask)) continue;
    if ((hex_number(flags) & (kUp | kGateway)) != (kUp | kGateway)) continue;
    if (hex_number(destination) != 0 || hex_number(mask) != 0) continue;
    // The number is printed as the machine holds the network-order octets.
    routes.push_back({device, from_native(in_addr{hex_number(gateway)}), metric});
  }
  std::istringstream v6(ipv6_route_text);
  while (std::getline(v6, line)) {
    std::istringstream fields(line);
    std::string destination, length, source, source_length, gateway, metric, references, use, flags, device;
    if (!(fields >> destination >> length >> source >> source_length >> gateway >> metric >> references >> use >>
          flags >> device))
      continue;
    if (length != "00" || (hex_number(flags) & (kUp | kGateway)) != (kUp | kGateway)) continue;
    routes.push_back({device, ipv6_of_hex(gateway), hex_number(metric)});
  }
  std::stable_sort(routes.begin(), routes.end(),
                   [](const DefaultRoute& a, const DefaultRoute& b) { return a.metric < b.metric; });
  return routes;
}

KernelInterfaces read_kernel_interfaces(const std::vector<std::string>& devices) {
  std::vector<Card> cards = read_cards();
  add_gateways(cards);
  KernelInterfaces result;
  if (devices.empty()) {
    for (Card& card : cards) {
      if (!card.interface.up && card.interface.addresses.empty()) continue;
      result.interfaces.push_back(std::move(card.interface));
      result.device_indices.push_back(static_cast<int>(card.index));
    }
    return result;
  }
  for (std::size_t i = 0; i < devices.size(); ++i) {
    host::Interface interface { "", {}, {}, false };
    int index = -1;
    for (const Card& card : cards) {
      if (card.device != devices[i]) continue;
      interface = card.interface;
      index = static_cast<int>(card.index);
    }
    interface.name = "lan" + std::to_string(i + 1);
    result.interfaces.push_back(std::move(interface));
    result.device_indices.push_back(index);
  }
  return result;
}

}  // namespace hexad::real
