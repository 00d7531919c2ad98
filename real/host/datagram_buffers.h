// Where recvmmsg and sendmmsg find their batches. One for each loop: its memory is touched only as far as datagrams
// reach, and every socket's batch is over when the next one begins.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <array>
#include <cstring>
#include <memory>

#include "model/host/udp.h"
#include "real/host/native.h"

namespace hexad::real {

class DatagramBuffers {
 public:
  static constexpr std::size_t kBatch = host::kDatagramBatchMax;
  /// Room for the packet information and, on the error queue, an extended error with its address.
  static constexpr std::size_t kControlBytes = 128;
  /// A little more than the largest datagram; not a multiple of the cache's way size, so that the first lines of the
  /// datagrams of a batch do not push each other out.
  static constexpr std::size_t kStride = 65536 + 320;

  struct Direction {
    std::array<mmsghdr, kBatch> headers{};
    std::array<iovec, kBatch> vectors{};
    std::array<NativeAddress, kBatch> addresses{};
    struct alignas(cmsghdr) Control {
      std::uint8_t bytes[kControlBytes];
    };
    std::array<Control, kBatch> controls{};

    Direction() {
      for (std::size_t i = 0; i < kBatch; ++i) {
        headers[i].msg_hdr.msg_iov = &vectors[i];
        headers[i].msg_hdr.msg_iovlen = 1;
        headers[i].msg_hdr.msg_name = addresses[i].raw();
      }
    }
  };

  DatagramBuffers() : storage_(std::make_unique_for_overwrite<std::uint8_t[]>(kBatch * kStride)) {
    for (std::size_t i = 0; i < kBatch; ++i) {
      in.vectors[i] = {storage_.get() + i * kStride, kStride};
      prepare_in(i, true);
    }
  }

  /// The kernel overwrites these fields with what it filled in.
  void prepare_in(std::size_t i, bool with_control) {
    msghdr& header = in.headers[i].msg_hdr;
    header.msg_namelen = sizeof(sockaddr_in6);
    header.msg_control = with_control ? in.controls[i].bytes : nullptr;
    header.msg_controllen = with_control ? kControlBytes : 0;
  }

  Direction in;
  bool in_has_control = true;  ///< What prepare_in() was last called with.
  Direction out;
  std::array<host::ReceivedDatagram, kBatch> received{};

 private:
  std::unique_ptr<std::uint8_t[]> storage_;
};

}  // namespace hexad::real
