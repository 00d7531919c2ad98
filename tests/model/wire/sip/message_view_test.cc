#include "model/wire/sip/message_view.h"

#include <gtest/gtest.h>

#include "tests/model/wire/sip/messages.h"

namespace hexad::sip {
namespace {

class MessageViews : public ::testing::Test {
 protected:
  MessageKind parse(std::string bytes) {
    bytes_ = std::move(bytes);
    return message_.parse(bytes_);
  }
  std::string_view reason() const { return message_.defect() ? message_.defect()->reason : std::string_view(); }

  std::string bytes_;
  MessageView message_;
};

TEST_F(MessageViews, a_request_is_indexed_in_order) {
  ASSERT_EQ(parse(compose({"REGISTER sip:hq.example SIP/2.0", "v:SIP/2.0/UDP 10.1.0.7;branch=z9hG4bK1", "X-Site: north",
                           "Content-Length: 4"},
                          "body")),
            MessageKind::request);
  EXPECT_EQ(message_.method(), Method::register_);
  EXPECT_EQ(message_.method_text(), "REGISTER");
  EXPECT_EQ(message_.request_uri(), "sip:hq.example");
  ASSERT_EQ(message_.header_count(), 3u);
  EXPECT_EQ(message_.header(0).id, HeaderId::via);
  EXPECT_EQ(message_.header(0).name, "v");
  EXPECT_EQ(message_.header(1).id, HeaderId::other);
  EXPECT_EQ(message_.header(1).value, "north");
  EXPECT_EQ(message_.find("x-SITE"), &message_.header(1));
  EXPECT_EQ(message_.body(), "body");
  EXPECT_EQ(message_.text(), bytes_);
  EXPECT_FALSE(message_.defect());
}

TEST_F(MessageViews, a_response_has_status_and_reason) {
  ASSERT_EQ(parse(compose({"sip/2.0 486 Busy Here", "Call-ID: a"})), MessageKind::response);
  EXPECT_EQ(message_.status(), 486);
  EXPECT_EQ(message_.reason(), "Busy Here");
  ASSERT_EQ(parse(compose({"SIP/2.0 180", "Call-ID: a"})), MessageKind::response);
  EXPECT_EQ(message_.status(), 180);
  EXPECT_FALSE(message_.defect());
}

TEST_F(MessageViews, status_codes_outside_of_the_six_classes_are_malformed) {
  for (const char* line : {"SIP/2.0 099 x", "SIP/2.0 700 x", "SIP/2.0 20 x", "SIP/2.0 2000 x", "SIP/2.0 2x0 x",
                           "SIP/2.0  200 OK", "SIP/2.0"}) {
    ASSERT_EQ(parse(compose({line})), MessageKind::response) << line;
    EXPECT_EQ(message_.status(), 0) << line;
    EXPECT_TRUE(message_.defect()) << line;
  }
}

TEST_F(MessageViews, what_is_no_sip_is_nothing) {
  for (const char* bytes : {"", "\r\n\r\n", "\r\n", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "hello", "\x16\x03\x01\x02",
                            "INVITE sip:a@b\r\n\r\n", "IN(VITE sip:a SIP/2.0\r\n\r\n", " sip:a SIP/2.0\r\n\r\n",
                            "INVITE SIP/2.0\r\n\r\n"}) {
    EXPECT_EQ(parse(bytes), MessageKind::none) << bytes;
    EXPECT_EQ(message_.header_count(), 0u);
    EXPECT_EQ(message_.first(HeaderId::via), nullptr);
  }
}

TEST_F(MessageViews, header_fields_of_one_id_form_a_chain) {
  parse(compose({"OPTIONS sip:a SIP/2.0", "Via: one", "k: x", "VIA: two, three", "Supported: y", "v: four"}));
  const HeaderView* via = message_.first(HeaderId::via);
  ASSERT_TRUE(via);
  EXPECT_EQ(via->value, "one");
  via = message_.next(*via);
  ASSERT_TRUE(via);
  EXPECT_EQ(via->value, "two, three");
  via = message_.next(*via);
  ASSERT_TRUE(via);
  EXPECT_EQ(via->value, "four");
  EXPECT_EQ(message_.next(*via), nullptr);
  EXPECT_EQ(message_.count(HeaderId::via), 3u);
  EXPECT_EQ(message_.count(HeaderId::route), 0u);
  std::string joined;
  std::string_view value;
  for (HeaderValues values(message_, HeaderId::via); values.next(value);) joined.append(value).append("|");
  EXPECT_EQ(joined, "one|two|three|four|");
  EXPECT_TRUE(list_has_token(message_, HeaderId::supported, "Y"));
  EXPECT_FALSE(list_has_token(message_, HeaderId::supported, "z"));
}

TEST_F(MessageViews, values_split_at_commas_but_not_in_quotes_or_brackets) {
  parse(compose(
      {"OPTIONS sip:a SIP/2.0", "Contact: \"A, \\\"B\" <sip:a,b@c>;x=\"p,q\" ,, <sip:d@e>", "Contact:", "m: sip:f@g"}));
  std::string joined;
  std::string_view value;
  for (HeaderValues values(message_, HeaderId::contact); values.next(value);) joined.append(value).append("|");
  EXPECT_EQ(joined, "\"A, \\\"B\" <sip:a,b@c>;x=\"p,q\"||<sip:d@e>|sip:f@g|");
}

TEST_F(MessageViews, folded_lines_belong_to_one_value) {
  parse(compose({"OPTIONS sip:a SIP/2.0", "Subject: one", " two", "\tthree ", "To:", " sip:b", "Call-ID: c"}));
  EXPECT_EQ(unfold(message_.value(HeaderId::subject)), "one two three");
  EXPECT_EQ(message_.value(HeaderId::to), "sip:b");
  EXPECT_EQ(message_.header_count(), 3u);
}

TEST_F(MessageViews, without_a_length_the_body_reaches_to_the_end_of_the_datagram) {
  parse(compose({"MESSAGE sip:a SIP/2.0", "Call-ID: c"}, "all of it\r\n"));
  EXPECT_EQ(message_.body(), "all of it\r\n");
  EXPECT_FALSE(message_.has_content_length());
}

TEST_F(MessageViews, octets_behind_the_body_are_ignored) {
  parse(compose({"MESSAGE sip:a SIP/2.0", "l: 3"}, "abcdef"));
  EXPECT_EQ(message_.body(), "abc");
  EXPECT_EQ(message_.text().substr(message_.text().size() - 5), "\r\nabc");
  EXPECT_FALSE(message_.defect());
}

TEST_F(MessageViews, a_length_beyond_the_datagram_is_a_defect) {
  parse(compose({"MESSAGE sip:a SIP/2.0", "l: 4"}, "abc"));
  EXPECT_EQ(reason(), "Content-Length Beyond End of Message");
  EXPECT_EQ(message_.defect()->header, HeaderId::content_length);
}

TEST_F(MessageViews, lengths_that_are_no_number_are_defects) {
  for (const char* value : {"-1", "", "1 2", "0x3", "4294967296", "99999999999999999999999", "3,3"}) {
    parse(compose({"MESSAGE sip:a SIP/2.0", std::string("Content-Length: ") + value}, "abc"));
    EXPECT_EQ(reason(), "Malformed Content-Length") << value;
  }
  parse(compose({"MESSAGE sip:a SIP/2.0", "Content-Length: 3", "l: 3"}, "abc"));
  EXPECT_EQ(reason(), "More Than One Content-Length");
}

TEST_F(MessageViews, a_lone_carriage_return_or_line_feed_is_a_defect) {
  parse("OPTIONS sip:a SIP/2.0\r\nTo: sip:b\nFrom: sip:c\r\n\r\n");
  EXPECT_EQ(reason(), "Line Feed Without Carriage Return");
  parse("OPTIONS sip:a SIP/2.0\r\nTo: sip:b\rFrom: sip:c\r\n\r\n");
  EXPECT_EQ(reason(), "Carriage Return Without Line Feed");
  parse("OPTIONS sip:a SIP/2.0\r\nTo: sip:b\r\r\n\r\n");
  EXPECT_EQ(reason(), "Carriage Return Without Line Feed");
}

TEST_F(MessageViews, a_message_cut_anywhere_in_its_header_fields_is_never_without_defect) {
  const std::string whole = good_request();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    if (parse(whole.substr(0, size)) == MessageKind::none) continue;
    EXPECT_TRUE(message_.defect()) << size;
  }
  parse(whole);
  EXPECT_FALSE(message_.defect());
}

TEST_F(MessageViews, lines_that_are_no_header_field_are_defects) {
  for (const char* line : {"no colon here", ": no name", "Sp ace: x", "Um\xc3\xaalaut: x", " folded first"}) {
    ASSERT_EQ(parse(compose({"OPTIONS sip:a SIP/2.0", line, "Call-ID: c"})), MessageKind::request);
    EXPECT_EQ(reason(), "Malformed Header Field") << line;
    EXPECT_EQ(message_.value(HeaderId::call_id), "c") << line;
  }
}

TEST_F(MessageViews, header_fields_are_bounded) {
  std::string bytes = "OPTIONS sip:a SIP/2.0\r\n";
  for (std::size_t i = 0; i < MessageView::kHeadersMax; ++i) bytes += "A: b\r\n";
  parse(bytes + "\r\n");
  EXPECT_EQ(message_.header_count(), MessageView::kHeadersMax);
  EXPECT_FALSE(message_.defect());
  parse(bytes + "A: b\r\n\r\n");
  EXPECT_EQ(message_.header_count(), MessageView::kHeadersMax);
  EXPECT_EQ(reason(), "Too Many Header Fields");
}

TEST_F(MessageViews, one_object_serves_many_messages) {
  parse(compose({"INVITE  sip:a SIP/2.0", "Via: x", "Route: <sip:r;lr>"}, "body"));
  EXPECT_TRUE(message_.defect());
  parse(compose({"SIP/2.0 200 OK", "To: sip:b"}));
  EXPECT_FALSE(message_.defect());
  EXPECT_EQ(message_.first(HeaderId::via), nullptr);
  EXPECT_EQ(message_.first(HeaderId::route), nullptr);
  EXPECT_EQ(message_.method_text(), "");
  EXPECT_EQ(message_.body(), "");
}

TEST_F(MessageViews, leading_line_ends_are_skipped) {
  EXPECT_EQ(parse("\r\n\r\n" + compose({"OPTIONS sip:a SIP/2.0", "l: 0"})), MessageKind::request);
  EXPECT_EQ(message_.text().substr(0, 7), "OPTIONS");
}

TEST_F(MessageViews, versions_are_told_apart) {
  parse(compose({"OPTIONS sip:a SIP/3.0", "l: 0"}));
  EXPECT_EQ(message_.defect()->status, 505);
  parse(compose({"OPTIONS sip:a SIP/2", "l: 0"}));
  EXPECT_EQ(message_.defect()->status, 400);
  parse(compose({"OPTIONS sip:a sip/2.0", "l: 0"}));
  EXPECT_FALSE(message_.defect());
}

}  // namespace
}  // namespace hexad::sip
