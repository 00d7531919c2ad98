// All TCP and TLS connections of one program: those it accepted and those it opened, found by number or, to use an
// outgoing one again, by transport and far address (RFC 3261 section 18.1.1). Bounded in number, idle time and the
// time that one message may take.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "model/host/hash_index.h"
#include "model/host/host.h"
#include "model/host/keyed_hash.h"
#include "model/host/slab.h"
#include "model/sip/connection.h"
#include "model/sip/settings.h"
#include "model/sip/stream_factory.h"
#include "model/sip/timers.h"

namespace hexad::sip {

class ConnectionTableHandler {
 public:
  virtual void on_connection_message(Connection& connection, const MessageView& message) = 0;
  /// Framing is lost. The connection closes when this returns; an answer sent in here still goes out.
  virtual void on_connection_broken(Connection& connection, const MessageView& message) = 0;
  virtual void on_connection_open(const Flow& flow) = 0;
  virtual void on_connection_lost(const Flow& flow, const host::Error& error) = 0;

 protected:
  ~ConnectionTableHandler() = default;
};

struct ConnectionCounters {
  std::uint64_t accepted = 0;
  std::uint64_t opened = 0;
  std::uint64_t turned_away = 0;  ///< Accepted while the table was full, and closed.
  std::uint64_t timed_out = 0;    ///< Idle, unfinished or without pong for too long.
  std::uint64_t queue_full = 0;   ///< Messages not sent because the far side did not read.
  std::uint64_t cut_off = 0;      ///< Ended within a message.
};

class ConnectionTable final : ConnectionOwner, host::ListenerHandler, TimerOwner {
 public:
  /// `tls` may be null: then TLS is not_supported. It outlives the table, as does everything else here.
  ConnectionTable(host::Host& host, Timers& timers, const TransportSettings& settings, StreamFactory* tls,
                  MessageView& scratch, ConnectionTableHandler& handler);
  ~ConnectionTable();

  host::Expected<host::SocketAddress> listen(Transport transport, const host::SocketAddress& local);
  /// Ends the listener on an address that listen() returned; its connections go on. False when there is none.
  bool stop_listening(Transport transport, const host::SocketAddress& local);
  /// The listening address of this transport and family, its address perhaps the wildcard; nothing when none.
  const host::SocketAddress* listening(Transport transport, host::Family family) const;

  /// A connection to `remote`: the one that was opened before, or a new one that is being opened. Messages can be sent
  /// at once and wait for it. bound_reached when the table is full.
  host::Expected<Flow> open(Transport transport, const host::SocketAddress& remote, std::string_view server_name,
                            const host::IpAddress& source);
  /// closed when the connection is gone; otherwise as Connection::send().
  host::Expected<void> send(std::uint64_t number, std::string_view text);
  bool is_alive(std::uint64_t number) const { return find(number) != nullptr; }
  /// Sends a ping every `interval` from now on and loses the connection when no pong comes (RFC 5626). 0 ends it.
  void keep_alive(std::uint64_t number, host::Duration interval);
  /// Ends it once what was queued is written. on_connection_lost() does not come.
  void close(std::uint64_t number);

  std::uint32_t size() const { return slots_.size(); }
  const ConnectionCounters& counters() const { return counters_; }

 private:
  struct Slot {
    std::unique_ptr<Connection> connection;
    std::uint32_t generation = 0;
  };
  struct Listener {
    host::ListenerHandle handle;
    Transport transport = Transport::tcp;
    host::SocketAddress local;
  };

  Connection* find(std::uint64_t number) const;
  Connection& make(Transport transport, const host::SocketAddress& remote, bool outgoing);
  std::size_t hash_of(const Flow& flow) const;
  StreamFactory* factory(Transport transport);
  void watch(Connection& connection);

  void on_accepted(host::TcpListener& listener, host::StreamHandle stream) override;
  void on_open(Connection& connection) override;
  void on_event(Connection& connection, StreamFramer::Event event, const MessageView& message) override;
  void on_activity(Connection& connection) override;
  void on_lost(Connection& connection, const host::Error& error) override;
  MessageView& scratch() override { return scratch_; }
  void on_timer(TimerName name, std::uint32_t index) override;

  host::Host& host_;
  Timers& timers_;
  TransportSettings settings_;
  TcpStreamFactory tcp_;
  StreamFactory* tls_;
  MessageView& scratch_;
  ConnectionTableHandler& handler_;
  host::KeyedHash hash_;
  std::vector<Listener> listeners_;
  host::Slab<Slot> slots_;
  host::HashIndex outgoing_;
  std::vector<std::unique_ptr<Connection>> dead_;
  ConnectionCounters counters_;
};

}  // namespace hexad::sip
