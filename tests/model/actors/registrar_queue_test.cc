#include "model/actors/registrar_queue.h"

#include <gtest/gtest.h>

namespace hexad::actors {
namespace {

using namespace std::chrono_literals;
using Order = std::vector<int>;
constexpr host::MonotonicTime kStart{std::chrono::hours(1)};

host::SocketAddress address_of(int number) {
  return {host::IpAddress::v4(0x0a000000u + static_cast<unsigned>(number)), 5060};
}

dns::SipCandidate candidate(int number, int priority, host::Transport transport = host::Transport::tcp) {
  return {transport, address_of(number), "peer" + std::to_string(number) + ".example.com",
          static_cast<std::uint16_t>(priority), 1};
}

Order drain(RegistrarQueue& queue) {
  Order order;
  while (const auto next = queue.next()) order.push_back(static_cast<int>(next->address.address.v4_value() & 255));
  return order;
}

TEST(RegistrarQueue, keeps_the_order_of_the_locator_when_nothing_failed) {
  RegistrarQueue queue;
  EXPECT_EQ(drain(queue), Order{});
  queue.start({candidate(3, 1), candidate(1, 1), candidate(2, 5)}, kStart);
  EXPECT_EQ(drain(queue), (Order{3, 1, 2}));
  EXPECT_EQ(drain(queue), Order{}) << "a round ends";
}

TEST(RegistrarQueue, puts_servers_that_failed_lately_behind_their_equals_and_before_lower_priorities) {
  RegistrarQueue queue;
  queue.note_failure(address_of(3), kStart);
  queue.note_failure(address_of(4), kStart);
  queue.start({candidate(3, 1), candidate(1, 1), candidate(2, 1), candidate(4, 5), candidate(5, 5)}, kStart + 1s);
  EXPECT_EQ(drain(queue), (Order{1, 2, 3, 5, 4}));
}

TEST(RegistrarQueue, forgets_failures_after_two_minutes_or_a_success) {
  RegistrarQueue queue;
  const std::vector<dns::SipCandidate> both = {candidate(1, 1), candidate(2, 1)};
  queue.note_failure(address_of(1), kStart);
  queue.start(both, kStart + kFailureMemory - 1ns);
  EXPECT_EQ(drain(queue), (Order{2, 1}));
  queue.start(both, kStart + kFailureMemory);
  EXPECT_EQ(drain(queue), (Order{1, 2}));
  queue.note_failure(address_of(1), kStart);
  queue.note_success(address_of(1));
  queue.start(both, kStart);
  EXPECT_EQ(drain(queue), (Order{1, 2}));
}

TEST(RegistrarQueue, a_new_round_drops_what_the_last_one_left) {
  RegistrarQueue queue;
  queue.start({candidate(1, 1), candidate(2, 1)}, kStart);
  queue.start({candidate(3, 1)}, kStart);
  EXPECT_EQ(drain(queue), (Order{3}));
}

TEST(RegistrarQueue, tries_a_server_that_is_named_twice_once) {
  RegistrarQueue queue;
  queue.start({candidate(1, 1), candidate(2, 1), candidate(1, 1), candidate(1, 7)}, kStart);
  EXPECT_EQ(drain(queue), (Order{1, 2}));
}

TEST(RegistrarQueue, keeps_transports_apart) {
  RegistrarQueue queue;
  queue.note_failure(address_of(1), kStart);
  queue.start({candidate(1, 1), candidate(2, 5), candidate(3, 1, host::Transport::udp),
               candidate(1, 1, host::Transport::udp), candidate(4, 1, host::Transport::udp)},
              kStart);
  EXPECT_EQ(drain(queue), (Order{1, 2, 3, 4, 1}));
}

}  // namespace
}  // namespace hexad::actors
