// What OpenSSL calls during a session's calls. Private to model/tls.
#pragma once

#include "model/tls/openssl_handles.h"

namespace hexad::tls {

class Session;

/// All run inside a call on the session, from whose SSL object they find it.
struct SessionCallbacks {
  static Session& session_of(const SSL* ssl);
  static int read_ciphertext(BIO* bio, char* into, std::size_t size, std::size_t* done);
  static int write_ciphertext(BIO* bio, const char* bytes, std::size_t size, std::size_t* done);
  static int verify(X509_STORE_CTX* store, void*);
  static void note_alert(const SSL* ssl, int where, int value);
  static void log_key(const SSL* ssl, const char* line);
};

/// A BIO that reads the session's input and appends to its output.
BIO* make_session_bio(Session& session);

}  // namespace hexad::tls
