#include "model/tls/certificate_authority.h"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include "model/host/check.h"
#include "model/tls/certificate_reader.h"

namespace hexad::tls {
namespace {

using host::ErrorCode;
using host::Expected;

constexpr std::size_t kCommonNameMax = 64;
constexpr std::size_t kSerialBytes = 16;

OSSL_LIB_CTX* library() { return ProviderContext::for_issuing().get(); }

Asn1TimeOwner asn1_time(host::WallTime time) {
  Asn1TimeOwner result(ASN1_TIME_set(nullptr, static_cast<std::time_t>(host::unix_seconds(time))));
  HEXAD_CHECK(result != nullptr);
  return result;
}

Expected<void> check_request(const std::string& common_name, host::WallTime not_before, host::WallTime not_after) {
  if (common_name.empty() || common_name.size() > kCommonNameMax) {
    return host::fail(ErrorCode::invalid_argument,
                      fmt::format("the common name '{}' is not 1 to {} characters long", common_name, kCommonNameMax));
  }
  if (not_after <= not_before) {
    return host::fail(ErrorCode::invalid_argument,
                      fmt::format("the certificate of '{}' would end on {}, before it begins on {}", common_name,
                                  to_text(not_after), to_text(not_before)));
  }
  return {};
}

KeyOwner new_key() {
  KeyOwner key(EVP_PKEY_Q_keygen(library(), nullptr, "EC", "P-256"));
  HEXAD_CHECK(key != nullptr);
  return key;
}

// A positive number of kSerialBytes octets (RFC 5280 section 4.1.2.2).
void set_serial(X509* certificate, host::Entropy& entropy) {
  std::uint8_t octets[kSerialBytes];
  entropy.fill(octets);
  octets[0] = static_cast<std::uint8_t>((octets[0] & 0x7f) | 0x40);
  const NumberOwner number(BN_bin2bn(octets, sizeof octets, nullptr));
  HEXAD_CHECK(BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr);
}

Expected<void> add_extension(X509* certificate, X509* issuer, const char* name, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509V3_set_ctx_nodb(&context);
  const ExtensionOwner extension(X509V3_EXT_nconf(nullptr, &context, name, value.c_str()));
  if (extension == nullptr || X509_add_ext(certificate, extension.get(), -1) != 1) {
    return host::fail(ErrorCode::invalid_argument,
                      fmt::format("the certificate cannot carry {} '{}': {}", name, value, take_openssl_reason()));
  }
  return {};
}

template <class Object>
void sign(Object* object, EVP_PKEY* key, int (*sign_function)(Object*, EVP_MD_CTX*)) {
  const DigestContextOwner digest(EVP_MD_CTX_new());
  HEXAD_CHECK(EVP_DigestSignInit_ex(digest.get(), nullptr, "SHA256", library(), nullptr, key, nullptr) == 1);
  HEXAD_CHECK(sign_function(object, digest.get()) > 0);
}

std::string certificate_text(X509* certificate) {
  const BioOwner bio(BIO_new(BIO_s_mem()));
  HEXAD_CHECK(PEM_write_bio_X509(bio.get(), certificate) == 1);
  return collected_text(bio.get());
}

std::string key_text(EVP_PKEY* key) {
  const BioOwner bio(BIO_new(BIO_s_mem()));
  HEXAD_CHECK(PEM_write_bio_PKCS8PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1);
  return collected_text(bio.get());
}

CertificateOwner new_certificate(const std::string& common_name, EVP_PKEY* key, host::WallTime not_before,
                                 host::WallTime not_after, host::Entropy& entropy) {
  CertificateOwner certificate(X509_new_ex(library(), nullptr));
  HEXAD_CHECK(certificate != nullptr);
  X509_set_version(certificate.get(), X509_VERSION_3);
  set_serial(certificate.get(), entropy);
  HEXAD_CHECK(X509_set1_notBefore(certificate.get(), asn1_time(not_before).get()) == 1);
  HEXAD_CHECK(X509_set1_notAfter(certificate.get(), asn1_time(not_after).get()) == 1);
  HEXAD_CHECK(X509_set_pubkey(certificate.get(), key) == 1);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(common_name.data()),
                             static_cast<int>(common_name.size()), -1, 0);
  return certificate;
}

// A name becomes part of a comma-separated list in OpenSSL's extension language; only what cannot break out of it
// passes.
Expected<void> append_name(std::string& list, const char* kind, const std::string& name) {
  const bool plain = !name.empty() && name.size() <= 253 && name.find_first_of(", \t\r\n\\\"'") == std::string::npos;
  if (!plain) {
    return host::fail(ErrorCode::invalid_argument,
                      fmt::format("'{}' cannot be a subject alternative name: 1 to 253 characters without comma, quote "
                                  "or space are",
                                  name));
  }
  list += fmt::format("{}{}:{}", list.empty() ? "" : ",", kind, name);
  return {};
}

Expected<std::string> alternative_names(const CertificateRequest& request) {
  std::string list;
  for (const std::string& name : request.dns_names) {
    if (auto added = append_name(list, "DNS", name); !added) return tl::unexpected(added.error());
  }
  for (const host::IpAddress& address : request.addresses) {
    list += fmt::format("{}IP:{}", list.empty() ? "" : ",", address.to_string());
  }
  for (const std::string& uri : request.uris) {
    if (auto added = append_name(list, "URI", uri); !added) return tl::unexpected(added.error());
  }
  return list;
}

std::string extended_key_usage(const CertificateRequest& request) {
  if (request.server_auth && request.client_auth) return "serverAuth,clientAuth";
  if (request.server_auth) return "serverAuth";
  return request.client_auth ? "clientAuth" : "";
}

Expected<void> add_leaf_extensions(X509* certificate, X509* issuer, const CertificateRequest& request) {
  auto names = alternative_names(request);
  if (!names) return tl::unexpected(names.error());
  auto added = add_extension(certificate, issuer, "basicConstraints", "critical,CA:FALSE");
  if (added) added = add_extension(certificate, issuer, "keyUsage", "critical,digitalSignature,keyAgreement");
  const std::string usage = extended_key_usage(request);
  if (added && !usage.empty()) added = add_extension(certificate, issuer, "extendedKeyUsage", usage);
  if (added && !names->empty()) added = add_extension(certificate, issuer, "subjectAltName", *names);
  if (added) added = add_extension(certificate, issuer, "subjectKeyIdentifier", "hash");
  if (added) added = add_extension(certificate, issuer, "authorityKeyIdentifier", "keyid");
  return added;
}

void add_authority_extensions(X509* certificate, X509* issuer) {
  HEXAD_CHECK(add_extension(certificate, issuer, "basicConstraints", "critical,CA:TRUE").has_value());
  HEXAD_CHECK(add_extension(certificate, issuer, "keyUsage", "critical,keyCertSign,cRLSign").has_value());
  HEXAD_CHECK(add_extension(certificate, issuer, "subjectKeyIdentifier", "hash").has_value());
  if (issuer == certificate) return;
  HEXAD_CHECK(add_extension(certificate, issuer, "authorityKeyIdentifier", "keyid").has_value());
}

Expected<void> add_revoked(X509_CRL* list, const std::string& serial, const ASN1_TIME* date) {
  BIGNUM* raw = nullptr;
  const int digits = serial.size() > 40 ? 0 : BN_hex2bn(&raw, serial.c_str());
  const NumberOwner number(raw);
  if (serial.empty() || digits != static_cast<int>(serial.size())) {
    return host::fail(ErrorCode::invalid_argument, fmt::format("'{}' is not a serial number in hexadecimal", serial));
  }
  const Asn1IntegerOwner value(BN_to_ASN1_INTEGER(number.get(), nullptr));
  X509_REVOKED* revoked = X509_REVOKED_new();
  X509_REVOKED_set_serialNumber(revoked, value.get());
  X509_REVOKED_set_revocationDate(revoked, const_cast<ASN1_TIME*>(date));
  HEXAD_CHECK(X509_CRL_add0_revoked(list, revoked) == 1);
  return {};
}

}  // namespace

struct CertificateAuthority::Keys {
  KeyOwner key;
  CertificateOwner certificate;
  std::string certificate_pem;
  std::string chain_pem;  ///< What issue() appends to a certificate: nothing for a self-signed authority.
};

CertificateAuthority::CertificateAuthority(std::unique_ptr<Keys> keys) : keys_(std::move(keys)) {}
CertificateAuthority::CertificateAuthority(CertificateAuthority&&) noexcept = default;
CertificateAuthority& CertificateAuthority::operator=(CertificateAuthority&&) noexcept = default;
CertificateAuthority::~CertificateAuthority() = default;

const std::string& CertificateAuthority::certificate_pem() const { return keys_->certificate_pem; }

Expected<CertificateAuthority> CertificateAuthority::create(const std::string& common_name, host::WallTime not_before,
                                                            host::WallTime not_after, host::Entropy& entropy) {
  if (auto checked = check_request(common_name, not_before, not_after); !checked) {
    return tl::unexpected(checked.error());
  }
  const EntropyScope scope(entropy);
  auto keys = std::make_unique<Keys>();
  keys->key = new_key();
  keys->certificate = new_certificate(common_name, keys->key.get(), not_before, not_after, entropy);
  X509* certificate = keys->certificate.get();
  X509_set_issuer_name(certificate, X509_get_subject_name(certificate));
  add_authority_extensions(certificate, certificate);
  sign(certificate, keys->key.get(), X509_sign_ctx);
  keys->certificate_pem = certificate_text(certificate);
  return CertificateAuthority(std::move(keys));
}

Expected<CertificateAuthority> CertificateAuthority::issue_authority(const std::string& common_name,
                                                                     host::WallTime not_before,
                                                                     host::WallTime not_after,
                                                                     host::Entropy& entropy) const {
  if (auto checked = check_request(common_name, not_before, not_after); !checked) {
    return tl::unexpected(checked.error());
  }
  const EntropyScope scope(entropy);
  auto keys = std::make_unique<Keys>();
  keys->key = new_key();
  keys->certificate = new_certificate(common_name, keys->key.get(), not_before, not_after, entropy);
  X509* certificate = keys->certificate.get();
  X509_set_issuer_name(certificate, X509_get_subject_name(keys_->certificate.get()));
  add_authority_extensions(certificate, keys_->certificate.get());
  sign(certificate, keys_->key.get(), X509_sign_ctx);
  keys->certificate_pem = certificate_text(certificate);
  keys->chain_pem = keys->certificate_pem + keys_->chain_pem;
  return CertificateAuthority(std::move(keys));
}

Expected<Credentials> CertificateAuthority::issue(const CertificateRequest& request, host::Entropy& entropy) const {
  if (auto checked = check_request(request.common_name, request.not_before, request.not_after); !checked) {
    return tl::unexpected(checked.error());
  }
  const EntropyScope scope(entropy);
  const KeyOwner key = new_key();
  const CertificateOwner certificate =
      new_certificate(request.common_name, key.get(), request.not_before, request.not_after, entropy);
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(keys_->certificate.get()));
  if (auto added = add_leaf_extensions(certificate.get(), keys_->certificate.get(), request); !added) {
    return tl::unexpected(added.error());
  }
  sign(certificate.get(), keys_->key.get(), X509_sign_ctx);
  return Credentials{certificate_text(certificate.get()) + keys_->chain_pem, key_text(key.get())};
}

Expected<std::string> CertificateAuthority::revocation_list(const std::vector<std::string>& serials,
                                                            host::WallTime this_update, host::WallTime next_update,
                                                            host::Entropy& entropy) const {
  const EntropyScope scope(entropy);
  const RevocationListOwner list(X509_CRL_new_ex(library(), nullptr));
  HEXAD_CHECK(list != nullptr);
  X509_CRL_set_version(list.get(), X509_CRL_VERSION_2);
  X509_CRL_set_issuer_name(list.get(), X509_get_subject_name(keys_->certificate.get()));
  const Asn1TimeOwner updated = asn1_time(this_update);
  X509_CRL_set1_lastUpdate(list.get(), updated.get());
  X509_CRL_set1_nextUpdate(list.get(), asn1_time(next_update).get());
  for (const std::string& serial : serials) {
    if (auto added = add_revoked(list.get(), serial, updated.get()); !added) return tl::unexpected(added.error());
  }
  X509_CRL_sort(list.get());
  sign(list.get(), keys_->key.get(), X509_CRL_sign_ctx);
  const BioOwner bio(BIO_new(BIO_s_mem()));
  HEXAD_CHECK(PEM_write_bio_X509_CRL(bio.get(), list.get()) == 1);
  return collected_text(bio.get());
}

}  // namespace hexad::tls
