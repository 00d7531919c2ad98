#include "model/config/backup_cipher.h"

#include <algorithm>
#include <memory>

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>

#include "model/host/check.h"

namespace hexad::config {
namespace {

constexpr std::uint64_t kBlockSize = 8;  // scrypt's r
constexpr std::uint64_t kParallel = 1;   // scrypt's p

struct FreeContext {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

const std::uint8_t* octets(std::string_view text) { return reinterpret_cast<const std::uint8_t*>(text.data()); }
std::uint8_t* octets(std::string& text) { return reinterpret_cast<std::uint8_t*>(text.data()); }

/// Leaves no error behind for the next user of the library in this thread.
template <class T>
std::optional<T> failed() {
  ERR_clear_error();
  return std::nullopt;
}

}  // namespace

BackupKey::~BackupKey() {
  OPENSSL_cleanse(key.data(), key.size());
  OPENSSL_cleanse(verifier.data(), verifier.size());
}

std::optional<BackupKey> derive_backup_key(std::string_view passphrase, const std::array<std::uint8_t, 16>& salt,
                                           std::uint8_t log2_n) {
  HEXAD_CHECK(log2_n >= 1 && log2_n < 30);
  BackupKey derived;
  std::array<std::uint8_t, sizeof(derived.key) + sizeof(derived.verifier)> bytes{};
  const std::uint64_t n = std::uint64_t{1} << log2_n;
  const std::uint64_t memory_max = 2 * 128 * kBlockSize * (n + kParallel + 2);
  const int done = EVP_PBE_scrypt(passphrase.data(), passphrase.size(), salt.data(), salt.size(), n, kBlockSize,
                                  kParallel, memory_max, bytes.data(), bytes.size());
  if (done != 1) return failed<BackupKey>();
  std::copy_n(bytes.begin(), derived.key.size(), derived.key.begin());
  std::copy(bytes.begin() + derived.key.size(), bytes.end(), derived.verifier.begin());
  OPENSSL_cleanse(bytes.data(), bytes.size());
  return derived;
}

std::array<std::uint8_t, 32> checksum_of(std::string_view bytes) {
  std::array<std::uint8_t, 32> sum{};
  unsigned size = 0;
  HEXAD_CHECK(EVP_Digest(bytes.data(), bytes.size(), sum.data(), &size, EVP_sha256(), nullptr) == 1);
  return sum;
}

std::optional<std::string> encrypt(const BackupKey& key, const std::array<std::uint8_t, 12>& nonce,
                                   std::string_view associated, std::string_view text) {
  const Context context(EVP_CIPHER_CTX_new());
  std::string sealed(text.size() + kCipherTagBytes, '\0');
  int size = 0;
  const bool done =
      context && EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, key.key.data(), nonce.data()) == 1 &&
      EVP_EncryptUpdate(context.get(), nullptr, &size, octets(associated), static_cast<int>(associated.size())) == 1 &&
      EVP_EncryptUpdate(context.get(), octets(sealed), &size, octets(text), static_cast<int>(text.size())) == 1 &&
      EVP_EncryptFinal_ex(context.get(), octets(sealed) + size, &size) == 1 &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, kCipherTagBytes, octets(sealed) + text.size()) == 1;
  if (!done) return failed<std::string>();
  return sealed;
}

std::optional<std::string> decrypt(const BackupKey& key, const std::array<std::uint8_t, 12>& nonce,
                                   std::string_view associated, std::string_view sealed) {
  if (sealed.size() < kCipherTagBytes) return std::nullopt;
  const std::string_view hidden = sealed.substr(0, sealed.size() - kCipherTagBytes);
  std::string tag(sealed.substr(hidden.size()));
  const Context context(EVP_CIPHER_CTX_new());
  // One byte more, so that there is an address to write to even for the empty text.
  std::string text(hidden.size() + 1, '\0');
  int size = 0;
  const bool done =
      context && EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, key.key.data(), nonce.data()) == 1 &&
      EVP_DecryptUpdate(context.get(), nullptr, &size, octets(associated), static_cast<int>(associated.size())) == 1 &&
      EVP_DecryptUpdate(context.get(), octets(text), &size, octets(hidden), static_cast<int>(hidden.size())) == 1 &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, kCipherTagBytes, octets(tag)) == 1 &&
      EVP_DecryptFinal_ex(context.get(), octets(text) + size, &size) == 1;
  if (!done) return failed<std::string>();
  text.resize(hidden.size());
  return text;
}

}  // namespace hexad::config
