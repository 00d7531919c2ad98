// The hot path of a REGISTER (index, check, read its values, write the answer) allocates nothing. Method: this program
// counts every call of operator new.
#include <gtest/gtest.h>

#include <array>

#include "model/wire/sip/check.h"
#include "model/wire/sip/name_addr.h"
#include "model/wire/sip/response.h"
#include "tests/model/wire/sip/messages.h"
#include "tests/support/allocation_count.h"

namespace hexad::sip {
namespace {

const std::string kRegister = compose(
    {"REGISTER sip:hq.example SIP/2.0", "Via: SIP/2.0/UDP 10.1.0.117:5060;branch=z9hG4bK4b43c2ff8.1b1a7e0e2c7d4f;rport",
     "Max-Forwards: 70", "From: \"Meeting Room 117\" <sip:room117@hq.example>;tag=8f2b9ac1d4e3",
     "To: \"Meeting Room 117\" <sip:room117@hq.example>", "Call-ID: f81d4fae-7dec-11d0-a765-00a0c91e6bf6@10.1.0.117",
     "CSeq: 1042 REGISTER",
     "Contact: <sip:room117@10.1.0.117:5060;transport=udp>;expires=60;q=0.8;+sip.instance="
     "\"<urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6>\";reg-id=1",
     "Allow: INVITE,ACK,CANCEL,OPTIONS,BYE,REFER,NOTIFY,INFO,UPDATE", "Supported: replaces,outbound,path,gruu",
     "User-Agent: Hexad endpoint", "Expires: 60", "Content-Length: 0"});

TEST(Allocations, a_register_is_read_and_answered_without_any) {
  MessageView message;
  std::array<char, 2048> buffer;
  const auto source = host::SocketAddress::parse("10.1.0.117:5060").value();
  const std::size_t before = support::allocations();
  message.parse(kRegister);
  const Verdict verdict = check_request(message);
  const auto contact = parse_name_addr(first_value(message, HeaderId::contact));
  MessageWriter writer(buffer);
  begin_response(writer, message, {200, {}, "srv1", source});
  writer.header(HeaderId::contact, contact->text);
  const std::string_view answer = writer.finish();
  const std::size_t after = support::allocations();
  EXPECT_EQ(after - before, 0u);
  EXPECT_TRUE(verdict.accepted());
  EXPECT_GT(answer.size(), 300u);
  EXPECT_GT(kRegister.size(), 600u);
}

TEST(Allocations, are_counted) {
  const std::size_t before = support::allocations();
  delete new int(1);
  const std::string text(100, 'x');
  EXPECT_GE(support::allocations() - before, 1u) << text;
}

}  // namespace
}  // namespace hexad::sip
