#include "model/dns/srv_selection.h"

#include <gtest/gtest.h>

#include <map>

#include "tests/model/dns/values.h"
#include "tests/support/seeded_entropy.h"
#include "tests/support/verifies.h"

namespace hexad::dns {
namespace {

class SrvSelection : public testing::Test {
 protected:
  static Srv record(std::uint16_t priority, std::uint16_t weight, std::string_view target) {
    return {priority, weight, 5060, name(target)};
  }
  // How often each target came first.
  std::map<std::string, int> first_counts(const std::vector<Srv>& records, int draws) {
    std::map<std::string, int> counts;
    for (int i = 0; i < draws; ++i) {
      ++counts[order_by_priority_and_weight(records, entropy).front().target.to_string()];
    }
    return counts;
  }
  support::SeededEntropy entropy{7, "host", "dns.srv"};
};

TEST_F(SrvSelection, lower_priorities_come_first_whatever_their_weight) {
  support::verifies("dns.srv-priority-weight");
  const std::vector<Srv> records{record(20, 65535, "c"), record(10, 0, "b"), record(0, 1, "a")};
  for (int i = 0; i < 100; ++i) {
    const auto order = order_by_priority_and_weight(records, entropy);
    EXPECT_EQ(order[0].target, name("a"));
    EXPECT_EQ(order[1].target, name("b"));
    EXPECT_EQ(order[2].target, name("c"));
  }
}

// Goal: the share of first places follows the weights. Method: 20,000 draws of weights 10 : 30 : 60; the RFC's running
// sum gives the first record of the draw a little more than its share (a draw of 0 to sum inclusive), which is why the
// bounds are 3 % of all draws wide: about nine standard deviations.
TEST_F(SrvSelection, equal_priorities_share_by_weight) {
  support::verifies("dns.srv-priority-weight");
  const auto counts = first_counts({record(1, 10, "a"), record(1, 30, "b"), record(1, 60, "c")}, 20'000);
  EXPECT_NEAR(counts.at("a"), 2'000, 600);
  EXPECT_NEAR(counts.at("b"), 6'000, 600);
  EXPECT_NEAR(counts.at("c"), 12'000, 600);
}

TEST_F(SrvSelection, equal_weights_are_equally_likely_to_be_first) {
  const auto counts = first_counts({record(1, 10, "a"), record(1, 10, "b"), record(1, 10, "c")}, 30'000);
  for (const char* target : {"a", "b", "c"}) EXPECT_NEAR(counts.at(target), 10'000, 500) << target;
}

TEST_F(SrvSelection, weights_of_zero_alone_are_equally_likely_to_be_first) {
  const auto counts = first_counts({record(1, 0, "a"), record(1, 0, "b"), record(1, 0, "c")}, 30'000);
  for (const char* target : {"a", "b", "c"}) EXPECT_NEAR(counts.at(target), 10'000, 500) << target;
}

// RFC 2782: "in the presence of records containing weights greater than 0, records with weight 0 should have a very
// small chance of being selected": here 1 draw in 101.
TEST_F(SrvSelection, a_weight_of_zero_beside_others_is_chosen_rarely_but_sometimes) {
  const auto counts = first_counts({record(1, 100, "busy"), record(1, 0, "spare")}, 20'000);
  EXPECT_GT(counts.at("spare"), 100);
  EXPECT_LT(counts.at("spare"), 320);
}

TEST_F(SrvSelection, every_target_is_in_the_order_exactly_once) {
  const std::vector<Srv> records{record(1, 0, "a"), record(1, 5, "b"), record(1, 5, "c"), record(2, 0, "d"),
                                 record(2, 9, "e")};
  for (int i = 0; i < 200; ++i) {
    auto order = order_by_priority_and_weight(records, entropy);
    std::sort(order.begin(), order.end(), [](const Srv& x, const Srv& y) { return x.target < y.target; });
    EXPECT_EQ(order, records);
  }
}

TEST_F(SrvSelection, a_single_root_target_means_the_service_is_not_available) {
  EXPECT_TRUE(service_is_unavailable({record(0, 0, ".")}));
  EXPECT_FALSE(service_is_unavailable({record(0, 0, "a")}));
  EXPECT_FALSE(service_is_unavailable({record(0, 0, "."), record(0, 0, "a")}));
  EXPECT_FALSE(service_is_unavailable({}));
  EXPECT_TRUE(order_by_priority_and_weight({}, entropy).empty());
}

}  // namespace
}  // namespace hexad::dns
