#include "model/wire/sip/check.h"

#include <gtest/gtest.h>

#include "tests/model/wire/sip/messages.h"

namespace hexad::sip {
namespace {

class Checks : public ::testing::Test {
 protected:
  Verdict check(std::string bytes) {
    bytes_ = std::move(bytes);
    message_.parse(bytes_);
    return message_.is_response() ? check_response(message_) : check_request(message_);
  }
  std::string_view rejected(std::string bytes, int status = 400) {
    const Verdict verdict = check(std::move(bytes));
    EXPECT_EQ(verdict.disposition, Disposition::reject);
    EXPECT_EQ(verdict.defect.status, status);
    return verdict.defect.reason;
  }

  std::string bytes_;
  MessageView message_;
};

TEST_F(Checks, a_good_request_is_accepted) {
  EXPECT_TRUE(check(good_request()).accepted());
  EXPECT_TRUE(check(good_request("REGISTER", {"Contact: *", "Expires: 0"})).accepted());
  EXPECT_TRUE(check(good_request("NEWMETHOD", {"Contact: <sip:a@b>, sip:c@d;q=1"})).accepted());
}

TEST_F(Checks, each_required_header_field_is_missed_by_name) {
  EXPECT_EQ(rejected(replaced(good_request(), "From:", "Frm:")), "Missing From");
  EXPECT_EQ(rejected(replaced(good_request(), "\r\nTo:", "\r\nTwo:")), "Missing To");
  EXPECT_EQ(rejected(replaced(good_request(), "Call-ID:", "Call:")), "Missing Call-ID");
  EXPECT_EQ(rejected(replaced(good_request(), "CSeq:", "Seq:")), "Missing CSeq");
}

TEST_F(Checks, without_a_usable_via_nobody_is_answered) {
  const Verdict missing = check(replaced(good_request(), "Via:", "Vi:"));
  EXPECT_EQ(missing.disposition, Disposition::drop);
  EXPECT_EQ(missing.defect.reason, "Missing Via");
  EXPECT_EQ(check(replaced(good_request(), "SIP/2.0/UDP phone3", "SIP/2.0/UDP ,phone3")).disposition,
            Disposition::drop);
  EXPECT_EQ(
      check("OPTIONS sip:a@b SIP/2.0\r\nVia:\r\n" + good_request().substr(good_request().find("Via"))).disposition,
      Disposition::drop);
  EXPECT_EQ(rejected(replaced(good_request(), ";rport", ";rport;;")), "Malformed Via");
}

TEST_F(Checks, a_bad_ack_is_dropped) {
  EXPECT_TRUE(check(good_request("ACK")).accepted());
  EXPECT_EQ(check(replaced(good_request("ACK"), "17 ACK", "17 BYE")).disposition, Disposition::drop);
}

TEST_F(Checks, what_is_no_request_is_dropped) {
  EXPECT_EQ(check("hello\r\n\r\n").disposition, Disposition::drop);
  MessageView message;
  const std::string response = compose({"SIP/2.0 200 OK", "Call-ID: a"});
  message.parse(response);
  EXPECT_EQ(check_request(message).disposition, Disposition::drop);
}

TEST_F(Checks, repeated_single_header_fields_are_refused) {
  for (const char* line : {"To: <sip:x@y>", "f: <sip:x@y>;tag=2", "i: other", "CSeq: 17 OPTIONS", "Max-Forwards: 70"}) {
    EXPECT_EQ(rejected(good_request("OPTIONS", {line})), "Header Field Must Not Repeat") << line;
  }
  EXPECT_TRUE(check(good_request("OPTIONS", {"Subject: a", "Supported: b", "Supported: c"})).accepted());
}

TEST_F(Checks, malformed_values_are_named) {
  EXPECT_EQ(rejected(replaced(good_request(), ";tag=f00d", ";tag=f00d;tag=2")), "Malformed From");
  EXPECT_EQ(rejected(replaced(good_request(), "To: <", "To: x, y <")), "Malformed To");
  EXPECT_EQ(rejected(replaced(good_request(), "c4f1@", "c4f1 @")), "Malformed Call-ID");
  EXPECT_EQ(rejected(replaced(good_request(), "CSeq: 17", "CSeq: x17")), "Malformed CSeq");
  EXPECT_EQ(rejected(replaced(good_request(), "CSeq: 17 OPTIONS", "CSeq: 17 INFO")),
            "CSeq Method Does Not Match Request Method");
  EXPECT_EQ(rejected(replaced(good_request(), "Max-Forwards: 70", "Max-Forwards: many")), "Malformed Max-Forwards");
  EXPECT_EQ(rejected(good_request("OPTIONS", {"Contact: <sip:a@b>, sip:a@b?x=y"})), "Malformed Contact");
  EXPECT_EQ(rejected(good_request("OPTIONS", {"Route: sip:a@b;lr"})), "Malformed Route");
  EXPECT_EQ(rejected(good_request("OPTIONS", {"Record-Route: <sip:a@b"})), "Malformed Record-Route");
  EXPECT_EQ(rejected(good_request("OPTIONS", {"Content-Type: sdp"})), "Malformed Content-Type");
  EXPECT_EQ(rejected(good_request("OPTIONS", {}, "sip:a@b?x=y")), "Header Fields in Request-URI");
  EXPECT_EQ(rejected(good_request("OPTIONS", {}, "sip:a@")), "Malformed Request-URI");
  EXPECT_EQ(rejected(replaced(good_request(), "SIP/2.0\r\n", "SIP/4.2\r\n"), 505), "Version Not Supported");
}

TEST_F(Checks, absent_max_forwards_and_tag_are_forgiven) {
  EXPECT_TRUE(check(replaced(good_request(), "Max-Forwards: 70\r\n", "")).accepted());
  EXPECT_TRUE(check(replaced(good_request(), ";tag=f00d", "")).accepted());
}

TEST_F(Checks, hops_run_out_at_zero) {
  check(good_request());
  EXPECT_TRUE(check_hops_left(message_).accepted());
  check(replaced(good_request(), "Max-Forwards: 70", "Max-Forwards: 0"));
  EXPECT_EQ(check_hops_left(message_).defect.status, 483);
  check(replaced(good_request(), "Max-Forwards: 70\r\n", ""));
  EXPECT_TRUE(check_hops_left(message_).accepted());
}

TEST_F(Checks, responses_are_accepted_or_dropped) {
  const std::string good = compose({"SIP/2.0 200 OK", "Via: SIP/2.0/UDP a;branch=z9hG4bK1", "From: <sip:a@b>;tag=1",
                                    "To: <sip:c@d>;tag=2", "Call-ID: x", "CSeq: 1 REGISTER", "l: 0"});
  EXPECT_TRUE(check(good).accepted());
  EXPECT_EQ(check(replaced(good, "200 OK", "20 OK")).disposition, Disposition::drop);
  EXPECT_EQ(check(replaced(good, "CSeq: 1", "CSeq: one")).disposition, Disposition::drop);
  EXPECT_EQ(check(replaced(good, "Via:", "Vie:")).disposition, Disposition::drop);
  EXPECT_EQ(check(replaced(good, "SIP/2.0 200", "SIP/9.0 200")).disposition, Disposition::drop);
}

}  // namespace
}  // namespace hexad::sip
