// Goal: a row of licences comes back as it was sent, and whatever else comes is refused.
#include "model/wire/cluster/licence_row.h"

#include <gtest/gtest.h>

namespace hexad::wire::cluster {
namespace {

host::Bytes bytes_of(const LicenceRow& row) {
  host::Bytes bytes;
  encode(row, bytes);
  return bytes;
}

LicenceRow sample() { return {{{'A', 10, 3}, {'I', 1800, 0}, {'Y', kLicencesMax, kLicencesMax}}}; }

TEST(LicenceRows, come_back_as_they_were_sent) {
  LicenceRow every;
  for (char letter = 'A'; letter <= 'Z'; ++letter) every.kinds.push_back({letter, kLicencesMax, 127});
  for (const LicenceRow& row : {LicenceRow{}, sample(), every}) {
    const auto back = decode_licences(bytes_of(row));
    ASSERT_TRUE(back) << back.error().detail;
    EXPECT_EQ(*back, row);
  }
}

TEST(LicenceRows, cost_a_few_bytes) {
  EXPECT_EQ(bytes_of({}), (host::Bytes{1, 0}));
  EXPECT_EQ(bytes_of({{{'Y', 300, 0}}}), (host::Bytes{1, 1, 'Y', 0xac, 0x02, 0}));
}

TEST(LicenceRows, may_be_longer_when_a_newer_program_sent_them) {
  host::Bytes bytes = bytes_of(sample());
  bytes[0] = 2;
  bytes.insert(bytes.end(), {7, 7, 7});
  const auto back = decode_licences(bytes);
  ASSERT_TRUE(back) << back.error().detail;
  EXPECT_EQ(*back, sample());
}

TEST(LicenceRows, that_are_cut_anywhere_are_refused) {
  const host::Bytes bytes = bytes_of(sample());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(decode_licences(host::ByteView(bytes).first(size))) << size;
  }
}

TEST(LicenceRows, out_of_their_bounds_or_order_are_refused) {
  EXPECT_FALSE(decode_licences(host::Bytes{0, 0})) << "no form";
  EXPECT_FALSE(decode_licences(host::Bytes{1, 1, '@', 0, 0}));
  EXPECT_FALSE(decode_licences(host::Bytes{1, 1, '[', 0, 0}));
  EXPECT_FALSE(decode_licences(host::Bytes{1, 2, 'Y', 1, 0, 'Y', 1, 0})) << "twice";
  EXPECT_FALSE(decode_licences(host::Bytes{1, 2, 'Y', 1, 0, 'A', 1, 0}));
  EXPECT_FALSE(decode_licences(host::Bytes{1, 27})) << "more kinds than letters";
  host::Bytes many{1, 1, 'Y'};
  many.insert(many.end(), {0x81, 0xad, 0xe2, 0x04, 0});  // 10,000,001
  EXPECT_FALSE(decode_licences(many));
  many.assign({1, 1, 'Y', 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01, 0});
  EXPECT_FALSE(decode_licences(many)) << "a number without an end";
}

TEST(LicenceRows, beyond_the_bounds_are_a_mistake_of_the_sender) {
  EXPECT_DEATH(bytes_of({{{'Y', kLicencesMax + 1, 0}}}), "licence_row.cc");
  EXPECT_DEATH(bytes_of({{{'Y', 1, 0}, {'A', 1, 0}}}), "licence_row.cc");
  EXPECT_DEATH(bytes_of({{{'a', 1, 0}}}), "licence_row.cc");
}

}  // namespace
}  // namespace hexad::wire::cluster
