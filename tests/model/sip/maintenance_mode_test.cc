// Goal: a peer in maintenance mode takes no new work and lets devices go; a transport can be closed and opened again
// while the rest serves on. Method: one phone over UDP and TCP.
#include <gtest/gtest.h>

#include "tests/model/sip/wire_phone.h"
#include "tests/support/verifies.h"

namespace hexad::sip {
namespace {

using namespace std::chrono_literals;

class MaintenanceMode : public ::testing::Test {
 protected:
  std::string answer_to(const std::string& request) {
    phone_.received.clear();
    phone_.send(request, world_.peer());
    world_.network.run_for(10ms);
    return phone_.received.empty() ? "nothing" : std::string(status_line(phone_.received.back()));
  }
  std::string registering(unsigned expires) {
    RegisterText text;
    text.cseq = ++cseq_;
    text.headers = {"Contact: <sip:alice@10.0.0.1:5060>", "Expires: " + std::to_string(expires)};
    return answer_to(text.text());
  }

  RegistrarWorld world_;
  UdpPhone phone_{world_.phone_host};
  unsigned cseq_ = 0;
};

TEST_F(MaintenanceMode, refuses_registrations_and_refreshes_until_it_ends) {
  support::verifies("maint.registrations-time-out");
  EXPECT_EQ(registering(60), "SIP/2.0 200 OK");
  world_.registrar.set_in_maintenance(true);
  EXPECT_EQ(registering(60), "SIP/2.0 503 Maintenance Mode");
  EXPECT_EQ(header_value(phone_.received.back(), "Retry-After"), "60");
  EXPECT_EQ(world_.store.contacts(), 1u) << "what is registered stays until it expires";
  world_.network.run_for(61s);
  EXPECT_EQ(world_.store.contacts(), 0u) << "within one interval everything has drained";
  EXPECT_EQ(world_.registrar.counters().in_maintenance, 1u);
  world_.registrar.set_in_maintenance(false);
  EXPECT_EQ(registering(60), "SIP/2.0 200 OK");
}

TEST_F(MaintenanceMode, lets_a_device_unregister) {
  EXPECT_EQ(registering(60), "SIP/2.0 200 OK");
  world_.registrar.set_in_maintenance(true);
  EXPECT_EQ(registering(0), "SIP/2.0 200 OK");
  EXPECT_EQ(world_.store.contacts(), 0u);
}

TEST_F(MaintenanceMode, answers_options_with_503) {
  const std::string options =
      "OPTIONS sip:example.com SIP/2.0\nVia: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK-o1\nMax-Forwards: 70\n"
      "From: <sip:a@example.com>;tag=1\nTo: <sip:example.com>\nCall-ID: o1\nCSeq: 1 OPTIONS\n"
      "Content-Length: 0\n\n";
  world_.registrar.set_in_maintenance(true);
  EXPECT_EQ(answer_to(options), "SIP/2.0 503 Maintenance Mode");
}

TEST_F(MaintenanceMode, a_closed_socket_answers_nothing_and_can_be_opened_again) {
  const auto served = *world_.stack.transport().listening(Transport::udp, host::Family::ipv4);
  EXPECT_TRUE(world_.stack.transport().stop_listening(Transport::udp, served));
  EXPECT_FALSE(world_.stack.transport().stop_listening(Transport::udp, served));
  EXPECT_EQ(registering(60), "nothing");
  ASSERT_TRUE(world_.stack.transport().listen(Transport::udp, served));
  EXPECT_EQ(registering(60), "SIP/2.0 200 OK");
}

}  // namespace
}  // namespace hexad::sip
