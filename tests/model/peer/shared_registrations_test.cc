// Goal: of what other peers tell of one device the newest counts, and when it ends, what is left counts again. Method:
// the table alone, told rows by hand.
#include "model/peer/shared_registrations.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/sim_host.h"
#include "tests/support/sim_network.h"

namespace hexad::peer {
namespace {

using namespace std::chrono_literals;

class SharedRegistrationsTest : public ::testing::Test {
 protected:
  static host::Bytes row(int device, std::uint32_t interval_seconds = 60, std::uint32_t cseq = 1,
                         std::uint32_t age = 0) {
    wire::cluster::RegistrationRow row;
    const std::string its_aor = aor(device);
    row.aor = its_aor;
    row.contact = "sip:device@10.0.0.100:5060";
    row.call_id = "call-1";
    row.cseq = cseq;
    row.interval_seconds = interval_seconds;
    row.age_seconds = age;
    row.remote = *host::SocketAddress::parse("10.0.0.100:5060");
    host::Bytes bytes;
    wire::cluster::encode(row, bytes);
    return bytes;
  }
  static std::string aor(int device) { return "sip:device" + std::to_string(device) + "@example.com"; }
  std::size_t found(int device) { return table_.find(aor(device)).size(); }

  support::SimNetwork network_{1};
  support::SimHost& host_ = network_.add_host("peer1", {"10.0.0.11/24"});
  location::RegistrationStore store_{host_, {}};
  SharedRegistrations table_{host_, store_, [] {}};
};

TEST_F(SharedRegistrationsTest, what_a_peer_tells_anew_counts_before_what_it_told_before_its_retirement) {
  ASSERT_TRUE(table_.put(0, 1, row(1)));
  table_.retire(0);
  ASSERT_TRUE(table_.put(0, 1, row(1, 60, 1, 1)));
  EXPECT_EQ(found(1), 1u);
  network_.run_for(2min);
  EXPECT_EQ(found(1), 1u) << "the former copy has ended, and the current one counts";
  EXPECT_EQ(table_.copies(), 1u);
}

TEST_F(SharedRegistrationsTest, when_the_newer_copy_ends_the_older_one_counts_again) {
  ASSERT_TRUE(table_.put(0, 1, row(1, 600, 1)));
  ASSERT_TRUE(table_.put(1, 7, row(1, 600, 2)));
  EXPECT_EQ(found(1), 1u);
  table_.erase(1, 7);
  EXPECT_EQ(found(1), 1u);
}

TEST_F(SharedRegistrationsTest, a_table_that_let_copies_run_out_says_that_it_lacks_them_until_they_are_told_again) {
  ASSERT_TRUE(table_.put(0, 1, row(1, 60)));
  ASSERT_TRUE(table_.put(0, 2, row(2, 600)));
  EXPECT_FALSE(table_.lacks_rows(0));
  table_.lost(0);
  network_.run_for(2min);
  EXPECT_EQ(table_.held(0), 1u);
  EXPECT_TRUE(table_.lacks_rows(0));
  table_.told_again(0);
  EXPECT_FALSE(table_.lacks_rows(0));
}

}  // namespace
}  // namespace hexad::peer
