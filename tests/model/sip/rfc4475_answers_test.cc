// The published messages of RFC 4475, sent to a registrar for the domains they use: each gets the RFC's answer, or
// silence where the RFC wants silence. Read in place; without the folder the project's own messages stand alone.
#include <gtest/gtest.h>

#include <iostream>
#include <map>

#include "tests/model/sip/wire_phone.h"
#include "tests/model/wire/sip/messages.h"

namespace hexad::sip {
namespace {

using namespace std::chrono_literals;

// INVITE and other methods without use here get 405 once nothing else is wrong with them.
const std::map<std::string, std::string> kAnswers = {
    {"wsinv", "405"},      {"intmeth", "501"},  {"esc01", "405"},     {"escnull", "200"},  {"esc02", "501"},
    {"lwsdisp", "200"},    {"longreq", "405"},  {"dblreq", "200"},    {"semiuri", "200"},  {"transports", "200"},
    {"mpart01", "405"},    {"unreason", ""},    {"noreason", ""},     {"badinv01", "400"}, {"clerr", "400"},
    {"ncl", "400"},        {"scalar02", "400"}, {"scalarlg", ""},     {"quotbal", "400"},  {"ltgtruri", "400"},
    {"lwsruri", "400"},    {"lwsstart", "400"}, {"trws", "400"},      {"escruri", "400"},  {"baddate", "405"},
    {"regbadct", "400"},   {"badaspec", "400"}, {"baddn", "400"},     {"badvers", "505"},  {"mismatch01", "400"},
    {"mismatch02", "400"}, {"bigcode", ""},     {"badbranch", "200"}, {"insuf", "400"},    {"unkscm", "416"},
    {"novelsc", "416"},    {"unksm2", "404"},   {"bext01", "420"},    {"invut", "405"},    {"regaut01", "200"},
    {"multi01", "400"},    {"mcl01", "400"},    {"bcast", ""},        {"zeromf", "200"},   {"cparam01", "200"},
    {"cparam02", "200"},   {"regescrt", "200"}, {"sdp01", "405"},     {"inv2543", "405"},
};

TEST(Rfc4475Answers, each_message_is_answered_as_the_rfc_says) {
  const auto messages = published_messages("rfc4475");
  if (messages.empty()) std::cout << "note: the messages of RFC 4475 are not on this machine\n";
  for (const auto& [name, bytes] : messages) {
    RegistrarWorld world;
    std::string answer;
    world.network.set_datagram_tap(
        [&](const host::SocketAddress& source, const host::SocketAddress&, host::ByteView out) {
          if (source.address == world.peer_host.address()) answer = host::as_text(out);
          return true;
        });
    UdpPhone phone(world.phone_host);
    class Silent final : public host::DatagramHandler {
      void on_datagrams(host::UdpSocket&, std::span<const host::ReceivedDatagram>) override {}
    } silent;
    auto socket = world.phone_host.open_udp(world.phone_host.at(40000), silent);
    ASSERT_TRUE(socket);
    const host::OutgoingDatagram datagram{world.peer(), host::as_bytes(bytes), {}};
    ASSERT_TRUE((*socket)->send(std::span(&datagram, 1)));
    world.network.run_for(1s);
    const auto expected = kAnswers.find(name);
    ASSERT_NE(expected, kAnswers.end()) << name;
    const std::string status = answer.size() > 11 ? answer.substr(8, 3) : "";
    EXPECT_EQ(status, expected->second) << name << ": " << status_line(answer);
  }
}

TEST(Rfc4475Answers, an_unknown_extension_is_named_in_the_answer_and_two_requests_in_a_datagram_are_one) {
  const auto messages = published_messages("rfc4475");
  if (messages.empty()) return;
  RegistrarWorld world;
  UdpPhone phone(world.phone_host);
  // The Via of the message names another port than that of the phone.
  phone.send(with_crlf(""), world.peer());
  std::string text = messages.at("bext01");
  text.replace(text.find("fold-and-staple.example.com"), 27, "10.0.0.1");
  std::string plain;
  for (const char c : text) {
    if (c != '\r') plain.push_back(c);
  }
  phone.send(plain, world.peer());
  world.network.run_for(1s);
  ASSERT_EQ(phone.received.size(), 1u);
  EXPECT_EQ(header_value(phone.received[0], "Unsupported"), "nothingSupportsThis, nothingSupportsThisEither");
}

}  // namespace
}  // namespace hexad::sip
