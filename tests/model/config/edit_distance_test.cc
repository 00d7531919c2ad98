#include "model/config/edit_distance.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace hexad::config {
namespace {

constexpr std::size_t kFar = 1000;

std::size_t distance(std::string_view wanted, std::string_view text) { return EditDistance(wanted).to(text, kFar); }

// The textbook's table, which costs the product of the lengths.
std::size_t by_table(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        cost[i][j] = i + j;
        continue;
      }
      const std::size_t replaced = cost[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, replaced});
    }
  }
  return cost[a.size()][b.size()];
}

TEST(EditDistance, counts_insertions_deletions_and_replacements) {
  EXPECT_EQ(distance("sip udp mode", "sip udp mode"), 0u);
  EXPECT_EQ(distance("sip upd mode", "sip udp mode"), 2u);
  EXPECT_EQ(distance("sip ud mode", "sip udp mode"), 1u);
  EXPECT_EQ(distance("kitten", "sitting"), 3u);
  EXPECT_EQ(distance("", "abc"), 3u);
  EXPECT_EQ(distance("abc", ""), 3u);
  EXPECT_EQ(distance("", ""), 0u);
}

TEST(EditDistance, agrees_with_the_table_of_the_textbook_for_any_length_up_to_its_limit) {
  std::mt19937 random(7);
  const auto text_of = [&](std::size_t size) {
    std::string text(size, ' ');
    for (char& c : text) c = static_cast<char>("ab\xff"[random() % 3]);
    return text;
  };
  for (int round = 0; round < 2000; ++round) {
    const std::string wanted = text_of(random() % (EditDistance::kWantedMax + 1));
    const std::string text = text_of(random() % 140);
    const std::size_t expected = by_table(wanted, text);
    ASSERT_EQ(distance(wanted, text), expected) << wanted << " / " << text;
    const std::size_t bound = random() % 100;
    ASSERT_EQ(EditDistance(wanted).to(text, bound), std::min(expected, bound)) << wanted << " / " << text;
  }
}

TEST(EditDistance, leaves_out_what_is_beyond_its_limit) {
  const std::string limit(EditDistance::kWantedMax, 'x');
  EXPECT_EQ(distance(limit + "yyy", limit), 0u);
  EXPECT_EQ(EditDistance(std::string(100'000, 'x')).to("x", kFar), EditDistance::kWantedMax - 1);
}

}  // namespace
}  // namespace hexad::config
