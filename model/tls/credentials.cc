#include "model/tls/credentials.h"

#include <fmt/format.h>
#include <openssl/err.h>

#include "model/tls/certificate_reader.h"

namespace hexad::tls {

host::Expected<void> check_key_matches(std::string_view certificate_chain_pem, std::string_view private_key_pem) {
  OSSL_LIB_CTX* context = ProviderContext::for_parsing().get();
  const auto chain = parse_certificates(context, certificate_chain_pem, "the certificate file");
  if (!chain) return tl::unexpected(chain.error());
  const auto key = parse_private_key(context, private_key_pem);
  if (!key) return tl::unexpected(key.error());
  if (X509_check_private_key(chain->front().get(), key->get()) == 1) return {};
  ERR_clear_error();
  return host::fail(host::ErrorCode::invalid_argument,
                    fmt::format("the private key does not belong to the certificate of '{}', the first of its file",
                                name_text(X509_get_subject_name(chain->front().get()))));
}

host::Expected<Credentials> read_credentials(std::string_view certificate_chain_pem, std::string_view private_key_pem) {
  if (auto matched = check_key_matches(certificate_chain_pem, private_key_pem); !matched) {
    return tl::unexpected(matched.error());
  }
  return Credentials{std::string(certificate_chain_pem), std::string(private_key_pem)};
}

}  // namespace hexad::tls
