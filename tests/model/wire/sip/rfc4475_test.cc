// The 49 messages of RFC 4475, read in place from the folder of published vectors: what the RFC says of each. Where it
// leaves a choice between refusing and guessing, the table says refuse.
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>

#include "model/wire/sip/chars.h"
#include "model/wire/sip/check.h"
#include "model/wire/sip/fields.h"
#include "model/wire/sip/name_addr.h"
#include "model/wire/sip/uri.h"
#include "model/wire/sip/via.h"
#include "tests/model/wire/sip/messages.h"

namespace hexad::sip {
namespace {

struct Expectation {
  std::string_view name;
  Disposition disposition;
  int status = 0;
  std::string_view reason = {};
};

constexpr auto kAccept = Disposition::accept;
constexpr auto kReject = Disposition::reject;
constexpr auto kDrop = Disposition::drop;

constexpr Expectation kExpectations[] = {
    // 3.1.1 Valid messages.
    {"wsinv", kAccept},
    {"intmeth", kAccept},
    {"esc01", kAccept},
    {"escnull", kAccept},
    {"esc02", kAccept},
    {"lwsdisp", kAccept},
    {"longreq", kAccept},
    {"dblreq", kAccept},
    {"semiuri", kAccept},
    {"transports", kAccept},
    {"mpart01", kAccept},
    {"unreason", kAccept},
    {"noreason", kAccept},
    // 3.1.2 Invalid messages.
    {"badinv01", kReject, 400, "Malformed Via"},
    {"clerr", kReject, 400, "Content-Length Beyond End of Message"},
    {"ncl", kReject, 400, "Malformed Content-Length"},
    {"scalar02", kReject, 400, "Malformed CSeq"},
    {"scalarlg", kDrop, 400, "Malformed CSeq"},
    {"quotbal", kReject, 400, "Malformed To"},
    {"ltgtruri", kReject, 400, "Malformed Request-URI"},
    {"lwsruri", kReject, 400, "Malformed Request-Line"},
    {"lwsstart", kReject, 400, "Malformed Request-Line"},
    {"trws", kReject, 400, "Malformed Request-Line"},
    {"escruri", kReject, 400, "Header Fields in Request-URI"},
    {"baddate", kAccept},  // Not to be refused by who has no use for the date.
    {"regbadct", kReject, 400, "Malformed Contact"},
    {"badaspec", kReject, 400, "Malformed To"},
    {"baddn", kReject, 400, "Header Fields Without End"},  // The file stops before the empty line.
    {"badvers", kReject, 505, "Version Not Supported"},
    {"mismatch01", kReject, 400, "CSeq Method Does Not Match Request Method"},
    {"mismatch02", kReject, 400, "CSeq Method Does Not Match Request Method"},
    {"bigcode", kDrop, 400, "Malformed Status-Line"},
    // 3.2 Transaction layer.
    {"badbranch", kAccept},
    // 3.3 Application layer: refused, if at all, by who knows its own extensions, schemes and types.
    {"insuf", kReject, 400, "Missing From"},
    {"unkscm", kAccept},
    {"novelsc", kAccept},
    {"unksm2", kAccept},
    {"bext01", kAccept},
    {"invut", kAccept},
    {"regaut01", kAccept},
    {"multi01", kReject, 400, "Header Field Must Not Repeat"},
    {"mcl01", kReject, 400, "More Than One Content-Length"},
    {"bcast", kAccept},
    {"zeromf", kAccept},
    {"cparam01", kAccept},
    {"cparam02", kAccept},
    {"regescrt", kAccept},
    {"sdp01", kAccept},
    // 3.4 Backward compatibility.
    {"inv2543", kAccept},
};

class Rfc4475 : public ::testing::Test {
 protected:
  // False when the folder of vectors is not there: the project's own torture messages then stand alone.
  bool load(const std::string& name) {
    static const auto messages = published_messages("rfc4475");
    const auto found = messages.find(name);
    if (found == messages.end()) {
      std::cout << "note: " << name << ".dat of RFC 4475 is not on this machine\n";
      return false;
    }
    bytes_ = found->second;
    message_.parse(bytes_);
    return true;
  }
  NameAddrView address(HeaderId id) {
    const auto parsed = parse_name_addr(first_value(message_, id));
    EXPECT_TRUE(parsed.has_value());
    return parsed.value_or(NameAddrView{});
  }
  ViaView via(std::size_t index) {
    HeaderValues values(message_, HeaderId::via);
    std::string_view value;
    for (std::size_t i = 0; i <= index; ++i) EXPECT_TRUE(values.next(value));
    const auto parsed = parse_via(value);
    EXPECT_TRUE(parsed.has_value()) << value;
    return parsed.value_or(ViaView{});
  }

  std::string bytes_;
  MessageView message_;
};

TEST_F(Rfc4475, every_message_gets_the_verdict_of_the_rfc) {
  const auto messages = published_messages("rfc4475");
  if (messages.empty()) std::cout << "note: the messages of RFC 4475 are not on this machine\n";
  for (const auto& [name, bytes] : messages) {
    const auto* expected = std::find_if(std::begin(kExpectations), std::end(kExpectations),
                                        [&name = name](const Expectation& e) { return e.name == name; });
    ASSERT_NE(expected, std::end(kExpectations)) << name;
    MessageView message;
    ASSERT_NE(message.parse(bytes), MessageKind::none) << name;
    const Verdict verdict = message.is_request() ? check_request(message) : check_response(message);
    EXPECT_EQ(verdict.disposition, expected->disposition) << name << ": " << verdict.defect.reason;
    if (expected->disposition == kAccept) continue;
    EXPECT_EQ(verdict.defect.status, expected->status) << name;
    EXPECT_EQ(verdict.defect.reason, expected->reason) << name;
  }
}

TEST_F(Rfc4475, wsinv_folds_and_white_space_change_nothing) {
  if (!load("wsinv")) return;
  EXPECT_EQ(message_.method(), Method::invite);
  EXPECT_EQ(address(HeaderId::to).tag(), "1918181833n");
  EXPECT_EQ(address(HeaderId::from).tag(), "98asjd8");
  EXPECT_EQ(unquote(address(HeaderId::from).display), "J Rosenberg \\\"");
  EXPECT_EQ(parse_max_forwards(message_.value(HeaderId::max_forwards)), 68);
  const auto cseq = parse_cseq(message_.value(HeaderId::cseq));
  ASSERT_TRUE(cseq);
  EXPECT_EQ(cseq->number, 9u);
  EXPECT_EQ(cseq->method, "INVITE");
  EXPECT_EQ(message_.body().size(), 150u);
  EXPECT_EQ(message_.count(HeaderId::via), 2u);
  EXPECT_EQ(via(0).branch(), "390skdjuw");
  EXPECT_FALSE(via(0).has_rfc3261_branch());
  EXPECT_EQ(via(1).transport, "TCP");
  EXPECT_EQ(via(1).host.text, "spindle.example.com");
  EXPECT_EQ(via(2).branch(), "z9hG4bK30239");
  EXPECT_EQ(unquote(address(HeaderId::contact).display), "Quoted string \"\"");
  EXPECT_EQ(contact_q(address(HeaderId::contact)), 330);
  EXPECT_TRUE(address(HeaderId::contact).params.has("secondparam"));
  EXPECT_EQ(message_.value(HeaderId::subject), "");
  EXPECT_TRUE(address(HeaderId::route).uri.is_loose_router());
  ASSERT_NE(message_.find("newfangledheader"), nullptr);
  EXPECT_EQ(unfold(message_.find("newfangledheader")->value), "newfangled value continued newfangled value");
}

TEST_F(Rfc4475, intmeth_uses_every_character_that_the_grammar_allows) {
  if (!load("intmeth")) return;
  EXPECT_EQ(message_.method(), Method::other);
  EXPECT_EQ(message_.method_text(), "!interesting-Method0123456789_*+`.%indeed'~");
  const auto uri = parse_uri(message_.request_uri());
  ASSERT_TRUE(uri);
  EXPECT_EQ(uri->user, "1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*");
  EXPECT_EQ(uri->password, "&it+has=1,weird!*pas$wo~d_too.(doesn't-it)");
  EXPECT_EQ(unquote(address(HeaderId::to).display), std::string("BEL:\x07 NUL:\0 DEL:\x7f", 17));
  EXPECT_EQ(address(HeaderId::from).display, "token1~` token2'+_ token3*%!.-");
  EXPECT_EQ(address(HeaderId::from).tag(), "_token~1'+`*%!-.");
  EXPECT_EQ(parse_max_forwards(message_.value(HeaderId::max_forwards)), 255);
}

TEST_F(Rfc4475, esc01_escapes_hide_no_separators) {
  if (!load("esc01")) return;
  const auto uri = parse_uri(message_.request_uri());
  ASSERT_TRUE(uri);
  EXPECT_EQ(uri->user, "sips%3Auser%40example.com");
  EXPECT_EQ(uri->host.text, "example.net");
  EXPECT_EQ(unescape(*address(HeaderId::to).uri.user), "user");
  const NameAddrView contact = address(HeaderId::contact);
  EXPECT_TRUE(contact.uri.is_loose_router());
  EXPECT_EQ(unescape(contact.uri.params.value("name")), "value%41");
  EXPECT_EQ(unescape(*address(HeaderId::from).uri.user), "I have spaces");
}

TEST_F(Rfc4475, escnull_users_may_hold_null_octets) {
  if (!load("escnull")) return;
  EXPECT_EQ(unescape(*address(HeaderId::to).uri.user), std::string("null-\0-null", 11));
  HeaderValues contacts(message_, HeaderId::contact);
  std::string_view one, two;
  ASSERT_TRUE(contacts.next(one) && contacts.next(two));
  EXPECT_FALSE(same_uri(parse_name_addr(one)->uri, parse_name_addr(two)->uri));
}

TEST_F(Rfc4475, esc02_a_percent_sign_outside_of_a_uri_escapes_nothing) {
  if (!load("esc02")) return;
  EXPECT_EQ(message_.method(), Method::other);
  EXPECT_EQ(message_.method_text(), "RE%47IST%45R");
  EXPECT_EQ(message_.count(HeaderId::contact), 2u);
  EXPECT_NE(message_.find("C%6Fntact"), nullptr);
  EXPECT_EQ(unquote(address(HeaderId::to).display), "%Z%45");
  EXPECT_EQ(via(0).branch(), "z9hG4bK209%fzsnel234");
}

TEST_F(Rfc4475, lwsdisp_no_space_before_the_bracket) {
  if (!load("lwsdisp")) return;
  EXPECT_EQ(address(HeaderId::from).display, "caller");
  EXPECT_EQ(address(HeaderId::from).uri.text, "sip:caller@example.com");
}

TEST_F(Rfc4475, longreq_long_values_and_every_way_to_write_via) {
  if (!load("longreq")) return;
  EXPECT_EQ(message_.method(), Method::invite);
  EXPECT_GT(message_.value(HeaderId::call_id).size(), 100u);
  EXPECT_EQ(via(0).host.text, "sip33.example.com");
  std::size_t vias = 0;
  std::string_view value;
  for (HeaderValues values(message_, HeaderId::via); values.next(value);) ++vias;
  EXPECT_EQ(vias, 34u);
  EXPECT_EQ(address(HeaderId::to).uri.port, 6000);
  EXPECT_GT(address(HeaderId::from).tag().size(), 100u);
  EXPECT_EQ(message_.body().size(), parse_number(message_.value(HeaderId::content_length)));
}

TEST_F(Rfc4475, dblreq_a_datagram_holds_one_message) {
  if (!load("dblreq")) return;
  EXPECT_EQ(message_.method(), Method::register_);
  EXPECT_EQ(message_.body(), "");
  EXPECT_EQ(message_.text().find("INVITE"), std::string_view::npos);
}

TEST_F(Rfc4475, semiuri_the_user_part_may_hold_semicolons) {
  if (!load("semiuri")) return;
  const auto uri = parse_uri(message_.request_uri());
  ASSERT_TRUE(uri);
  EXPECT_EQ(uri->user, "user;par=u%40example.net");
  EXPECT_TRUE(uri->params.empty());
  EXPECT_TRUE(list_has_token(message_, HeaderId::accept, "message/sipfrag"));
}

TEST_F(Rfc4475, transports_unknown_ones_are_just_tokens) {
  if (!load("transports")) return;
  EXPECT_EQ(message_.count(HeaderId::via), 5u);
  EXPECT_EQ(via(0).transport, "UDP");
  EXPECT_EQ(via(1).transport, "SCTP");
  EXPECT_EQ(via(2).transport, "TLS");
  EXPECT_EQ(via(3).transport, "UNKNOWN");
  EXPECT_EQ(via(4).transport, "TCP");
}

TEST_F(Rfc4475, mpart01_bodies_are_octets) {
  if (!load("mpart01")) return;
  const auto type = parse_content_type(message_.value(HeaderId::content_type));
  ASSERT_TRUE(type);
  EXPECT_TRUE(type->is("multipart", "mixed"));
  EXPECT_EQ(type->params.value("boundary"), "7a9cbec02ceef655");
  EXPECT_EQ(message_.body().size(), 553u);
  EXPECT_NE(message_.body().find('\0'), std::string_view::npos);
  EXPECT_TRUE(via(0).wants_rport());
  EXPECT_EQ(via(0).host.address, host::IpAddress::v4(0x7f000001));
}

TEST_F(Rfc4475, unreason_and_noreason_the_phrase_is_free_text_or_nothing) {
  if (!load("unreason")) return;
  EXPECT_EQ(message_.status(), 200);
  EXPECT_EQ(message_.reason().substr(0, 14), "= 2**3 * 5**2 ");
  ASSERT_TRUE(load("noreason"));
  EXPECT_EQ(message_.status(), 100);
  EXPECT_EQ(message_.reason(), "");
}

TEST_F(Rfc4475, scalar02_expiries_beyond_reach_count_as_the_default) {
  if (!load("scalar02")) return;
  EXPECT_EQ(expires_or_default(message_.value(HeaderId::expires)), 3600u);
  EXPECT_EQ(expires_or_default(address(HeaderId::contact).params.value("expires")), 3600u);
  EXPECT_EQ(parse_max_forwards(message_.value(HeaderId::max_forwards)), std::nullopt);
  ASSERT_TRUE(load("scalarlg"));
  EXPECT_EQ(parse_retry_after(message_.value(HeaderId::retry_after)), std::nullopt);
  EXPECT_EQ(parse_warning(message_.value(HeaderId::warning)), std::nullopt);
}

TEST_F(Rfc4475, baddate_only_gmt_is_a_sip_date) {
  if (!load("baddate")) return;
  EXPECT_EQ(parse_date(message_.value(HeaderId::date)), std::nullopt);
}

TEST_F(Rfc4475, baddn_a_display_name_with_a_comma_needs_quotes) {
  if (!load("baddn")) return;
  bytes_ += "\r\n";
  message_.parse(bytes_);
  const Verdict verdict = check_request(message_);
  EXPECT_EQ(verdict.disposition, Disposition::reject);
  EXPECT_EQ(verdict.defect.reason, "Malformed From");
}

TEST_F(Rfc4475, badbranch_the_bare_cookie_identifies_nothing) {
  if (!load("badbranch")) return;
  EXPECT_EQ(via(0).branch(), "z9hG4bK");
  EXPECT_FALSE(via(0).has_rfc3261_branch());
}

TEST_F(Rfc4475, unkscm_and_novelsc_unknown_schemes_are_left_to_the_user_agent) {
  if (!load("unkscm")) return;
  auto uri = parse_uri(message_.request_uri());
  ASSERT_TRUE(uri);
  EXPECT_EQ(uri->scheme, Scheme::other);
  EXPECT_EQ(uri->scheme_name, "nobodyKnowsThisScheme");
  EXPECT_EQ(uri->opaque, "totallyopaquecontent");
  ASSERT_TRUE(load("novelsc"));
  uri = parse_uri(message_.request_uri());
  ASSERT_TRUE(uri);
  EXPECT_EQ(uri->scheme_name, "soap.beep");
  ASSERT_TRUE(load("unksm2"));
  EXPECT_EQ(address(HeaderId::to).uri.scheme_name, "isbn");
  EXPECT_EQ(address(HeaderId::from).tag(), "3234233");
  EXPECT_EQ(address(HeaderId::contact).uri.opaque, "John_Smith");
}

TEST_F(Rfc4475, bext01_required_extensions_are_listed_for_420) {
  if (!load("bext01")) return;
  EXPECT_TRUE(list_has_token(message_, HeaderId::require, "nothingSupportsThisEither"));
  EXPECT_TRUE(list_has_token(message_, HeaderId::proxy_require, "norDoAnyProxiesSupportThis"));
  EXPECT_FALSE(list_has_token(message_, HeaderId::require, "norDoAnyProxiesSupportThis"));
}

TEST_F(Rfc4475, invut_and_sdp01_say_which_types_they_mean) {
  if (!load("invut")) return;
  EXPECT_TRUE(parse_content_type(message_.value(HeaderId::content_type))->is("application", "unknownformat"));
  EXPECT_EQ(message_.body().size(), 40u);
  ASSERT_TRUE(load("sdp01"));
  EXPECT_FALSE(list_has_token(message_, HeaderId::accept, "application/sdp"));
}

TEST_F(Rfc4475, regaut01_credentials_of_any_scheme_can_be_read) {
  if (!load("regaut01")) return;
  const auto auth = parse_auth(message_.value(HeaderId::authorization));
  ASSERT_TRUE(auth);
  EXPECT_EQ(auth->scheme, "NoOneKnowsThisScheme");
  EXPECT_EQ(auth->value("opaque-data"), "here");
}

TEST_F(Rfc4475, bcast_the_second_via_is_there_to_be_seen) {
  if (!load("bcast")) return;
  EXPECT_EQ(message_.count(HeaderId::via), 2u);
  EXPECT_EQ(via(1).host.address, host::IpAddress::v4(0xffffffff));
}

TEST_F(Rfc4475, zeromf_goes_no_further_than_here) {
  if (!load("zeromf")) return;
  const Verdict verdict = check_hops_left(message_);
  EXPECT_EQ(verdict.disposition, Disposition::reject);
  EXPECT_EQ(verdict.defect.status, 483);
}

TEST_F(Rfc4475, cparam01_and_cparam02_brackets_decide_whose_parameter_it_is) {
  if (!load("cparam01")) return;
  EXPECT_TRUE(address(HeaderId::contact).params.has("unknownparam"));
  EXPECT_FALSE(address(HeaderId::contact).uri.params.has("unknownparam"));
  ASSERT_TRUE(load("cparam02"));
  EXPECT_FALSE(address(HeaderId::contact).params.has("unknownparam"));
  EXPECT_TRUE(address(HeaderId::contact).uri.params.has("unknownparam"));
}

TEST_F(Rfc4475, regescrt_the_contact_keeps_its_escaped_route) {
  if (!load("regescrt")) return;
  EXPECT_EQ(address(HeaderId::contact).uri.headers, "Route=%3Csip:sip.example.com%3E");
}

TEST_F(Rfc4475, inv2543_no_branch_no_max_forwards_no_length) {
  if (!load("inv2543")) return;
  EXPECT_FALSE(message_.has(HeaderId::max_forwards));
  EXPECT_FALSE(message_.has_content_length());
  EXPECT_EQ(via(0).branch(), "");
  EXPECT_EQ(address(HeaderId::from).tag(), "");
  EXPECT_EQ(address(HeaderId::to).params.value("user"), "phone");
  EXPECT_EQ(message_.body().substr(0, 4), "v=0\r");
}

}  // namespace
}  // namespace hexad::sip
