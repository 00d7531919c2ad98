// What AsioHost costs above the kernel's own calls: a UDP echo of 450 bytes on an AsioHost and on a bare loop of
// recvmmsg and sendmmsg, alternating, with one request under way (each wakes the echo) and with 64 (batches). Prints
// CPU per datagram of the echoing thread, the ratio of the medians, and what AsioHost allocated meanwhile.
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <thread>
#include <vector>

#include "real/host/asio_host.h"
#include "real/host/native.h"
#include "tests/support/allocation_count.h"

namespace {

using hexad::host::Family;
using hexad::host::IpAddress;
using hexad::host::SocketAddress;
using hexad::real::NativeAddress;
namespace host = hexad::host;
namespace real = hexad::real;

constexpr std::size_t kBytes = 450;
constexpr std::size_t kBatch = 64;
constexpr int kRounds = 7;

/// The messages of one recvmmsg or sendmmsg.
struct Batch {
  std::array<std::array<char, 2048>, kBatch> bytes{};
  std::array<NativeAddress, kBatch> addresses;
  std::array<iovec, kBatch> vectors;
  std::array<mmsghdr, kBatch> headers{};
  explicit Batch(std::size_t size) {
    for (std::size_t i = 0; i < kBatch; ++i) {
      vectors[i] = {bytes[i].data(), size};
      headers[i].msg_hdr.msg_iov = &vectors[i];
      headers[i].msg_hdr.msg_iovlen = 1;
      headers[i].msg_hdr.msg_name = addresses[i].raw();
      headers[i].msg_hdr.msg_namelen = sizeof(sockaddr_in6);
    }
  }
};

int open_blocking_socket() {
  const int fd = ::socket(AF_INET, SOCK_DGRAM, 0);
  const NativeAddress local(SocketAddress{IpAddress::loopback(Family::ipv4), 0});
  if (::bind(fd, local.raw(), local.size) != 0) std::perror("bind");
  return fd;
}

/// Echoes until an empty datagram comes.
void echo_bare(int fd) {
  Batch in(2048), out(0);
  for (std::size_t i = 0; i < kBatch; ++i) out.vectors[i].iov_base = in.bytes[i].data();
  while (true) {
    for (auto& header : in.headers) header.msg_hdr.msg_namelen = sizeof(sockaddr_in6);
    const int count = ::recvmmsg(fd, in.headers.data(), kBatch, MSG_WAITFORONE, nullptr);
    for (int i = 0; i < count; ++i) {
      const auto at = static_cast<std::size_t>(i);
      if (in.headers[at].msg_len == 0) return;
      out.vectors[at].iov_len = in.headers[at].msg_len;
      out.addresses[at] = in.addresses[at];
      out.headers[at].msg_hdr.msg_namelen = in.headers[at].msg_hdr.msg_namelen;
    }
    if (count > 0) ::sendmmsg(fd, out.headers.data(), static_cast<unsigned>(count), 0);
  }
}

/// Answers each datagram by a send() of its own, as a program would that does not think of batches.
class Echo final : public host::DatagramHandler {
 public:
  void on_datagrams(host::UdpSocket& socket, std::span<const host::ReceivedDatagram> batch) override {
    for (const host::ReceivedDatagram& datagram : batch) {
      const host::OutgoingDatagram answer{datagram.source, datagram.payload, datagram.destination.address};
      (void)socket.send({&answer, 1});
    }
  }
};

/// Sends `window` datagrams and waits for their answers, `total` in all.
void drive(const SocketAddress& echo, std::size_t window, int total) {
  const int fd = open_blocking_socket();
  static Batch out(kBytes), in(2048);
  for (std::size_t i = 0; i < kBatch; ++i) {
    out.addresses[i].set(echo);
    out.headers[i].msg_hdr.msg_namelen = out.addresses[i].size;
  }
  for (int done = 0; done < total;) {
    ::sendmmsg(fd, out.headers.data(), static_cast<unsigned>(window), 0);
    for (std::size_t got = 0; got < window;) {
      const int count = ::recvmmsg(fd, in.headers.data(), static_cast<unsigned>(window - got), MSG_WAITFORONE, nullptr);
      if (count > 0) got += static_cast<std::size_t>(count);
    }
    done += static_cast<int>(window);
  }
  ::close(fd);
}

double cpu_seconds(std::thread& thread) {
  clockid_t clock;
  timespec time{};
  if (pthread_getcpuclockid(thread.native_handle(), &clock) == 0) ::clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

/// Microseconds of the echoing thread for each datagram.
double measure(std::thread& thread, const SocketAddress& echo, std::size_t window, int total) {
  drive(echo, window, total / 10);
  const double before = cpu_seconds(thread);
  drive(echo, window, total);
  return (cpu_seconds(thread) - before) / total * 1e6;
}

double measure_bare(std::size_t window, int total) {
  const int fd = open_blocking_socket();
  const SocketAddress place = real::local_address_of(fd);
  std::thread thread([fd] { echo_bare(fd); });
  const double result = measure(thread, place, window, total);
  const int other = open_blocking_socket();
  const NativeAddress to(place);
  ::sendto(other, "", 0, 0, to.raw(), to.size);
  thread.join();
  ::close(fd);
  ::close(other);
  return result;
}

double measure_host(const IpAddress& local, std::size_t window, int total, std::uint64_t& allocated) {
  real::Reactor reactor;
  real::AsioHost machine(reactor, {});
  Echo echo;
  auto socket = machine.open_udp({local, 0}, echo);
  if (!socket) return 0;
  const SocketAddress place{IpAddress::loopback(Family::ipv4), (*socket)->local().port};
  std::thread thread([&] { reactor.run(); });
  drive(place, window, static_cast<int>(kBatch));
  const std::uint64_t before = hexad::support::allocations();
  const double result = measure(thread, place, window, total);
  allocated += hexad::support::allocations() - before;
  reactor.stop();
  thread.join();
  return result;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace

int main() {
  for (const std::size_t window : {std::size_t{1}, std::size_t{8}, kBatch}) {
    const int total = window == 1 ? 20'000 : 200'000;
    std::vector<double> bare, named, wildcard;
    std::uint64_t allocated = 0;
    for (int i = 0; i < kRounds; ++i) {
      bare.push_back(measure_bare(window, total));
      named.push_back(measure_host(IpAddress::loopback(Family::ipv4), window, total, allocated));
      wildcard.push_back(measure_host(IpAddress::any(Family::ipv4), window, total, allocated));
    }
    std::printf(
        "%2zu under way: bare %.2f us; AsioHost on an address %.2f us (%.2f times), on the wildcard %.2f us "
        "(%.2f); %llu allocations for %d datagrams\n",
        window, median(bare), median(named), median(named) / median(bare), median(wildcard),
        median(wildcard) / median(bare), static_cast<unsigned long long>(allocated), 2 * kRounds * total);
  }
}
