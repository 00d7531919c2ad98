#include "tests/bench/cluster_bench_world.h"

#include <ctime>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "model/cluster/cluster.h"
#include "model/host/check.h"
#include "topologies/world/seeded_stream.h"

namespace hexad::bench {

double cpu_seconds() {
  timespec time{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

void Verdict::at_most(const std::string& what, double figure, double target, const char* unit) {
  if (!tell(what, figure, target, unit)) over_ = true;
}

void Verdict::time_at_most(const std::string& what, double figure, double target, const char* unit) {
  if (!tell(what, figure, target, unit) && times_count_) over_ = true;
}

bool Verdict::tell(const std::string& what, double figure, double target, const char* unit) {
  const bool met = figure <= target;
  fmt::print("{:<62} {:>9.3f} {} (target: at most {:g}; {:.2f} of it){}\n", what, figure, unit, target,
             target > 0 ? figure / target : figure, met ? "" : "  OVER");
  return met;
}

Devices::Devices(host::Host& host) : host_(host) {
  socket_ = host.open_udp({host::IpAddress::v4(0x0a010064), 5060}, *this).value();
}

void Devices::send_register(int peer, int number, int cseq, int expires) {
  const std::string request = fmt::format(
      "REGISTER sip:video.example.com SIP/2.0\r\nVia: SIP/2.0/UDP 10.1.0.100:5060;branch=z9hG4bK{0}-{1}\r\n"
      "Max-Forwards: 70\r\nTo: <sip:meeting.room.{0:06}@video.example.com>\r\n"
      "From: <sip:meeting.room.{0:06}@video.example.com>;tag={0}\r\n"
      "Call-ID: {0:08x}7d6c5b4a39281706f5e4d3c2@10.1.0.100\r\nCSeq: {1} REGISTER\r\n"
      "Contact: <sip:meeting.room.{0:06}@10.1.0.100:5060>\r\nExpires: {2}\r\nContent-Length: 0\r\n\r\n",
      number, cseq, expires);
  const host::OutgoingDatagram datagram{{ClusterWorld::address(peer), 5060}, host::as_bytes(request), {}};
  HEXAD_CHECK(socket_->send({&datagram, 1}).value_or(0) == 1);
}

host::IpAddress ClusterWorld::address(int peer) {
  return host::IpAddress::v4(0x0a010000 + 10 + static_cast<std::uint32_t>(peer));
}

ClusterWorld::ClusterWorld(WorldOptions options)
    : options_(std::move(options)),
      topology_(topology_for()),
      cast_(topology_, {}, library_, [](std::string_view owner, std::string_view consumer) {
        return std::make_unique<world::SeededStream>(1, owner, consumer);
      }) {
  ns3_world::Ns3WorldOptions world;
  world.wants_messages = false;
  world.capture = options_.pcap_folder.empty() ? "none" : "all";
  world.pcap_folder = options_.pcap_folder;
  world.capture_cap_bytes = 4ull << 30;
  world_ = ns3_world::Ns3World::make(topology_, 1, *this, recorder_, world).value();
  for (const topology::Node& node : topology_.nodes) HEXAD_CHECK(world_->boot(node.name));
}

ClusterWorld::~ClusterWorld() = default;

topology::Topology ClusterWorld::topology_for() const {
  topology::Topology topology;
  topology.name = "bench";
  topology.domain = "example.com";
  topology::Network lan;
  lan.name = "lan";
  lan.subnet = host::Prefix::parse("10.1.0.0/24").value();
  lan.delay = options_.delay;
  topology.networks.push_back(lan);
  const auto add = [&](const std::string& name, const host::IpAddress& at) -> topology::Node& {
    topology::Node& node = topology.nodes.emplace_back();
    node.name = node.group = name;
    node.fqdn = name + ".example.com";
    node.attachments.push_back({"lan1", "lan", at, {}});
    return node;
  };
  add("time", host::IpAddress::v4(0x0a01007b)).role = topology::NtpRole{};
  add("devices", host::IpAddress::v4(0x0a010064)).role = topology::EndpointRole{};
  for (int number = 1; number <= options_.peers; ++number) {
    topology::PeerRole role;
    role.settings = {"SIP Mode: On",
                     "SIP UDP Mode: On",
                     "SIP Domain 1 Name: video.example.com",
                     "H323 Mode: On",
                     "NTP Server 1 Address: 10.1.0.123",
                     "SIP Registration Standard Refresh Maximum: 7200"};
    if (options_.clustered) role.settings.emplace_back("Alternates Cluster Name: cluster.example.com");
    for (int other = 1; options_.clustered && other <= options_.peers; ++other) {
      role.settings.push_back(fmt::format("Alternates Peer {} Address: {}", other, address(other).to_string()));
    }
    if (options_.more_lines) options_.more_lines(number, role.settings);
    add(name(number), address(number)).role = std::move(role);
  }
  return topology;
}

std::unique_ptr<host::Program> ClusterWorld::make_program(const topology::Node& node, host::Host& host) {
  if (node.name == "devices") return std::make_unique<Devices>(host);
  if (options_.in_place_of_peers && node.name.starts_with("peer")) {
    return options_.in_place_of_peers(std::stoi(node.name.substr(4)), host, library_, cast_.credentials_of(node));
  }
  return cast_.make_program(node, host);
}

void ClusterWorld::boot(int peer) { HEXAD_CHECK(world_->boot(name(peer))); }

void ClusterWorld::kill(int peer) {
  world::Fault fault;
  fault.kind = world::FaultKind::kill;
  fault.node = name(peer);
  HEXAD_CHECK(world_->apply(fault));
}

peer::Peer& ClusterWorld::peer(int number) {
  auto* const found = dynamic_cast<peer::Peer*>(world_->program(name(number)));
  HEXAD_CHECK(found != nullptr);
  return *found;
}

Devices& ClusterWorld::devices() { return dynamic_cast<Devices&>(*world_->program("devices")); }

bool ClusterWorld::all_active() {
  for (int number = 1; number <= options_.peers; ++number) {
    for (const cluster::PeerStatus& other : peer(number).cluster().status().peers) {
      if (other.word != "Active" && other.word != "This system") return false;
    }
  }
  return true;
}

void ClusterWorld::run_for(host::Duration duration) { HEXAD_CHECK(world_->advance_to(now() + duration)); }

bool ClusterWorld::run_until(const std::function<bool()>& condition, host::Duration limit) {
  const host::MonotonicTime end = now() + limit;
  while (!condition()) {
    if (!world_->step(end)) return false;
  }
  return true;
}

std::uint64_t ClusterWorld::cluster_bytes(host::MonotonicTime from, host::MonotonicTime to) {
  if (!finished_) HEXAD_CHECK(world_->finish());
  finished_ = true;
  constexpr std::size_t kFileHeader = 24, kPacketHeader = 16, kEthernet = 14;
  std::ifstream file(options_.pcap_folder + "/lan.pcap", std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(file)), {});
  const auto octet = [&](std::size_t at) { return static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[at])); };
  const auto big16 = [&](std::size_t at) { return octet(at) << 8 | octet(at + 1); };
  const auto big32 = [&](std::size_t at) { return big16(at) << 16 | big16(at + 2); };
  std::uint64_t total = 0;
  for (std::size_t at = kFileHeader; at + kPacketHeader < bytes.size(); at += kPacketHeader + big32(at + 8)) {
    const auto seconds = std::chrono::seconds(big32(at)) - ns3_world::Ns3World::epoch().time_since_epoch();
    const host::MonotonicTime time(seconds + std::chrono::nanoseconds(big32(at + 4)));
    const std::size_t ip = at + kPacketHeader + kEthernet;
    const bool tcp = octet(ip) == 0x45 && octet(ip + 9) == 6;
    if (!tcp || time < from || time >= to) continue;
    const auto of_cluster = [](std::uint64_t port) { return port == 4371 || port == 4372; };
    if (of_cluster(big16(ip + 20)) || of_cluster(big16(ip + 22))) total += big16(ip + 2);
  }
  return total;
}

}  // namespace hexad::bench
