// Any bytes: decode() survives them, what it reads is written as it was, and no answer, whatever it says, gives a time
// that is further off than the settings allow.
#include <algorithm>

#include "model/host/check.h"
#include "model/ntp/server_poll.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hexad;
  // A copy of exactly this size, so that the sanitizer sees any byte read behind it.
  const host::Bytes wire(data, data + size);
  auto packet = ntp::decode(wire);
  if (!packet) return 0;
  HEXAD_CHECK(std::ranges::equal(ntp::encode(*packet), host::ByteView(wire).first(ntp::kPacketBytes)));
  const ntp::PollSettings settings;
  ntp::ServerPoll poll(settings);
  const host::MonotonicTime asked{std::chrono::seconds(1000)};
  const host::WallTime wall{std::chrono::seconds(1767225600)};
  packet->origin = poll.ask(asked, wall, 77).transmit;
  packet->mode = ntp::Mode::server;
  const auto elapsed = std::chrono::milliseconds(20);
  HEXAD_CHECK(poll.answer(*packet, asked + elapsed, wall + elapsed) != ntp::Verdict::ignored);
  HEXAD_CHECK(!poll.asking() && poll.pause() >= settings.poll_first && poll.pause() <= settings.poll_last);
  if (const auto best = poll.best()) {
    HEXAD_CHECK(std::chrono::abs(best->offset) <= settings.offset_max && best->distance <= settings.distance_max);
  }
  return 0;
}
