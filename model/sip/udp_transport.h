// SIP over UDP: the sockets of one program, and the batch of answers that one batch of requests brings about
// (RFC 3261 section 18). What is sent while a batch is received leaves together when all of it was handled.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/host/host.h"
#include "model/sip/flow.h"

namespace hexad::sip {

class UdpTransportHandler {
 public:
  virtual void on_datagram(const Flow& flow, std::string_view datagram) = 0;
  virtual void on_undeliverable(const host::SocketAddress& remote, const host::Error& error) = 0;

 protected:
  ~UdpTransportHandler() = default;
};

class UdpTransport final : host::DatagramHandler {
 public:
  UdpTransport(host::Host& host, UdpTransportHandler& handler) : host_(host), handler_(handler) {}

  /// The address bound, with its port. Errors as Host::open_udp().
  host::Expected<host::SocketAddress> open(const host::SocketAddress& local);
  /// Closes the socket on an address that open() returned; false when there is none. Not from inside a batch.
  bool close(const host::SocketAddress& local);
  /// A flow to `remote` from the first socket of its family; its local address as best as it can be told. not_found
  /// when there is no such socket.
  host::Expected<Flow> flow_to(const host::SocketAddress& remote) const;
  /// The listening address of this family; nothing when none.
  const host::SocketAddress* listening(host::Family family) const;
  /// Sends from flow.local to flow.remote. bound_reached when the host's queue is full, which within a batch is told by
  /// dropped() alone.
  host::Expected<void> send(const Flow& flow, std::string_view message);

  /// Datagrams that the host did not take.
  std::uint64_t dropped() const { return dropped_; }

 private:
  struct Socket {
    host::UdpHandle handle;
    host::SocketAddress local;
  };
  struct Waiting {
    host::UdpSocket* socket;
    host::SocketAddress destination;
    host::IpAddress source;
    std::size_t start, size;  ///< In batch_bytes_.
  };

  void on_datagrams(host::UdpSocket& socket, std::span<const host::ReceivedDatagram> batch) override;
  void on_undeliverable(host::UdpSocket& socket, const host::SocketAddress& destination,
                        const host::Error& error) override;
  host::UdpSocket* socket_for(const Flow& flow) const;
  void flush();

  host::Host& host_;
  UdpTransportHandler& handler_;
  std::vector<Socket> sockets_;
  bool in_batch_ = false;
  std::vector<Waiting> waiting_;
  std::string batch_bytes_;
  std::uint64_t dropped_ = 0;
};

}  // namespace hexad::sip
