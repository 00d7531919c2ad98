#include "model/wire/sip/fields.h"

#include <gtest/gtest.h>

namespace hexad::sip {
namespace {

TEST(Numbers, keep_to_their_range) {
  EXPECT_EQ(parse_max_forwards("0"), 0);
  EXPECT_EQ(parse_max_forwards(" 00255 "), 255);
  for (const char* text : {"", "256", "-1", "7 0", "7a", "99999999999999999999"}) {
    EXPECT_EQ(parse_max_forwards(text), std::nullopt) << text;
  }
  EXPECT_EQ(parse_seconds_or_octets("4294967295"), 4294967295u);
  EXPECT_EQ(parse_seconds_or_octets("4294967296"), std::nullopt);
}

TEST(Numbers, an_expiry_that_cannot_be_read_is_an_hour) {
  EXPECT_EQ(expires_or_default("60"), 60u);
  EXPECT_EQ(expires_or_default("0"), 0u);
  for (const char* text : {"", "soon", "-5", "4294967296", "60;x"}) EXPECT_EQ(expires_or_default(text), 3600u) << text;
}

TEST(CSeqs, hold_a_31_bit_number_and_a_method) {
  const auto cseq = parse_cseq(" 0042 \r\n REGISTER ");
  ASSERT_TRUE(cseq);
  EXPECT_EQ(cseq->number, 42u);
  EXPECT_EQ(cseq->method, "REGISTER");
  EXPECT_EQ(parse_cseq("2147483647 A")->number, 2147483647u);
  for (const char* text : {"", "1", "1 ", "INVITE", "1INVITE", "2147483648 A", "-1 A", "1 A B", "1 A;b", "1, A"}) {
    EXPECT_FALSE(parse_cseq(text)) << text;
  }
}

TEST(CallIds, are_one_word_or_two) {
  for (const char* text : {"a", "a@b", "f81d4fae-7dec@192.0.2.1", "<>(){}[]\\\"/?:", "a@[::1]"}) {
    EXPECT_TRUE(is_call_id(text)) << text;
  }
  for (const char* text : {"", "@", "a@", "@b", "a@b@c", "a b", "a;b", "a,b", "a\r\n b", "\x80"}) {
    EXPECT_FALSE(is_call_id(text)) << text;
  }
}

TEST(ContentTypes, have_type_subtype_and_parameters) {
  const auto type = parse_content_type("Multipart / Mixed ; boundary=\"a;b\"");
  ASSERT_TRUE(type);
  EXPECT_TRUE(type->is("multipart", "mixed"));
  EXPECT_FALSE(type->is("multipart", "signed"));
  EXPECT_EQ(unquote(type->params.value("boundary")), "a;b");
  for (const char* text : {"", "text", "text/", "/plain", "text/plain;", "text/plain x"}) {
    EXPECT_FALSE(parse_content_type(text)) << text;
  }
}

TEST(Dates, round_trip_and_refuse_all_but_gmt) {
  const auto time = parse_date("Sat, 13 Nov 2010 23:29:00 GMT");
  ASSERT_TRUE(time);
  EXPECT_EQ(host::unix_seconds(*time), 1289690940);
  EXPECT_EQ(date_text(*time), "Sat, 13 Nov 2010 23:29:00 GMT");
  EXPECT_EQ(date_text(host::WallTime{}), "Thu, 01 Jan 1970 00:00:00 GMT");
  EXPECT_EQ(date_text(host::WallTime(std::chrono::milliseconds(-1))), "Wed, 31 Dec 1969 23:59:59 GMT");
  EXPECT_EQ(parse_date(date_text(*parse_date("Thu, 29 Feb 2024 12:00:01 GMT"))),
            parse_date("thu, 29 feb 2024 12:00:01 GMT"));
  for (const char* text :
       {"", "Sat, 13 Nov 2010 23:29:00 EST", "Sat, 13 Nov 2010 23:29:00 UTC", "Sat, 13 Nov 2010 24:00:00 GMT",
        "Sat, 31 Feb 2010 23:29:00 GMT", "2010-11-13T23:29:00Z00000000000", "Sat, 13 Nox 2010 23:29:00 GMT",
        "Sat, 13 Nov 10 23:29:00 GMT", "Sat, 13 Nov 9999 23:29:00 GMT"}) {
    EXPECT_FALSE(parse_date(text)) << text;
  }
}

TEST(Warnings, have_code_agent_and_text) {
  const auto warning = parse_warning("399 hq.example:5060 \"watch \\\"out\\\"\"");
  ASSERT_TRUE(warning);
  EXPECT_EQ(warning->code, 399);
  EXPECT_EQ(warning->agent, "hq.example:5060");
  EXPECT_EQ(unquote(warning->text), "watch \"out\"");
  for (const char* text : {"", "39 a \"b\"", "3999 a \"b\"", "399 a", "399 a b", "399 \"b\"", "399 a \"b\" c"}) {
    EXPECT_FALSE(parse_warning(text)) << text;
  }
}

TEST(RetryAfters, have_seconds_comment_and_parameters) {
  const auto retry = parse_retry_after("120 (back (soon\\) )) ;duration=60");
  ASSERT_TRUE(retry);
  EXPECT_EQ(retry->seconds, 120u);
  EXPECT_EQ(retry->comment, "(back (soon\\) ))");
  EXPECT_EQ(retry->params.value("duration"), "60");
  EXPECT_EQ(parse_retry_after("5")->seconds, 5u);
  for (const char* text : {"", "soon", "5 (open", "5 (a)) b", "5;", "99999999999"}) {
    EXPECT_FALSE(parse_retry_after(text)) << text;
  }
}

TEST(Credentials, are_a_scheme_and_a_list_of_parameters) {
  const auto auth =
      parse_auth("Digest username=\"a, \\\"b\\\"\", realm=\"hq\",nc=00000001 , qop=auth, uri=\"sip:hq.example\"");
  ASSERT_TRUE(auth);
  EXPECT_EQ(auth->scheme, "Digest");
  EXPECT_EQ(auth->value("username"), "a, \"b\"");
  EXPECT_EQ(auth->value("REALM"), "hq");
  EXPECT_EQ(auth->value("nc"), "00000001");
  EXPECT_EQ(auth->value("qop"), "auth");
  EXPECT_EQ(auth->value("nonce"), "");
  EXPECT_FALSE(auth->find("nonce"));
  for (const char* text : {"", "Digest", "Digest ", "Digest a", "Digest a=", "Digest a=b,", "Digest a=b c",
                           "Digest a=\"b", "Digest ,a=b"}) {
    EXPECT_FALSE(parse_auth(text)) << text;
  }
}

TEST(Lists, have_as_many_elements_as_commas_and_one_more) {
  const auto split = [](std::string_view text) {
    std::string joined;
    std::string_view element;
    for (ListSplitter list(text); list.next(element);) joined.append(element).append("|");
    return joined;
  };
  EXPECT_EQ(split(""), "");
  EXPECT_EQ(split("  \t"), "");
  EXPECT_EQ(split("a"), "a|");
  EXPECT_EQ(split("a, b ,\r\n c"), "a|b|c|");
  EXPECT_EQ(split(",a,"), "|a||");
  EXPECT_EQ(split("\"open, a"), "\"open, a|");
  EXPECT_EQ(split("\"\\\", a\", b"), "\"\\\", a\"|b|");
  EXPECT_EQ(split("<a,b>,c>,d"), "<a,b>|c>|d|");
  EXPECT_EQ(split("\"a\\"), "\"a\\|");
}

}  // namespace
}  // namespace hexad::sip
