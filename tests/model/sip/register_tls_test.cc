// Registering over TLS, with certificates of a laboratory.
#include <gtest/gtest.h>

#include "model/sip/tls_stream_factory.h"
#include "tests/model/sip/wire_phone.h"
#include "tests/model/tls/laboratory.h"

namespace hexad::sip {
namespace {

using namespace std::chrono_literals;
using Texts = std::vector<std::string>;

class RegisterOverTls : public ::testing::Test, public ResponseHandler, public FlowHandler {
 protected:
  RegisterOverTls() {
    stack_.set_flow_handler(this);
    peer_stack_.set_request_handler(&server_);
    EXPECT_TRUE(peer_stack_.transport().listen(Transport::tls, peer_host_.at(5061)));
  }
  void register_at(std::string_view server_name) {
    const auto flow = stack_.transport().open_flow(Transport::tls, peer_host_.at(5061), server_name);
    ASSERT_TRUE(flow);
    const std::string contact = "<sip:alice@" + stack_.contact_address(*flow).to_string() + ";transport=tls>";
    const HeaderLine headers[] = {{"Contact", contact}, {"Expires", "60"}};
    OutgoingRequest request;
    request.method = "REGISTER";
    request.uri = "sip:example.com";
    request.from = "<sip:alice@example.com>;tag=1";
    request.to = "<sip:alice@example.com>";
    request.call_id = "c1";
    request.headers = headers;
    ASSERT_TRUE(stack_.send_request(*flow, request, *this));
    network_.run_for(5s);
  }
  void on_response(TransactionId, const MessageView& response) override {
    heard_.push_back(std::to_string(response.status()));
  }
  void on_timeout(TransactionId) override { heard_.push_back("timeout"); }
  void on_transport_error(TransactionId, const host::Error& error) override {
    heard_.push_back("request: " + std::string(host::to_string(error.code)));
  }
  void on_flow_open(const Flow&) override { heard_.push_back("open"); }
  void on_flow_lost(const Flow&, const host::Error& error) override {
    heard_.push_back("lost: " + std::string(host::to_string(error.code)));
  }

  support::SimNetwork network_{7};
  support::SimHost& phone_host_ = network_.add_host("phone", {"10.0.0.1/24"});
  support::SimHost& peer_host_ = network_.add_host("peer", {"10.0.0.2/24"});
  tls::test::Laboratory laboratory_;
  tls::Library library_{tls::Randomness::simulated};
  tls::Credentials peer_credentials_ = laboratory_.issue("peer1.example.com");
  tls::ContextHandle server_context_ =
      library_.context(laboratory_.policy(tls::Verify::optional), &peer_credentials_).value();
  tls::ContextHandle client_context_ = library_.context(laboratory_.policy(), nullptr).value();
  TlsStreamFactory peer_streams_{peer_host_, client_context_, server_context_};
  TlsStreamFactory phone_streams_{phone_host_, client_context_, nullptr};
  location::RegistrationStore store_{peer_host_};
  Stack peer_stack_{peer_host_, {}, &peer_streams_};
  Registrar registrar_{peer_host_, store_, RegistrarWorld::example_settings()};
  UserAgentServer server_{peer_host_, peer_stack_, &registrar_};
  Stack stack_{phone_host_, {}, &phone_streams_};
  Texts heard_;
};

TEST_F(RegisterOverTls, a_phone_registers_and_the_log_shows_the_messages_in_clear) {
  register_at("peer1.example.com");
  EXPECT_EQ(heard_, (Texts{"open", "200"}));
  const auto record = store_.find("sip:alice@example.com");
  ASSERT_NE(record, location::kNone);
  EXPECT_EQ(store_.contact(store_.first_contact(record)).flow().transport, Transport::tls);
  EXPECT_EQ(peer_host_.captured().ladder("sip"), (Texts{"< REGISTER sip:example.com", "> 200 OK (REGISTER)"}));
  EXPECT_EQ(peer_host_.captured().messages()[0].transport, Transport::tls);
}

TEST_F(RegisterOverTls, split_at_every_byte_of_the_ciphertext) {
  network_.set_segment_bytes(1);
  register_at("peer1.example.com");
  EXPECT_EQ(heard_, (Texts{"open", "200"}));
}

TEST_F(RegisterOverTls, a_certificate_of_another_name_fails_request_and_flow) {
  register_at("peer2.example.com");
  EXPECT_EQ(heard_, (Texts{"request: permission_denied", "lost: permission_denied"}));
  EXPECT_EQ(store_.contacts(), 0u);
}

}  // namespace
}  // namespace hexad::sip
