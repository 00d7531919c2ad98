// TCP as its users see it: ordered bytes, refusal, reset, half-close, back-pressure, repetition of what is lost. One
// Connection holds both ends; events on their way keep it alive after the programs have let go.
#include <algorithm>
#include <array>

#include "model/host/check.h"
#include "tests/support/sim_host.h"
#include "tests/support/sim_sockets.h"

namespace hexad::support {
namespace {

using host::ErrorCode;
using host::SocketAddress;

constexpr host::Duration kFirstRepeat = std::chrono::milliseconds(200);
constexpr unsigned kRepeatsMax = 8;

class SimTcpStream;

struct Segment {
  enum class Kind : std::uint8_t { established, bytes, fin };
  Kind kind = Kind::bytes;
  host::Bytes payload;
  bool due = false;  ///< Its time of arrival has come; it may still wait for an earlier one to be repeated.
};

struct End {
  SimHost* owner = nullptr;
  SocketAddress address;
  host::StreamHandler* handler = nullptr;
  SimTcpStream* handle = nullptr;
  bool established = false;
  bool fin_sent = false;
  bool dead = false;  ///< Failed, reset or aborted: nothing more goes out.
  bool paused = false;
  bool short_write = false;
  std::size_t unconsumed_bytes = 0;  ///< Written here, not yet taken by the far program.
  std::deque<Segment> outgoing;
  host::MonotonicTime last_arrival{};
  bool stalled = false;
  unsigned repeats = 0;
  host::Bytes received;
  bool end_received = false;
  bool end_delivered = false;
};

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  explicit Connection(SimNetwork& network) : network_(network) {}

  void connect(host::Duration timeout);
  host::Expected<std::size_t> write(int side, host::ByteView bytes);
  void push(int side, Segment segment);
  void flush_later(int side);
  void abort(int side);
  void close(int side);
  static std::size_t room(const End& end) { return host::kStreamSendBufferBytes - end.unconsumed_bytes; }

  std::array<End, 2> ends;  ///< 0 connected, 1 accepted.

 private:
  void after(host::Duration delay, void (Connection::*action)(int), int side);
  host::Duration delay() const { return network_.delay(*ends[0].owner, *ends[1].owner); }
  bool gets_through(int side);
  void send_syn(unsigned repeats);
  void syn_arrives(int);
  void syn_answered(int);
  void syn_refused(int);
  void arrive(int side);
  void drain(int side);
  void repeat(int side);
  void deliver(int side, Segment segment);
  void accept();
  void flush(int side);
  void acknowledge(int side, std::size_t bytes);
  void send_reset(int side) { after(delay(), &Connection::reset_arrives, side); }
  void reset_arrives(int side);
  void fail(int side, ErrorCode code);

  SimNetwork& network_;
};

class SimTcpStream final : public host::TcpStream {
 public:
  SimTcpStream(std::shared_ptr<Connection> connection, int side) : connection_(std::move(connection)), side_(side) {
    end().handle = this;
    end().owner->count_stream(1);
  }
  ~SimTcpStream() override { connection_->close(side_); }

  host::Expected<std::size_t> write(host::ByteView bytes) override { return connection_->write(side_, bytes); }
  std::size_t writable_bytes() const override {
    const End& mine = end();
    return mine.established && !mine.fin_sent && !mine.dead ? Connection::room(mine) : 0;
  }
  void pause_reading() override { end().paused = true; }
  void resume_reading() override {
    if (!end().paused) return;
    end().paused = false;
    connection_->flush_later(side_);
  }
  void shutdown() override {
    if (!end().established || end().fin_sent || end().dead) return;
    connection_->push(side_, Segment{Segment::Kind::fin, {}, false});
    end().fin_sent = true;
  }
  void abort() override { connection_->abort(side_); }
  SocketAddress local() const override { return end().address; }
  SocketAddress remote() const override { return connection_->ends[1 - static_cast<std::size_t>(side_)].address; }
  int interface() const override { return end().owner->interface_of(end().address.address); }
  void set_handler(host::StreamHandler& handler) override {
    end().handler = &handler;
    connection_->flush_later(side_);
  }

 private:
  End& end() const { return connection_->ends[static_cast<std::size_t>(side_)]; }

  std::shared_ptr<Connection> connection_;
  int side_;
};

void Connection::after(host::Duration delay_time, void (Connection::*action)(int), int side) {
  network_.schedule(network_.now() + delay_time, [self = shared_from_this(), action, side] { (*self.*action)(side); });
}

bool Connection::gets_through(int side) {
  const SimHost& from = *ends[static_cast<std::size_t>(side)].owner;
  const SimHost& to = *ends[static_cast<std::size_t>(1 - side)].owner;
  return network_.passes(from, to) && !network_.loses(from, to);
}

void Connection::connect(host::Duration timeout) {
  send_syn(0);
  network_.schedule(network_.now() + timeout, [self = shared_from_this()] {
    if (!self->ends[0].established) self->fail(0, ErrorCode::timed_out);
  });
}

void Connection::send_syn(unsigned repeats) {
  if (ends[0].established || ends[0].dead) return;
  const host::IpAddress& remote = ends[1].address.address;
  ends[1].owner = remote.is_loopback() ? ends[0].owner : network_.find(remote);
  if (ends[1].owner != nullptr && gets_through(0)) after(delay(), &Connection::syn_arrives, 1);
  if (repeats == kRepeatsMax) return;
  network_.schedule(network_.now() + kFirstRepeat * (1u << repeats),
                    [self = shared_from_this(), repeats] { self->send_syn(repeats + 1); });
}

void Connection::syn_arrives(int) {
  if (ends[0].established) return;
  SimHost& server = *ends[1].owner;
  const auto verdict = server.judge_inbound(host::FilterProtocol::tcp, ends[0].address, ends[1].address);
  if (verdict == host::FilterAction::drop || !gets_through(1)) return;
  const bool refused = verdict == host::FilterAction::reject || server.find_listener(ends[1].address) == nullptr;
  after(delay(), refused ? &Connection::syn_refused : &Connection::syn_answered, 0);
}

void Connection::syn_refused(int) {
  if (!ends[0].established) fail(0, ErrorCode::refused);
}

void Connection::syn_answered(int) {
  End& client = ends[0];
  if (client.established || client.dead) return;
  client.established = true;
  push(0, Segment{Segment::Kind::established, {}, false});
  if (client.handler != nullptr) client.handler->on_connected(*client.handle);
}

host::Expected<std::size_t> Connection::write(int side, host::ByteView bytes) {
  End& end = ends[static_cast<std::size_t>(side)];
  if (!end.established || end.fin_sent || end.dead) return host::fail(ErrorCode::closed);
  const std::size_t taken = std::min(bytes.size(), room(end));
  if (taken < bytes.size()) end.short_write = true;
  end.unconsumed_bytes += taken;
  const std::size_t piece_max = network_.segment_bytes() == 0 ? taken : network_.segment_bytes();
  for (std::size_t at = 0; at < taken; at += piece_max) {
    const host::ByteView piece = bytes.subspan(at, std::min(piece_max, taken - at));
    push(side, Segment{Segment::Kind::bytes, host::Bytes(piece.begin(), piece.end()), false});
  }
  return taken;
}

void Connection::push(int side, Segment segment) {
  End& end = ends[static_cast<std::size_t>(side)];
  end.outgoing.push_back(std::move(segment));
  end.last_arrival = std::max(end.last_arrival, network_.now() + delay());
  after(end.last_arrival - network_.now(), &Connection::arrive, side);
}

void Connection::arrive(int side) {
  End& end = ends[static_cast<std::size_t>(side)];
  for (Segment& segment : end.outgoing) {
    if (segment.due) continue;
    segment.due = true;
    break;
  }
  if (!end.stalled) drain(side);
}

void Connection::drain(int side) {
  End& end = ends[static_cast<std::size_t>(side)];
  while (!end.outgoing.empty() && end.outgoing.front().due) {
    if (!gets_through(side)) {
      end.stalled = true;
      after(kFirstRepeat, &Connection::repeat, side);
      return;
    }
    Segment segment = std::move(end.outgoing.front());
    end.outgoing.pop_front();
    deliver(side, std::move(segment));
  }
}

void Connection::repeat(int side) {
  End& end = ends[static_cast<std::size_t>(side)];
  if (end.dead) return;
  if (gets_through(side)) {
    end.stalled = false;
    end.repeats = 0;
    drain(side);
    return;
  }
  if (++end.repeats == kRepeatsMax) return fail(side, ErrorCode::timed_out);
  after(kFirstRepeat * (1u << end.repeats), &Connection::repeat, side);
}

void Connection::deliver(int side, Segment segment) {
  if (segment.kind == Segment::Kind::established) return accept();
  End& receiver = ends[static_cast<std::size_t>(1 - side)];
  if (receiver.handle == nullptr || receiver.dead) {
    if (segment.kind == Segment::Kind::bytes) send_reset(side);
    return;
  }
  if (segment.kind == Segment::Kind::fin) receiver.end_received = true;
  receiver.received.insert(receiver.received.end(), segment.payload.begin(), segment.payload.end());
  flush(1 - side);
}

void Connection::accept() {
  SimListener* listener = ends[1].owner->find_listener(ends[1].address);
  if (listener == nullptr) return send_reset(0);
  ends[1].established = true;
  auto stream = std::make_unique<SimTcpStream>(shared_from_this(), 1);
  listener->handler->on_accepted(*listener->handle, std::move(stream));
}

void Connection::flush_later(int side) { after(host::Duration::zero(), &Connection::flush, side); }

void Connection::flush(int side) {
  End& end = ends[static_cast<std::size_t>(side)];
  const auto ready = [&] { return end.handle != nullptr && end.handler != nullptr && !end.paused && !end.dead; };
  while (ready() && !end.received.empty()) {
    const host::Bytes chunk = std::move(end.received);
    end.received.clear();
    network_.schedule(network_.now() + delay(),
                      [self = shared_from_this(), side, count = chunk.size()] { self->acknowledge(1 - side, count); });
    end.handler->on_bytes(*end.handle, chunk);
  }
  if (ready() && end.end_received && !end.end_delivered) {
    end.end_delivered = true;
    end.handler->on_end(*end.handle);
  }
}

void Connection::acknowledge(int side, std::size_t bytes) {
  End& end = ends[static_cast<std::size_t>(side)];
  end.unconsumed_bytes -= bytes;
  if (!end.short_write || end.dead || end.fin_sent || end.handle == nullptr || end.handler == nullptr) return;
  end.short_write = false;
  end.handler->on_writable(*end.handle);
}

void Connection::abort(int side) {
  End& end = ends[static_cast<std::size_t>(side)];
  end.handler = nullptr;
  if (end.dead) return;
  end.dead = true;
  end.outgoing.clear();
  if (end.established) send_reset(1 - side);
}

void Connection::reset_arrives(int side) {
  const End& sender = ends[static_cast<std::size_t>(1 - side)];
  const End& receiver = ends[static_cast<std::size_t>(side)];
  if (!network_.passes(*sender.owner, *receiver.owner)) return;
  if (receiver.fin_sent && receiver.end_delivered) return;
  fail(side, ErrorCode::reset);
}

void Connection::fail(int side, ErrorCode code) {
  End& end = ends[static_cast<std::size_t>(side)];
  if (end.dead) return;
  end.dead = true;
  end.outgoing.clear();
  if (end.handle == nullptr || end.handler == nullptr) return;
  const SocketAddress& remote = ends[static_cast<std::size_t>(1 - side)].address;
  end.handler->on_failed(*end.handle, host::Error{code, remote.to_string()});
}

void Connection::close(int side) {
  End& end = ends[static_cast<std::size_t>(side)];
  end.owner->count_stream(-1);
  end.handler = nullptr;
  end.handle = nullptr;
  if (!end.established || !end.received.empty()) return abort(side);
  if (end.dead || end.fin_sent) return;
  push(side, Segment{Segment::Kind::fin, {}, false});
  end.fin_sent = true;
}

class SimTcpListener final : public host::TcpListener {
 public:
  explicit SimTcpListener(std::unique_ptr<SimListener> state) : state_(std::move(state)) { state_->handle = this; }
  ~SimTcpListener() override { state_->owner->forget(*state_); }
  SocketAddress local() const override { return state_->local; }

 private:
  std::unique_ptr<SimListener> state_;
};

}  // namespace

host::ListenerHandle make_listener(SimHost& owner, const SocketAddress& local, host::ListenerHandler& handler,
                                   SimListener*& state) {
  auto owned = std::make_unique<SimListener>(SimListener{&owner, local, &handler, nullptr});
  state = owned.get();
  return std::make_unique<SimTcpListener>(std::move(owned));
}

host::StreamHandle make_stream(SimHost& owner, const SocketAddress& local, const host::TcpConnectOptions& options,
                               host::StreamHandler& handler) {
  auto connection = std::make_shared<Connection>(owner.network());
  connection->ends[0].owner = &owner;
  connection->ends[0].address = local;
  connection->ends[0].handler = &handler;
  connection->ends[1].address = options.remote;
  auto stream = std::make_unique<SimTcpStream>(connection, 0);
  connection->connect(options.timeout);
  return stream;
}

}  // namespace hexad::support
