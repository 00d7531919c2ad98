// The cryptography of a backup: a key out of a passphrase (scrypt, RFC 7914), authenticated encryption (AES-256-GCM)
// and a checksum (SHA-256). Knows nothing of what is in a backup.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hexad::config {

inline constexpr std::size_t kCipherTagBytes = 16;

/// A key for encryption, and beside it a value by which a file can tell a wrong passphrase from damage. Wiped when it
/// goes.
struct BackupKey {
  std::array<std::uint8_t, 32> key{};
  std::array<std::uint8_t, 16> verifier{};
  BackupKey() = default;
  ~BackupKey();
  BackupKey(const BackupKey&) = default;
  BackupKey& operator=(const BackupKey&) = default;
};

/// Nothing when there is not the memory for it: 2^log2_n kB.
std::optional<BackupKey> derive_backup_key(std::string_view passphrase, const std::array<std::uint8_t, 16>& salt,
                                           std::uint8_t log2_n);

std::array<std::uint8_t, 32> checksum_of(std::string_view bytes);

/// The text encrypted, with its tag behind it; `associated` is authenticated with it.
std::optional<std::string> encrypt(const BackupKey& key, const std::array<std::uint8_t, 12>& nonce,
                                   std::string_view associated, std::string_view text);
/// The text again; nothing when a bit of it, of the tag or of `associated` is not as it was.
std::optional<std::string> decrypt(const BackupKey& key, const std::array<std::uint8_t, 12>& nonce,
                                   std::string_view associated, std::string_view sealed);

}  // namespace hexad::config
