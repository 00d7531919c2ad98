#include "reports/text.h"

#include <gtest/gtest.h>

#include "reports/html/escape.h"

namespace hexad::reports {
namespace {

TEST(Text, times_read_as_an_engineer_writes_them) {
  EXPECT_EQ(seconds(0), "0.000000");
  EXPECT_EQ(seconds(12'345'678'499), "12.345678");
  EXPECT_EQ(seconds(-1'500'000), "-0.001500");
  EXPECT_EQ(short_duration(0), "0 s");
  EXPECT_EQ(short_duration(40'000), "40 us");
  EXPECT_EQ(short_duration(250'000'000), "250 ms");
  EXPECT_EQ(short_duration(12'345'000'000), "12.345 s");
  EXPECT_EQ(short_duration(90'000'000'000), "90 s");
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1'234'567), "1,234,567");
}

TEST(Text, one_line_is_safe_on_a_terminal) {
  EXPECT_EQ(one_line("a\x1b[31m\r\nb\x7f\xff\xc2\x9b"), "a?[31m??b???");
  EXPECT_EQ(one_line("Gr\xc3\xbc\xc3\x9f"
                     "e"),
            "Gr\xc3\xbc\xc3\x9f"
            "e");
}

TEST(Text, cutting_counts_characters_and_splits_none) {
  EXPECT_EQ(fitted("abc", 3), "abc");
  EXPECT_EQ(fitted("abcd", 3), "ab~");
  EXPECT_EQ(fitted("\xc3\xa4\xc3\xb6\xc3\xbc\xc3\x9f", 3), "\xc3\xa4\xc3\xb6~");
  EXPECT_EQ(columns("\xc3\xa4\xc3\xb6"), 2u);
}

TEST(Escape, markup_controls_and_direction_marks_lose_their_power) {
  EXPECT_EQ(escaped("</script><b a='\"&"), "&lt;/script&gt;&lt;b a=&#39;&quot;&amp;");
  EXPECT_EQ(escaped(std::string("\0\x1b\x7f", 3)), "\xe2\x90\x80\xe2\x90\x9b\xe2\x90\xa1");
  EXPECT_EQ(escaped("one\r\ntwo\rthree\tend"), "one\ntwo\xe2\x90\x8dthree\tend");
  EXPECT_EQ(escaped("\xe2\x80\xae"), "\xef\xbf\xbd");
  EXPECT_EQ(escaped("\xff\xc3\xa4"), "\xef\xbf\xbd\xc3\xa4");
}

TEST(Escape, octets_that_are_not_text_are_dumped_and_long_messages_cut) {
  EXPECT_EQ(message_body(std::string("A\x00\xff<", 4), 100),
            "0000  41 00 ff 3c                                      A..&lt;\n");
  EXPECT_EQ(message_body("abcdef", 4), "abcd\n... 2 more octets in record.jsonl");
  EXPECT_EQ(message_body("ab\xc3\xa4", 3), "ab\n... 2 more octets in record.jsonl");
}

}  // namespace
}  // namespace hexad::reports
