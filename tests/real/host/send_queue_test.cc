// The datagrams that wait: order, bounds, and memory that is used again.
#include "real/host/send_queue.h"

#include <gtest/gtest.h>

#include <string>

namespace hexad::real {
namespace {

host::OutgoingDatagram datagram(std::uint16_t port, std::string_view text) {
  return {{host::IpAddress::loopback(host::Family::ipv4), port}, host::as_bytes(text), {}};
}

TEST(SendQueue, keeps_copies_in_order) {
  SendQueue queue;
  std::string text = "first";
  ASSERT_TRUE(queue.push(datagram(1, text)));
  text = "other";
  ASSERT_TRUE(queue.push(datagram(2, text)));
  text = "*****";
  ASSERT_EQ(queue.size(), 2u);
  EXPECT_EQ(host::as_text(queue.at(0).payload), "first");
  EXPECT_EQ(queue.at(1).destination.port, 2);
  queue.pop(1);
  EXPECT_EQ(host::as_text(queue.at(0).payload), "other");
  queue.pop(1);
  EXPECT_TRUE(queue.empty());
}

TEST(SendQueue, takes_no_more_than_its_number_of_datagrams_and_goes_on_when_it_is_empty) {
  SendQueue queue;
  for (std::size_t i = 0; i < SendQueue::kDatagramsMax; ++i) ASSERT_TRUE(queue.push(datagram(1, "x")));
  EXPECT_FALSE(queue.push(datagram(1, "x")));
  queue.pop(SendQueue::kDatagramsMax);
  EXPECT_TRUE(queue.push(datagram(1, "x")));
}

TEST(SendQueue, takes_no_more_than_its_number_of_bytes) {
  SendQueue queue;
  const std::string large(host::kDatagramPayloadMax, 'x');
  std::size_t bytes = 0;
  while (queue.push(datagram(1, large))) bytes += large.size();
  EXPECT_LE(bytes, SendQueue::kBytesMax);
  EXPECT_GT(bytes + large.size(), SendQueue::kBytesMax);
}

}  // namespace
}  // namespace hexad::real
