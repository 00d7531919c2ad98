// A checked topology: networks, and the machines on them. The reader (topology_reader.h) makes it from YAML; worlds
// and programs only ever see this value, in which every name resolves, no subnets overlap and every address is set.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "model/host/address.h"
#include "model/host/log.h"
#include "model/host/time.h"

namespace hexad::topology {

/// One link: a LAN, or a WAN between sites. Every packet that crosses it takes `delay` one way.
struct Network {
  std::string name;
  host::Prefix subnet;                  ///< IPv4; always there.
  std::optional<host::Prefix> subnet6;  ///< IPv6 when the topology gives one.
  host::Duration delay{};               ///< One way.
  double loss = 0;                      ///< Probability 0..1 that a packet is lost.
  std::uint64_t bandwidth_bps = 1'000'000'000;
};

/// One card of a machine on one network.
struct Attachment {
  std::string card;  ///< "lan1", "lan2", ... in the order of the file.
  std::string network;
  host::IpAddress address;                  ///< IPv4, inside the subnet.
  std::optional<host::IpAddress> address6;  ///< Set when the network has subnet6.
  std::vector<host::IpAddress> later{};     ///< What a scenario gives it in the course of the run; nobody else's ever.
};

enum class Discovery : std::uint8_t {
  srv,          ///< DNS SRV of the server name (RFC 3263, RFC 2782).
  round_robin,  ///< One A lookup, the first address; another lookup after a failure.
  static_address,
};

/// A VCS or Expressway peer: a registrar. `settings` are xConfiguration lines ("SIP UDP Mode: On").
struct PeerRole {
  std::vector<std::string> settings;
  std::string release{};  ///< "x8.1", "x8.9", "vcs-x8.9.1", "x12"; empty: that of the run.
};

/// A phone or room system.
struct EndpointRole {
  Discovery discovery = Discovery::srv;
  std::string server;  ///< Domain or host name, or an address for static_address.
  host::Transport transport = host::Transport::tcp;
  std::string address_of_record;    ///< "sip:phone3@example.com"
  std::uint32_t expires_s = 60;     ///< The Expires it asks for.
  host::Duration retry_interval{};  ///< Between rounds that found no peer.
};

struct Zone {
  std::string origin;  ///< "example.com"
  std::string file;    ///< Where the text came from, for messages.
  std::string text;    ///< An ordinary master file (RFC 1035 section 5).
};

struct DnsRole {
  std::vector<Zone> zones;
  bool round_robin = true;  ///< Rotate A and AAAA answers.
};

/// NAPT: what leaves through `outside` gets its address, with a port of the router's choosing.
struct Masquerade {
  std::string inside;  ///< Network names.
  std::string outside;
};
/// One-to-one NAT of one public address of the `outside` network to one inside machine.
struct StaticNat {
  std::string outside;  ///< Network name.
  host::IpAddress public_address;
  host::IpAddress inside_address;
};
enum class IpProtocol : std::uint8_t { any, tcp, udp, icmp };
/// One rule of a stateful firewall, first match wins, for packets that begin a flow; answers always pass. A router
/// without rules forwards everything, one with rules drops what no rule allows.
struct FirewallRule {
  bool allow = true;
  std::string from;  ///< Network names; empty: any.
  std::string to;
  std::optional<host::Prefix> destination;  ///< After static NAT, i.e. the inside address.
  IpProtocol protocol = IpProtocol::any;
  std::uint16_t port_first = 0;  ///< Destination ports, inclusive.
  std::uint16_t port_last = 65535;
};
struct RouterRole {
  std::vector<Masquerade> masquerades;
  std::vector<StaticNat> static_nats;
  std::vector<FirewallRule> firewall;
  host::Duration udp_mapping_timeout = std::chrono::seconds(30);
  host::Duration tcp_mapping_timeout = std::chrono::hours(2);
};

/// An NTP server (RFC 5905) whose clock is `offset` away from the true time.
struct NtpRole {
  host::Duration offset{};
  unsigned stratum = 2;  ///< 1..15; 16 says that it is not synchronised itself.
};

/// A receiver of syslog over UDP and TCP (RFC 5424).
struct SyslogRole {};

/// A person with a browser, a terminal and scripts, who administers peers over HTTPS as steps of a scenario say.
struct OperatorRole {};

struct Node {
  std::string name;                     ///< "peer1"; members of a group are "phones-1", "phones-2", ...
  std::string group;                    ///< "phones" for members of a group, else equal to name.
  std::string fqdn;                     ///< "peer1.example.com"; in its certificate.
  std::vector<Attachment> attachments;  ///< At least one.
  /// The next hop for everything not on its own networks; empty where no router is attached or it is a router.
  std::optional<host::IpAddress> gateway;
  std::optional<host::IpAddress> gateway6;
  std::vector<host::IpAddress> dns_servers;  ///< In order of preference; may be empty.
  std::variant<PeerRole, EndpointRole, DnsRole, RouterRole, NtpRole, SyslogRole, OperatorRole> role;

  /// "peer", "endpoint", "dns", "router", "ntp", "syslog" or "operator".
  const char* role_name() const;
};

struct Cluster {
  std::string name;                ///< DNS name of the cluster; empty when it has none.
  std::vector<std::string> peers;  ///< Node names in peer-list order, 1 to 6.
};

struct Topology {
  std::string name;
  std::string purpose;  ///< The file's first comment.
  std::string file;
  std::string domain;  ///< SIP and DNS domain of the peers, "example.com".
  std::vector<Network> networks;
  std::vector<Node> nodes;  ///< In file order, groups expanded.
  std::vector<Cluster> clusters;

  const Node* find_node(std::string_view name) const;
  const Network* find_network(std::string_view name) const;
  /// The node of that name, the members of the group of that name, or nothing.
  std::vector<const Node*> select(std::string_view name_or_group) const;
};

}  // namespace hexad::topology
