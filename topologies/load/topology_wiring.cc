// The second half of reading a topology: addresses are dealt out and names of machines are looked up. Addresses that
// the file states are taken first, so that a dealt one never collides with one stated further down.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

#include "topologies/load/text_checks.h"
#include "topologies/load/topology_draft.h"

namespace hexad::topology {

namespace {

using yaml::refuse;
using yaml::refuse_value;

/// The machines of the draft by name, and which address belongs to whom.
class Wiring {
 public:
  explicit Wiring(Draft& draft) : draft_(draft) {
    for (const Network& network : draft.topology.networks) networks_.emplace(network.name, &network);
  }

  void run() {
    check_names();
    for (NodeDraft& machine : draft_.nodes) take_stated(machine);
    for (NodeDraft& machine : draft_.nodes) take_public(machine);
    for (NodeDraft& machine : draft_.nodes) deal(machine);
    for (NodeDraft& machine : draft_.nodes) attach(machine);
    for (NodeDraft& machine : draft_.nodes) look_up(machine);
    for (NodeDraft& machine : draft_.nodes) draft_.topology.nodes.push_back(std::move(machine.node));
  }

 private:
  void check_names() {
    for (const NodeDraft& machine : draft_.nodes) {
      const std::string& name = machine.node.name;
      for (const std::string_view word :
           {"all", "any", "auto", "peers", "endpoints", "dns", "routers", "ntp", "syslog", "operators"}) {
        if (machine.node.group != word) continue;
        refuse(machine.place, fmt::format("found '{}' as a name: the word has a meaning of its own", word));
      }
      const auto [other, fresh] = machines_.emplace(name, &machine);
      if (!fresh) {
        refuse(machine.place,
               fmt::format("duplicate name '{}': it stands in line {} already", name, other->second->place.line));
      }
      if (std::holds_alternative<DnsRole>(machine.node.role)) dns_servers_.push_back(name);
    }
    for (const NodeDraft& machine : draft_.nodes) {
      const auto other = machines_.find(machine.node.group);
      if (machine.node.group == machine.node.name || other == machines_.end()) continue;
      refuse(machine.place, fmt::format("duplicate name '{}': a machine in line {} has it already", machine.node.group,
                                        other->second->place.line));
    }
  }

  const Network& network(const std::string& name) const { return *networks_.at(name); }

  void take(const host::IpAddress& address, const std::string& owner, const yaml::Place& place) {
    const auto [other, fresh] = owners_.emplace(address, owner);
    if (!fresh) {
      refuse(place, fmt::format("duplicate address {}: {} has it already", address.to_string(), other->second));
    }
  }

  void take_stated(const NodeDraft& machine) {
    for (const AttachmentDraft& attachment : machine.attachments) {
      const Network& on = network(attachment.network);
      if (attachment.address) {
        check_inside(*attachment.address, on.subnet, on, attachment.place);
        take(*attachment.address, machine.node.name, attachment.place);
      }
      if (attachment.address6) {
        if (!on.subnet6) {
          refuse(attachment.place, fmt::format("found address {}, but network '{}' has no subnet6",
                                               attachment.address6->to_string(), on.name));
        }
        check_inside(*attachment.address6, *on.subnet6, on, attachment.place);
        take(*attachment.address6, machine.node.name, attachment.place);
      }
    }
  }

  static void check_inside(const host::IpAddress& address, const host::Prefix& subnet, const Network& on,
                           const yaml::Place& place) {
    const bool reserved = address == subnet.address || (address.is_v4() && address == last_address(subnet));
    if (subnet.contains(address) && !reserved) return;
    refuse(place, fmt::format("address {} is {} {} of network '{}': expected an address inside it", address.to_string(),
                              reserved ? "the network or broadcast address of" : "outside of subnet",
                              subnet.to_string(), on.name));
  }

  static std::uint32_t size_of(const host::Prefix& subnet) { return std::uint32_t{1} << (32 - subnet.length); }
  static host::IpAddress last_address(const host::Prefix& subnet) {
    return host::IpAddress::v4(subnet.address.v4_value() + size_of(subnet) - 1);
  }

  /// Public addresses of static NAT belong to the router, which answers for them.
  void take_public(const NodeDraft& machine) {
    for (std::size_t i = 0; i < machine.nat_publics.size(); ++i) {
      const auto& nat = std::get<RouterRole>(machine.node.role).static_nats[i];
      take(nat.public_address, fmt::format("the static NAT of {}", machine.node.name), machine.nat_publics[i]->place);
    }
  }

  /// Host numbers begin at 101 where the subnet is large enough, so that stated addresses stay apart.
  void deal(NodeDraft& machine) {
    constexpr std::uint32_t kFirst = 101;
    for (AttachmentDraft& attachment : machine.attachments) {
      const Network& on = network(attachment.network);
      if (!attachment.address) {
        const std::uint32_t size = size_of(on.subnet);
        auto [next, fresh] = next_host_.emplace(on.name, size > kFirst + 100 ? kFirst : 1);
        const std::uint32_t begin = next->second;
        std::uint32_t tried = begin;
        while (tried < size - 1 && owners_.count(host::IpAddress::v4(on.subnet.address.v4_value() + tried)) > 0)
          ++tried;
        if (tried >= size - 1) {
          refuse(machine.place, fmt::format("subnet {} of network '{}' is full: no address left for {}",
                                            on.subnet.to_string(), on.name, machine.node.name));
        }
        next->second = tried + 1;
        attachment.address = host::IpAddress::v4(on.subnet.address.v4_value() + tried);
        take(*attachment.address, machine.node.name, attachment.place);
      }
      if (!attachment.address6 && on.subnet6) {
        attachment.address6 = address6_like(*on.subnet6, attachment.address->v4_value() - on.subnet.address.v4_value());
        take(*attachment.address6, machine.node.name, attachment.place);
      }
    }
  }

  /// Host number 11 becomes ...::11: the decimal digits, read as hexadecimal ones.
  static host::IpAddress address6_like(const host::Prefix& subnet, std::uint32_t number) {
    auto octets = subnet.address.octets();
    for (std::size_t i = 15; i >= 12; --i) {
      octets[i] = static_cast<std::uint8_t>(octets[i] | (number % 10) | (number / 10 % 10) << 4);
      number /= 100;
    }
    return host::IpAddress::v6(octets);
  }

  void attach(NodeDraft& machine) {
    for (std::size_t i = 0; i < machine.attachments.size(); ++i) {
      const AttachmentDraft& from = machine.attachments[i];
      machine.node.attachments.push_back({fmt::format("lan{}", i + 1), from.network, *from.address, from.address6});
      if (std::holds_alternative<RouterRole>(machine.node.role)) {
        routers_on_.emplace(from.network, std::make_pair(&machine, i));
      }
    }
  }

  void look_up(NodeDraft& machine) {
    set_gateway(machine);
    set_dns(machine);
    if (machine.server != nullptr) {
      auto& role = std::get<EndpointRole>(machine.node.role);
      const auto named = machines_.find(machine.server->text);
      if (named != machines_.end() && !std::holds_alternative<PeerRole>(named->second->node.role)) {
        refuse_value(*machine.server, "the name or the address of a peer");
      }
      role.server = address_of(*machine.server, machine.node, "the name or the address of a peer").to_string();
    }
    if (auto* role = std::get_if<RouterRole>(&machine.node.role)) {
      for (std::size_t i = 0; i < machine.nat_insides.size(); ++i) {
        role->static_nats[i].inside_address =
            address_of(*machine.nat_insides[i], machine.node, "a machine or its address");
      }
      for (std::size_t i = 0; i < machine.destinations.size(); ++i) {
        const yaml::Node* stated = machine.destinations[i];
        if (stated != nullptr) role->firewall[i].destination = destination(*stated, machine.node);
      }
    }
  }

  void set_gateway(NodeDraft& machine) {
    const bool routes = std::holds_alternative<RouterRole>(machine.node.role);
    if (machine.gateway != nullptr) {
      set_stated_gateway(machine);
    } else if (!routes) {
      const auto router = routers_on_.find(machine.attachments.front().network);
      if (router == routers_on_.end()) return;
      const Attachment& card = router->second.first->node.attachments[router->second.second];
      machine.node.gateway = card.address;
      machine.node.gateway6 = card.address6;
    }
  }

  void set_stated_gateway(NodeDraft& machine) {
    const yaml::Node& stated = *machine.gateway;
    const NodeDraft* router = nullptr;
    if (const auto named = machines_.find(stated.text); named != machines_.end()) router = named->second;
    if (router == nullptr) {
      const auto address = yaml::as_address(stated, "the name or the address of a router");
      const auto owner = owners_.find(address);
      if (owner != owners_.end() && machines_.count(owner->second) > 0) router = machines_.at(owner->second);
    }
    if (router != nullptr && std::holds_alternative<RouterRole>(router->node.role) && router != &machine) {
      for (const Attachment& card : router->node.attachments) {
        const bool by_address = stated.text != router->node.name && stated.text != card.address.to_string() &&
                                !(card.address6 && stated.text == card.address6->to_string());
        if (by_address) continue;
        for (const Attachment& own : machine.node.attachments) {
          if (own.network != card.network) continue;
          machine.node.gateway = card.address;
          machine.node.gateway6 = card.address6;
          return;
        }
      }
    }
    refuse(stated.place, fmt::format("gateway '{}' is unreachable from {}: expected a router on {}",
                                     yaml::clip(stated.text), machine.node.name, networks_of(machine)));
  }

  static std::string networks_of(const NodeDraft& machine) {
    std::vector<std::string> names;
    for (const AttachmentDraft& attachment : machine.attachments) names.push_back("'" + attachment.network + "'");
    return yaml::join_names(names);
  }

  void set_dns(NodeDraft& machine) {
    const auto& servers = dns_servers_;
    if (machine.dns == nullptr) {
      const bool asks = std::holds_alternative<EndpointRole>(machine.node.role) ||
                        std::holds_alternative<PeerRole>(machine.node.role);
      if (asks && servers.size() == 1) {
        machine.node.dns_servers = {reachable_address(*machines_.at(servers[0]), machine.node)};
      }
    } else {
      for (const yaml::Node* item : yaml::as_list(*machine.dns, "the names of DNS servers", true)) {
        const std::string name = yaml::as_name(*item, "the name of a DNS server");
        if (std::find(servers.begin(), servers.end(), name) == servers.end()) {
          const std::string known =
              servers.empty() ? "one of section dns, which is not there" : yaml::join_names(servers);
          refuse(item->place,
                 fmt::format("unknown DNS server '{}': expected {}{}", name, known, yaml::suggestion(name, servers)));
        }
        machine.node.dns_servers.push_back(reachable_address(*machines_.at(name), machine.node));
      }
    }
    const auto* endpoint = std::get_if<EndpointRole>(&machine.node.role);
    if (endpoint != nullptr && endpoint->discovery != Discovery::static_address && machine.node.dns_servers.empty()) {
      refuse(machine.place,
             fmt::format("'{}' finds its server by DNS and has no DNS server: expected dns: NAME", machine.node.group));
    }
  }

  /// The IPv4 address of `machine` on a network that `from` is on too, else its first.
  static host::IpAddress reachable_address(const NodeDraft& machine, const Node& from) {
    for (const Attachment& card : machine.node.attachments) {
      for (const Attachment& own : from.attachments) {
        if (own.network == card.network) return card.address;
      }
    }
    return machine.node.attachments.front().address;
  }

  host::IpAddress address_of(const yaml::Node& stated, const Node& from, const std::string& expected) const {
    if (const auto named = machines_.find(stated.text); named != machines_.end()) {
      return reachable_address(*named->second, from);
    }
    const auto address = host::IpAddress::parse(stated.text);
    if (address && owners_.count(*address) > 0) return *address;
    if (address)
      refuse(stated.place, fmt::format("found {}, which no machine has: expected {}", stated.text, expected));
    std::vector<std::string> names;
    for (const NodeDraft& machine : draft_.nodes) names.push_back(machine.node.name);
    refuse_value(stated, expected + yaml::suggestion(stated.text, names));
  }

  host::Prefix destination(const yaml::Node& stated, const Node& from) const {
    if (const auto prefix = host::Prefix::parse(stated.text)) return *prefix;
    const host::IpAddress address = address_of(stated, from, "a machine, an address or a subnet");
    return {address, address.is_v4() ? 32 : 128};
  }

  Draft& draft_;
  std::unordered_map<std::string, const Network*> networks_;
  std::unordered_map<std::string, const NodeDraft*> machines_;
  std::vector<std::string> dns_servers_;
  std::map<host::IpAddress, std::string> owners_;
  std::map<std::string, std::uint32_t> next_host_;
  std::map<std::string, std::pair<const NodeDraft*, std::size_t>> routers_on_;  ///< The first router of each network.
};

}  // namespace

void wire(Draft& draft) { Wiring(draft).run(); }

}  // namespace hexad::topology
