#include "model/tls/verification.h"

#include <fmt/format.h>
#include <openssl/err.h>

#include <algorithm>

#include "model/tls/certificate_reader.h"
#include "model/tls/peer_name.h"

namespace hexad::tls {
namespace {

struct Refusal {
  int error = X509_V_OK;
  int depth = 0;
  X509* certificate = nullptr;
  std::string_view far_side;
  host::WallTime now{};
};

// "the certificate of 10.1.0.11", or for a certificate further up its chain "the CA certificate 'Test CA' above ...".
std::string subject_in_words(const Refusal& refusal) {
  const std::string own = fmt::format("the certificate of {}", refusal.far_side);
  if (refusal.depth == 0 || refusal.certificate == nullptr) return own;
  return fmt::format("the CA certificate '{}' above {}", name_text(X509_get_subject_name(refusal.certificate)), own);
}

std::string clock_in_words(const Refusal& refusal) {
  return fmt::format("this machine's clock says {}", to_text(refusal.now));
}

std::string validity_in_words(const Refusal& refusal) {
  const CertificateSummary summary = summarize(refusal.certificate);
  if (refusal.error == X509_V_ERR_CERT_HAS_EXPIRED) {
    return fmt::format("{} expired on {}; {}", subject_in_words(refusal), to_text(summary.not_after),
                       clock_in_words(refusal));
  }
  return fmt::format("{} is not valid before {}; {}", subject_in_words(refusal), to_text(summary.not_before),
                     clock_in_words(refusal));
}

std::string issuer_in_words(const Refusal& refusal) {
  if (refusal.certificate == nullptr) return "unknown";
  return name_text(X509_get_issuer_name(refusal.certificate));
}

std::string refusal_in_words(const Refusal& refusal) {
  switch (refusal.error) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
    case X509_V_ERR_CERT_NOT_YET_VALID: return validity_in_words(refusal);
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
      return fmt::format("{} was issued by '{}', which is not among the trusted CAs", subject_in_words(refusal),
                         issuer_in_words(refusal));
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:
      return fmt::format("{} was not signed by the trusted CA '{}' whose name it carries", subject_in_words(refusal),
                         issuer_in_words(refusal));
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
      return fmt::format("{} is self-signed and not among the trusted CAs", subject_in_words(refusal));
    case X509_V_ERR_CERT_REVOKED:
      return fmt::format("{} was revoked by '{}'", subject_in_words(refusal), issuer_in_words(refusal));
    case X509_V_ERR_UNABLE_TO_GET_CRL:
      return fmt::format("there is no revocation list of '{}' to check {} against", issuer_in_words(refusal),
                         subject_in_words(refusal));
    case X509_V_ERR_CRL_HAS_EXPIRED:
    case X509_V_ERR_CRL_NOT_YET_VALID:
      return fmt::format("the revocation list of '{}' is not current; {}", issuer_in_words(refusal),
                         clock_in_words(refusal));
    case X509_V_ERR_INVALID_PURPOSE:
      return fmt::format("{} is not meant for this use of TLS (extended key usage)", subject_in_words(refusal));
    default:
      return fmt::format("{} was refused: {}", subject_in_words(refusal), X509_verify_cert_error_string(refusal.error));
  }
}

std::string check_name(X509_STORE_CTX* store, const VerificationRequest& request, std::string_view far_side) {
  const std::vector<std::string>& accepted = *request.accepted_names;
  if (accepted.empty()) return {};
  const CertificateSummary leaf = summarize(X509_STORE_CTX_get0_cert(store));
  const NameRules rules{request.policy->common_name_fallback, request.policy->wildcards};
  const auto named = [&](const std::string& name) { return certificate_names(leaf, name, rules); };
  if (std::any_of(accepted.begin(), accepted.end(), named)) return {};
  X509_STORE_CTX_set_error(store, X509_V_ERR_HOSTNAME_MISMATCH);
  std::string wanted;
  for (const std::string& name : accepted) wanted += (wanted.empty() ? "" : "' or '") + name;
  return fmt::format("the certificate of {} is for {}, not for '{}'", far_side, names_in_words(leaf), wanted);
}

}  // namespace

std::string verify_chain(X509_STORE_CTX* store, const VerificationRequest& request) {
  const std::string_view far_side = request.far_side.empty() ? "the far side" : request.far_side;
  X509_STORE_CTX_set_time(store, 0, static_cast<std::time_t>(host::unix_seconds(request.now)));
  if (!request.policy->check_extended_key_usage) {
    X509_VERIFY_PARAM_set_purpose(X509_STORE_CTX_get0_param(store), X509_PURPOSE_ANY);
  }
  if (X509_verify_cert(store) == 1) return check_name(store, request, far_side);
  Refusal refusal;
  refusal.error = X509_STORE_CTX_get_error(store);
  refusal.depth = X509_STORE_CTX_get_error_depth(store);
  refusal.certificate = X509_STORE_CTX_get_current_cert(store);
  refusal.far_side = far_side;
  refusal.now = request.now;
  ERR_clear_error();
  // A failure without a reason (out of memory inside OpenSSL) must not pass for a success.
  if (refusal.error == X509_V_OK) X509_STORE_CTX_set_error(store, X509_V_ERR_UNSPECIFIED);
  return refusal_in_words(refusal);
}

}  // namespace hexad::tls
