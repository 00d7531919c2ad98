#include "model/dns/stream_framing.h"

#include <gtest/gtest.h>

namespace hexad::dns {
namespace {

TEST(MessageReader, finds_the_same_messages_wherever_the_stream_is_split) {
  const std::string texts[] = {"first", "", std::string(300, 'x'), "last"};
  host::Bytes stream;
  for (const std::string& text : texts) {
    const host::Bytes frame = framed(host::as_bytes(text));
    stream.insert(stream.end(), frame.begin(), frame.end());
  }
  for (std::size_t split = 0; split <= stream.size(); ++split) {
    MessageReader reader;
    std::vector<std::string> found;
    const host::ByteView view(stream);
    for (const host::ByteView part : {view.first(split), view.subspan(split)}) {
      reader.append(part);
      while (const auto message = reader.next()) found.emplace_back(host::as_text(*message));
    }
    EXPECT_EQ(found, std::vector<std::string>(std::begin(texts), std::end(texts))) << split;
    EXPECT_FALSE(reader.mid_message());
  }
}

TEST(MessageReader, keeps_an_unfinished_message_for_later) {
  MessageReader reader;
  for (const std::uint8_t octet : {std::uint8_t{0}, std::uint8_t{2}, std::uint8_t{'a'}}) {
    reader.append({&octet, 1});
    EXPECT_FALSE(reader.next().has_value());
    EXPECT_TRUE(reader.mid_message());
  }
  const std::uint8_t last = 'b';
  reader.append({&last, 1});
  EXPECT_EQ(reader.next(), (host::Bytes{'a', 'b'}));
}

}  // namespace
}  // namespace hexad::dns
