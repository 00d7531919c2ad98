#include "real/host/tcp_stream.h"

#include <netinet/tcp.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "model/host/check.h"
#include "real/host/native.h"
#include "real/host/tcp_linger.h"

namespace hexad::real {

using host::ByteView;
using host::ErrorCode;
using host::kStreamSendBufferBytes;
using host::SocketAddress;

void prepare_stream_socket(int fd) {
  set_option(fd, IPPROTO_TCP, TCP_NODELAY, 1);
  set_option(fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT, static_cast<int>(kStreamSendBufferBytes));
}

void reset_on_close(int fd) {
  const linger at_once{1, 0};
  ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

namespace {

/// 0, or why the connection cannot even be asked for.
int begin_connecting(int fd, const SocketAddress& source, const SocketAddress& remote) {
  if (!source.address.is_any()) {
    // The port is chosen when the far address is known, so that one port can serve several far addresses.
    set_option(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, 1);
    const NativeAddress local(source);
    if (::bind(fd, local.raw(), local.size) != 0) return errno;
  }
  const NativeAddress to(remote);
  return ::connect(fd, to.raw(), to.size) == 0 ? 0 : errno;
}

bool has_unread_bytes(int fd) {
  int unread = 0;
  return ::ioctl(fd, FIONREAD, &unread) == 0 && unread > 0;
}

}  // namespace

host::Expected<host::StreamHandle> RealTcpStream::connect(Loop& loop, const InterfaceTable& interfaces,
                                                          const host::TcpConnectOptions& options,
                                                          host::StreamHandler& handler) {
  const std::string name = options.remote.to_string();
  const host::Family family = options.remote.address.family();
  SocketAddress source{options.source, 0};
  if (!source.address.is_any() && source.address.family() != family)
    return host::fail(ErrorCode::invalid_argument, "source of another family than " + name);
  if (interfaces.is_identity()) {
    if (source.address.is_any()) {
      const auto chosen = interfaces.source_for(options.remote.address);
      if (!chosen) return host::fail(ErrorCode::unreachable, name);
      source.address = *chosen;
    } else if (!interfaces.owns(source.address)) {
      return host::fail(ErrorCode::address_not_available, source.address.to_string());
    }
  }
  const int fd = ::socket(family_of(family), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return tl::unexpected(error_of(errno, name));
  prepare_stream_socket(fd);
  const int error = begin_connecting(fd, source, options.remote);
  const ErrorCode code = code_of(error);
  if (error != 0 && error != EINPROGRESS && code != ErrorCode::refused && code != ErrorCode::reset) {
    ::close(fd);
    host::Error told = error_of(error, name);
    // The kernel's word for a source address from which the destination cannot be reached.
    if (error == EINVAL) told.code = ErrorCode::unreachable;
    return tl::unexpected(std::move(told));
  }
  auto stream = std::make_unique<RealTcpStream>(loop, interfaces, fd, options, handler);
  if (error != 0 && error != EINPROGRESS) stream->fail_soon(error);
  return stream;
}

RealTcpStream::RealTcpStream(Loop& loop, const InterfaceTable& interfaces, int fd,
                             const host::TcpConnectOptions& options, host::StreamHandler& handler)
    : loop_(loop),
      interfaces_(interfaces),
      handler_(&handler),
      state_(State::connecting),
      local_(local_address_of(fd)),
      remote_(options.remote),
      descriptor_(std::make_unique<Descriptor>(loop, fd, static_cast<DescriptorEvents&>(*this))),
      timer_(loop, *this) {
  timer_.arm_after(options.timeout);
  descriptor_->wait_writable();
}

RealTcpStream::RealTcpStream(Loop& loop, const InterfaceTable& interfaces, int fd, const SocketAddress& remote)
    : loop_(loop),
      interfaces_(interfaces),
      state_(State::open),
      local_(local_address_of(fd)),
      remote_(remote),
      descriptor_(std::make_unique<Descriptor>(loop, fd, static_cast<DescriptorEvents&>(*this))),
      timer_(loop, *this) {
  descriptor_->wait_readable();
}

RealTcpStream::~RealTcpStream() {
  // Closing is enough when the kernel has everything, and it answers unread bytes with RST by itself.
  if (state_ != State::open || unsent_.empty() || failure_soon_ != 0 || has_unread_bytes(descriptor_->fd())) return;
  LingeringStream::adopt(loop_, std::move(descriptor_), std::move(unsent_));
}

host::Expected<std::size_t> RealTcpStream::write(ByteView bytes) {
  if (!writing_allowed()) return host::fail(ErrorCode::closed, remote_.to_string());
  // The failure is told soon; until then the bytes are lost like others that were under way.
  if (failure_soon_ != 0 || bytes.empty()) return bytes.size();
  std::size_t taken = 0;
  if (unsent_.empty()) {
    const ssize_t sent = ::send(descriptor_->fd(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno != EAGAIN && errno != EINTR) {
      fail_soon(errno);
      return bytes.size();
    }
    taken = sent > 0 ? static_cast<std::size_t>(sent) : 0;
  }
  const std::size_t kept = std::min(bytes.size() - taken, kStreamSendBufferBytes - unsent_.size());
  if (kept > 0) {
    const ByteView rest = bytes.subspan(taken, kept);
    unsent_.insert(unsent_.end(), rest.begin(), rest.end());
    taken += kept;
  }
  if (taken < bytes.size()) owes_writable_ = true;
  if (!unsent_.empty()) descriptor_->wait_writable();
  return taken;
}

std::size_t RealTcpStream::writable_bytes() const {
  return writing_allowed() ? kStreamSendBufferBytes - unsent_.size() : 0;
}

// The wait for bytes that is under way, if any, ends with one for errors.
void RealTcpStream::pause_reading() { paused_ = true; }

void RealTcpStream::resume_reading() {
  paused_ = false;
  if (state_ == State::open) wait_for_input();
}

void RealTcpStream::shutdown() {
  if (!writing_allowed()) return;
  ended_writing_ = true;
  owes_writable_ = false;
  if (unsent_.empty()) ::shutdown(descriptor_->fd(), SHUT_WR);
}

void RealTcpStream::abort() {
  if (descriptor_) reset_on_close(descriptor_->fd());
  descriptor_.reset();
  timer_.cancel();
  unsent_.clear();
  failure_soon_ = 0;
  state_ = State::aborted;
}

/// Without reading, errors are all that can be waited for.
void RealTcpStream::wait_for_input() {
  if (paused_ || ended_reading_) {
    descriptor_->wait_error();
  } else {
    descriptor_->wait_readable();
  }
}

void RealTcpStream::on_readable() {
  if (state_ != State::open || failure_soon_ != 0) return;
  Alive::Guard alive(alive_);
  for (int i = 0; i < kReadsPerTurn && !paused_ && !ended_reading_; ++i) {
    const bool more = read_once(alive);
    if (!alive || state_ != State::open) return;
    if (!more) break;
  }
  wait_for_input();
}

/// True when there may be more to read at once.
bool RealTcpStream::read_once(const Alive::Guard& alive) {
  HEXAD_CHECK(handler_ != nullptr);
  const host::MutableByteView buffer = loop_.stream_buffer();
  const ssize_t size = ::recv(descriptor_->fd(), buffer.data(), buffer.size(), MSG_DONTWAIT);
  if (size > 0) {
    handler_->on_bytes(*this, buffer.first(static_cast<std::size_t>(size)));
    return alive && static_cast<std::size_t>(size) == buffer.size();
  }
  if (size == 0) {
    ended_reading_ = true;
    handler_->on_end(*this);
  } else if (errno != EAGAIN && errno != EINTR) {
    fail_with(errno);
  }
  return false;
}

void RealTcpStream::on_writable() {
  if (state_ == State::connecting) {
    finish_connecting();
  } else if (state_ == State::open && failure_soon_ == 0) {
    flush();
  }
}

void RealTcpStream::finish_connecting() {
  if (failure_soon_ != 0) return;
  const int error = take_socket_error(descriptor_->fd());
  if (error != 0) {
    fail_with(error);
    return;
  }
  timer_.cancel();
  state_ = State::open;
  local_ = local_address_of(descriptor_->fd());
  Alive::Guard alive(alive_);
  handler_->on_connected(*this);
  if (alive && state_ == State::open) wait_for_input();
}

void RealTcpStream::flush() {
  std::size_t sent_total = 0;
  while (sent_total < unsent_.size()) {
    const ssize_t sent = ::send(descriptor_->fd(), unsent_.data() + sent_total, unsent_.size() - sent_total,
                                MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0 && errno == EAGAIN) break;
    if (sent < 0) {
      fail_with(errno);
      return;
    }
    sent_total += static_cast<std::size_t>(sent);
  }
  unsent_.erase(unsent_.begin(), unsent_.begin() + static_cast<std::ptrdiff_t>(sent_total));
  if (unsent_.empty()) {
    // An idle stream keeps no memory for a burst that is over.
    unsent_.shrink_to_fit();
    if (ended_writing_) ::shutdown(descriptor_->fd(), SHUT_WR);
  } else {
    descriptor_->wait_writable();
  }
  if (owes_writable_ && unsent_.size() <= kStreamSendBufferBytes / 2) {
    owes_writable_ = false;
    handler_->on_writable(*this);
  }
}

/// Comes while reading is paused or over; a stream that reads learns of errors by reading, after the last bytes.
void RealTcpStream::on_error() {
  if (state_ != State::open || failure_soon_ != 0 || (!paused_ && !ended_reading_)) return;
  const int error = take_socket_error(descriptor_->fd());
  if (error != 0) {
    fail_with(error);
  } else {
    // Hung up in good order, or urgent data. Waiting again would be answered at once.
    timer_.arm_after(kLookAgain);
  }
}

void RealTcpStream::on_timer(host::Timer&) {
  if (failure_soon_ != 0) {
    fail_with(failure_soon_);
  } else if (state_ == State::connecting) {
    fail_with(ETIMEDOUT);
  } else if (state_ == State::open && (paused_ || ended_reading_) && !(ended_reading_ && ended_writing_)) {
    descriptor_->wait_error();
  }
}

void RealTcpStream::fail_soon(int error_number) {
  failure_soon_ = error_number;
  timer_.arm_after(host::Duration::zero());
}

void RealTcpStream::fail_with(int error_number) {
  failure_soon_ = 0;
  state_ = State::failed;
  timer_.cancel();
  descriptor_.reset();
  unsent_.clear();
  handler_->on_failed(*this, error_of(error_number, remote_.to_string()));
}

}  // namespace hexad::real
