// How much memory a registration takes, measured by counting what this program allocates (DESIGN.md: at most 600
// bytes), and that lookups and refreshes allocate nothing.
#include <gtest/gtest.h>

#include <string>

#include "model/location/registration_store.h"
#include "tests/support/allocation_count.h"
#include "tests/support/sim_host.h"
#include "tests/support/sim_network.h"

namespace hexad::location {
namespace {

using namespace std::chrono_literals;

std::string aor_of(int i) { return "sip:meeting.room." + std::to_string(i) + "@video.example.com"; }

ContactUpdate update_of(const std::string& uri, const std::string& call_id) {
  ContactUpdate update;
  update.uri = uri;
  update.call_id = call_id;
  update.instance_id = "urn:uuid:00000000-0000-1000-8000-000A95A0E128";
  update.expires = 60s;
  return update;
}

TEST(RegistrationMemory, a_registration_takes_at_most_600_bytes) {
  support::SimNetwork network(7);
  support::SimHost& host = network.add_host("peer", {"10.0.0.2/24"});
  RegistrationStore store(host);
  const std::size_t before = support::bytes_in_use();
  // Just above a power of two, where tables that double are at their largest for what they hold.
  constexpr int kCount = 33'000;
  for (int i = 0; i < kCount; ++i) {
    ASSERT_TRUE(
        store.add(aor_of(i), update_of("sip:meeting.room." + std::to_string(i) + "@192.168.100.200:5061;transport=tls",
                                       "9f8e7d6c5b4a39281706f5e4d3c2b1a0@192.168.100.200")));
  }
  const double each = static_cast<double>(support::bytes_in_use() - before) / kCount;
  RecordProperty("bytes_per_registration", static_cast<int>(each));
  EXPECT_LE(each, 600.0);
}

TEST(RegistrationMemory, a_lookup_and_a_refresh_allocate_nothing) {
  support::SimNetwork network(7);
  support::SimHost& host = network.add_host("peer", {"10.0.0.2/24"});
  RegistrationStore store(host);
  const std::string aor = aor_of(1), uri = "sip:room@10.0.0.1", call_id = "0123456789abcdef0123456789abcdef";
  const ContactUpdate update = update_of(uri, call_id);
  ASSERT_TRUE(store.add(aor, update));
  const std::size_t before = support::allocations();
  const RecordId record = store.find(aor);
  const bool refreshed =
      store.refresh(store.find_contact(record, uri, [](std::string_view, std::string_view) { return false; }), update)
          .has_value();
  EXPECT_EQ(support::allocations(), before);
  EXPECT_TRUE(refreshed);
}

}  // namespace
}  // namespace hexad::location
