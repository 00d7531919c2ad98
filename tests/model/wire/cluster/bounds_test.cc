// Each bound of codec.h, broken by hand: the frame is refused, and the detail says why.
#include <gtest/gtest.h>

#include "tests/model/wire/cluster/samples.h"

namespace hexad::wire::cluster {
namespace {

std::string changes_of(const std::string& rows) { return raw::text(raw::changes, rows); }
std::string row_of(const std::string& fields) { return raw::text(3, fields); }

/// A least Hello with more fields.
std::string hello_with(const std::string& fields) { return raw::text(raw::hello, raw::fixed64(7, 1) + fields); }

TEST(ClusterFrameBounds, refuse_lists_that_are_too_long) {
  EXPECT_EQ(fault(raw::text(raw::state, raw::times(kPeersMax, raw::text(1, "p")))), "");
  EXPECT_EQ(fault(raw::text(raw::state, raw::times(kPeersMax + 1, raw::text(1, "p")))),
            "a peer list holds more than 6 peers");
  EXPECT_EQ(fault(hello_with(raw::text(9, raw::times(kPeersMax + 1, raw::text(1, "p"))))),
            "a peer list holds more than 6 peers");
  EXPECT_EQ(fault(hello_with(raw::times(kTablesMax, raw::text(10, "t")))), "");
  EXPECT_EQ(fault(hello_with(raw::times(kTablesMax + 1, raw::text(10, "t")))), "more than 32 tables");
  EXPECT_EQ(fault(hello_with(raw::times(kTablesMax, raw::text(11, "")))), "");
  EXPECT_EQ(fault(hello_with(raw::times(kTablesMax + 1, raw::text(11, "")))), "more than 32 positions");
  EXPECT_EQ(fault(raw::text(raw::beat, raw::times(kTablesMax, raw::text(1, "")))), "");
  EXPECT_EQ(fault(raw::text(raw::beat, raw::times(kTablesMax + 1, raw::text(1, "")))), "more than 32 tables");
  EXPECT_EQ(fault(changes_of(raw::times(60'000, row_of("")))), "more than 1024 rows");
}

TEST(ClusterFrameBounds, refuse_one_row_more_than_1024) {
  std::string rows;
  for (std::uint64_t sequence = 1; sequence <= kRowsMax; ++sequence) rows += row_of(raw::number(1, sequence));
  EXPECT_EQ(fault(changes_of(rows)), "");
  EXPECT_EQ(fault(changes_of(rows + row_of(raw::number(1, kRowsMax + 1)))), "more than 1024 rows");
}

TEST(ClusterFrameBounds, refuse_names_that_are_long_or_unclean_wherever_they_stand) {
  const auto everywhere = [](const std::string& name, const std::string& expected) {
    for (const unsigned field : {3u, 4u, 5u, 6u, 10u}) {
      EXPECT_EQ(fault(hello_with(raw::text(field, name))), expected) << field;
    }
    EXPECT_EQ(fault(hello_with(raw::text(11, raw::text(1, name)))), expected);
    for (const unsigned field : {1u, 3u}) {
      EXPECT_EQ(fault(raw::text(raw::state, raw::text(field, name))), expected) << field;
      EXPECT_EQ(fault(hello_with(raw::text(9, raw::text(field, name)))), expected) << field;
    }
    for (const unsigned field : {3u, 4u}) {
      EXPECT_EQ(fault(raw::text(raw::refusal, raw::text(field, name))), expected) << field;
    }
  };
  everywhere(std::string(kNameBytesMax, 'n'), "");
  everywhere("gr\xc3\xbc\xc3\x9f \xf0\x9f\x98\x80~", "");
  everywhere(std::string(kNameBytesMax + 1, 'n'), "a name is longer than 255 bytes");
  everywhere("a\nb", "a name holds a control character");
  everywhere(std::string(1, '\0'), "a name holds a control character");
  everywhere("\x1b[2J", "a name holds a control character");
  everywhere("\x7f", "a name holds a control character");
  everywhere(
      "\xc2\x9b"
      "2J",
      "a name holds a control character");
  everywhere("caf\xe9", "a name is not UTF-8");
  everywhere("\xed\xa0\x80", "a name is not UTF-8");
}

TEST(ClusterFrameBounds, refuse_numbers_that_mean_nothing) {
  EXPECT_EQ(fault(raw::text(raw::state, raw::number(2, 6))), "");
  EXPECT_EQ(fault(raw::text(raw::state, raw::number(2, 7))), "the index of the primary is over 6");
  EXPECT_EQ(fault(raw::text(raw::hello, "")), "a Hello names no boot");
  EXPECT_EQ(fault(changes_of(raw::number(1, kTablesMax - 1))), "");
  EXPECT_EQ(fault(changes_of(raw::number(1, kTablesMax))), "the number of a table is over 31");
  EXPECT_EQ(fault(changes_of(raw::number(1, UINT32_MAX))), "the number of a table is over 31");
  EXPECT_EQ(fault(raw::text(raw::answer, raw::number(1, 3))), "");
  EXPECT_EQ(fault(raw::text(raw::answer, raw::number(1, 4))),
            "an answer about the configuration is none that this program knows");
}

TEST(ClusterFrameBounds, refuse_rows_that_are_large_or_out_of_order_or_erased_with_a_value) {
  EXPECT_EQ(fault(changes_of(row_of(raw::number(1, 1) + raw::text(4, std::string(kRowBytesMax, 'r'))))), "");
  EXPECT_EQ(fault(changes_of(row_of(raw::number(1, 1) + raw::text(4, std::string(kRowBytesMax + 1, 'r'))))),
            "a row is larger than 16 kB");
  EXPECT_EQ(fault(changes_of(row_of(""))), "rows do not stand by rising sequence");
  EXPECT_EQ(fault(changes_of(row_of(raw::number(1, 2)) + row_of(raw::number(1, 2)))),
            "rows do not stand by rising sequence");
  EXPECT_EQ(fault(changes_of(row_of(raw::number(1, 2)) + row_of(raw::number(1, 1)))),
            "rows do not stand by rising sequence");
  EXPECT_EQ(fault(changes_of(row_of(raw::number(1, 1) + raw::number(3, 1) + raw::text(4, "v")))),
            "a row is erased and has a value");
}

TEST(ClusterFrameBounds, refuse_digests_of_another_size) {
  const std::pair<raw::Kind, unsigned> digests[] = {
      {raw::state, 10}, {raw::announce, 2}, {raw::request, 1}, {raw::answer, 4}};
  for (const auto& [kind, field] : digests) {
    EXPECT_EQ(fault(raw::text(kind, raw::text(field, ""))), "") << kind;
    EXPECT_EQ(fault(raw::text(kind, raw::text(field, std::string(32, 'd')))), "") << kind;
    for (const std::size_t size : {1u, 31u, 33u, 64u}) {
      EXPECT_EQ(fault(raw::text(kind, raw::text(field, std::string(size, 'd')))), "a digest is not of 32 bytes")
          << kind;
    }
  }
  EXPECT_EQ(fault(hello_with(raw::text(8, "d"))), "a digest is not of 32 bytes");
  EXPECT_EQ(fault(raw::text(raw::copy, raw::number(4, 1) + raw::text(2, "d"))), "a digest is not of 32 bytes");
}

TEST(ClusterFrameBounds, refuse_parts_that_a_copy_cannot_have) {
  const auto fault_of_part = [](std::uint64_t part, std::uint64_t parts, std::size_t size) {
    return fault(
        raw::text(raw::copy, raw::number(3, part) + raw::number(4, parts) + raw::text(5, std::string(size, 't'))));
  };
  EXPECT_EQ(fault_of_part(0, 1, kCopyPartBytesMax), "");
  EXPECT_EQ(fault_of_part(kCopyPartsMax - 1, kCopyPartsMax, 0), "");
  EXPECT_EQ(fault_of_part(0, 0, 0), "a copy has no parts or more than 1024");
  EXPECT_EQ(fault_of_part(0, kCopyPartsMax + 1, 0), "a copy has no parts or more than 1024");
  EXPECT_EQ(fault_of_part(1, 1, 0), "a part is not one of its copy's");
  EXPECT_EQ(fault_of_part(0, 1, kCopyPartBytesMax + 1), "a part of a copy is larger than 32 kB");
}

TEST(ClusterFrameBounds, take_any_number_but_zero_as_true) {
  const auto frame = decode(host::as_bytes(raw::text(raw::request, raw::number(2, 77))));
  ASSERT_TRUE(frame);
  EXPECT_TRUE(std::get<ConfigurationRequest>(*frame).anyway);
}

TEST(ClusterFrameBounds, cut_and_clean_texts_for_people_each_way) {
  const auto detail = [](std::string_view text) {
    const auto frame = decode(host::as_bytes(raw::text(raw::refusal, raw::text(2, text))));
    const std::string taken = frame ? std::get<Refusal>(*frame).detail : "refused";
    const auto back = decode(host::as_bytes(content_of(Refusal{Refusal::Reason::busy, std::string(text), "", "", 0})));
    EXPECT_EQ(std::get<Refusal>(*back).detail, taken);
    return taken;
  };
  EXPECT_EQ(detail(std::string(50'000, 'd')), std::string(kDetailBytesMax, 'd'));
  EXPECT_EQ(detail(std::string(kDetailBytesMax - 1, 'd') + "\xc3\xbc"), std::string(kDetailBytesMax - 1, 'd'));
  EXPECT_EQ(detail("a\r\nb\x1b[2J\x7f"), "a  b [2J ");
  EXPECT_EQ(detail("caf\xe9 \xc3\xbc\xc3"), "caf? \xc3\xbc?");
}

}  // namespace
}  // namespace hexad::wire::cluster
