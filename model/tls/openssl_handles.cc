#include "model/tls/openssl_handles.h"

#include <openssl/err.h>
#include <openssl/rand.h>

#include "model/host/check.h"
#include "model/tls/simulated_random.h"

namespace hexad::tls {

ProviderContext::ProviderContext(Randomness randomness) {
  HEXAD_CHECK(OPENSSL_init_ssl(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr) == 1);
  context_ = OSSL_LIB_CTX_new();
  HEXAD_CHECK(context_ != nullptr);
  if (randomness == Randomness::simulated) {
    // The generator is chosen before anything can draw: OpenSSL builds its chain of generators at the first draw.
    add_simulated_provider(context_);
    simulated_provider_ = OSSL_PROVIDER_load(context_, kSimulatedProviderName);
    HEXAD_CHECK(simulated_provider_ != nullptr);
  }
  default_provider_ = OSSL_PROVIDER_load(context_, "default");
  HEXAD_CHECK(default_provider_ != nullptr);
  if (randomness == Randomness::simulated) {
    HEXAD_CHECK(RAND_set_DRBG_type(context_, kSimulatedRandomName, "provider=hexad-sim", nullptr, nullptr) == 1);
  }
}

ProviderContext::~ProviderContext() {
  OSSL_PROVIDER_unload(default_provider_);
  if (simulated_provider_ != nullptr) OSSL_PROVIDER_unload(simulated_provider_);
  OSSL_LIB_CTX_free(context_);
}

const ProviderContext& ProviderContext::for_parsing() {
  static const ProviderContext context(Randomness::system);
  return context;
}

const ProviderContext& ProviderContext::for_issuing() {
  static const ProviderContext context(Randomness::simulated);
  return context;
}

BioOwner open_text(std::string_view text) {
  BioOwner bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
  HEXAD_CHECK(bio != nullptr);
  return bio;
}

std::string collected_text(BIO* bio) {
  char* start = nullptr;
  const long size = BIO_get_mem_data(bio, &start);
  return size > 0 ? std::string(start, static_cast<std::size_t>(size)) : std::string();
}

std::string take_openssl_reason() {
  const unsigned long code = ERR_peek_last_error();
  ERR_clear_error();
  const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  return reason == nullptr ? "unknown reason" : reason;
}

}  // namespace hexad::tls
