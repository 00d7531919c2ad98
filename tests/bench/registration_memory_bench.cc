// How much memory a registration takes: the growth of the heap, the allocator's own words included, while a hundred
// thousand phones register, each with an address of record, a contact and a Call-ID of usual length; once with the
// instance of RFC 5626 and once without. Prints octets for each registration and their share of the target of 600.
#include <malloc.h>

#include <chrono>
#include <cstdio>
#include <cstring>
#include <string>

#include "model/location/registration_store.h"
#include "tests/support/sim_host.h"
#include "tests/support/sim_network.h"

namespace {

using namespace hexad;

constexpr std::uint32_t kRegistrations = 100'000;
constexpr double kTargetBytes = 600;

/// Octets in use on the heap, in small blocks and in mappings of their own.
std::size_t heap_bytes() {
  const struct mallinfo2 info = ::mallinfo2();
  return info.uordblks + info.hblkhd;
}

/// Registers everybody and returns the octets that each takes; 0 when the store did not take them all.
double bytes_per_registration(bool with_instance) {
  support::SimNetwork network(1);
  support::SimHost& host = network.add_host("peer", {"10.0.0.2/24"});
  location::StoreLimits limits;
  limits.registrations_max = kRegistrations;
  const std::size_t before = heap_bytes();
  location::RegistrationStore store(host, limits);
  for (std::uint32_t i = 0; i < kRegistrations; ++i) {
    char aor[64], uri[96], call_id[64], instance[64];
    std::snprintf(aor, sizeof aor, "sip:meeting.room.%06u@video.example.com", i);
    std::snprintf(uri, sizeof uri, "sip:meeting.room.%06u@192.168.100.200:5061;transport=tls", i);
    std::snprintf(call_id, sizeof call_id, "%08x7d6c5b4a39281706f5e4d3c2@192.168.100.200", i);
    std::snprintf(instance, sizeof instance, "urn:uuid:00000000-0000-1000-8000-%012x", i);
    location::ContactUpdate update;
    update.uri = uri;
    update.call_id = call_id;
    if (with_instance) update.instance_id = instance;
    update.cseq = i;
    update.expires = std::chrono::seconds(60);
    if (!store.add(aor, update)) return 0;
  }
  return static_cast<double>(heap_bytes() - before) / kRegistrations;
}

}  // namespace

int main(int argc, char** argv) {
  const bool json = argc == 2 && std::strcmp(argv[1], "--json") == 0;
  if (argc > 1 && !json) {
    std::fprintf(stderr, "usage: registration_memory_bench [--json]\n");
    return 2;
  }
  const double plain = bytes_per_registration(false), with_instance = bytes_per_registration(true);
  if (plain == 0 || with_instance == 0) {
    std::fprintf(stderr, "the store did not take %u registrations\n", kRegistrations);
    return 1;
  }
  const char* const format =
      json
          ? "{\"registrations\": %u, \"target_bytes\": %.0f, \"bytes\": %.1f, \"share_of_target\": %.2f, "
            "\"bytes_with_instance\": %.1f, \"share_of_target_with_instance\": %.2f}\n"
          : "%u registrations (target: at most %.0f bytes each)\n  aor, contact, Call-ID:     %6.1f bytes, %.2f of the "
            "target\n  and +sip.instance:         %6.1f bytes, %.2f of the target\n";
  std::printf(format, kRegistrations, kTargetBytes, plain, plain / kTargetBytes, with_instance,
              with_instance / kTargetBytes);
  return 0;
}
