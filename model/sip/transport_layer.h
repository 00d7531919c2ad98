// SIP's transport layer (RFC 3261 section 18): messages in and out over UDP, TCP and TLS. It parses and judges what
// comes in, answers nothing itself, and finds the way for what goes out.
#pragma once

#include <cstdint>
#include <string_view>

#include "model/host/host.h"
#include "model/host/rate_limit.h"
#include "model/sip/connection_table.h"
#include "model/sip/message_log.h"
#include "model/sip/settings.h"
#include "model/sip/udp_transport.h"
#include "model/wire/sip/check.h"
#include "model/wire/sip/message_view.h"

namespace hexad::sip {

/// Messages and flows live for the call. Nothing here is called from inside a call of the transport layer.
class TransportHandler {
 public:
  /// A request without defects in what every element must check (wire/sip/check.h), and what that check has parsed.
  virtual void on_request(const MessageView& request, const RequestFields& fields, const Flow& flow) = 0;
  /// A request that the RFC wants answered with this defect.
  virtual void on_defective_request(const MessageView& request, const Defect& defect, const Flow& flow) = 0;
  virtual void on_response(const MessageView& response, const Flow& flow) = 0;
  /// A connection that was opened here is established.
  virtual void on_flow_open(const Flow& flow) = 0;
  /// A connection ended, or could not be established.
  virtual void on_flow_lost(const Flow& flow, const host::Error& error) = 0;
  /// The network told that a datagram did not arrive (RFC 3261 section 18.4).
  virtual void on_undeliverable(const host::SocketAddress& remote, const host::Error& error) = 0;

 protected:
  ~TransportHandler() = default;
};

struct TransportCounters {
  std::uint64_t requests_received = 0;
  std::uint64_t responses_received = 0;
  std::uint64_t keepalives_received = 0;  ///< Over UDP: datagrams of nothing but CRLFs or NULs.
  std::uint64_t defective = 0;            ///< SIP with a defect, answered or not.
  std::uint64_t not_sip = 0;              ///< Without a SIP start line.
  std::uint64_t sent = 0;
  std::uint64_t send_failed = 0;
};

class TransportLayer final : UdpTransportHandler, ConnectionTableHandler {
 public:
  /// Everything outlives it; `tls` may be null.
  TransportLayer(host::Host& host, Timers& timers, const TransportSettings& settings, StreamFactory* tls,
                 TransportHandler& handler);

  /// Opens a socket or listener; the address with the port that was chosen. Errors as the host's open functions;
  /// not_supported for TLS without a factory.
  host::Expected<host::SocketAddress> listen(Transport transport, const host::SocketAddress& local);
  /// Closes what listen() opened on this address, by the address that it returned: nothing new comes in there, and
  /// connections that stand go on. False when nothing listens there. Not from inside a call of the handler.
  bool stop_listening(Transport transport, const host::SocketAddress& local);
  /// Where this transport listens in this family; null when nowhere.
  const host::SocketAddress* listening(Transport transport, host::Family family) const;

  /// A way to `remote`. UDP: from the first socket of that family. TCP, TLS: over the connection opened before, or a
  /// new one; on_flow_open() or on_flow_lost() follows, and what is sent meanwhile waits. `server_name` as in
  /// StreamFactory::connect().
  host::Expected<Flow> open_flow(Transport transport, const host::SocketAddress& remote,
                                 std::string_view server_name = {}, const host::IpAddress& source = {});
  /// Ends the connection once what was queued is written; on_flow_lost() does not come. Without effect on UDP.
  void close_flow(const Flow& flow) { connections_.close(flow.connection); }
  /// Pings every `interval` (RFC 5626 section 3.5.1); without a pong the flow is lost. 0 ends it. Not for UDP.
  void keep_alive(const Flow& flow, host::Duration interval) { connections_.keep_alive(flow.connection, interval); }

  /// Something can be sent over it: the connection is not known to be gone. Always so for UDP.
  bool is_open(const Flow& flow) const {
    return flow.transport == Transport::udp || connections_.is_alive(flow.connection);
  }

  /// closed when the connection is gone; bound_reached when its queue is full.
  host::Expected<void> send(const Flow& flow, std::string_view message);
  /// An answer to a request that came over `flow`: the same way back, or where the connection is gone a new one to
  /// `fallback` (RFC 3261 section 18.2.2). Over UDP to flow.remote.
  host::Expected<void> send_answer(const Flow& flow, const host::SocketAddress& fallback, std::string_view message);

  const TransportCounters& counters() const { return counters_; }
  const ConnectionCounters& connection_counters() const { return connections_.counters(); }
  std::uint32_t connection_count() const { return connections_.size(); }
  /// Datagrams the host did not take.
  std::uint64_t datagrams_dropped() const { return udp_.dropped(); }

 private:
  void on_datagram(const Flow& flow, std::string_view datagram) override;
  void on_undeliverable(const host::SocketAddress& remote, const host::Error& error) override;
  void on_connection_message(Connection& connection, const MessageView& message) override;
  void on_connection_broken(Connection& connection, const MessageView& message) override;
  void on_connection_open(const Flow& flow) override { handler_.on_flow_open(flow); }
  void on_connection_lost(const Flow& flow, const host::Error& error) override;
  void deliver(const Flow& flow, const MessageView& message);
  void note_defect(const Flow& flow, std::string_view reason);

  host::Host& host_;
  TransportSettings settings_;
  TransportHandler& handler_;
  MessageLog log_;
  MessageView message_;
  RequestFields fields_;
  UdpTransport udp_;
  ConnectionTable connections_;
  host::RateLimit defect_lines_;
  TransportCounters counters_;
};

}  // namespace hexad::sip
