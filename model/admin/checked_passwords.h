// Which passwords were checked lately, as keyed digests (HMAC-SHA-256 under a key of this boot): a client that sends
// its password with every request costs one memory-hard hash a minute.
#pragma once

#include <array>
#include <deque>
#include <string>
#include <string_view>

#include "model/host/entropy.h"
#include "model/host/time.h"

namespace hexad::admin {

class CheckedPasswords {
 public:
  using Digest = std::array<std::uint8_t, 32>;
  static constexpr host::Duration kLifetime = std::chrono::minutes(1);
  static constexpr std::size_t kRememberedMax = 256;

  explicit CheckedPasswords(host::Entropy& entropy) { entropy.fill(key_); }

  /// Of a password as one account and source give it.
  Digest digest(std::string_view account, std::string_view source, std::string_view password) const;
  bool holds(const Digest& digest, host::MonotonicTime now);
  void remember(std::string_view account, const Digest& digest, host::MonotonicTime now);
  /// Its password, its role or its being there has changed.
  void forget(std::string_view account);

 private:
  struct Entry {
    std::string account;
    Digest digest;
    host::MonotonicTime until;
  };
  std::array<std::uint8_t, 32> key_{};
  std::deque<Entry> entries_;  // In the order of `until`.
};

}  // namespace hexad::admin
