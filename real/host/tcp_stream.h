// A TCP stream on a kernel socket. Writes go straight into the kernel, whose unsent queue is held at
// kStreamSendBufferBytes (TCP_NOTSENT_LOWAT); what it does not take waits here, up to the same size again.
#pragma once

#include <memory>
#include <optional>

#include "model/host/tcp.h"
#include "real/host/descriptor.h"
#include "real/host/interface_table.h"

namespace hexad::real {

class RealTcpStream final : public host::TcpStream, DescriptorEvents, host::TimerHandler {
 public:
  static host::Expected<host::StreamHandle> connect(Loop& loop, const InterfaceTable& interfaces,
                                                    const host::TcpConnectOptions& options,
                                                    host::StreamHandler& handler);
  /// An accepted stream. Its handler is set before anything is delivered.
  RealTcpStream(Loop& loop, const InterfaceTable& interfaces, int fd, const host::SocketAddress& remote);
  /// A connecting stream.
  RealTcpStream(Loop& loop, const InterfaceTable& interfaces, int fd, const host::TcpConnectOptions& options,
                host::StreamHandler& handler);
  ~RealTcpStream() override;

  host::Expected<std::size_t> write(host::ByteView bytes) override;
  std::size_t writable_bytes() const override;
  void pause_reading() override;
  void resume_reading() override;
  void shutdown() override;
  void abort() override;
  host::SocketAddress local() const override { return local_; }
  host::SocketAddress remote() const override { return remote_; }
  int interface() const override { return interfaces_.index_of(local_.address); }
  void set_handler(host::StreamHandler& handler) override { handler_ = &handler; }

 private:
  enum class State { connecting, open, failed, aborted };
  static constexpr int kReadsPerTurn = 4;
  /// How long after a hang-up without an error, or urgent data, the socket is looked at again.
  static constexpr host::Duration kLookAgain = std::chrono::milliseconds(500);

  void on_readable() override;
  void on_writable() override;
  void on_error() override;
  void on_timer(host::Timer& timer) override;

  void finish_connecting();
  bool read_once(const Alive::Guard& alive);
  void flush();
  void fail_with(int error_number);
  void fail_soon(int error_number);
  void wait_for_input();
  bool writing_allowed() const { return state_ == State::open && !ended_writing_; }

  Loop& loop_;
  const InterfaceTable& interfaces_;
  host::StreamHandler* handler_ = nullptr;
  State state_;
  bool paused_ = false;
  bool ended_reading_ = false;
  bool ended_writing_ = false;
  bool owes_writable_ = false;  ///< A write() was short.
  int failure_soon_ = 0;        ///< An errno to be told from the loop.
  host::SocketAddress local_;
  host::SocketAddress remote_;
  host::Bytes unsent_;  ///< What the kernel did not take.
  Alive alive_;
  std::unique_ptr<Descriptor> descriptor_;
  LoopTimer timer_;  ///< Connecting: the limit. Later: failure_soon_, or looking again.
};

/// Options of every stream, accepted or connecting.
void prepare_stream_socket(int fd);
/// Makes the next close() send RST instead of FIN.
void reset_on_close(int fd);

}  // namespace hexad::real
