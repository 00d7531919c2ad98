#include "model/tls/session_callbacks.h"

#include <algorithm>
#include <cstring>

#include "model/host/check.h"
#include "model/tls/session.h"
#include "model/tls/tls_context.h"
#include "model/tls/verification.h"

namespace hexad::tls {
namespace {

int start_bio(BIO* bio) {
  BIO_set_init(bio, 1);
  return 1;
}

// Flushing is all that libssl asks for that must succeed; everything else (kernel TLS, DTLS) is not offered.
long control_bio(BIO*, int command, long, void*) { return command == BIO_CTRL_FLUSH ? 1 : 0; }

BIO_METHOD* make_method() {
  BIO_METHOD* method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "hexad session");
  HEXAD_CHECK(method != nullptr);
  BIO_meth_set_create(method, start_bio);
  BIO_meth_set_ctrl(method, control_bio);
  BIO_meth_set_read_ex(method, SessionCallbacks::read_ciphertext);
  BIO_meth_set_write_ex(method, SessionCallbacks::write_ciphertext);
  return method;
}

constexpr int kAlertCloseNotify = 0;
constexpr int kAlertUserCanceled = 90;
constexpr int kAlertNoRenegotiation = 100;

}  // namespace

BIO* make_session_bio(Session& session) {
  static BIO_METHOD* const method = make_method();
  BIO* bio = BIO_new(method);
  HEXAD_CHECK(bio != nullptr);
  BIO_set_data(bio, &session);
  return bio;
}

Session& SessionCallbacks::session_of(const SSL* ssl) { return *static_cast<Session*>(SSL_get_app_data(ssl)); }

int SessionCallbacks::read_ciphertext(BIO* bio, char* into, std::size_t size, std::size_t* done) {
  Session& session = *static_cast<Session*>(BIO_get_data(bio));
  BIO_clear_retry_flags(bio);
  *done = std::min(size, session.input_.size() - session.input_read_);
  if (*done == 0) {
    BIO_set_retry_read(bio);
    return 0;
  }
  std::memcpy(into, session.input_.data() + session.input_read_, *done);
  session.input_read_ += *done;
  return 1;
}

int SessionCallbacks::write_ciphertext(BIO* bio, const char* bytes, std::size_t size, std::size_t* done) {
  Session& session = *static_cast<Session*>(BIO_get_data(bio));
  BIO_clear_retry_flags(bio);
  session.output_.insert(session.output_.end(), bytes, bytes + size);
  *done = size;
  return 1;
}

int SessionCallbacks::verify(X509_STORE_CTX* store, void*) {
  const auto* ssl = static_cast<const SSL*>(X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
  Session& session = session_of(ssl);
  const Policy& policy = session.context_->policy();
  if (policy.verify == Verify::none) return 1;
  session.verification_failure_ =
      verify_chain(store, VerificationRequest{&policy, &session.names_, session.options_.far_side, session.now_});
  if (session.verification_failure_.empty()) return 1;
  if (policy.verify == Verify::permissive) {
    X509_STORE_CTX_set_error(store, X509_V_OK);
    return 1;
  }
  session.certificate_refused_ = true;
  return 0;
}

void SessionCallbacks::note_alert(const SSL* ssl, int where, int value) {
  if ((where & SSL_CB_ALERT) == 0) return;
  const int description = value & 0xff;
  if (description == kAlertCloseNotify || description == kAlertUserCanceled || description == kAlertNoRenegotiation) {
    return;
  }
  Session& session = session_of(ssl);
  std::string& alert = (where & SSL_CB_READ) != 0 ? session.alert_received_ : session.alert_sent_;
  alert = SSL_alert_desc_string_long(value);
}

void SessionCallbacks::log_key(const SSL* ssl, const char* line) {
  KeyLog* key_log = session_of(ssl).context_->key_log();
  if (key_log != nullptr) key_log->line(line);
}

void install_session_callbacks(SSL_CTX* context, bool with_key_log) {
  SSL_CTX_set_cert_verify_callback(context, SessionCallbacks::verify, nullptr);
  SSL_CTX_set_info_callback(context, SessionCallbacks::note_alert);
  if (with_key_log) SSL_CTX_set_keylog_callback(context, SessionCallbacks::log_key);
}

}  // namespace hexad::tls
