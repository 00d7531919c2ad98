#include "real/host/udp_port.h"

#include <linux/errqueue.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace hexad::real {

using host::Error;
using host::ErrorCode;
using host::OutgoingDatagram;
using host::ReceivedDatagram;
using host::SocketAddress;

namespace {

constexpr std::size_t kBatch = DatagramBuffers::kBatch;

struct PacketPlace {
  host::IpAddress destination;
  int device_index = 0;
};

/// What IP_PKTINFO or IPV6_RECVPKTINFO told about a packet.
PacketPlace place_of(msghdr& header) {
  PacketPlace place;
  for (cmsghdr* c = CMSG_FIRSTHDR(&header); c != nullptr; c = CMSG_NXTHDR(&header, c)) {
    if (c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_PKTINFO) {
      in_pktinfo info;
      std::memcpy(&info, CMSG_DATA(c), sizeof info);
      place = {from_native(info.ipi_addr), info.ipi_ifindex};
    } else if (c->cmsg_level == IPPROTO_IPV6 && c->cmsg_type == IPV6_PKTINFO) {
      in6_pktinfo info;
      std::memcpy(&info, CMSG_DATA(c), sizeof info);
      place = {from_native(info.ipi6_addr), static_cast<int>(info.ipi6_ifindex)};
    }
  }
  return place;
}

void put_control(msghdr& header, void* room, int level, int type, const void* value, std::size_t size) {
  header.msg_control = room;
  header.msg_controllen = CMSG_SPACE(size);
  cmsghdr* c = CMSG_FIRSTHDR(&header);
  c->cmsg_level = level;
  c->cmsg_type = type;
  c->cmsg_len = CMSG_LEN(size);
  std::memcpy(CMSG_DATA(c), value, size);
}

void set_buffer(int fd, int option, int forced_option, int bytes) {
  // Beyond the system's limit only with privilege; without it as far as the limit goes.
  if (::setsockopt(fd, SOL_SOCKET, forced_option, &bytes, sizeof bytes) != 0) set_option(fd, SOL_SOCKET, option, bytes);
}

}  // namespace

UdpPort::UdpPort(Loop& loop, int fd, const InterfaceTable& interfaces, InboundFilter& filter, UdpPortEvents& events)
    : loop_(loop),
      interfaces_(interfaces),
      filter_(filter),
      events_(events),
      local_(local_address_of(fd)),
      wildcard_(local_.address.is_any()),
      descriptor_(loop, fd, *this),
      loss_timer_(loop, *this) {
  const bool v4 = local_.address.is_v4();
  set_option(fd, v4 ? IPPROTO_IP : IPPROTO_IPV6, v4 ? IP_RECVERR : IPV6_RECVERR, 1);
  if (wildcard_) set_option(fd, v4 ? IPPROTO_IP : IPPROTO_IPV6, v4 ? IP_PKTINFO : IPV6_RECVPKTINFO, 1);
  set_buffer(fd, SO_RCVBUF, SO_RCVBUFFORCE, kBufferBytes);
  set_buffer(fd, SO_SNDBUF, SO_SNDBUFFORCE, kBufferBytes);
  descriptor_.wait_readable();
}

UdpPort::~UdpPort() {
  // What was taken is sent as far as the kernel has room, as if it had gone there at once.
  flush();
  if (ends_turn_) loop_.forget(*this);
}

void UdpPort::on_readable() {
  Alive::Guard alive(alive_);
  for (int i = 0; i < kBatchesPerTurn; ++i) {
    const int count = receive();
    if (count <= 0) {
      if (!read_errors() || !alive) break;
      continue;
    }
    const std::size_t taken = take_batch(count);
    if (taken > 0) events_.on_received({loop_.datagram_buffers().received.data(), taken});
    if (!alive) return;
    // A batch that is not full has emptied the socket; if not quite, waiting tells at once.
    if (count < static_cast<int>(kBatch)) break;
  }
  if (alive) descriptor_.wait_readable();
}

int UdpPort::receive() {
  DatagramBuffers& buffers = loop_.datagram_buffers();
  if (wildcard_ != buffers.in_has_control) {
    for (std::size_t i = 0; i < kBatch; ++i) buffers.prepare_in(i, wildcard_);
    buffers.in_has_control = wildcard_;
  }
  int count;
  do {
    count = ::recvmmsg(descriptor_.fd(), buffers.in.headers.data(), kBatch, MSG_DONTWAIT, nullptr);
  } while (count < 0 && errno == EINTR);
  return count;
}

std::size_t UdpPort::take_batch(int count) {
  DatagramBuffers& buffers = loop_.datagram_buffers();
  const host::MonotonicTime now = filter_.empty() ? host::MonotonicTime{} : loop_.now();
  const int own_interface = wildcard_ ? 0 : interfaces_.index_of(local_.address);
  std::size_t taken = 0;
  for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
    mmsghdr& header = buffers.in.headers[i];
    ReceivedDatagram& datagram = buffers.received[taken];
    datagram.source = buffers.in.addresses[i].get();
    if (wildcard_) {
      const PacketPlace place = place_of(header.msg_hdr);
      datagram.destination = {place.destination, local_.port};
      datagram.interface = interfaces_.index_of(place.device_index, place.destination);
    } else {
      datagram.destination = local_;
      datagram.interface = own_interface;
    }
    datagram.payload = {static_cast<const std::uint8_t*>(buffers.in.vectors[i].iov_base), header.msg_len};
    buffers.prepare_in(i, wildcard_);
    if (filter_.empty() || filter_.admits_datagram(datagram.source, local_.port, now)) ++taken;
  }
  return taken;
}

/// Reads the kernel's error queue; false when there was nothing to read, so that waiting goes on.
bool UdpPort::read_errors() {
  Alive::Guard alive(alive_);
  bool any = take_socket_error(descriptor_.fd()) != 0;
  for (std::size_t i = 0; i < kBatch; ++i) {
    NativeAddress destination;
    DatagramBuffers::Direction::Control control;
    std::uint8_t start_of_payload[16];
    iovec vector{start_of_payload, sizeof start_of_payload};
    msghdr header{};
    header.msg_name = destination.raw();
    header.msg_namelen = sizeof(sockaddr_in6);
    header.msg_iov = &vector;
    header.msg_iovlen = 1;
    header.msg_control = control.bytes;
    header.msg_controllen = sizeof control.bytes;
    if (::recvmsg(descriptor_.fd(), &header, MSG_ERRQUEUE | MSG_DONTWAIT) < 0) break;
    any = true;
    for (cmsghdr* c = CMSG_FIRSTHDR(&header); c != nullptr; c = CMSG_NXTHDR(&header, c)) {
      const bool is_error = (c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_RECVERR) ||
                            (c->cmsg_level == IPPROTO_IPV6 && c->cmsg_type == IPV6_RECVERR);
      if (!is_error) continue;
      sock_extended_err extended;
      std::memcpy(&extended, CMSG_DATA(c), sizeof extended);
      Error error = error_of(static_cast<int>(extended.ee_errno), "datagram");
      // Only ICMP's verdict on the destination is news; a smaller path MTU, for one, is the kernel's own affair.
      if (error.code != ErrorCode::refused && error.code != ErrorCode::unreachable &&
          error.code != ErrorCode::permission_denied)
        continue;
      if (error.code == ErrorCode::permission_denied) error.code = ErrorCode::unreachable;
      events_.on_lost(destination.get(), error);
      if (!alive) return true;
    }
  }
  return any;
}

host::Expected<std::size_t> UdpPort::send(std::span<const OutgoingDatagram> batch) {
  if (!filter_.empty()) {
    const host::MonotonicTime now = loop_.now();
    for (const OutgoingDatagram& datagram : batch) filter_.note_sent(datagram.destination, local_.port, now);
  }
  const bool direct =
      batch.size() >= kDirectBatch || (!batch.empty() && batch[0].payload.size() > kDirectBytes) || !loop_.in_turn();
  std::size_t taken = 0;
  if (direct && !blocked_) {
    flush();
    if (queue_.empty()) taken = transmit(batch.size(), [&](std::size_t i) { return batch[i]; });
  }
  taken += queue(batch.subspan(taken));
  if (taken == 0 && !batch.empty()) return host::fail(ErrorCode::bound_reached, "send queue of " + local_.to_string());
  return taken;
}

std::size_t UdpPort::queue(std::span<const OutgoingDatagram> batch) {
  std::size_t taken = 0;
  for (const OutgoingDatagram& datagram : batch) {
    if (!queue_.push(datagram)) break;
    ++taken;
    if (queue_.size() >= kBatch && !blocked_) flush();
  }
  if (!queue_.empty() && !blocked_ && !ends_turn_) {
    loop_.at_turn_end(*this);
    ends_turn_ = true;
  }
  return taken;
}

void UdpPort::on_turn_end() {
  ends_turn_ = false;
  flush();
}

void UdpPort::flush() {
  if (blocked_) return;
  queue_.pop(transmit(queue_.size(), [this](std::size_t i) { return queue_.at(i); }));
}

void UdpPort::on_writable() {
  blocked_ = false;
  flush();
}

void UdpPort::prepare_out(std::size_t i, const OutgoingDatagram& datagram) {
  DatagramBuffers::Direction& out = loop_.datagram_buffers().out;
  msghdr& header = out.headers[i].msg_hdr;
  out.addresses[i].set(datagram.destination);
  header.msg_namelen = out.addresses[i].size;
  // sendmmsg only reads it.
  out.vectors[i] = {const_cast<std::uint8_t*>(datagram.payload.data()), datagram.payload.size()};
  header.msg_control = nullptr;
  header.msg_controllen = 0;
  if (!wildcard_ || datagram.source.is_any()) return;
  if (datagram.source.is_v4()) {
    in_pktinfo info{};
    info.ipi_spec_dst = to_native_v4(datagram.source);
    put_control(header, out.controls[i].bytes, IPPROTO_IP, IP_PKTINFO, &info, sizeof info);
  } else {
    in6_pktinfo info{};
    info.ipi6_addr = to_native_v6(datagram.source);
    put_control(header, out.controls[i].bytes, IPPROTO_IPV6, IPV6_PKTINFO, &info, sizeof info);
  }
}

/// Gives at(0) to at(count - 1) to the kernel and returns how many are done with: sent, or lost for a reason that was
/// noted. Fewer only when the kernel has no room.
template <class At>
std::size_t UdpPort::transmit(std::size_t count, At at) {
  std::size_t done = 0;
  int failures = 0;
  while (done < count) {
    const std::size_t chunk = std::min(count - done, kBatch);
    for (std::size_t i = 0; i < chunk; ++i) prepare_out(i, at(done + i));
    const int sent = ::sendmmsg(descriptor_.fd(), loop_.datagram_buffers().out.headers.data(),
                                static_cast<unsigned>(chunk), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent > 0) {
      done += static_cast<std::size_t>(sent);
      failures = 0;
      continue;
    }
    const int error = errno;
    if (error == EINTR) continue;
    if (error == EAGAIN) {
      blocked_ = true;
      descriptor_.wait_writable();
      break;
    }
    // The first failure may be that of an earlier datagram, which the error queue tells; only the second one in
    // a row is this datagram's own. ENOBUFS is a loss inside the network card's queue, which nobody is told.
    if (error != ENOBUFS && ++failures < 2) continue;
    if (error != ENOBUFS) note_loss(at(done).destination, error);
    ++done;
    failures = 0;
  }
  return done;
}

void UdpPort::note_loss(const SocketAddress& destination, int error_number) {
  if (losses_.size() >= kLossesMax) return;
  Error error = error_of(error_number, destination.to_string());
  if (error.code != ErrorCode::refused) error.code = ErrorCode::unreachable;
  losses_.push_back({destination, std::move(error)});
  if (!loss_timer_.armed()) loss_timer_.arm_after(host::Duration::zero());
}

void UdpPort::on_timer(host::Timer&) {
  Alive::Guard alive(alive_);
  const std::vector<Loss> losses = std::exchange(losses_, {});
  for (const Loss& loss : losses) {
    events_.on_lost(loss.destination, loss.error);
    if (!alive) return;
  }
}

}  // namespace hexad::real
