// A client on OpenSSL itself that does what no Session does: renegotiates, and floods a server with key updates.
#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <memory>

#include "tests/model/tls/laboratory.h"

namespace hexad::tls::test {
namespace {

class HostileClient {
 public:
  explicit HostileClient(int version) : context_(SSL_CTX_new(TLS_client_method()), SSL_CTX_free) {
    SSL_CTX_set_max_proto_version(context_.get(), version);
    ssl_.reset(SSL_new(context_.get()));
    SSL_set_bio(ssl_.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
    SSL_set_connect_state(ssl_.get());
  }
  SSL* ssl() { return ssl_.get(); }
  void send_to(Session& server) {
    char* bytes = nullptr;
    const long size = BIO_get_mem_data(SSL_get_wbio(ssl()), &bytes);
    server.handle_ciphertext(host::as_bytes({bytes, static_cast<std::size_t>(size)}));
    (void)BIO_reset(SSL_get_wbio(ssl()));
  }
  void receive_from(Session& server) {
    BIO_write(SSL_get_rbio(ssl()), server.output().data(), static_cast<int>(server.output().size()));
    server.consume_output(server.output().size());
  }
  void connect_to(Session& server) {
    while (!SSL_is_init_finished(ssl()) || server.handshaking()) {
      SSL_do_handshake(ssl());
      send_to(server);
      server.handshake(kNewYear);
      receive_from(server);
    }
  }

 private:
  std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context_;
  std::unique_ptr<SSL, void (*)(SSL*)> ssl_{nullptr, SSL_free};
};

class HostileClientTest : public ::testing::Test {
 protected:
  Laboratory laboratory;
  Library library{Randomness::simulated};
  Credentials credentials = laboratory.issue("peer1");
  support::SeededEntropy entropy{1, "server", "tls"};
  Session server{library.context(laboratory.policy(Verify::none), &credentials).value(), Role::server, {}, entropy};
  std::uint8_t plaintext[kRecordPlaintextMax];
};

TEST_F(HostileClientTest, renegotiation_is_refused_and_the_session_goes_on) {
  HostileClient client(TLS1_2_VERSION);
  client.connect_to(server);
  ASSERT_EQ(SSL_renegotiate(client.ssl()), 1);
  SSL_do_handshake(client.ssl());
  client.send_to(server);
  EXPECT_EQ(server.read(plaintext), 0u);
  EXPECT_FALSE(server.output().empty()) << "the warning no_renegotiation";
  client.receive_from(server);
  EXPECT_LE(SSL_do_handshake(client.ssl()), 0);
  EXPECT_FALSE(server.failure().has_value());
  EXPECT_TRUE(server.write(host::as_bytes("still here")).has_value());
}

TEST_F(HostileClientTest, key_updates_whose_answers_nobody_fetches_do_not_pile_up) {
  HostileClient client(TLS1_3_VERSION);
  client.connect_to(server);
  std::size_t sent_bytes = 0;
  // Each update is 27 bytes on the wire, and so is its answer.
  for (int i = 0; i < 20'000 && !server.failure(); ++i) {
    ASSERT_EQ(SSL_key_update(client.ssl(), SSL_KEY_UPDATE_REQUESTED), 1);
    ASSERT_EQ(SSL_do_handshake(client.ssl()), 1);
    sent_bytes += static_cast<std::size_t>(BIO_ctrl_pending(SSL_get_wbio(client.ssl())));
    client.send_to(server);
    while (server.read(plaintext) > 0) {
    }
  }
  EXPECT_GT(sent_bytes, 4 * kSessionOutputHighWater);
  EXPECT_LT(server.output().size(), kSessionOutputHighWater + 1024);
}

TEST_F(HostileClientTest, no_ticket_is_given_and_no_session_resumed) {
  HostileClient client(TLS1_3_VERSION);
  client.connect_to(server);
  EXPECT_EQ(SSL_read(client.ssl(), plaintext, 1), -1);
  EXPECT_EQ(SSL_SESSION_is_resumable(SSL_get_session(client.ssl())), 0);
}

}  // namespace
}  // namespace hexad::tls::test
