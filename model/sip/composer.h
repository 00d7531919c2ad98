// A buffer to write messages into that starts small and grows to the largest datagram, because a simulated network
// holds thousands of programs and each message is written and sent before the next.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "model/host/udp.h"
#include "model/wire/sip/message_writer.h"

namespace hexad::sip {

class Composer {
 public:
  /// Calls write(writer), again with a larger buffer where the message did not fit, and returns the message with
  /// `body`; empty when it is larger than a datagram. Lives until the next call.
  template <class Write>
  std::string_view compose(Write&& write, std::string_view body = {}) {
    while (true) {
      MessageWriter writer{std::span<char>(buffer_)};
      write(writer);
      const std::string_view message = writer.finish(body);
      if (!message.empty() || buffer_.size() >= host::kDatagramPayloadMax) return message;
      buffer_.resize(std::min(buffer_.size() * 4, host::kDatagramPayloadMax));
    }
  }

 private:
  std::vector<char> buffer_ = std::vector<char>(2048);
};

}  // namespace hexad::sip
