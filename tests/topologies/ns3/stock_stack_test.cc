// A stock ns-3 node, with ns-3's own Internet stack and sockets, stands on the same network as our machines and talks
// with them over UDP and TCP: what crosses the network is ordinary IP, and our TCP agrees with another one.
#include <gtest/gtest.h>
#include <ns3/boolean.h>
#include <ns3/global-value.h>
#include <ns3/inet-socket-address.h>
#include <ns3/internet-stack-helper.h>
#include <ns3/ipv4-l3-protocol.h>
#include <ns3/ipv4-static-routing.h>
#include <ns3/node.h>
#include <ns3/packet.h>
#include <ns3/socket.h>
#include <ns3/tcp-socket-factory.h>
#include <ns3/udp-socket-factory.h>

#include "tests/topologies/ns3/play_ground.h"
#include "topologies/ns3/event_loop.h"
#include "topologies/ns3/ns3_host.h"

namespace hexad::ns3_world {
namespace {

struct Quiet final : LossObserver, KernelObserver, RestartHandler {
  void on_lost(std::string_view, std::string_view, host::ByteView, FaultNumber) override {}
  void on_delayed(FaultNumber) override {}
  void on_turned_away(std::string_view, host::ByteView, bool) override {}
  void on_restart_requested() override {}
};

class StockStackTest : public ::testing::Test {
 protected:
  StockStackTest() {
    EventLoop::install();
    channel_ = ns3::CreateObject<LanChannel>();
    topology::Network network = make_network("lan", "10.1.0.0/24", milliseconds(5));
    network.loss = 0.02;
    channel_->set_up(network, 1, barriers_, quiet_);
    ours_ = ns3::CreateObject<ns3::Node>();
    our_card_ = add_card(ours_, "10.1.0.1");
    kernel_ = std::make_unique<Kernel>(ours_->GetId(), 1, "ours", quiet_);
    kernel_->stack.add_card(*our_card_, {{ip("10.1.0.1"), 24}});
    MachineParts parts;
    parts.name = "ours";
    host_ = std::make_unique<Ns3Host>(parts, *kernel_, quiet_);
    add_stock_node();
  }
  ~StockStackTest() override {
    host_.reset();
    kernel_.reset();
    our_card_ = nullptr;
    ours_ = stock_ = nullptr;
    channel_ = nullptr;
    ns3::Simulator::Destroy();
  }
  ns3::Ptr<LanDevice> add_card(ns3::Ptr<ns3::Node> node, const std::string& address) {
    auto device = ns3::CreateObject<LanDevice>();
    device->set_up(*channel_, address, "lan1", 1);
    device->add_address(ip(address));
    node->AddDevice(device);
    channel_->attach(*device);
    return device;
  }
  void add_stock_node() {
    // Without it a stock stack writes zeros for checksums.
    ns3::GlobalValue::Bind("ChecksumEnabled", ns3::BooleanValue(true));
    stock_ = ns3::CreateObject<ns3::Node>();
    auto device = add_card(stock_, "10.1.0.2");
    ns3::InternetStackHelper stack;
    stack.SetIpv6StackInstall(false);
    stack.Install(stock_);
    auto ipv4 = stock_->GetObject<ns3::Ipv4>();
    const std::uint32_t interface = ipv4->AddInterface(device);
    ipv4->AddAddress(interface, ns3::Ipv4InterfaceAddress(ns3::Ipv4Address("10.1.0.2"), ns3::Ipv4Mask("/24")));
    ipv4->SetUp(interface);
  }
  ns3::Ptr<ns3::Socket> stock_socket(ns3::TypeId kind) { return ns3::Socket::CreateSocket(stock_, kind); }
  bool run_until(const std::function<bool()>& predicate) {
    const host::MonotonicTime end = EventLoop::current().time() + seconds(300);
    while (!predicate()) {
      if (!EventLoop::current().step(end)) return false;
    }
    return true;
  }

  Barriers barriers_;
  Quiet quiet_;
  ns3::Ptr<LanChannel> channel_;
  ns3::Ptr<ns3::Node> ours_, stock_;
  ns3::Ptr<LanDevice> our_card_;
  std::unique_ptr<Kernel> kernel_;
  std::unique_ptr<Ns3Host> host_;
};

void send_back(ns3::Ptr<ns3::Socket> socket) {
  ns3::Address from;
  while (auto packet = socket->RecvFrom(from)) {
    if (packet->GetSize() > 0)
      socket->SendTo(packet, 0, from);
    else
      break;
  }
}

TEST_F(StockStackTest, udp_is_echoed_by_a_stock_socket) {
  auto echo = stock_socket(ns3::UdpSocketFactory::GetTypeId());
  ASSERT_EQ(echo->Bind(ns3::InetSocketAddress(ns3::Ipv4Address::GetAny(), 7)), 0);
  echo->SetRecvCallback(ns3::MakeCallback(&send_back));
  RecordingDatagrams datagrams;
  auto socket = open_udp(*host_, "0.0.0.0:0", datagrams);
  for (int i = 0; i < 20; ++i) send_udp(*socket, at("10.1.0.2:7"), std::string(static_cast<std::size_t>(i) * 200, 'x'));
  ASSERT_TRUE(run_until([&] { return datagrams.datagrams.size() >= 15; }));
  EXPECT_EQ(datagrams.datagrams[0].source, at("10.1.0.2:7"));
}

TEST_F(StockStackTest, our_stream_talks_with_a_stock_listener_over_a_network_that_loses) {
  auto listener = stock_socket(ns3::TcpSocketFactory::GetTypeId());
  ASSERT_EQ(listener->Bind(ns3::InetSocketAddress(ns3::Ipv4Address::GetAny(), 7)), 0);
  listener->Listen();
  listener->SetAcceptCallback(ns3::MakeNullCallback<bool, ns3::Ptr<ns3::Socket>, const ns3::Address&>(),
                              ns3::Callback<void, ns3::Ptr<ns3::Socket>, const ns3::Address&>(
                                  [](ns3::Ptr<ns3::Socket> socket, const ns3::Address&) {
                                    socket->SetRecvCallback(ns3::MakeCallback(&send_back));
                                  }));
  RecordingStream events;
  std::string sent;
  events.then = [&](std::string_view event, host::TcpStream& stream) {
    if (event == "failed" || sent.size() > 200'000) return;
    const std::string text(3000, static_cast<char>('a' + sent.size() / 3000 % 26));
    const auto taken = stream.write(as_bytes(text));
    ASSERT_TRUE(taken);
    sent += text.substr(0, *taken);
  };
  auto stream = connect(*host_, at("10.1.0.2:7"), events);
  ASSERT_TRUE(run_until([&] { return sent.size() > 200'000 && events.received.size() == sent.size(); }));
  EXPECT_TRUE(events.received == sent);
}

TEST_F(StockStackTest, a_stock_socket_connects_to_our_listener_and_closes) {
  RecordingListener listening;
  auto listener = listen(*host_, "10.1.0.1:5061", listening);
  auto client = stock_socket(ns3::TcpSocketFactory::GetTypeId());
  ASSERT_EQ(client->Connect(ns3::InetSocketAddress(ns3::Ipv4Address("10.1.0.1"), 5061)), 0);
  ASSERT_TRUE(run_until([&] { return !listening.accepted.empty(); }));
  auto& accepted = listening.accepted.front();
  const std::string text = "REGISTER sip:example.com SIP/2.0";
  client->Send(ns3::Create<ns3::Packet>(reinterpret_cast<const std::uint8_t*>(text.data()),
                                        static_cast<std::uint32_t>(text.size())));
  ASSERT_TRUE(run_until([&] { return accepted.events.received == text; }));
  client->Close();
  ASSERT_TRUE(run_until([&] { return accepted.events.told("end"); }));
  EXPECT_FALSE(accepted.events.failure);
}

}  // namespace
}  // namespace hexad::ns3_world
