#include "real/host/tcp_linger.h"

#include <sys/socket.h>

#include <cerrno>

#include "real/host/tcp_stream.h"

namespace hexad::real {

void LingeringStream::adopt(Loop& loop, std::unique_ptr<Descriptor> descriptor, host::Bytes unsent) {
  loop.adopt(std::make_unique<LingeringStream>(loop, std::move(descriptor), std::move(unsent)));
}

LingeringStream::LingeringStream(Loop& loop, std::unique_ptr<Descriptor> descriptor, host::Bytes unsent)
    : loop_(loop), descriptor_(std::move(descriptor)), unsent_(std::move(unsent)), timer_(loop, *this) {
  descriptor_->set_events(*this);
  descriptor_->wait_writable();
  timer_.arm_after(kLimit);
}

void LingeringStream::on_writable() {
  while (sent_ < unsent_.size()) {
    const ssize_t sent =
        ::send(descriptor_->fd(), unsent_.data() + sent_, unsent_.size() - sent_, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0 && errno == EAGAIN) {
      descriptor_->wait_writable();
      return;
    }
    if (sent < 0) break;
    sent_ += static_cast<std::size_t>(sent);
    timer_.arm_after(kLimit);
  }
  loop_.dismiss(*this);
}

void LingeringStream::on_timer(host::Timer&) {
  reset_on_close(descriptor_->fd());
  loop_.dismiss(*this);
}

}  // namespace hexad::real
