// A server session fed with whatever comes: it never crashes, and never answers without bound. The first byte chooses
// how the rest is cut into pieces.
#include <cstddef>
#include <cstdint>

#include "tests/model/tls/laboratory.h"

namespace hexad::tls::test {
namespace {

struct World {
  Laboratory laboratory;
  Library library{Randomness::simulated};
  Credentials credentials = laboratory.issue("peer1");
  ContextHandle context = library.context(laboratory.policy(Verify::optional), &credentials).value();
};

}  // namespace
}  // namespace hexad::tls::test

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace hexad::tls;
  static const test::World world;
  if (size == 0) return 0;
  hexad::support::SeededEntropy entropy(1, "server", "tls");
  Session session(world.context, Role::server, {}, entropy);
  const std::size_t piece = bytes[0] == 0 ? size : bytes[0];
  for (std::size_t at = 1; at < size; at += piece) {
    session.handle_ciphertext(hexad::host::ByteView(bytes + at, std::min(piece, size - at)));
    session.handshake(test::kNewYear);
    std::uint8_t plaintext[kRecordPlaintextMax];
    while (session.read(plaintext) > 0) {
    }
    HEXAD_CHECK(session.output().size() < kSessionOutputHighWater);
  }
  session.handle_transport_end();
  HEXAD_CHECK(session.failure().has_value());
  return 0;
}
