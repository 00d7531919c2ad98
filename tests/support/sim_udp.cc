#include "model/host/check.h"
#include "tests/support/sim_host.h"
#include "tests/support/sim_sockets.h"

namespace hexad::support {
namespace {

using host::ErrorCode;
using host::SocketAddress;

struct Flight {
  SocketAddress source, destination;
  std::vector<host::Bytes> payloads;
};

class SimUdpSocket final : public host::UdpSocket {
 public:
  explicit SimUdpSocket(std::shared_ptr<SimUdp> state) : state_(std::move(state)) { state_->handle = this; }
  ~SimUdpSocket() override {
    state_->owner->forget(*state_);
    state_->handler = nullptr;
    state_->handle = nullptr;
  }

  host::Expected<std::size_t> send(std::span<const host::OutgoingDatagram> batch) override;
  SocketAddress local() const override { return state_->local; }

 private:
  void launch(Flight flight);

  std::shared_ptr<SimUdp> state_;
};

void deliver(const std::shared_ptr<SimUdp>& sender, SimHost& from, SimHost& to, const Flight& flight) {
  const SocketAddress source = flight.source;
  SimNetwork& network = to.network();
  if (!network.passes(from, to)) return;
  SimUdp* receiver = to.find_udp(flight.destination);
  const auto verdict = to.judge_inbound(host::FilterProtocol::udp, source, flight.destination);
  if (verdict == host::FilterAction::drop) return;
  if (receiver == nullptr || verdict == host::FilterAction::reject) {
    network.schedule(network.now() + network.delay(to, from), [sender, &from, &to, destination = flight.destination] {
      if (sender->handler == nullptr || !from.network().passes(to, from)) return;
      sender->handler->on_undeliverable(*sender->handle, destination,
                                        host::Error{ErrorCode::refused, destination.to_string()});
    });
    return;
  }
  std::vector<host::ReceivedDatagram> batch;
  for (const host::Bytes& payload : flight.payloads) {
    const int interface = to.interface_of(flight.destination.address);
    batch.push_back({source, flight.destination, interface, host::ByteView(payload)});
  }
  receiver->handler->on_datagrams(*receiver->handle, batch);
}

host::Expected<std::size_t> SimUdpSocket::send(std::span<const host::OutgoingDatagram> batch) {
  const auto state = state_;
  for (const host::OutgoingDatagram& datagram : batch) {
    if (datagram.payload.size() > host::kDatagramPayloadMax) {
      return host::fail(ErrorCode::invalid_argument, "the payload is larger than a datagram can carry");
    }
    if (datagram.destination.address.family() != state->local.address.family()) {
      return host::fail(ErrorCode::invalid_argument, "the destination is of the other address family");
    }
  }
  Flight flight;
  for (const host::OutgoingDatagram& datagram : batch) {
    const auto& wanted = state->local.address.is_any() ? datagram.source : state->local.address;
    const auto source = state->owner->source_for(datagram.destination.address, wanted);
    if (!source) return host::fail(ErrorCode::unreachable, "no route to " + datagram.destination.to_string());
    const SocketAddress from{*source, state->local.port};
    state->owner->remember_sent(from, datagram.destination);
    const bool same = from == flight.source && datagram.destination == flight.destination;
    if (!same || flight.payloads.size() == host::kDatagramBatchMax) {
      if (!flight.payloads.empty()) launch(std::move(flight));
      flight = Flight{from, datagram.destination, {}};
    }
    if (!state->owner->network().tap(from, datagram.destination, datagram.payload)) continue;
    flight.payloads.emplace_back(datagram.payload.begin(), datagram.payload.end());
  }
  if (!flight.payloads.empty()) launch(std::move(flight));
  return batch.size();
}

void SimUdpSocket::launch(Flight flight) {
  SimHost& from = *state_->owner;
  SimNetwork& network = from.network();
  const host::IpAddress& address = flight.destination.address;
  SimHost* to = address.is_loopback() ? &from : network.find(address);
  if (to == nullptr) return;
  std::vector<host::Bytes> survivors;
  for (host::Bytes& payload : flight.payloads) {
    if (!network.loses(from, *to)) survivors.push_back(std::move(payload));
  }
  if (survivors.empty()) return;
  flight.payloads = std::move(survivors);
  network.schedule(network.now() + network.delay(from, *to),
                   [sender = state_, &from, to, carried = std::move(flight)] { deliver(sender, from, *to, carried); });
}

}  // namespace

host::UdpHandle make_udp(SimHost& owner, const SocketAddress& local, host::DatagramHandler& handler, SimUdp*& state) {
  auto shared = std::make_shared<SimUdp>(SimUdp{&owner, local, &handler, nullptr});
  state = shared.get();
  return std::make_unique<SimUdpSocket>(std::move(shared));
}

}  // namespace hexad::support
