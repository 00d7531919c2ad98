#include "model/tls/library.h"

#include <fmt/format.h>
#include <openssl/err.h>

#include <algorithm>
#include <optional>

#include "model/host/check.h"
#include "model/tls/certificate_reader.h"
#include "model/tls/credentials.h"
#include "model/tls/policy.h"
#include "model/tls/tls_context.h"

namespace hexad::tls {
namespace {

using host::ErrorCode;
using host::Expected;

// OpenSSL draws keys for session tickets as it makes an SSL_CTX. Tickets are off, so the bytes are never used, and they
// must not come from any host: which host asks first for a shared context would change that host's later draws.
class TicketKeyEntropy final : public host::Entropy {
 public:
  void fill(host::MutableByteView into) override { std::fill(into.begin(), into.end(), std::uint8_t{0}); }
};

class ContentDigest {
 public:
  explicit ContentDigest(OSSL_LIB_CTX* context) : library_(context) {}
  void add(std::string_view text) {
    content_ += fmt::format("{}:", text.size());
    content_ += text;
  }
  void add(int number) { content_ += fmt::format("#{}:", number); }
  host::Bytes finish() const {
    host::Bytes digest(32);
    std::size_t size = digest.size();
    HEXAD_CHECK(EVP_Q_digest(library_, "SHA256", nullptr, content_.data(), content_.size(), digest.data(), &size) == 1);
    return digest;
  }

 private:
  OSSL_LIB_CTX* library_;
  std::string content_;
};

host::Bytes digest_of(OSSL_LIB_CTX* library, const Policy& policy, const Credentials* credentials) {
  ContentDigest digest(library);
  digest.add(static_cast<int>(policy.version_min));
  digest.add(static_cast<int>(policy.version_max));
  digest.add(static_cast<int>(policy.verify));
  digest.add(policy.ca_certificates_pem);
  digest.add(policy.revocation_lists_pem);
  digest.add(policy.check_extended_key_usage);
  digest.add(policy.common_name_fallback);
  digest.add(policy.wildcards);
  digest.add(policy.ciphers_tls12);
  digest.add(policy.ciphers_tls13);
  digest.add(credentials != nullptr);
  if (credentials != nullptr) {
    digest.add(credentials->certificate_chain_pem);
    digest.add(credentials->private_key_pem);
  }
  return digest.finish();
}

Expected<void> use_credentials(OSSL_LIB_CTX* library, SSL_CTX* context, const Credentials& credentials) {
  auto chain = parse_certificates(library, credentials.certificate_chain_pem, "the certificate");
  if (!chain) return tl::unexpected(chain.error());
  auto key = parse_private_key(library, credentials.private_key_pem);
  if (!key) return tl::unexpected(key.error());
  if (X509_check_private_key(chain->front().get(), key->get()) != 1) {
    ERR_clear_error();
    return host::fail(ErrorCode::invalid_argument, "the private key does not belong to the certificate");
  }
  if (SSL_CTX_use_certificate(context, chain->front().get()) != 1 || SSL_CTX_use_PrivateKey(context, key->get()) != 1) {
    return host::fail(ErrorCode::invalid_argument,
                      fmt::format("the certificate cannot be used for TLS: {}", take_openssl_reason()));
  }
  for (std::size_t i = 1; i < chain->size(); ++i) {
    if (SSL_CTX_add1_chain_cert(context, (*chain)[i].get()) == 1) continue;
    return host::fail(ErrorCode::invalid_argument,
                      fmt::format("certificate {} of the chain cannot be used: {}", i + 1, take_openssl_reason()));
  }
  return {};
}

Expected<void> use_trust(OSSL_LIB_CTX* library, SSL_CTX* context, const Policy& policy) {
  X509_STORE* store = SSL_CTX_get_cert_store(context);
  if (!policy.ca_certificates_pem.empty()) {
    const auto authorities = parse_certificates(library, policy.ca_certificates_pem, "the CA list");
    if (!authorities) return tl::unexpected(authorities.error());
    for (const CertificateOwner& authority : *authorities) X509_STORE_add_cert(store, authority.get());
  }
  if (!policy.revocation_lists_pem.empty()) {
    const auto lists = parse_revocation_lists(policy.revocation_lists_pem);
    if (!lists) return tl::unexpected(lists.error());
    for (const RevocationListOwner& list : *lists) X509_STORE_add_crl(store, list.get());
    X509_STORE_set_flags(store, X509_V_FLAG_CRL_CHECK);
  }
  ERR_clear_error();
  return {};
}

Expected<void> use_ciphers(SSL_CTX* context, const Policy& policy) {
  if (SSL_CTX_set_cipher_list(context, policy.ciphers_tls12.c_str()) != 1) {
    ERR_clear_error();
    return host::fail(ErrorCode::invalid_argument,
                      fmt::format("the cipher list '{}' names no cipher of TLS 1.2 that OpenSSL offers",
                                  policy.ciphers_tls12.substr(0, 200)));
  }
  if (!policy.ciphers_tls13.empty() && SSL_CTX_set_ciphersuites(context, policy.ciphers_tls13.c_str()) != 1) {
    ERR_clear_error();
    return host::fail(ErrorCode::invalid_argument,
                      fmt::format("the cipher list '{}' is not one of TLS 1.3 cipher suites with colons between",
                                  policy.ciphers_tls13.substr(0, 200)));
  }
  return {};
}

int openssl_version(Version version) { return version == Version::tls12 ? TLS1_2_VERSION : TLS1_3_VERSION; }

void use_fixed_settings(SSL_CTX* context, const Policy& policy) {
  HEXAD_CHECK(SSL_CTX_set_min_proto_version(context, openssl_version(policy.version_min)) == 1);
  HEXAD_CHECK(SSL_CTX_set_max_proto_version(context, openssl_version(policy.version_max)) == 1);
  // No resumption in either world: tickets carry the real time, and a resumed session skips verification.
  SSL_CTX_set_options(
      context, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_num_tickets(context, 0);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_dh_auto(context, 1);
  // An idle connection keeps no record buffers: 34 kB less for each.
  SSL_CTX_set_mode(context,
                   SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
}

Expected<void> fill_context(OSSL_LIB_CTX* library, SSL_CTX* context, const Policy& policy,
                            const Credentials* credentials) {
  if (policy.version_min > policy.version_max) {
    return host::fail(ErrorCode::invalid_argument,
                      fmt::format("the lowest TLS version {} is above the highest {}", to_string(policy.version_min),
                                  to_string(policy.version_max)));
  }
  use_fixed_settings(context, policy);
  if (auto used = use_ciphers(context, policy); !used) return used;
  if (auto used = use_trust(library, context, policy); !used) return used;
  if (credentials == nullptr) return {};
  return use_credentials(library, context, *credentials);
}

}  // namespace

Library::Library(Randomness randomness, KeyLog* key_log)
    : randomness_(randomness), key_log_(key_log), providers_(std::make_shared<ProviderContext>(randomness)) {}

Library::~Library() = default;

Expected<ContextHandle> Library::context(const Policy& policy, const Credentials* credentials) {
  const host::Bytes digest = digest_of(providers_->get(), policy, credentials);
  for (Remembered& entry : remembered_) {
    if (entry.digest != digest) continue;
    entry.used = ++uses_;
    return entry.context;
  }
  TicketKeyEntropy entropy;
  const EntropyScope scope(entropy);
  SslContextOwner ssl_context(SSL_CTX_new_ex(providers_->get(), nullptr, TLS_method()));
  HEXAD_CHECK(ssl_context != nullptr);
  if (auto filled = fill_context(providers_->get(), ssl_context.get(), policy, credentials); !filled) {
    return tl::unexpected(filled.error());
  }
  install_session_callbacks(ssl_context.get(), key_log_ != nullptr);
  ContextHandle context = std::make_shared<const Context>(providers_, policy, key_log_, std::move(ssl_context));
  if (remembered_.size() == kContextsMax) {
    const auto oldest = std::min_element(remembered_.begin(), remembered_.end(),
                                         [](const Remembered& a, const Remembered& b) { return a.used < b.used; });
    remembered_.erase(oldest);
  }
  remembered_.push_back(Remembered{digest, context, ++uses_});
  return context;
}

}  // namespace hexad::tls
