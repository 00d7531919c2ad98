// CPU for each simulated request with its answer: our hosts against raw ns-3 sockets on point-to-point links, on the
// same traffic, in one program. Prints ratios; DESIGN.md allows 3.
#include <ns3/double.h>
#include <ns3/inet-socket-address.h>
#include <ns3/internet-stack-helper.h>
#include <ns3/ipv4-address-helper.h>
#include <ns3/node-container.h>
#include <ns3/packet.h>
#include <ns3/point-to-point-helper.h>
#include <ns3/simulator.h>
#include <ns3/socket.h>
#include <ns3/string.h>
#include <ns3/tcp-socket-factory.h>
#include <ns3/udp-socket-factory.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>

#include "model/host/check.h"
#include "reports/record/recorder.h"
#include "topologies/ns3/ns3_world.h"

namespace {

using namespace hexad;

constexpr std::uint32_t kPayloadBytes = 500;

double cpu_seconds() {
  timespec time{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

/// ns-3's own: one outstanding request over a link of 20 ms each way.
class RawExchange {
 public:
  RawExchange(bool tcp, int exchanges) : left_(exchanges) {
    ns3::NodeContainer nodes(2);
    ns3::PointToPointHelper link;
    link.SetDeviceAttribute("DataRate", ns3::StringValue("1Gbps"));
    link.SetChannelAttribute("Delay", ns3::StringValue("20ms"));
    const auto devices = link.Install(nodes);
    ns3::InternetStackHelper().Install(nodes);
    ns3::Ipv4AddressHelper addresses("10.1.0.0", "/24");
    const auto interfaces = addresses.Assign(devices);
    const ns3::TypeId kind = tcp ? ns3::TcpSocketFactory::GetTypeId() : ns3::UdpSocketFactory::GetTypeId();
    server_ = ns3::Socket::CreateSocket(nodes.Get(1), kind);
    client_ = ns3::Socket::CreateSocket(nodes.Get(0), kind);
    HEXAD_CHECK(server_->Bind(ns3::InetSocketAddress(ns3::Ipv4Address::GetAny(), 5060)) == 0);
    server_->SetRecvCallback(ns3::MakeCallback(&RawExchange::echo, this));
    if (tcp) {
      server_->Listen();
      server_->SetAcceptCallback(ns3::MakeNullCallback<bool, ns3::Ptr<ns3::Socket>, const ns3::Address&>(),
                                 ns3::MakeCallback(&RawExchange::accept, this));
    }
    client_->SetRecvCallback(ns3::MakeCallback(&RawExchange::answered, this));
    client_->SetConnectCallback(ns3::MakeCallback(&RawExchange::connected, this),
                                ns3::MakeNullCallback<void, ns3::Ptr<ns3::Socket>>());
    // Not at once: a stock node whose devices are not initialised yet crashes when it sends.
    const ns3::InetSocketAddress server(interfaces.GetAddress(1), 5060);
    ns3::Simulator::Schedule(ns3::MilliSeconds(1), [this, server, tcp] {
      client_->Connect(server);
      if (!tcp) ask();
    });
  }
  double run() {
    const double before = cpu_seconds();
    ns3::Simulator::Run();
    const double used = cpu_seconds() - before;
    HEXAD_CHECK(left_ == 0);
    server_ = client_ = nullptr;
    ns3::Simulator::Destroy();
    return used;
  }

 private:
  void connected(ns3::Ptr<ns3::Socket>) {
    if (client_->GetSocketType() == ns3::Socket::NS3_SOCK_STREAM) ask();
  }
  void accept(ns3::Ptr<ns3::Socket> socket, const ns3::Address&) {
    socket->SetRecvCallback(ns3::MakeCallback(&RawExchange::echo, this));
  }
  void ask() { client_->Send(ns3::Create<ns3::Packet>(payload_, kPayloadBytes)); }
  void echo(ns3::Ptr<ns3::Socket> socket) {
    ns3::Address from;
    while (auto packet = socket->RecvFrom(from)) {
      if (packet->GetSize() == 0) return;
      std::uint8_t bytes[kPayloadBytes];
      const std::uint32_t size = packet->CopyData(bytes, kPayloadBytes);
      socket->SendTo(ns3::Create<ns3::Packet>(bytes, size), 0, from);
    }
  }
  void answered(ns3::Ptr<ns3::Socket> socket) {
    while (auto packet = socket->Recv()) {
      if (packet->GetSize() == 0) return;
      got_ += packet->GetSize();
    }
    if (got_ < kPayloadBytes) return;
    got_ = 0;
    if (--left_ > 0)
      ask();
    else
      ns3::Simulator::Stop();
  }
  int left_;
  std::uint32_t got_ = 0;
  std::uint8_t payload_[kPayloadBytes] = {};
  ns3::Ptr<ns3::Socket> server_, client_;
};

topology::Topology two_machines() {
  topology::Topology topology;
  topology::Network lan;
  lan.name = "lan";
  lan.subnet = host::Prefix::parse("10.1.0.0/24").value();
  lan.delay = std::chrono::milliseconds(20);
  topology.networks = {lan};
  for (const std::string name : {"client", "server"}) {
    topology::Node node;
    node.name = node.group = name;
    topology::Attachment card;
    card.card = "lan1";
    card.network = "lan";
    card.address = host::IpAddress::parse(name == "client" ? "10.1.0.1" : "10.1.0.2").value();
    node.attachments = {card};
    topology.nodes.push_back(node);
  }
  return topology;
}

const host::SocketAddress kServer{host::IpAddress::v4(0x0a010002), 5060};

/// One side of the exchange: the server echoes, the client asks again when it is answered.
class Side final : public host::Program, host::DatagramHandler, host::ListenerHandler, host::StreamHandler {
 public:
  Side(host::Host& host, bool server, bool tcp, bool recorded, int& left)
      : host_(host), server_(server), recorded_(recorded), left_(left) {
    if (!tcp) {
      socket_ = host.open_udp({host::IpAddress(), server ? std::uint16_t{5060} : std::uint16_t{0}}, *this).value();
      if (!server) send({kServer, payload_, {}});
    } else if (server) {
      listener_ = host.listen_tcp({kServer}, *this).value();
    } else {
      host::TcpConnectOptions options;
      options.remote = kServer;
      stream_ = host.connect_tcp(options, *this).value();
    }
  }

 private:
  void record(host::WireMessage::Direction direction, host::ByteView bytes) {
    if (!recorded_) return;
    host::WireMessage message;
    message.direction = direction;
    message.protocol = "sip";
    message.local = message.remote = kServer;
    message.bytes = bytes;
    message.summary = "OPTIONS sip:example.com";
    host_.log().message(message);
  }
  void send(const host::OutgoingDatagram& datagram) {
    record(host::WireMessage::Direction::sent, datagram.payload);
    HEXAD_CHECK(socket_->send({&datagram, 1}).value_or(0) == 1);
  }
  void on_datagrams(host::UdpSocket&, std::span<const host::ReceivedDatagram> batch) override {
    record(host::WireMessage::Direction::received, batch[0].payload);
    if (!server_ && --left_ <= 0) return;
    send({batch[0].source, batch[0].payload, {}});
  }
  void on_accepted(host::TcpListener&, host::StreamHandle stream) override {
    stream_ = std::move(stream);
    stream_->set_handler(*this);
  }
  void on_connected(host::TcpStream& stream) override { write(stream, payload_); }
  void write(host::TcpStream& stream, host::ByteView bytes) {
    record(host::WireMessage::Direction::sent, bytes);
    HEXAD_CHECK(stream.write(bytes).value_or(0) == bytes.size());
  }
  void on_bytes(host::TcpStream& stream, host::ByteView bytes) override {
    record(host::WireMessage::Direction::received, bytes);
    if (!server_ && --left_ <= 0) return;
    write(stream, bytes);
  }
  void on_end(host::TcpStream&) override {}
  void on_failed(host::TcpStream&, const host::Error&) override {}

  host::Host& host_;
  const bool server_, recorded_;
  int& left_;
  const host::Bytes payload_ = host::Bytes(kPayloadBytes, 'x');
  host::UdpHandle socket_;
  host::ListenerHandle listener_;
  host::StreamHandle stream_;
};

class OurExchange final : world::ProgramFactory {
 public:
  OurExchange(bool tcp, bool recorded, int exchanges) : tcp_(tcp), recorded_(recorded), left_(exchanges) {}
  double run() {
    const topology::Topology topology = two_machines();
    record::Recorder recorder("");
    auto world = ns3_world::Ns3World::make(topology, 1, *this, recorder).value();
    HEXAD_CHECK(world->boot("server") && world->boot("client"));
    const double before = cpu_seconds();
    while (left_ > 0 && world->step(host::MonotonicTime::max())) {
    }
    const double used = cpu_seconds() - before;
    HEXAD_CHECK(left_ <= 0);
    return used;
  }

 private:
  std::unique_ptr<host::Program> make_program(const topology::Node& node, host::Host& host) override {
    return std::make_unique<Side>(host, node.name == "server", tcp_, recorded_, left_);
  }
  const bool tcp_, recorded_;
  int left_;
};

void compare(const char* name, bool tcp, bool recorded, int exchanges) {
  const double raw = RawExchange(tcp, exchanges).run();
  const double ours = OurExchange(tcp, recorded, exchanges).run();
  std::printf("%-34s %.2f times raw ns-3   (%.2f us, raw %.2f us for a request with its answer)\n", name, ours / raw,
              ours / exchanges * 1e6, raw / exchanges * 1e6);
}

}  // namespace

int main(int argc, char** argv) {
  const int exchanges = argc > 1 ? std::atoi(argv[1]) : 200'000;
  compare("UDP", false, false, exchanges);
  compare("TCP", true, false, exchanges);
  compare("UDP, every message in the record", false, true, exchanges);
  compare("TCP, every message in the record", true, true, exchanges);
  return 0;
}
