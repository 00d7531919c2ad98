// The project's own torture messages: one for each point that RFC 4475 makes, in its order, with what has to become
// of it. They stand beside the published ones so that every machine has them, and so that no parser learns those by
// heart.
#include <gtest/gtest.h>

#include "model/wire/sip/chars.h"
#include "model/wire/sip/check.h"
#include "model/wire/sip/name_addr.h"
#include "model/wire/sip/uri.h"
#include "model/wire/sip/via.h"
#include "tests/model/wire/sip/messages.h"

namespace hexad::sip {
namespace {

class Torture : public ::testing::Test {
 protected:
  Verdict judge(std::string bytes) {
    bytes_ = std::move(bytes);
    message_.parse(bytes_);
    return message_.is_response() ? check_response(message_) : check_request(message_);
  }
  void accept(std::string bytes) {
    const Verdict verdict = judge(std::move(bytes));
    EXPECT_TRUE(verdict.accepted()) << verdict.defect.reason;
  }
  void reject(std::string bytes, std::string_view reason, int status = 400) {
    const Verdict verdict = judge(std::move(bytes));
    EXPECT_EQ(verdict.disposition, Disposition::reject);
    EXPECT_EQ(verdict.defect.reason, reason);
    EXPECT_EQ(verdict.defect.status, status);
  }
  void drop(std::string bytes) { EXPECT_EQ(judge(std::move(bytes)).disposition, Disposition::drop); }
  NameAddrView address(HeaderId id, std::size_t index = 0) {
    HeaderValues values(message_, id);
    std::string_view value;
    for (std::size_t i = 0; i <= index; ++i) EXPECT_TRUE(values.next(value));
    return parse_name_addr(value).value_or(NameAddrView{});
  }

  std::string bytes_;
  MessageView message_;
};

const std::string kResponse =
    compose({"SIP/2.0 200 OK", "Via: SIP/2.0/UDP peer1.hq.example;branch=z9hG4bKa", "From: <sip:a@hq.example>;tag=1",
             "To: <sip:b@hq.example>;tag=2", "Call-ID: one", "CSeq: 4 OPTIONS", "Content-Length: 0"});

// 3.1.1.1
TEST_F(Torture, white_space_wherever_the_grammar_lets_it_be) {
  accept(compose({"SUBSCRIBE sip:desk@hq.example;odd SIP/2.0",
                  "f\t:",
                  "\t\"Desk \\\\ \\\"two\\\"\"",
                  " <sip:desk@hq.example>",
                  "\t;",
                  " TAG\t=",
                  " 7x",
                  "tO: sip:desk@hq.example ; tag = 8y",
                  "MAX-FORWARDS:007",
                  "CALL-id :\t1@2",
                  "CSEQ:",
                  " 0031",
                  "\tSUBSCRIBE",
                  "V : SIP/ 2.0 /UDP",
                  "   10.1.0.9 ;branch = old , SIP",
                  " /2.0/",
                  " TCP up.hq.example",
                  "  : 5062",
                  "contact:\"\" <sip:desk@10.1.0.9>;",
                  "  q=0.125 ;flag",
                  "S:",
                  "l :  0"}));
  EXPECT_EQ(unquote(address(HeaderId::from).display), "Desk \\ \"two\"");
  EXPECT_EQ(address(HeaderId::from).tag(), "7x");
  EXPECT_EQ(address(HeaderId::to).tag(), "8y");
  EXPECT_EQ(contact_q(address(HeaderId::contact)), 125);
  std::string_view second;
  HeaderValues vias(message_, HeaderId::via);
  ASSERT_TRUE(vias.next(second) && vias.next(second));
  EXPECT_EQ(parse_via(second)->port, 5062);
}

// 3.1.1.2
TEST_F(Torture, every_character_that_a_method_a_user_and_a_token_may_hold) {
  accept(compose({"A-.!%*_+`'~z sip:u-_.!~*'()&=+$,;?/:p-_.!~*'()&=+$,@hq.example SIP/2.0",
                  "Via: SIP/2.0/X-.!%*_+`'~ hq.example;branch=z9hG4bK-.!%*_+`'~",
                  "From: -.!%*_+`'~ <sip:a@b>;-.!%*_+`'~=\"\xe2\x98\x8e\"", "To: \"\\\x01\\\x7f\\\x22\" <sip:c@d>",
                  "Call-ID: a-.!%*_+`'~()<>:\\\"/[]?{}@b", "CSeq: 2 A-.!%*_+`'~z", "X-.!%*_+`'~: \xff\xfe anything",
                  "l: 0"}));
  EXPECT_EQ(message_.method(), Method::other);
  EXPECT_EQ(unquote(address(HeaderId::to).display), "\x01\x7f\"");
}

// 3.1.1.3
TEST_F(Torture, escaped_separators_separate_nothing) {
  accept(good_request("OPTIONS", {"Contact: <sip:x%3By%40z@hq.example;%74ransport=%74cp;p=%2525>"},
                      "sip:tel%3A+1%40gw.example@hq.example"));
  EXPECT_EQ(*parse_uri(message_.request_uri())->user, "tel%3A+1%40gw.example");
  EXPECT_EQ(unescape(address(HeaderId::contact).uri.transport()), "tcp");
  EXPECT_EQ(unescape(address(HeaderId::contact).uri.params.value("p")), "%25");
}

// 3.1.1.4
TEST_F(Torture, escaped_null_octets_count) {
  accept(good_request("REGISTER", {"m: <sip:%00@hq.example>, <sip:%00a@hq.example>"}));
  EXPECT_FALSE(same_uri(address(HeaderId::contact).uri, address(HeaderId::contact, 1).uri));
}

// 3.1.1.5
TEST_F(Torture, a_percent_sign_in_a_token_is_a_percent_sign) {
  accept(good_request("OPT%49ONS", {"T%6f: <sip:nobody@hq.example>"}));
  EXPECT_EQ(message_.method(), Method::other);
  EXPECT_EQ(message_.count(HeaderId::to), 1u);
}

// 3.1.1.6
TEST_F(Torture, the_bracket_may_touch_the_name) {
  accept(replaced(good_request(), "\"Phone 3\" <", "Phone<"));
  EXPECT_EQ(address(HeaderId::from).display, "Phone");
}

// 3.1.1.7
TEST_F(Torture, long_values_are_only_long) {
  const std::string name(300, 'n'), user(5000, 'u'), value(9000, 'v');
  std::string bytes = good_request("OPTIONS", {name + ": " + value}, "sip:" + user + "@hq.example");
  for (int i = 0; i < 40; ++i) {
    bytes = replaced(bytes, "Max-Forwards", "vIa  : SIP/2.0/UDP hop" + std::to_string(i) + ".example\r\nMax-Forwards");
  }
  accept(bytes);
  EXPECT_EQ(message_.count(HeaderId::via), 41u);
  EXPECT_EQ(parse_uri(message_.request_uri())->user, user);
  EXPECT_EQ(message_.find(name)->value, value);
}

// 3.1.1.8
TEST_F(Torture, what_follows_the_body_in_a_datagram_is_not_read) {
  accept(good_request("REGISTER") + good_request("INVITE"));
  EXPECT_EQ(message_.method(), Method::register_);
  EXPECT_EQ(message_.text(), good_request("REGISTER"));
}

// 3.1.1.9
TEST_F(Torture, a_semicolon_before_the_at_sign_starts_no_parameter) {
  accept(good_request("OPTIONS", {}, "sip:desk;phone=no@hq.example;phone=yes"));
  const auto uri = parse_uri(message_.request_uri());
  EXPECT_EQ(uri->user, "desk;phone=no");
  EXPECT_EQ(uri->params.value("phone"), "yes");
}

// 3.1.1.10
TEST_F(Torture, any_token_is_a_transport) {
  for (const char* transport : {"TLS", "SCTP", "WSS", "PIGEON"}) {
    accept(replaced(good_request(), "SIP/2.0/UDP", std::string("SIP/2.0/") + transport));
    EXPECT_EQ(parse_via(first_value(message_, HeaderId::via))->transport, transport);
  }
}

// 3.1.1.11
TEST_F(Torture, a_body_may_hold_what_looks_like_the_end_of_a_message) {
  const std::string body("--x\r\n\r\nl: 1\r\n\r\n\0\r\n--x--\r\n", 26);
  accept(replaced(good_request("MESSAGE", {"c: multipart/mixed;boundary=x"}), "Content-Length: 0\r\n\r\n",
                  "Content-Length: 26\r\n\r\n") +
         body);
  EXPECT_EQ(message_.body(), body);
}

// 3.1.1.12
TEST_F(Torture, a_reason_phrase_may_hold_anything_but_a_line_end) {
  accept(replaced(kResponse, "200 OK", "200 \xd0\x94\xd0\xb0; = %41 \"?\""));
  EXPECT_EQ(message_.reason(), "\xd0\x94\xd0\xb0; = %41 \"?\"");
}

// 3.1.1.13
TEST_F(Torture, a_reason_phrase_may_be_empty) {
  accept(replaced(kResponse, "200 OK", "183 "));
  EXPECT_EQ(message_.status(), 183);
  EXPECT_EQ(message_.reason(), "");
}

// 3.1.2.1
TEST_F(Torture, separators_that_separate_nothing_are_refused) {
  reject(replaced(good_request(), "z9hG4bKq71;rport", "z9hG4bKq71;;rport"), "Malformed Via");
  reject(good_request("OPTIONS", {"Contact: <sip:a@b>;"}), "Malformed Contact");
  reject(good_request("OPTIONS", {"Contact: <sip:a@b>,,<sip:c@d>"}), "Malformed Contact");
}

// 3.1.2.2
TEST_F(Torture, a_length_beyond_the_datagram_is_refused) {
  reject(replaced(good_request(), "Content-Length: 0", "Content-Length: 10") + "123456789",
         "Content-Length Beyond End of Message");
}

// 3.1.2.3
TEST_F(Torture, a_negative_length_is_refused) {
  reject(replaced(good_request(), "Content-Length: 0", "Content-Length: -1"), "Malformed Content-Length");
}

// 3.1.2.4
TEST_F(Torture, numbers_too_large_for_their_field_are_refused_in_requests) {
  reject(replaced(good_request(), "CSeq: 17", "CSeq: 4294967296"), "Malformed CSeq");
  reject(replaced(good_request(), "CSeq: 17", "CSeq: 2147483648"), "Malformed CSeq");
  reject(replaced(good_request(), "Max-Forwards: 70", "Max-Forwards: 256"), "Malformed Max-Forwards");
  accept(good_request("REGISTER", {"Expires: 99999999999", "Contact: <sip:a@b>;expires=4294967296"}));
  EXPECT_EQ(expires_or_default(message_.value(HeaderId::expires)), 3600u);
  EXPECT_EQ(expires_or_default(address(HeaderId::contact).params.value("expires")), 3600u);
}

// 3.1.2.5
TEST_F(Torture, numbers_too_large_for_their_field_drop_a_response) {
  drop(replaced(kResponse, "CSeq: 4", "CSeq: 18446744073709551620"));
}

// 3.1.2.6
TEST_F(Torture, a_quote_that_never_ends_is_refused) {
  reject(replaced(good_request(), "\"Phone 3\"", "\"Phone 3"), "Malformed From");
  reject(replaced(good_request(), "\"Phone 3\"", "\"Phone 3\\\""), "Malformed From");
}

// 3.1.2.7
TEST_F(Torture, a_request_uri_in_brackets_is_refused) {
  reject(good_request("OPTIONS", {}, "<sip:room7@hq.example>"), "Malformed Request-URI");
}

// 3.1.2.8
TEST_F(Torture, white_space_in_the_request_uri_is_refused) {
  reject(good_request("OPTIONS", {}, "sip:room7@hq.example ;lr"), "Malformed Request-Line");
  reject(good_request("OPTIONS", {}, "sip:room7@hq.example;\tlr"), "Malformed Request-Line");
}

// 3.1.2.9
TEST_F(Torture, more_than_one_space_in_the_request_line_is_refused) {
  reject(replaced(good_request(), "OPTIONS sip", "OPTIONS  sip"), "Malformed Request-Line");
  reject(replaced(good_request(), " SIP/2.0\r\n", "  SIP/2.0\r\n"), "Malformed Request-Line");
}

// 3.1.2.10
TEST_F(Torture, a_space_behind_the_request_line_is_refused) {
  reject(replaced(good_request(), " SIP/2.0\r\n", " SIP/2.0 \r\n"), "Malformed Request-Line");
}

// 3.1.2.11
TEST_F(Torture, header_fields_in_the_request_uri_are_refused) {
  reject(good_request("OPTIONS", {}, "sip:room7@hq.example?Subject=x"), "Header Fields in Request-URI");
}

// 3.1.2.12
TEST_F(Torture, a_date_in_another_zone_harms_nobody_who_needs_no_date) {
  accept(good_request("OPTIONS", {"Date: Mon, 02 Mar 2026 08:00:00 CET"}));
  EXPECT_FALSE(parse_date(message_.value(HeaderId::date)));
}

// 3.1.2.13
TEST_F(Torture, a_contact_with_a_question_mark_needs_brackets) {
  reject(good_request("REGISTER", {"m: sip:a@hq.example?Priority=urgent"}), "Malformed Contact");
  reject(good_request("REGISTER", {"m: sip:a;b@hq.example"}), "Malformed Contact");
}

// 3.1.2.14
TEST_F(Torture, spaces_inside_of_the_brackets_are_refused) {
  reject(replaced(good_request(), "<sip:phone3@hq.example>", "< sip:phone3@hq.example>"), "Malformed From");
  reject(replaced(good_request(), "<sip:room7@hq.example>", "<sip:room7@hq.example >"), "Malformed To");
}

// 3.1.2.15
TEST_F(Torture, a_display_name_without_quotes_is_made_of_tokens) {
  reject(replaced(good_request(), "\"Phone 3\"", "Phone, third"), "Malformed From");
  reject(replaced(good_request(), "\"Phone 3\"", "Phone (third)"), "Malformed From");
}

// 3.1.2.16
TEST_F(Torture, another_version_is_refused_with_its_own_status) {
  reject(replaced(good_request(), " SIP/2.0\r\n", " SIP/2.1\r\n"), "Version Not Supported", 505);
}

// 3.1.2.17 and 3.1.2.18
TEST_F(Torture, the_cseq_names_the_method) {
  reject(replaced(good_request(), "17 OPTIONS", "17 options"), "CSeq Method Does Not Match Request Method");
  reject(replaced(good_request("PIGEON"), "17 PIGEON", "17 INVITE"), "CSeq Method Does Not Match Request Method");
}

// 3.1.2.19
TEST_F(Torture, a_status_code_has_three_digits) {
  drop(replaced(kResponse, "200 OK", "4294967496 OK"));
  drop(replaced(kResponse, "200 OK", "0200 OK"));
}

// 3.2.1
TEST_F(Torture, the_cookie_alone_is_no_branch) {
  accept(replaced(good_request(), "z9hG4bKq71", "Z9HG4BK"));
  EXPECT_FALSE(parse_via(first_value(message_, HeaderId::via))->has_rfc3261_branch());
  accept(good_request());
  EXPECT_TRUE(parse_via(first_value(message_, HeaderId::via))->has_rfc3261_branch());
}

// 3.3.1
TEST_F(Torture, without_its_required_header_fields_a_request_is_refused) {
  reject(compose({"OPTIONS sip:room7@hq.example SIP/2.0", "Via: SIP/2.0/UDP 10.1.0.9", "l: 0"}), "Missing From");
}

// 3.3.2 and 3.3.3
TEST_F(Torture, unknown_schemes_in_the_request_uri_are_left_to_the_server) {
  accept(good_request("OPTIONS", {}, "pigeon:coop-7/perch%202"));
  EXPECT_EQ(parse_uri(message_.request_uri())->scheme, Scheme::other);
  accept(good_request("OPTIONS", {}, "x.y+z-1://[2001:db8::1]:80/a?b=c&d"));
  EXPECT_EQ(parse_uri(message_.request_uri())->scheme_name, "x.y+z-1");
}

// 3.3.4
TEST_F(Torture, unknown_schemes_in_addresses_are_left_to_the_registrar) {
  accept(replaced(good_request("REGISTER", {"m: <coop:7>"}), "<sip:room7@hq.example>", "urn:room:7"));
  EXPECT_EQ(address(HeaderId::to).uri.opaque, "room:7");
  EXPECT_EQ(address(HeaderId::contact).uri.scheme_name, "coop");
}

// 3.3.5
TEST_F(Torture, unknown_extensions_are_there_to_be_listed) {
  accept(good_request("OPTIONS", {"Require: perch", "require: nest,\r\n egg", "Proxy-Require: flight"}));
  EXPECT_TRUE(list_has_token(message_, HeaderId::require, "EGG"));
  EXPECT_FALSE(list_has_token(message_, HeaderId::require, "flight"));
  EXPECT_TRUE(list_has_token(message_, HeaderId::proxy_require, "flight"));
}

// 3.3.6 and 3.3.14
TEST_F(Torture, unknown_body_types_are_left_to_the_user_agent) {
  accept(good_request("OPTIONS", {"Content-Type: model/pigeon", "Accept: text/feather"}));
  EXPECT_TRUE(parse_content_type(message_.value(HeaderId::content_type))->is("model", "pigeon"));
}

// 3.3.7
TEST_F(Torture, unknown_credentials_can_be_read) {
  accept(good_request("REGISTER", {"Authorization: Feather plume=\"grey\""}));
  EXPECT_EQ(parse_auth(message_.value(HeaderId::authorization))->scheme, "Feather");
}

// 3.3.8
TEST_F(Torture, single_header_fields_that_repeat_are_refused) {
  reject(good_request("OPTIONS", {"CSeq: 18 OPTIONS"}), "Header Field Must Not Repeat");
  reject(good_request("OPTIONS", {"Max-Forwards: 69"}), "Header Field Must Not Repeat");
}

// 3.3.9
TEST_F(Torture, two_lengths_are_refused_even_when_they_agree) {
  reject(good_request("OPTIONS", {"l: 0"}), "More Than One Content-Length");
}

// 3.3.10
TEST_F(Torture, a_response_may_name_a_broadcast_address_in_its_second_via) {
  accept(replaced(kResponse, "From", "v: SIP/2.0/UDP 255.255.255.255;branch=z9hG4bKb\r\nFrom"));
  EXPECT_EQ(message_.count(HeaderId::via), 2u);
}

// 3.3.11
TEST_F(Torture, zero_hops_are_enough_for_who_is_asked_itself) {
  accept(replaced(good_request(), "Max-Forwards: 70", "Max-Forwards: 0"));
  EXPECT_EQ(check_hops_left(message_).defect.status, 483);
}

// 3.3.12 and 3.3.13
TEST_F(Torture, unknown_contact_parameters_belong_to_header_or_uri) {
  accept(good_request("REGISTER", {"m: sip:a@b;perch=7, <sip:a@b;perch=8>"}));
  EXPECT_EQ(address(HeaderId::contact).params.value("perch"), "7");
  EXPECT_EQ(address(HeaderId::contact, 1).params.value("perch"), "");
  EXPECT_EQ(address(HeaderId::contact, 1).uri.params.value("perch"), "8");
}

// 3.3.14
TEST_F(Torture, a_contact_in_brackets_keeps_its_escaped_header_fields) {
  accept(good_request("REGISTER", {"m: <sip:a@b?Route=%3Csip:p%3E&x=>"}));
  EXPECT_EQ(address(HeaderId::contact).uri.headers, "Route=%3Csip:p%3E&x=");
}

// 3.4.1
TEST_F(Torture, a_request_of_the_old_standard_is_served) {
  accept(compose({"INVITE sip:room7@hq.example SIP/2.0", "Via: SIP/2.0/UDP old.hq.example",
                  "From: <sip:old@hq.example>", "To: sip:room7@hq.example;user=ip", "Call-ID: 1@old.hq.example",
                  "CSeq: 1 INVITE", "Record-Route: <sip:room7@hq.example;maddr=p.hq.example>"},
                 "v=0\r\n"));
  EXPECT_EQ(message_.body(), "v=0\r\n");
}

}  // namespace
}  // namespace hexad::sip
