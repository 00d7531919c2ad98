// What does not come from a program like this one: a newer peer's frames, a stranger's bytes, and frames that are cut.
#include <gtest/gtest.h>

#include "tests/model/wire/cluster/samples.h"

namespace hexad::wire::cluster {
namespace {

/// A field of every wire type under a number that no message has.
std::string newer_fields() {
  const std::string group = raw::varint(2000 << 3 | 3) + raw::number(1, 5) + raw::varint(2000 << 3 | 4);
  const std::string fixed32 = raw::varint(2001 << 3 | 5) + "abcd";
  return raw::number(2002, 7) + raw::text(2003, "new") + raw::fixed64(2004, 1) + fixed32 + group;
}

/// The frame with `fields` behind those of the message within it.
std::string with_fields(const std::string& content, const std::string& fields) {
  std::size_t size_at = 1;
  while ((static_cast<unsigned char>(content[size_at]) & 0x80) != 0) ++size_at;
  const unsigned kind = static_cast<unsigned char>(content[0]) >> 3;
  return raw::text(kind, content.substr(size_at + 1) + fields);
}

TEST(ClusterFrameGrowth, skips_fields_of_a_newer_program) {
  for (const Frame& frame : sample_frames()) {
    const std::string content = content_of(frame);
    for (const std::string& grown : {with_fields(content, newer_fields()), content + newer_fields()}) {
      const auto back = decode(host::as_bytes(grown));
      ASSERT_TRUE(back) << name_of(frame) << ": " << back.error().detail;
      EXPECT_EQ(*back, frame) << name_of(frame);
    }
  }
}

TEST(ClusterFrameGrowth, refuses_a_frame_of_a_newer_kind_and_says_so) {
  const std::string expected = "a frame of a kind that this program does not know: a newer program's frame";
  EXPECT_EQ(fault(raw::text(11, "anything")), expected);
  EXPECT_EQ(fault(raw::text(5000, "")), expected);
}

TEST(ClusterFrameGrowth, takes_a_reason_that_it_does_not_know_as_unknown) {
  const auto frame = decode(host::as_bytes(raw::text(raw::refusal, raw::number(1, 12) + raw::text(2, "moon phase"))));
  ASSERT_TRUE(frame);
  EXPECT_EQ(*frame, Frame(Refusal{Refusal::Reason::unknown, "moon phase", "", "", 0}));
}

TEST(ClusterFrameGrowth, takes_what_is_absent_as_the_default) {
  const auto frame = decode(host::as_bytes(raw::text(raw::hello, raw::fixed64(7, 9))));
  ASSERT_TRUE(frame);
  const Hello& hello = std::get<Hello>(*frame);
  EXPECT_EQ(hello.schema, 0u);
  EXPECT_EQ(hello.state, State{});
  EXPECT_EQ(hello.key_proof, Digest{});
}

TEST(ClusterFrameGrowth, refuses_what_is_no_frame) {
  EXPECT_EQ(fault(""), "a frame is empty");
  EXPECT_EQ(fault("GET / HTTP/1.1\r\n\r\n"), "a frame is no Protobuf message");
  EXPECT_EQ(fault(std::string(1, '\0')), "a frame is no Protobuf message");
  EXPECT_EQ(fault(std::string(kFrameBytesMax, '\xff')), "a frame is no Protobuf message");
  EXPECT_EQ(fault(std::string(kFrameBytesMax + 1, '\0')), "a frame is larger than 128 kB");
  EXPECT_EQ(fault(raw::times(60'000, raw::varint(2000 << 3 | 3))), "a frame is no Protobuf message") << "deep groups";
}

TEST(ClusterFrameGrowth, takes_no_frame_that_is_cut_for_a_whole_one) {
  for (const Frame& frame : sample_frames()) {
    const std::string content = content_of(frame);
    for (std::size_t size = 0; size < content.size(); ++size) {
      EXPECT_NE(fault(content.substr(0, size)), "") << name_of(frame) << " cut at " << size;
    }
  }
}

TEST(ClusterFrameGrowth, stands_any_octet_that_is_changed) {
  for (const Frame& frame : sample_frames()) {
    std::string content = content_of(frame);
    for (char& octet : content) {
      const char right = octet;
      for (int bit = 0; bit < 8; ++bit) {
        octet = static_cast<char>(right ^ (1 << bit));
        const auto back = decode(host::as_bytes(content));
        if (back) {
          EXPECT_EQ(decode(host::as_bytes(content_of(*back))), *back);
        }
      }
      octet = right;
    }
  }
}

}  // namespace
}  // namespace hexad::wire::cluster
