#include "model/sip/connection_table.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "model/host/check.h"

namespace hexad::sip {

namespace {

constexpr std::uint32_t kNone = host::HashIndex::kNone;
constexpr std::string_view kPing = "\r\n\r\n";
constexpr std::string_view kPong = "\r\n";

std::uint64_t number_of(std::uint32_t slot, std::uint32_t generation) {
  return (std::uint64_t{generation} << 32) | slot;
}

}  // namespace

ConnectionTable::ConnectionTable(host::Host& host, Timers& timers, const TransportSettings& settings,
                                 StreamFactory* tls, MessageView& scratch, ConnectionTableHandler& handler)
    : host_(host),
      timers_(timers),
      settings_(settings),
      tcp_(host),
      tls_(tls),
      scratch_(scratch),
      handler_(handler),
      hash_(host.entropy("sip.connections")) {
  for (const TimerName name : {TimerName::connection_idle, TimerName::ping_due, TimerName::pong_due, TimerName::reap}) {
    timers_.claim(name, *this);
  }
}

ConnectionTable::~ConnectionTable() = default;

StreamFactory* ConnectionTable::factory(Transport transport) {
  HEXAD_CHECK(is_reliable(transport));
  return transport == Transport::tls ? tls_ : &tcp_;
}

std::size_t ConnectionTable::hash_of(const Flow& flow) const {
  std::array<std::uint8_t, 20> key{};
  std::memcpy(key.data(), flow.remote.address.octets().data(), 16);
  key[16] = static_cast<std::uint8_t>(flow.remote.port >> 8);
  key[17] = static_cast<std::uint8_t>(flow.remote.port);
  key[18] = static_cast<std::uint8_t>(flow.transport);
  key[19] = static_cast<std::uint8_t>(flow.remote.address.family());
  return hash_(host::ByteView(key));
}

host::Expected<host::SocketAddress> ConnectionTable::listen(Transport transport, const host::SocketAddress& local) {
  StreamFactory* streams = factory(transport);
  if (!streams) return host::fail(host::ErrorCode::not_supported, "TLS without a certificate");
  host::TcpListenOptions options;
  options.local = local;
  auto listener = streams->listen(options, *this);
  if (!listener) return tl::unexpected(listener.error());
  const host::SocketAddress bound = (*listener)->local();
  listeners_.push_back(Listener{std::move(*listener), transport, bound});
  return bound;
}

bool ConnectionTable::stop_listening(Transport transport, const host::SocketAddress& local) {
  return std::erase_if(listeners_,
                       [&](const Listener& each) { return each.transport == transport && each.local == local; }) > 0;
}

const host::SocketAddress* ConnectionTable::listening(Transport transport, host::Family family) const {
  for (const Listener& listener : listeners_) {
    if (listener.transport == transport && listener.local.address.family() == family) return &listener.local;
  }
  return nullptr;
}

Connection* ConnectionTable::find(std::uint64_t number) const {
  const auto slot = static_cast<std::uint32_t>(number);
  if (number == 0 || slot >= slots_.end() || slots_[slot].generation != number >> 32) return nullptr;
  return slots_[slot].connection.get();
}

Connection& ConnectionTable::make(Transport transport, const host::SocketAddress& remote, bool outgoing) {
  const std::uint32_t slot = slots_.take();
  Connection::Options options;
  options.slot = slot;
  options.flow.transport = transport;
  options.flow.remote = remote;
  options.flow.connection = number_of(slot, ++slots_[slot].generation);
  options.outgoing = outgoing;
  options.message_bytes_max = settings_.message_bytes_max;
  options.queue_bytes_max = settings_.send_queue_bytes_max;
  ConnectionOwner& owner = *this;
  slots_[slot].connection = std::make_unique<Connection>(owner, options);
  Connection& connection = *slots_[slot].connection;
  connection.active_at = host_.now();
  return connection;
}

host::Expected<Flow> ConnectionTable::open(Transport transport, const host::SocketAddress& remote,
                                           std::string_view server_name, const host::IpAddress& source) {
  StreamFactory* streams = factory(transport);
  if (!streams) return host::fail(host::ErrorCode::not_supported, "TLS without a certificate");
  Flow wanted;
  wanted.transport = transport;
  wanted.remote = remote;
  const std::size_t hash = hash_of(wanted);
  const std::uint32_t present = outgoing_.find(hash, [&](std::uint32_t slot) {
    const Flow& flow = slots_[slot].connection->flow();
    return flow.transport == transport && flow.remote == remote;
  });
  if (present != kNone) return slots_[present].connection->flow();
  if (slots_.size() >= settings_.connections_max) return host::fail(host::ErrorCode::bound_reached, "connections");

  Connection& connection = make(transport, remote, true);
  const std::uint32_t slot = connection.slot();
  host::TcpConnectOptions options;
  options.remote = remote;
  options.source = source;
  options.timeout = settings_.connect_timeout;
  auto stream = streams->connect(options, server_name, connection);
  if (!stream) {
    slots_[slot].connection.reset();
    slots_.give_back(slot);
    return tl::unexpected(stream.error());
  }
  connection.attach(std::move(*stream));
  outgoing_.insert(hash, slot);
  ++counters_.opened;
  watch(connection);
  return connection.flow();
}

void ConnectionTable::on_accepted(host::TcpListener& listener, host::StreamHandle stream) {
  if (slots_.size() >= settings_.connections_max) {
    ++counters_.turned_away;
    return;
  }
  const auto of = std::find_if(listeners_.begin(), listeners_.end(),
                               [&](const Listener& each) { return each.handle.get() == &listener; });
  HEXAD_CHECK(of != listeners_.end());
  Connection& connection = make(of->transport, stream->remote(), false);
  stream->set_handler(connection);
  connection.attach(std::move(stream));
  ++counters_.accepted;
  watch(connection);
}

host::Expected<void> ConnectionTable::send(std::uint64_t number, std::string_view text) {
  Connection* connection = find(number);
  if (!connection) return host::fail(host::ErrorCode::closed);
  auto sent = connection->send(text);
  if (!sent && sent.error().code == host::ErrorCode::bound_reached) ++counters_.queue_full;
  return sent;
}

void ConnectionTable::close(std::uint64_t number) {
  Connection* connection = find(number);
  if (!connection) return;
  connection->loss_expected = true;
  connection->close();
}

void ConnectionTable::keep_alive(std::uint64_t number, host::Duration interval) {
  Connection* connection = find(number);
  if (!connection) return;
  connection->ping_interval = interval;
  timers_.clear(TimerName::ping_due, connection->slot());
  if (interval > host::Duration::zero()) timers_.set(TimerName::ping_due, connection->slot(), host_.now() + interval);
}

void ConnectionTable::on_open(Connection& connection) {
  connection.active_at = host_.now();
  handler_.on_connection_open(connection.flow());
}

void ConnectionTable::on_event(Connection& connection, StreamFramer::Event event, const MessageView& message) {
  switch (event) {
    case StreamFramer::Event::none: break;
    case StreamFramer::Event::message: handler_.on_connection_message(connection, message); break;
    // A pong that finds no room is lost; the far side then takes the flow for dead, which it nearly is.
    case StreamFramer::Event::ping: (void)connection.send(kPong); break;
    case StreamFramer::Event::pong: timers_.clear(TimerName::pong_due, connection.slot()); break;
    case StreamFramer::Event::broken:
      handler_.on_connection_broken(connection, message);
      connection.close();
      break;
  }
}

void ConnectionTable::on_activity(Connection& connection) {
  connection.active_at = host_.now();
  if (!connection.mid_message()) {
    connection.unfinished_since.reset();
  } else if (!connection.unfinished_since) {
    connection.unfinished_since = host_.now();
    watch(connection);
  }
}

// The idle timer is moved when it fires, not with each message.
void ConnectionTable::watch(Connection& connection) {
  host::MonotonicTime deadline = connection.active_at + settings_.connection_idle;
  if (connection.unfinished_since) {
    deadline = std::min(deadline, *connection.unfinished_since + settings_.unfinished_message);
  }
  timers_.set(TimerName::connection_idle, connection.slot(), deadline);
}

void ConnectionTable::on_lost(Connection& connection, const host::Error& error) {
  const Flow flow = connection.flow();
  const std::uint32_t slot = connection.slot();
  if (connection.mid_message()) ++counters_.cut_off;
  for (const TimerName name : {TimerName::connection_idle, TimerName::ping_due, TimerName::pong_due}) {
    timers_.clear(name, slot);
  }
  if (connection.outgoing()) outgoing_.erase(hash_of(flow), slot);
  dead_.push_back(std::move(slots_[slot].connection));
  slots_.give_back(slot);
  timers_.set(TimerName::reap, 0, host_.now());
  if (!dead_.back()->loss_expected) handler_.on_connection_lost(flow, error);
}

void ConnectionTable::on_timer(TimerName name, std::uint32_t index) {
  if (name == TimerName::reap) {
    dead_.clear();
    return;
  }
  Connection& connection = *slots_[index].connection;
  const host::MonotonicTime now = host_.now();
  switch (name) {
    case TimerName::connection_idle:
      if (now < connection.active_at + settings_.connection_idle &&
          (!connection.unfinished_since || now < *connection.unfinished_since + settings_.unfinished_message)) {
        watch(connection);
        break;
      }
      ++counters_.timed_out;
      connection.lose(host::Error{host::ErrorCode::timed_out, "idle for too long"});
      break;
    case TimerName::ping_due:
      if (connection.is_open() && connection.send(kPing) && !timers_.is_set(TimerName::pong_due, index)) {
        timers_.set(TimerName::pong_due, index, now + settings_.pong_timeout);
      }
      timers_.set(TimerName::ping_due, index, now + connection.ping_interval);
      break;
    default:
      ++counters_.timed_out;
      connection.lose(host::Error{host::ErrorCode::timed_out, "no answer to a keepalive"});
      break;
  }
}

}  // namespace hexad::sip
