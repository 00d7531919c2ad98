#include "model/wire/sip/response.h"

#include <gtest/gtest.h>

#include <array>

#include "model/wire/sip/check.h"
#include "model/wire/sip/name_addr.h"
#include "tests/model/wire/sip/messages.h"

namespace hexad::sip {
namespace {

class Responses : public ::testing::Test {
 protected:
  const MessageView& answer(std::string request, int status, std::string_view source = "198.51.100.4:40000") {
    request_bytes_ = std::move(request);
    request_.parse(request_bytes_);
    MessageWriter writer(buffer_);
    ResponseStart start;
    start.status = status;
    start.to_tag = "srv1";
    start.source = host::SocketAddress::parse(source).value();
    start.record_route = true;
    begin_response(writer, request_, start);
    response_.parse(writer.finish());
    return response_;
  }

  std::string request_bytes_;
  MessageView request_, response_;
  std::array<char, 4096> buffer_;
};

TEST_F(Responses, copy_what_identifies_the_request) {
  const MessageView& response = answer(good_request("OPTIONS", {"Record-Route: <sip:p1;lr>", "Timestamp: 5"}), 200);
  EXPECT_TRUE(check_response(response).accepted());
  EXPECT_EQ(response.status(), 200);
  EXPECT_EQ(response.value(HeaderId::from), "\"Phone 3\" <sip:phone3@hq.example>;tag=f00d");
  EXPECT_EQ(response.value(HeaderId::to), "<sip:room7@hq.example>;tag=srv1");
  EXPECT_EQ(response.value(HeaderId::call_id), "c4f1@phone3.hq.example");
  EXPECT_EQ(response.value(HeaderId::cseq), "17 OPTIONS");
  EXPECT_EQ(response.value(HeaderId::record_route), "<sip:p1;lr>");
  EXPECT_FALSE(response.has(HeaderId::timestamp));
  EXPECT_EQ(response.value(HeaderId::via),
            "SIP/2.0/UDP phone3.hq.example:5062;branch=z9hG4bKq71;received=198.51.100.4;rport=40000");
}

TEST_F(Responses, a_trying_has_no_tag_and_keeps_the_timestamp) {
  const MessageView& response = answer(good_request("INVITE", {"Timestamp: 5"}), 100);
  EXPECT_EQ(response.value(HeaderId::to), "<sip:room7@hq.example>");
  EXPECT_EQ(response.value(HeaderId::timestamp), "5");
}

TEST_F(Responses, a_tag_that_is_there_stays) {
  const MessageView& response =
      answer(replaced(good_request(), "To: <sip:room7@hq.example>", "To: <sip:room7@hq.example> ; TAG = 9"), 481);
  EXPECT_EQ(parse_name_addr(response.value(HeaderId::to))->tag(), "9");
  EXPECT_EQ(parse_name_addr(response.value(HeaderId::to))->params.count("tag"), 1u);
}

TEST_F(Responses, received_is_added_only_where_it_tells_something) {
  const auto via = [this](std::string_view value, std::string_view source) {
    return std::string(
        answer(replaced(good_request(), "SIP/2.0/UDP phone3.hq.example:5062;branch=z9hG4bKq71;rport", value), 200,
               source)
            .value(HeaderId::via));
  };
  EXPECT_EQ(via("SIP/2.0/TCP 192.0.2.7:5060;branch=b", "192.0.2.7:5060"), "SIP/2.0/TCP 192.0.2.7:5060;branch=b");
  EXPECT_EQ(via("SIP/2.0/TCP 10.1.1.1;branch=b", "192.0.2.7:99"), "SIP/2.0/TCP 10.1.1.1;branch=b;received=192.0.2.7");
  EXPECT_EQ(via("SIP/2.0/UDP 192.0.2.7;rport;branch=b", "192.0.2.7:99"),
            "SIP/2.0/UDP 192.0.2.7;branch=b;received=192.0.2.7;rport=99");
  EXPECT_EQ(via("SIP/2.0/UDP [2001:DB8:0::7];branch=b", "[2001:db8::7]:5060"), "SIP/2.0/UDP [2001:DB8:0::7];branch=b");
  EXPECT_EQ(via("SIP/2.0/UDP a.example;received=1.1.1.1;rport=2;branch=b;x=\"y;z\"", "[2001:db8::7]:5060"),
            "SIP/2.0/UDP a.example;branch=b;x=\"y;z\";received=2001:db8::7;rport=5060");
}

TEST_F(Responses, the_vias_below_the_top_are_untouched) {
  const MessageView& response =
      answer(replaced(good_request(), ";rport\r\n",
                      " , SIP/2.0/UDP p1.example;received=9.9.9.9\r\nv: SIP/2.0/TCP p2.example\r\n"),
             200);
  std::string joined;
  std::string_view value;
  for (HeaderValues vias(response, HeaderId::via); vias.next(value);) joined.append(value).append("|");
  EXPECT_EQ(joined,
            "SIP/2.0/UDP phone3.hq.example:5062;branch=z9hG4bKq71;received=198.51.100.4|"
            "SIP/2.0/UDP p1.example;received=9.9.9.9|SIP/2.0/TCP p2.example|");
}

TEST_F(Responses, broken_requests_are_answered_with_what_they_had) {
  const MessageView& quote = answer(replaced(good_request(), "To: <", "To: \"open <"), 400);
  EXPECT_EQ(quote.value(HeaderId::to), "\"open <sip:room7@hq.example>");
  EXPECT_FALSE(quote.defect());
  const MessageView& missing = answer(replaced(good_request(), "Call-ID", "Gone"), 400);
  EXPECT_FALSE(missing.has(HeaderId::call_id));
  const MessageView& smuggled = answer(replaced(good_request(), "c4f1@", "c4\nX-Evil: 1\nf1@"), 400);
  EXPECT_FALSE(smuggled.defect());
  EXPECT_EQ(smuggled.find("X-Evil"), nullptr);
  EXPECT_FALSE(smuggled.has(HeaderId::call_id) &&
               smuggled.value(HeaderId::call_id).find('\n') != std::string_view::npos);
}

TEST_F(Responses, an_empty_via_before_the_others_is_copied_as_it_is) {
  const MessageView& response = answer(replaced(good_request(), "Via: SIP", "Via:\r\nVia: SIP"), 400);
  EXPECT_EQ(response.count(HeaderId::via), 2u);
  EXPECT_EQ(response.value(HeaderId::via), "");
}

TEST_F(Responses, folded_values_are_written_on_one_line) {
  const MessageView& response = answer(replaced(good_request(), "\"Phone 3\" <", "\"Phone\r\n 3\"\r\n\t<"), 200);
  EXPECT_EQ(response.value(HeaderId::from).find('\r'), std::string_view::npos);
  EXPECT_EQ(parse_name_addr(response.value(HeaderId::from))->tag(), "f00d");
}

}  // namespace
}  // namespace hexad::sip
