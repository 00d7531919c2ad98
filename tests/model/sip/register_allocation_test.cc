// The path of a refreshing REGISTER over UDP allocates nothing once its pools have grown, measured by counting what
// this program allocates between one batch and its answers.
#include <gtest/gtest.h>

#include "model/sip/user_agent_server.h"
#include "tests/model/sip/direct_host.h"
#include "tests/support/allocation_count.h"

namespace hexad::sip {
namespace {

using namespace std::chrono_literals;

TEST(RegisterAllocation, a_refresh_over_udp_allocates_nothing_and_a_batch_is_answered_as_one) {
  DirectHost host;
  location::RegistrationStore store(host);
  RegistrarSettings settings;
  settings.domains = {"example.com"};
  settings.write_date = true;
  Stack stack(host, {});
  Registrar registrar(host, store, settings);
  UserAgentServer server(host, stack, &registrar);
  ASSERT_TRUE(stack.transport().listen(Transport::udp, {host::IpAddress::v4(0x0a000002), 5060}));
  RefreshingPhones phones(200);
  std::uint32_t round = 0;
  const auto refresh_all = [&] {
    phones.set_round(++round);
    for (std::size_t first = 0; first < phones.count(); first += 50) phones.deliver(host, first, 50);
  };
  // Two rounds fill the pools; after 40 s the first transactions have ended and theirs are used again.
  refresh_all();
  host.advance(40s);
  refresh_all();
  host.advance(40s);
  ASSERT_EQ(store.contacts(), 200u);

  const std::uint64_t batches = host.batches_sent;
  const std::size_t before = support::allocations();
  refresh_all();
  // The text of the Date is made anew once for each second of the wall clock.
  EXPECT_LE(support::allocations() - before, 1u);
  EXPECT_EQ(host.batches_sent - batches, 4u);
  EXPECT_EQ(std::string_view(host.last_sent).substr(0, 14), "SIP/2.0 200 OK");
  EXPECT_EQ(registrar.counters().accepted, 600u);
}

}  // namespace
}  // namespace hexad::sip
