#include "model/wire/sip/message_writer.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "model/wire/sip/message_view.h"
#include "model/wire/sip/params.h"

namespace hexad::sip {
namespace {

TEST(MessageWriting, a_request_is_written_in_order_with_its_length) {
  std::array<char, 1024> buffer;
  MessageWriter writer(buffer);
  writer.request_line("MESSAGE", "sip:room7@hq.example");
  writer.header(HeaderId::via, "SIP/2.0/UDP ", host::SocketAddress::parse("192.0.2.7:5060").value(), ";branch=z9hG4bK",
                42u);
  writer.header(HeaderId::cseq, 7, " MESSAGE");
  writer.begin_header("X-Note");
  writer.put_quoted("say \"hi\"");
  writer.end_header();
  EXPECT_EQ(writer.finish("hello"),
            "MESSAGE sip:room7@hq.example SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.7:5060;branch=z9hG4bK42\r\n"
            "CSeq: 7 MESSAGE\r\nX-Note: \"say \\\"hi\\\"\"\r\nContent-Length: 5\r\n\r\nhello");
}

TEST(MessageWriting, a_response_gets_the_phrase_of_the_rfc) {
  std::array<char, 256> buffer;
  MessageWriter writer(buffer);
  writer.status_line(423);
  writer.header(HeaderId::min_expires, 45);
  EXPECT_EQ(writer.finish(), "SIP/2.0 423 Interval Too Brief\r\nMin-Expires: 45\r\nContent-Length: 0\r\n\r\n");
  writer.status_line(400, "Missing Call-ID");
  EXPECT_EQ(writer.finish(), "SIP/2.0 400 Missing Call-ID\r\nContent-Length: 0\r\n\r\n");
}

TEST(MessageWriting, no_value_can_end_its_line) {
  std::array<char, 256> buffer;
  MessageWriter writer(buffer);
  writer.status_line(200, "OK\r\nX: y");
  writer.header(HeaderId::subject, "a\r\nTo: b", '\n');
  writer.header(HeaderId::server, "c");
  const std::string_view text = writer.finish();
  MessageView message;
  message.parse(text);
  EXPECT_EQ(message.header_count(), 3u);
  EXPECT_EQ(message.value(HeaderId::subject), "a  To: b");
}

TEST(MessageWriting, an_end_of_line_is_found_at_every_place_of_a_value_and_nothing_else_is_changed) {
  // Octets of UTF-8, of digits and of control characters around it, since several octets are looked at in one step.
  for (const char around : {'a', ' ', '\t', '\x7f', '\x80', '\xff', '\0'}) {
    for (std::size_t size = 1; size <= 20; ++size) {
      for (std::size_t at = 0; at < size; ++at) {
        for (const char end : {'\r', '\n'}) {
          std::string value(size, around), expected = value;
          value[at] = end;
          expected[at] = ' ';
          char buffer[64];
          MessageWriter writer{std::span<char>(buffer)};
          writer.put(std::string_view(value));
          EXPECT_EQ(writer.written(), expected);
        }
      }
    }
  }
}

TEST(MessageWriting, what_does_not_fit_is_reported_and_written_nowhere) {
  const std::string_view whole = "SIP/2.0 200 OK\r\nServer: abc\r\nContent-Length: 4\r\n\r\nbody";
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    std::string buffer(size + 1, '#');
    MessageWriter writer(std::span(buffer.data(), size));
    writer.status_line(200);
    writer.header(HeaderId::server, "abc");
    const std::string_view text = writer.finish("body");
    EXPECT_EQ(text, size == whole.size() ? whole : std::string_view()) << size;
    EXPECT_EQ(writer.overflowed(), size < whole.size());
    EXPECT_EQ(buffer[size], '#');
  }
}

TEST(MessageWriting, numbers_of_every_kind) {
  std::array<char, 256> buffer;
  MessageWriter writer(buffer);
  writer.status_line(200);
  writer.header("N", INT64_MIN, ' ', UINT64_MAX, ' ', std::uint16_t{5060}, ' ', -1);
  MessageView message;
  message.parse(writer.finish());
  EXPECT_EQ(message.find("N")->value, "-9223372036854775808 18446744073709551615 5060 -1");
}

TEST(MessageWriting, ipv6_addresses_get_brackets_where_a_port_follows) {
  std::array<char, 256> buffer;
  MessageWriter writer(buffer);
  writer.status_line(200);
  const auto address = host::SocketAddress::parse("[2001:db8::1]:5061").value();
  writer.header("A", address, " ", address.address);
  MessageView message;
  message.parse(writer.finish());
  EXPECT_EQ(message.find("A")->value, "[2001:db8::1]:5061 2001:db8::1");
}

}  // namespace
}  // namespace hexad::sip
