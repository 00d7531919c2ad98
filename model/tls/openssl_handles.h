// Owners of OpenSSL objects, and the provider set-up that every use of OpenSSL here goes through. Private to model/tls:
// it pulls OpenSSL's headers in, so no header that others include may include it.
#pragma once

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/provider.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>
#include <string_view>

#include "model/tls/library.h"

namespace hexad::tls {

template <auto Free>
struct FreeWith {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};

using BioOwner = std::unique_ptr<BIO, FreeWith<BIO_free_all>>;
using CertificateOwner = std::unique_ptr<X509, FreeWith<X509_free>>;
using RevocationListOwner = std::unique_ptr<X509_CRL, FreeWith<X509_CRL_free>>;
using KeyOwner = std::unique_ptr<EVP_PKEY, FreeWith<EVP_PKEY_free>>;
using DigestContextOwner = std::unique_ptr<EVP_MD_CTX, FreeWith<EVP_MD_CTX_free>>;
using NumberOwner = std::unique_ptr<BIGNUM, FreeWith<BN_free>>;
using Asn1IntegerOwner = std::unique_ptr<ASN1_INTEGER, FreeWith<ASN1_INTEGER_free>>;
using Asn1TimeOwner = std::unique_ptr<ASN1_TIME, FreeWith<ASN1_TIME_free>>;
using ExtensionOwner = std::unique_ptr<X509_EXTENSION, FreeWith<X509_EXTENSION_free>>;
using GeneralNamesOwner = std::unique_ptr<GENERAL_NAMES, FreeWith<GENERAL_NAMES_free>>;
using SslContextOwner = std::unique_ptr<SSL_CTX, FreeWith<SSL_CTX_free>>;

/// One OSSL_LIB_CTX with its providers: OpenSSL's own, and for simulated randomness ours in front of every draw.
/// It reads no openssl.cnf, so a machine's configuration changes nothing.
class ProviderContext {
 public:
  explicit ProviderContext(Randomness randomness);
  ~ProviderContext();
  ProviderContext(const ProviderContext&) = delete;
  ProviderContext& operator=(const ProviderContext&) = delete;
  OSSL_LIB_CTX* get() const { return context_; }

  /// For reading PEM text; it draws nothing.
  static const ProviderContext& for_parsing();
  /// For issuing certificates from a given Entropy, whatever the process itself runs on.
  static const ProviderContext& for_issuing();

 private:
  OSSL_LIB_CTX* context_ = nullptr;
  OSSL_PROVIDER* default_provider_ = nullptr;
  OSSL_PROVIDER* simulated_provider_ = nullptr;
};

/// A read-only memory BIO over text that outlives it.
BioOwner open_text(std::string_view text);
/// What a memory BIO has collected.
std::string collected_text(BIO* bio);
/// The reason of the newest entry of OpenSSL's error queue, such as "no shared cipher", and an empty queue after it.
std::string take_openssl_reason();

}  // namespace hexad::tls
