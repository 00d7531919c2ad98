#include "model/tls/simulated_random.h"

#include <openssl/core.h>
#include <openssl/core_dispatch.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/provider.h>

#include "model/host/check.h"
#include "model/tls/library.h"

namespace hexad::tls {
namespace {

// The innermost scope's source. One loop per process draws, so a plain variable serves.
host::Entropy* current_entropy = nullptr;

// OpenSSL wants a context pointer that is not null; this generator keeps nothing in it.
char generator_mark;

void* new_generator(void*, void*, const OSSL_DISPATCH*) { return &generator_mark; }
void free_generator(void*) {}
int instantiate(void*, unsigned, int, const unsigned char*, std::size_t, const OSSL_PARAM*) { return 1; }
int uninstantiate(void*) { return 1; }
int enable_locking(void*) { return 1; }
int lock(void*) { return 1; }
void unlock(void*) {}

int generate(void*, unsigned char* out, std::size_t size, unsigned, int, const unsigned char*, std::size_t) {
  HEXAD_CHECK(current_entropy != nullptr);
  current_entropy->fill(host::MutableByteView(out, size));
  return 1;
}

constexpr unsigned kStrengthBits = 256;
constexpr std::size_t kRequestBytesMax = 1 << 16;

const OSSL_PARAM* gettable_parameters(void*, void*) {
  static const OSSL_PARAM kParameters[] = {OSSL_PARAM_int(OSSL_RAND_PARAM_STATE, nullptr),
                                           OSSL_PARAM_uint(OSSL_RAND_PARAM_STRENGTH, nullptr),
                                           OSSL_PARAM_size_t(OSSL_RAND_PARAM_MAX_REQUEST, nullptr), OSSL_PARAM_END};
  return kParameters;
}

int get_parameters(void*, OSSL_PARAM parameters[]) {
  OSSL_PARAM* state = OSSL_PARAM_locate(parameters, OSSL_RAND_PARAM_STATE);
  if (state != nullptr && OSSL_PARAM_set_int(state, EVP_RAND_STATE_READY) != 1) return 0;
  OSSL_PARAM* strength = OSSL_PARAM_locate(parameters, OSSL_RAND_PARAM_STRENGTH);
  if (strength != nullptr && OSSL_PARAM_set_uint(strength, kStrengthBits) != 1) return 0;
  OSSL_PARAM* request_max = OSSL_PARAM_locate(parameters, OSSL_RAND_PARAM_MAX_REQUEST);
  if (request_max != nullptr && OSSL_PARAM_set_size_t(request_max, kRequestBytesMax) != 1) return 0;
  return 1;
}

template <class Function>
OSSL_DISPATCH entry(int id, Function* function) {
  return {id, reinterpret_cast<void (*)(void)>(function)};
}

const OSSL_DISPATCH kGenerator[] = {
    entry(OSSL_FUNC_RAND_NEWCTX, new_generator),
    entry(OSSL_FUNC_RAND_FREECTX, free_generator),
    entry(OSSL_FUNC_RAND_INSTANTIATE, instantiate),
    entry(OSSL_FUNC_RAND_UNINSTANTIATE, uninstantiate),
    entry(OSSL_FUNC_RAND_GENERATE, generate),
    entry(OSSL_FUNC_RAND_ENABLE_LOCKING, enable_locking),
    entry(OSSL_FUNC_RAND_LOCK, lock),
    entry(OSSL_FUNC_RAND_UNLOCK, unlock),
    entry(OSSL_FUNC_RAND_GETTABLE_CTX_PARAMS, gettable_parameters),
    entry(OSSL_FUNC_RAND_GET_CTX_PARAMS, get_parameters),
    {0, nullptr},
};

const OSSL_ALGORITHM kGenerators[] = {
    {kSimulatedRandomName, "provider=hexad-sim", kGenerator, "draws from the simulated host's entropy"},
    {nullptr, nullptr, nullptr, nullptr},
};

const OSSL_ALGORITHM* query_operation(void*, int operation, int* no_cache) {
  *no_cache = 0;
  return operation == OSSL_OP_RAND ? kGenerators : nullptr;
}

const OSSL_DISPATCH kProvider[] = {entry(OSSL_FUNC_PROVIDER_QUERY_OPERATION, query_operation), {0, nullptr}};

int start_provider(const OSSL_CORE_HANDLE* handle, const OSSL_DISPATCH*, const OSSL_DISPATCH** out, void** context) {
  *out = kProvider;
  *context = const_cast<OSSL_CORE_HANDLE*>(handle);
  return 1;
}

}  // namespace

void add_simulated_provider(OSSL_LIB_CTX* context) {
  HEXAD_CHECK(OSSL_PROVIDER_add_builtin(context, kSimulatedProviderName, start_provider) == 1);
}

EntropyScope::EntropyScope(host::Entropy& entropy) : outer_(current_entropy) { current_entropy = &entropy; }

EntropyScope::~EntropyScope() { current_entropy = outer_; }

}  // namespace hexad::tls
