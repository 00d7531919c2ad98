// Any bytes: decode_syslog() survives them, and what it makes of them is written so that it is read as the same again.
// The same bytes as a stream, cut in two, give the same messages as whole.
#include "model/host/check.h"
#include "model/status/syslog_framing.h"
#include "model/status/syslog_message.h"

namespace {

std::string frames(std::string_view stream, std::size_t cut) {
  hexad::status::SyslogFrameReader reader;
  std::string all;
  for (const std::string_view part : {stream.substr(0, cut), stream.substr(cut)}) {
    reader.append(part);
    while (true) {
      const auto message = reader.next();
      if (!message) return all + "refused";
      if (!*message) break;
      all += **message + "|";
    }
  }
  return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hexad::status;
  // A copy of exactly this size, so that the sanitizer sees any byte read behind it.
  const std::string wire(reinterpret_cast<const char*>(data), size);
  HEXAD_CHECK(frames(wire, size / 2) == frames(wire, size));
  const auto message = decode_syslog(wire);
  if (!message) return 0;
  const auto once = decode_syslog(encode_syslog(*message));
  HEXAD_CHECK(once.has_value() && once->hostname == message->hostname && once->at == message->at);
  const auto twice = decode_syslog(encode_syslog(*once));
  HEXAD_CHECK(twice.has_value() && *twice == *once);
  const std::string small = encode_syslog(*message, 1024);
  HEXAD_CHECK(small.size() <= 1024 && decode_syslog(small).has_value());
  return 0;
}
