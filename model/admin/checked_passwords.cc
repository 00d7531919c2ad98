#include "model/admin/checked_passwords.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>

#include "model/host/check.h"

namespace hexad::admin {

CheckedPasswords::Digest CheckedPasswords::digest(std::string_view account, std::string_view source,
                                                  std::string_view password) const {
  // Each part behind its length, so that no two calls give the same text.
  std::string text;
  for (const std::string_view part : {account, source, password}) {
    text += std::to_string(part.size()) + ':';
    text += part;
  }
  Digest digest{};
  unsigned int size = 0;
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  const auto* made =
      HMAC(EVP_sha256(), key_.data(), static_cast<int>(key_.size()), bytes, text.size(), digest.data(), &size);
  HEXAD_CHECK(made != nullptr && size == digest.size());
  OPENSSL_cleanse(text.data(), text.size());
  return digest;
}

bool CheckedPasswords::holds(const Digest& digest, host::MonotonicTime now) {
  while (!entries_.empty() && entries_.front().until <= now) entries_.pop_front();
  bool held = false;
  for (const Entry& entry : entries_) held |= CRYPTO_memcmp(entry.digest.data(), digest.data(), digest.size()) == 0;
  return held;
}

void CheckedPasswords::remember(std::string_view account, const Digest& digest, host::MonotonicTime now) {
  if (entries_.size() >= kRememberedMax) entries_.pop_front();
  entries_.push_back({std::string(account), digest, now + kLifetime});
}

void CheckedPasswords::forget(std::string_view account) {
  entries_.erase(std::remove_if(entries_.begin(), entries_.end(), [&](const Entry& e) { return e.account == account; }),
                 entries_.end());
}

}  // namespace hexad::admin
