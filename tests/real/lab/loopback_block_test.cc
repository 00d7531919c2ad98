#include "real/lab/loopback_block.h"

#include <gtest/gtest.h>

#include <utility>

namespace hexad::lab {
namespace {

TEST(LoopbackBlock, each_holder_has_one_of_its_own) {
  auto one = LoopbackBlock::take(), two = LoopbackBlock::take();
  ASSERT_TRUE(one && two);
  EXPECT_NE(one->number(), two->number());
  EXPECT_EQ(one->address(5), host::IpAddress::v4(0x7f000005u + (one->number() << 8)));
  const auto mine = LoopbackBlock::of_this_process()->number();
  EXPECT_NE(mine, one->number());
  EXPECT_EQ(LoopbackBlock::of_this_process()->number(), mine);
}

TEST(LoopbackBlock, what_is_let_go_is_free_again_and_what_is_moved_stays_held) {
  unsigned number = 0;
  {
    auto one = LoopbackBlock::take();
    ASSERT_TRUE(one);
    number = one->number();
    const LoopbackBlock moved = std::move(*one);
    EXPECT_EQ(moved.number(), number);
    EXPECT_NE(LoopbackBlock::take()->number(), number);
  }
  // Another process may be quicker; then it is one before or after.
  EXPECT_TRUE(LoopbackBlock::take());
}

TEST(LoopbackBlock, when_none_is_left_the_error_says_so) {
  const auto none = LoopbackBlock::take(0);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, host::ErrorCode::bound_reached);
}

}  // namespace
}  // namespace hexad::lab
