#include "topologies/ns3/tcp_layer.h"

#include <algorithm>
#include <utility>

#include "model/host/check.h"
#include "topologies/ns3/event_loop.h"
#include "topologies/ns3/local_ports.h"
#include "topologies/ns3/tcp_stream.h"

namespace hexad::ns3_world {

using host::ErrorCode;
using host::fail;

TcpLayer::TcpLayer(IpStack& stack, InboundFilter& filter, host::Entropy& entropy, std::uint32_t context)
    : stack_(stack), filter_(filter), entropy_(entropy), context_(context) {
  stack_.set_transport(kTcp, this);
}

TcpLayer::~TcpLayer() {
  silence();
  stack_.set_transport(kTcp, nullptr);
}

void TcpLayer::silence() {
  silent_ = true;
  for (auto& [port, listeners] : listeners_) {
    for (TcpListenSocket* listener : listeners) listener->layer = nullptr;
  }
  listeners_.clear();
  for (Stream* stream : std::exchange(streams_, {})) stream->silence();
  while (!connections_.empty()) connections_.begin()->second->vanish();
}

std::size_t TcpLayer::established_streams() const {
  return static_cast<std::size_t>(std::count_if(connections_.begin(), connections_.end(), [](const auto& entry) {
    const TcpState state = entry.second->state();
    return entry.second->has_user() && state != TcpState::syn_sent && state != TcpState::syn_received;
  }));
}

TcpConnection* TcpLayer::find(const host::SocketAddress& local, const host::SocketAddress& remote) const {
  const auto found = connections_.find({local, remote});
  return found == connections_.end() ? nullptr : found->second.get();
}

TcpListenSocket* TcpLayer::find_listener(const host::SocketAddress& local) const {
  const auto found = listeners_.find(local.port);
  if (found == listeners_.end()) return nullptr;
  TcpListenSocket* wildcard = nullptr;
  for (TcpListenSocket* listener : found->second) {
    if (listener->place.address == local.address) return listener;
    if (listener->place.address == host::IpAddress::any(local.address.family())) wildcard = listener;
  }
  return wildcard;
}

bool TcpLayer::listening(const host::SocketAddress& local) const {
  const auto found = listeners_.find(local.port);
  if (found == listeners_.end()) return false;
  return std::any_of(found->second.begin(), found->second.end(), [&](const TcpListenSocket* listener) {
    const host::IpAddress& address = listener->place.address;
    return address.family() == local.address.family() &&
           (address == local.address || address.is_any() || local.address.is_any());
  });
}

host::Expected<host::ListenerHandle> TcpLayer::listen(const host::TcpListenOptions& options,
                                                      host::ListenerHandler& handler) {
  host::SocketAddress place = options.local;
  if (silent_ || program_is_dead_) return fail(ErrorCode::closed, "the machine is gone");
  if (!place.address.is_any() && !stack_.owns(place.address)) {
    return fail(ErrorCode::address_not_available, place.address.to_string());
  }
  if (place.port == 0) {
    const auto port = choose_local_port(entropy_, [&](std::uint16_t p) { return listening({place.address, p}); });
    if (!port) return tl::unexpected<host::Error>(port.error());
    place.port = *port;
  } else if (listening(place)) {
    return fail(ErrorCode::address_in_use, place.to_string());
  }
  auto listener = std::make_unique<TcpListenSocket>(*this, place, std::max(1, options.backlog_max), handler);
  listeners_[place.port].push_back(listener.get());
  return listener;
}

void TcpLayer::close(TcpListenSocket& listener) {
  const auto found = listeners_.find(listener.place.port);
  HEXAD_CHECK(found != listeners_.end());
  auto& listeners = found->second;
  listeners.erase(std::remove(listeners.begin(), listeners.end(), &listener), listeners.end());
  if (listeners.empty()) listeners_.erase(found);
  std::vector<TcpConnection*> half_open;
  for (const auto& [pair, connection] : connections_) {
    if (connection->listener() == &listener) half_open.push_back(connection.get());
  }
  std::sort(half_open.begin(), half_open.end(), [](const TcpConnection* a, const TcpConnection* b) {
    return std::pair(a->remote(), a->local()) < std::pair(b->remote(), b->local());
  });
  for (TcpConnection* connection : half_open) connection->abandon();
}

host::Expected<host::IpAddress> TcpLayer::choose_source(const host::TcpConnectOptions& options) const {
  if (!options.source.is_any()) {
    if (options.source.family() != options.remote.address.family()) {
      return fail(ErrorCode::invalid_argument, "source and destination are of different families");
    }
    if (!stack_.owns(options.source)) return fail(ErrorCode::address_not_available, options.source.to_string());
  }
  const auto chosen = stack_.source_for(options.remote.address);
  if (!chosen) return fail(ErrorCode::unreachable, "no route to " + options.remote.address.to_string());
  return options.source.is_any() ? *chosen : options.source;
}

host::Expected<host::StreamHandle> TcpLayer::connect(const host::TcpConnectOptions& options,
                                                     host::StreamHandler& handler) {
  bury();
  if (silent_ || program_is_dead_) return fail(ErrorCode::closed, "the machine is gone");
  const auto source = choose_source(options);
  if (!source) return tl::unexpected<host::Error>(source.error());
  const auto port = choose_local_port(entropy_, [&](std::uint16_t p) {
    const host::SocketAddress local{*source, p};
    return find(local, options.remote) != nullptr || listening(local);
  });
  if (!port) return tl::unexpected<host::Error>(port.error());
  TcpConnection& connection = make_connection({*source, *port}, options.remote);
  const int interface = stack_.card_of(options.remote.address) ? kLoopbackCard : *stack_.card_of(*source);
  auto stream = std::make_unique<Stream>(*this, connection, interface, &handler);
  connection.connect(options.timeout);
  return stream;
}

TcpConnection& TcpLayer::make_connection(const host::SocketAddress& local, const host::SocketAddress& remote) {
  const auto first = static_cast<std::uint32_t>(entropy_.u64());
  auto connection = std::make_unique<TcpConnection>(*this, local, remote, first);
  TcpConnection& made = *connection;
  connections_[{local, remote}] = std::move(connection);
  return made;
}

void TcpLayer::send(const host::IpAddress& source, const host::IpAddress& destination, const TcpSegment& segment) {
  // A connection outlives an address that its machine had, as a kernel's does, and is no longer heard of.
  if (!silent_ && stack_.owns(source)) stack_.send(make_tcp(source, destination, segment));
}

void TcpLayer::on_established(TcpConnection& connection, TcpListenSocket& listener) {
  --listener.half_open;
  const bool looped = connection.remote().address.is_loopback() || stack_.owns(connection.remote().address);
  const int interface = looped ? kLoopbackCard : stack_.card_of(connection.local().address).value_or(kLoopbackCard);
  listener.handler.on_accepted(listener, std::make_unique<Stream>(*this, connection, interface, nullptr));
}

void TcpLayer::on_closed(TcpConnection& connection) {
  if (connection.listener() != nullptr) --connection.listener()->half_open;
  const auto found = connections_.find({connection.local(), connection.remote()});
  HEXAD_CHECK(found != connections_.end() && found->second.get() == &connection);
  closed_.push_back(std::move(found->second));
  connections_.erase(found);
}

void TcpLayer::note_refusal() { stack_.observer().on_turned_away(lost::kNoPort, current_packet_, true); }

void TcpLayer::bury() {
  closed_.erase(std::remove_if(closed_.begin(), closed_.end(), [](const auto& c) { return !c->busy(); }),
                closed_.end());
}

void TcpLayer::on_packet(const IpPacket& packet, host::ByteView bytes, int card) {
  (void)card;
  bury();
  const auto segment = parse_tcp(packet.payload);
  if (!segment) return;
  const host::SocketAddress local{packet.destination, segment->destination_port};
  const host::SocketAddress remote{packet.source, segment->source_port};
  TcpConnection* connection = find(local, remote);
  if (connection != nullptr && connection->state() == TcpState::time_wait && segment->has(kSyn) &&
      !segment->has(kAck)) {
    connection->vanish();  // A new connection may follow its predecessor (RFC 9293 section 3.6.1).
    connection = nullptr;
  }
  if (connection != nullptr) {
    current_packet_ = bytes;
    connection->on_segment(*segment);
  } else {
    on_stray(packet, bytes, *segment);
  }
}

void TcpLayer::on_stray(const IpPacket& packet, host::ByteView bytes, const TcpSegment& segment) {
  const host::SocketAddress local{packet.destination, segment.destination_port};
  const host::SocketAddress remote{packet.source, segment.source_port};
  switch (filter_.judge_stream(remote, local)) {
    case host::FilterAction::allow: break;
    case host::FilterAction::drop: stack_.observer().on_turned_away(lost::kFilter, bytes, false); return;
    case host::FilterAction::reject: turn_away(packet, bytes, segment, lost::kFilter); return;
  }
  TcpListenSocket* listener = find_listener(local);
  if (listener == nullptr || !segment.has(kSyn) || segment.has(kAck) || segment.has(kRst)) {
    turn_away(packet, bytes, segment, lost::kNoPort);
    return;
  }
  if (listener->half_open >= listener->backlog_max) {
    stack_.observer().on_turned_away(lost::kQueueFull, bytes, false);
    return;
  }
  ++listener->half_open;
  make_connection(local, remote).accept(segment, *listener);
}

void TcpLayer::turn_away(const IpPacket& packet, host::ByteView bytes, const TcpSegment& segment,
                         std::string_view reason) {
  const auto reset = reset_for(segment);
  if (!reset) return;
  stack_.observer().on_turned_away(reason, bytes, true);
  send(packet.destination, packet.source, *reset);
}

void TcpLayer::on_icmp_error(const IcmpError& error) {
  if (error.quoted.payload.size() < 8) return;
  const Ports ports = ports_of(kTcp, error.quoted.payload);
  TcpConnection* connection = find({error.quoted.source, ports.source}, {error.quoted.destination, ports.destination});
  if (connection == nullptr) return;
  connection->on_unreachable({error.code, connection->remote().to_string()});
}

}  // namespace hexad::ns3_world
