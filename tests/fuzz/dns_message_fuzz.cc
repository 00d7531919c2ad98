// Any bytes: decode() survives them, and what it makes of them says the same after another trip over the wire.
#include <cstdlib>

#include "model/dns/codec.h"
#include "model/host/check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hexad::dns;
  // A copy of exactly this size, so that the sanitizer sees any byte read behind it.
  const hexad::host::Bytes wire(data, data + size);
  const auto message = decode(wire);
  if (!message) return 0;
  (void)message->summary();
  for (const Record& record : message->answers) (void)to_string(record);
  for (const Question& question : message->questions) {
    HEXAD_CHECK(Name::parse(question.name.to_string()).value() == question.name);
  }
  const auto bytes = encode(*message);
  // Names that shared their octets may be too much for one message without the sender's compression.
  if (!bytes) return 0;
  const auto again = decode(*bytes);
  HEXAD_CHECK(again.has_value());
  const bool whole = message->truncated || !again->truncated;
  HEXAD_CHECK(!whole || again->answers == message->answers);
  const auto small = encode(*message, kUdpPayloadMax);
  HEXAD_CHECK(!small || (small->size() <= kUdpPayloadMax && decode(*small).has_value()));
  return 0;
}
