#include "tests/topologies/ns3/busy_run.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/topologies/ns3/play_ground.h"

namespace hexad::ns3_world {
namespace {

topology::Topology busy_topology() {
  topology::Topology topology;
  topology.networks = {make_network("home", "192.168.1.0/24"),
                       make_network("core", "10.1.0.0/24 fd00:1::/64", milliseconds(5))};
  topology.networks[1].loss = 0.02;
  topology::RouterRole role;
  role.masquerades = {{"home", "core"}};
  topology.nodes = {make_node("phone", {{"home", "192.168.1.10"}}, "192.168.1.1"),
                    make_router("router", {{"home", "192.168.1.1"}, {"core", "10.1.0.1"}}, role),
                    make_node("alpha", {{"core", "10.1.0.11 fd00:1::11"}}),
                    make_node("beta", {{"core", "10.1.0.12 fd00:1::12"}})};
  return topology;
}

/// Answers datagrams and streams with what it was sent.
class Echo final : public host::Program, host::DatagramHandler, host::ListenerHandler, host::StreamHandler {
 public:
  explicit Echo(host::Host& host) : host_(host) {
    for (const std::string address : {"0.0.0.0:5060", "[::]:5060"}) {
      sockets_.push_back(open_udp(host, address, *this));
      listeners_.push_back(listen(host, address, *this));
    }
  }

 private:
  void on_datagrams(host::UdpSocket& socket, std::span<const host::ReceivedDatagram> batch) override {
    for (const host::ReceivedDatagram& datagram : batch) {
      const host::OutgoingDatagram answer{datagram.source, datagram.payload, datagram.destination.address};
      (void)socket.send({&answer, 1});
      host_.log().write(host::Severity::info, "echo", "answered", host_.entropy("echo").hex(4));
    }
  }
  void on_accepted(host::TcpListener&, host::StreamHandle stream) override {
    stream->set_handler(*this);
    streams_.push_back(std::move(stream));
  }
  void on_bytes(host::TcpStream& stream, host::ByteView bytes) override { (void)stream.write(bytes); }
  void on_end(host::TcpStream& stream) override { stream.shutdown(); }
  void on_failed(host::TcpStream&, const host::Error&) override {}

  host::Host& host_;
  std::vector<host::UdpHandle> sockets_;
  std::vector<host::ListenerHandle> listeners_;
  std::vector<host::StreamHandle> streams_;
};

struct Client {
  Client(host::Host& host, const std::string& local, const host::SocketAddress& remote)
      : socket(open_udp(host, local, datagrams)), stream(connect(host, remote, events)), to(remote) {}
  void talk(int round) {
    send_udp(*socket, to,
             "OPTIONS sip:" + std::to_string(round) + "\r\n" + std::string(round % 7 == 3 ? 4000 : 300, 'x'));
    send_udp(*socket, {to.address, 9}, "nobody");
    if (events.told("connected") && !events.failure) (void)stream->write(as_bytes(std::string(5000, 'y')));
  }
  RecordingDatagrams datagrams;
  RecordingStream events;
  host::UdpHandle socket;
  host::StreamHandle stream;
  host::SocketAddress to;
};

std::string content_of(const std::string& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

void run_story(PlayGround& ground) {
  const auto fault_on = [&](world::FaultKind kind) {
    world::Fault fault;
    fault.kind = kind;
    fault.node = "beta";
    ground.apply(fault);
  };
  Client clients[] = {{ground.host("phone"), "192.168.1.10:0", at("10.1.0.12:5060")},
                      {ground.host("alpha"), "10.1.0.11:0", at("10.1.0.12:5060")},
                      {ground.host("alpha"), "[fd00:1::11]:0", at("[fd00:1::12]:5060")}};
  for (int round = 0; round < 40; ++round) {
    for (Client& client : clients) client.talk(round);
    ground.run_for(milliseconds(250));
    if (round == 15) fault_on(world::FaultKind::kill);
    if (round == 25) fault_on(world::FaultKind::power_off);
    if (round == 20 || round == 30) {
      ASSERT_TRUE(ground.world->boot("beta"));
    }
  }
}

}  // namespace

std::string fresh_folder(const std::string& name) {
  const std::filesystem::path folder = std::filesystem::path(HEXAD_BINARY_DIR) / "test-output" / name;
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  return folder.string();
}

BusyRun busy_run(std::uint64_t seed, const std::string& folder, std::uint64_t capture_cap_bytes) {
  Ns3WorldOptions options;
  options.capture = "all";
  options.pcap_folder = folder;
  options.capture_cap_bytes = capture_cap_bytes;
  PlayGround ground(busy_topology(), seed, options);
  ground.programs["beta"] = [](host::Host& host) { return std::make_unique<Echo>(host); };
  ground.boot_all();
  run_story(ground);
  BusyRun result;
  result.captures = ground.world->finish().value();
  result.fingerprint = ground.recorder.fingerprint();
  for (const CaptureSummary& capture : result.captures) result.capture_bytes.push_back(content_of(capture.file));
  return result;
}

}  // namespace hexad::ns3_world
