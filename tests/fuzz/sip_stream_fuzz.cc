// Any bytes through the stream framer: cut as the first bytes of the input say, the stream gives the same events as in
// one piece, and each message is what MessageView makes of it.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/host/check.h"
#include "model/wire/sip/stream_framer.h"

namespace hexad::sip {
namespace {

constexpr std::size_t kMessageBytesMax = 2048;

struct Seen {
  StreamFramer::Event event;
  std::string text;
  bool defective;
  bool operator==(const Seen&) const = default;
};

void drain(StreamFramer& framer, std::vector<Seen>& seen) {
  static MessageView view, again;
  for (StreamFramer::Event event; (event = framer.next(view)) != StreamFramer::Event::none;) {
    const bool has_view = event == StreamFramer::Event::message || event == StreamFramer::Event::broken;
    seen.push_back({event, has_view ? std::string(view.text()) : std::string(), has_view && view.defect()});
    HEXAD_CHECK(event != StreamFramer::Event::message || again.parse(view.text()) == view.kind());
    HEXAD_CHECK(event != StreamFramer::Event::broken || framer.broken());
  }
}

void feed(StreamFramer& framer, std::string_view piece, std::vector<Seen>& seen) {
  while (!piece.empty()) {
    const std::size_t taken = framer.push(piece);
    HEXAD_CHECK(taken > 0);
    HEXAD_CHECK(framer.buffered_bytes() <= kMessageBytesMax);
    piece.remove_prefix(taken);
    drain(framer, seen);
  }
}

void try_stream(std::string_view bytes) {
  if (bytes.size() < 8) return;
  const std::string_view cuts = bytes.substr(0, 8);
  bytes.remove_prefix(8);
  FramerOptions options;
  options.message_bytes_max = kMessageBytesMax;
  options.keepalive_role = cuts[0] & 1 ? KeepaliveRole::sends_pings : KeepaliveRole::answers_pings;
  StreamFramer whole(options), split(options);
  std::vector<Seen> expected, seen;
  feed(whole, bytes, expected);
  for (std::size_t i = 0; !bytes.empty(); ++i) {
    const std::size_t size = std::min<std::size_t>(bytes.size(), 1 + static_cast<unsigned char>(cuts[i % 8]) % 97);
    feed(split, bytes.substr(0, size), seen);
    bytes.remove_prefix(size);
  }
  HEXAD_CHECK(expected == seen);
  HEXAD_CHECK(whole.mid_message() == split.mid_message());
}

}  // namespace
}  // namespace hexad::sip

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  hexad::sip::try_stream({reinterpret_cast<const char*>(bytes), size});
  return 0;
}
