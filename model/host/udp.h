// UDP sockets that send and receive batches (RFC 768). Every datagram tells source, destination and interface.
#pragma once

#include <cstddef>
#include <memory>
#include <span>

#include "model/host/address.h"
#include "model/host/bytes.h"
#include "model/host/error.h"

namespace hexad::host {

class UdpSocket;

/// The largest batch a handler is ever given.
inline constexpr std::size_t kDatagramBatchMax = 64;
/// The largest payload that UDP over IPv4 can carry (65,535 less 20 of IP and 8 of UDP).
inline constexpr std::size_t kDatagramPayloadMax = 65507;

struct ReceivedDatagram {
  SocketAddress source;
  SocketAddress destination;  ///< The address the far side sent to, never the wildcard.
  int interface = 0;          ///< Index into Host::interfaces(); -1 for loopback.
  ByteView payload;           ///< Lives for the call.
};

struct OutgoingDatagram {
  SocketAddress destination;
  ByteView payload;  ///< Copied or sent before send() returns.
  /// The local address to send from; the wildcard lets the route decide. Set it to the destination of the request
  /// when a socket on the wildcard answers.
  IpAddress source{};
};

class DatagramHandler {
 public:
  /// 1 to kDatagramBatchMax datagrams, in the order of arrival. The socket may be destroyed in here; the rest of
  /// the batch is then still valid until the call returns.
  virtual void on_datagrams(UdpSocket& socket, std::span<const ReceivedDatagram> batch) = 0;

  /// The host was told (ICMP) that a datagram did not arrive: refused or unreachable. Best effort in both worlds:
  /// a router or firewall may keep silent, and then nobody is told.
  virtual void on_undeliverable(UdpSocket& socket, const SocketAddress& destination, const Error& error) {
    (void)socket, (void)destination, (void)error;
  }

 protected:
  ~DatagramHandler() = default;
};

/// Move-only by its handle. Destroying it closes the port at once and silences the handler.
class UdpSocket {
 public:
  virtual ~UdpSocket() = default;
  /// Sends in order and returns how many datagrams the host took. Fewer than given, or bound_reached for none,
  /// when the send queue is full: datagrams are then lost for the caller to notice, never queued without bound.
  /// invalid_argument for a payload over kDatagramPayloadMax or for the wrong family.
  virtual Expected<std::size_t> send(std::span<const OutgoingDatagram> batch) = 0;
  /// The bound address; the port is the real one when 0 was asked for.
  virtual SocketAddress local() const = 0;
  UdpSocket() = default;
  UdpSocket(const UdpSocket&) = delete;
  UdpSocket& operator=(const UdpSocket&) = delete;
};

using UdpHandle = std::unique_ptr<UdpSocket>;

}  // namespace hexad::host
