// What a destroyed stream still had to send: goes on in the loop until the kernel has taken it, as a kernel does for a
// program that closed its socket.
#pragma once

#include <memory>

#include "model/host/bytes.h"
#include "real/host/descriptor.h"

namespace hexad::real {

class LingeringStream final : public LoopOwned, DescriptorEvents, host::TimerHandler {
 public:
  /// A far side that takes nothing for so long is reset.
  static constexpr host::Duration kLimit = std::chrono::seconds(60);

  static void adopt(Loop& loop, std::unique_ptr<Descriptor> descriptor, host::Bytes unsent);
  LingeringStream(Loop& loop, std::unique_ptr<Descriptor> descriptor, host::Bytes unsent);

 private:
  void on_writable() override;
  void on_timer(host::Timer& timer) override;

  Loop& loop_;
  std::unique_ptr<Descriptor> descriptor_;
  host::Bytes unsent_;
  std::size_t sent_ = 0;
  LoopTimer timer_;
};

}  // namespace hexad::real
