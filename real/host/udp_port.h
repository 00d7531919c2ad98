// One native UDP socket: reads batches with recvmmsg, writes batches with sendmmsg, and reads the kernel's error queue
// (IP_RECVERR), from which it learns of datagrams that did not arrive.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "model/host/udp.h"
#include "real/host/datagram_buffers.h"
#include "real/host/descriptor.h"
#include "real/host/inbound_filter.h"
#include "real/host/interface_table.h"
#include "real/host/send_queue.h"

namespace hexad::real {

class UdpPortEvents {
 public:
  /// The port may be destroyed in either.
  virtual void on_received(std::span<const host::ReceivedDatagram> batch) = 0;
  virtual void on_lost(const host::SocketAddress& destination, const host::Error& error) = 0;

 protected:
  ~UdpPortEvents() = default;
};

class UdpPort final : DescriptorEvents, TurnEnd, host::TimerHandler {
 public:
  /// Takes the bound socket `fd`.
  UdpPort(Loop& loop, int fd, const InterfaceTable& interfaces, InboundFilter& filter, UdpPortEvents& events);
  ~UdpPort();

  /// As UdpSocket::send(); destinations are of the right family.
  host::Expected<std::size_t> send(std::span<const host::OutgoingDatagram> batch);
  const host::SocketAddress& local() const { return local_; }

 private:
  struct Loss {
    host::SocketAddress destination;
    host::Error error;
  };
  static constexpr int kBatchesPerTurn = 4;
  /// Larger batches and payloads go to the kernel directly instead of being copied for the end of the turn.
  static constexpr std::size_t kDirectBatch = 4;
  static constexpr std::size_t kDirectBytes = 4096;
  static constexpr std::size_t kLossesMax = 64;
  static constexpr int kBufferBytes = 4 * 1024 * 1024;

  void on_readable() override;
  void on_writable() override;
  void on_turn_end() override;
  void on_timer(host::Timer& timer) override;

  int receive();
  std::size_t take_batch(int count);
  bool read_errors();
  std::size_t queue(std::span<const host::OutgoingDatagram> batch);
  void flush();
  template <class At>
  std::size_t transmit(std::size_t count, At at);
  void prepare_out(std::size_t i, const host::OutgoingDatagram& datagram);
  void note_loss(const host::SocketAddress& destination, int error_number);

  Loop& loop_;
  const InterfaceTable& interfaces_;
  InboundFilter& filter_;
  UdpPortEvents& events_;
  host::SocketAddress local_;
  bool wildcard_;
  bool blocked_ = false;    ///< The kernel has no room; on_writable() will come.
  bool ends_turn_ = false;  ///< on_turn_end() will come.
  Alive alive_;
  Descriptor descriptor_;
  SendQueue queue_;
  std::vector<Loss> losses_;  ///< Of sends, to be told from the loop.
  LoopTimer loss_timer_;
};

}  // namespace hexad::real
