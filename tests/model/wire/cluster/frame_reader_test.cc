#include <gtest/gtest.h>

#include "tests/model/wire/cluster/samples.h"

namespace hexad::wire::cluster {
namespace {

host::Bytes stream_of(const std::vector<Frame>& frames) {
  host::Bytes stream;
  for (const Frame& frame : frames) encode(frame, stream);
  return stream;
}

/// The frames of a stream that comes in pieces of one size.
std::vector<Frame> read_in_pieces(FrameReader& reader, host::ByteView stream, std::size_t piece_bytes) {
  std::vector<Frame> frames;
  while (!stream.empty()) {
    const host::ByteView piece = stream.first(std::min(piece_bytes, stream.size()));
    stream = stream.subspan(piece.size());
    EXPECT_TRUE(reader.push(piece));
    for (auto content = reader.next(); content && *content; content = reader.next()) {
      auto frame = decode(**content);
      if (frame) frames.push_back(std::move(*frame));
    }
    EXPECT_LE(reader.held_bytes(), kLengthBytes + kFrameBytesMax + piece.size());
  }
  return frames;
}

TEST(ClusterFrameReader, cuts_the_same_frames_whatever_the_pieces) {
  const std::vector<Frame> frames = sample_frames();
  const host::Bytes stream = stream_of(frames);
  for (std::size_t piece_bytes = 1; piece_bytes <= stream.size(); ++piece_bytes) {
    FrameReader reader;
    EXPECT_EQ(read_in_pieces(reader, stream, piece_bytes), frames) << piece_bytes;
    EXPECT_EQ(reader.held_bytes(), 0u);
  }
}

TEST(ClusterFrameReader, has_nothing_yet_at_each_cut_of_a_frame) {
  const host::Bytes stream = encoded(sample_hello());
  for (std::size_t size = 0; size < stream.size(); ++size) {
    FrameReader reader;
    ASSERT_TRUE(reader.push(host::ByteView(stream).first(size)));
    const auto nothing = reader.next();
    ASSERT_TRUE(nothing);
    EXPECT_FALSE(*nothing);
    EXPECT_EQ(reader.held_bytes(), size);
    ASSERT_TRUE(reader.push(host::ByteView(stream).subspan(size)));
    const auto whole = reader.next();
    ASSERT_TRUE(whole && *whole);
    EXPECT_EQ(decode(**whole), Frame(sample_hello()));
  }
}

TEST(ClusterFrameReader, hands_out_a_frame_of_the_largest_size_that_comes_octet_by_octet) {
  host::Bytes stream(kLengthBytes + kFrameBytesMax, 'x');
  stream[0] = 0, stream[1] = 2, stream[2] = 0, stream[3] = 0;
  FrameReader reader;
  for (std::size_t at = 0; at + 1 < stream.size(); ++at) {
    ASSERT_TRUE(reader.push(host::ByteView(stream).subspan(at, 1)));
    const auto nothing = reader.next();
    ASSERT_TRUE(nothing && !*nothing) << at;
  }
  ASSERT_TRUE(reader.push(host::ByteView(stream).last(1)));
  const auto frame = reader.next();
  ASSERT_TRUE(frame && *frame);
  EXPECT_EQ((*frame)->size(), kFrameBytesMax);
}

// Goal: the buffer is bounded by what is held, however long the connection lives. Method: each push ends within a
// frame.
TEST(ClusterFrameReader, keeps_what_waits_across_many_frames) {
  const Frame frame = sample_changes();
  const host::Bytes one = encoded(frame);
  host::Bytes stream;
  for (int i = 0; i < 2000; ++i) stream.insert(stream.end(), one.begin(), one.end());
  FrameReader reader;
  const std::vector<Frame> frames = read_in_pieces(reader, stream, one.size() * 3 - 1);
  EXPECT_EQ(frames.size(), 2000u);
  EXPECT_EQ(reader.held_bytes(), 0u);
}

TEST(ClusterFrameReader, takes_nothing_after_an_impossible_length) {
  const host::Bytes lengths[] = {{0, 0, 0, 0}, {0, 2, 0, 1}, {0xff, 0xff, 0xff, 0xff}, {'G', 'E', 'T', ' '}};
  for (const host::Bytes& length : lengths) {
    FrameReader reader;
    ASSERT_TRUE(reader.push(encoded(RecoveryDone{})));
    ASSERT_TRUE(reader.push(host::ByteView(length).first(3)));
    ASSERT_TRUE(*reader.next());
    ASSERT_TRUE(reader.next());
    ASSERT_TRUE(reader.push(host::ByteView(length).last(1)));
    for (int times = 0; times < 2; ++times) {
      const auto broken = reader.next();
      ASSERT_FALSE(broken);
      EXPECT_EQ(broken.error().code, host::ErrorCode::malformed);
      EXPECT_EQ(broken.error().detail, "a frame's length is 0 or more than 128 kB");
      EXPECT_FALSE(reader.push(encoded(RecoveryDone{})));
      EXPECT_EQ(reader.held_bytes(), 0u);
    }
  }
}

}  // namespace
}  // namespace hexad::wire::cluster
