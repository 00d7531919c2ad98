#include "tests/topologies/ns3/play_ground.h"

#include <sstream>
#include <utility>

namespace hexad::ns3_world {

host::IpAddress ip(const std::string& text) { return host::IpAddress::parse(text).value(); }
host::SocketAddress at(const std::string& text) { return host::SocketAddress::parse(text).value(); }

topology::Network make_network(std::string name, const std::string& subnets, host::Duration delay) {
  topology::Network network;
  network.name = std::move(name);
  std::istringstream words(subnets);
  std::string four, six;
  words >> four >> six;
  network.subnet = host::Prefix::parse(four).value();
  if (!six.empty()) network.subnet6 = host::Prefix::parse(six).value();
  network.delay = delay;
  return network;
}

topology::Node make_node(std::string name, const std::vector<std::pair<std::string, std::string>>& attachments,
                         const std::string& gateways) {
  topology::Node node;
  node.name = node.group = std::move(name);
  node.role = topology::PeerRole{};
  for (const auto& [network, addresses] : attachments) {
    std::istringstream words(addresses);
    std::string four, six;
    words >> four >> six;
    topology::Attachment attachment;
    attachment.card = "lan" + std::to_string(node.attachments.size() + 1);
    attachment.network = network;
    attachment.address = ip(four);
    if (!six.empty()) attachment.address6 = ip(six);
    node.attachments.push_back(attachment);
  }
  std::istringstream words(gateways);
  for (std::string word; words >> word;) {
    const host::IpAddress gateway = ip(word);
    (gateway.is_v4() ? node.gateway : node.gateway6) = gateway;
  }
  return node;
}

topology::Node make_router(std::string name, const std::vector<std::pair<std::string, std::string>>& attachments,
                           topology::RouterRole role) {
  topology::Node node = make_node(std::move(name), attachments);
  node.role = std::move(role);
  return node;
}

topology::Topology one_lan(host::Duration delay) {
  topology::Topology topology;
  topology.name = "one-lan";
  topology.networks = {make_network("lan", "10.1.0.0/24 fd00:1::/64", delay)};
  topology.nodes = {make_node("alpha", {{"lan", "10.1.0.11 fd00:1::11"}}),
                    make_node("beta", {{"lan", "10.1.0.12 fd00:1::12"}})};
  return topology;
}

PlayGround::PlayGround(topology::Topology given, std::uint64_t seed, Ns3WorldOptions options)
    : topology(std::move(given)) {
  recorder.observe(*this);
  auto made = Ns3World::make(topology, seed, *this, recorder, std::move(options));
  if (!made) throw std::runtime_error(made.error().to_string());
  world = std::move(*made);
}

PlayGround::~PlayGround() { world.reset(); }

std::unique_ptr<host::Program> PlayGround::make_program(const topology::Node& node, host::Host& host) {
  hosts[node.name] = &host;
  const auto program = programs.find(node.name);
  return program == programs.end() ? std::make_unique<host::Program>() : program->second(host);
}

void PlayGround::boot_all() {
  for (const topology::Node& node : topology.nodes) ASSERT_TRUE(world->boot(node.name)) << node.name;
}

void PlayGround::run_for(host::Duration duration) { ASSERT_TRUE(world->advance_to(world->now() + duration)); }

bool PlayGround::run_until(const std::function<bool()>& predicate, host::Duration limit) {
  const host::MonotonicTime end = world->now() + limit;
  while (!predicate()) {
    if (world->step(end)) continue;
    EXPECT_TRUE(world->advance_to(end));
    return predicate();
  }
  return true;
}

world::FaultId PlayGround::apply(const world::Fault& fault) {
  const auto id = world->apply(fault);
  EXPECT_TRUE(id) << (id ? "" : id.error().to_string());
  return id.value_or(0);
}

std::size_t PlayGround::lost(const std::string& reason) const {
  std::size_t count = 0;
  for (const record::PacketLost& packet : of<record::PacketLost>()) count += packet.reason == reason ? 1 : 0;
  return count;
}

host::UdpHandle open_udp(host::Host& host, const std::string& local, host::DatagramHandler& handler) {
  auto socket = host.open_udp(at(local), handler);
  EXPECT_TRUE(socket) << local << ": " << (socket ? "" : socket.error().to_string());
  return socket ? std::move(*socket) : nullptr;
}

void send_udp(host::UdpSocket& socket, const host::SocketAddress& to, const std::string& text) {
  const host::OutgoingDatagram datagram{to, as_bytes(text), {}};
  const auto sent = socket.send({&datagram, 1});
  EXPECT_TRUE(sent) << (sent ? "" : sent.error().to_string());
}

host::ListenerHandle listen(host::Host& host, const std::string& local, host::ListenerHandler& handler) {
  auto listener = host.listen_tcp({at(local)}, handler);
  EXPECT_TRUE(listener) << local << ": " << (listener ? "" : listener.error().to_string());
  return listener ? std::move(*listener) : nullptr;
}

host::StreamHandle connect(host::Host& host, const host::SocketAddress& remote, host::StreamHandler& handler,
                           host::Duration timeout) {
  host::TcpConnectOptions options;
  options.remote = remote;
  options.timeout = timeout;
  auto stream = host.connect_tcp(options, handler);
  EXPECT_TRUE(stream) << remote.to_string() << ": " << (stream ? "" : stream.error().to_string());
  return stream ? std::move(*stream) : nullptr;
}

}  // namespace hexad::ns3_world
