// Goal: a row of registrations comes back as it was sent, and no peer can make another one hold it for longer than a
// registration can last.
#include "model/wire/cluster/registration_row.h"

#include <gtest/gtest.h>

namespace hexad::wire::cluster {
namespace {

RegistrationRow row(std::uint32_t interval_seconds) {
  RegistrationRow row;
  row.aor = "sip:alice@example.com";
  row.contact = "sip:alice@10.0.0.1:5060";
  row.call_id = "call";
  row.interval_seconds = interval_seconds;
  row.remote = {host::IpAddress::v4(0x0a000001), 5060};
  return row;
}

TEST(RegistrationRowTest, comes_back_as_it_was_sent) {
  host::Bytes bytes;
  encode(row(kIntervalSecondsMax), bytes);
  const auto back = decode_registration(bytes);
  ASSERT_TRUE(back);
  EXPECT_EQ(*back, row(kIntervalSecondsMax));
}

TEST(RegistrationRowTest, lasts_a_day_at_most) {
  for (const std::uint32_t interval : {kIntervalSecondsMax + 1, UINT32_MAX}) {
    host::Bytes bytes;
    encode(row(interval), bytes);
    const auto back = decode_registration(bytes);
    ASSERT_TRUE(back);
    EXPECT_EQ(back->interval_seconds, kIntervalSecondsMax);
  }
}

}  // namespace
}  // namespace hexad::wire::cluster
