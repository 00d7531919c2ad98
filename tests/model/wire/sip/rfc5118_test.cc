// The 12 messages of RFC 5118 (SIP with IPv6), read in place from the folder of published vectors.
#include <gtest/gtest.h>

#include <iostream>

#include "model/wire/sip/check.h"
#include "model/wire/sip/name_addr.h"
#include "model/wire/sip/uri.h"
#include "model/wire/sip/via.h"
#include "tests/model/wire/sip/messages.h"

namespace hexad::sip {
namespace {

host::IpAddress ip(std::string_view text) { return host::IpAddress::parse(text).value(); }

class Rfc5118 : public ::testing::Test {
 protected:
  bool load(const std::string& name) {
    static const auto messages = published_messages("rfc5118");
    const auto found = messages.find(name);
    if (found == messages.end()) {
      std::cout << "note: " << name << ".dat of RFC 5118 is not on this machine\n";
      return false;
    }
    bytes_ = found->second;
    message_.parse(bytes_);
    return true;
  }
  HostView request_host() { return parse_uri(message_.request_uri()).value_or(UriView{}).host; }
  ViaView via(std::size_t index = 0) {
    HeaderValues values(message_, HeaderId::via);
    std::string_view value;
    for (std::size_t i = 0; i <= index; ++i) values.next(value);
    return parse_via(value).value_or(ViaView{});
  }

  std::string bytes_;
  MessageView message_;
};

TEST_F(Rfc5118, every_message_but_the_one_without_brackets_is_accepted) {
  for (const auto& [name, bytes] : published_messages("rfc5118")) {
    MessageView message;
    ASSERT_EQ(message.parse(bytes), MessageKind::request) << name;
    const Verdict verdict = check_request(message);
    if (name == "ipv6-bad") {
      EXPECT_EQ(verdict.disposition, Disposition::reject);
      EXPECT_EQ(verdict.defect.reason, "Malformed Request-URI");
    } else {
      EXPECT_TRUE(verdict.accepted()) << name << ": " << verdict.defect.reason;
    }
  }
}

TEST_F(Rfc5118, a_reference_names_address_and_port) {
  if (!load("ipv6-good")) return;
  EXPECT_EQ(request_host().address, ip("2001:db8::10"));
  EXPECT_EQ(via().host.address, ip("2001:db8::9:1"));
  ASSERT_TRUE(load("port-ambiguous"));
  EXPECT_EQ(request_host().address, ip("2001:db8::10:5070"));
  EXPECT_EQ(parse_uri(message_.request_uri())->port, std::nullopt);
  ASSERT_TRUE(load("port-unambiguous"));
  EXPECT_EQ(request_host().address, ip("2001:db8::10"));
  EXPECT_EQ(parse_uri(message_.request_uri())->port, 5070);
}

TEST_F(Rfc5118, received_is_read_with_and_without_brackets) {
  if (!load("via-received-param-no-delim")) return;
  EXPECT_EQ(parse_host(via().received())->address, ip("2001:db8::9:255"));
  ASSERT_TRUE(load("via-received-param-with-delim"));
  EXPECT_EQ(parse_host(via().received())->address, ip("2001:db8::9:255"));
}

TEST_F(Rfc5118, families_mix_in_one_message) {
  if (!load("mult-ip-in-header")) return;
  EXPECT_EQ(via(0).port, 6050);
  EXPECT_EQ(via(1).host.address, ip("192.0.2.1"));
  EXPECT_EQ(via(2).received(), "192.0.2.200");
  ASSERT_TRUE(load("ipv4-mapped-ipv6"));
  EXPECT_EQ(via(0).host.address, ip("::ffff:192.0.2.10"));
  EXPECT_EQ(via(0).port, 19823);
}

TEST_F(Rfc5118, a_third_colon_before_an_ipv4_address_is_forgiven) {
  if (!load("ipv6-bug-abnf-3-colons")) return;
  EXPECT_EQ(request_host().address, ip("2001:db8::192.0.2.1"));
  ASSERT_TRUE(load("ipv6-correct-abnf-2-colons"));
  EXPECT_EQ(request_host().address, ip("2001:db8::192.0.2.1"));
}

TEST_F(Rfc5118, bodies_with_addresses_are_left_alone) {
  if (!load("ipv6-in-sdp")) return;
  EXPECT_NE(message_.body().find("c=IN IP6 2001:db8::20"), std::string_view::npos);
  ASSERT_TRUE(load("mult-ip-in-sdp"));
  EXPECT_NE(message_.body().find("c=IN IP4 192.0.2.1"), std::string_view::npos);
}

}  // namespace
}  // namespace hexad::sip
