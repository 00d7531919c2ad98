#include "model/admin/password_hash.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <array>

namespace hexad::admin {
namespace {

constexpr std::uint64_t kCost = 1U << 14;  // RFC 7914 section 2: N; "ln" is its logarithm.
constexpr std::uint64_t kBlockSize = 8;
constexpr std::uint64_t kParallel = 1;
constexpr std::uint64_t kMemoryBytesMax = 64 * 1024 * 1024;
constexpr std::size_t kHashBytes = 32;
constexpr std::string_view kPrefix = "$scrypt$ln=14,r=8,p=1$";

using Hash = std::array<std::uint8_t, kHashBytes>;

std::string to_hex(host::ByteView bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (const std::uint8_t byte : bytes) text += kDigits[byte >> 4], text += kDigits[byte & 15];
  return text;
}

int digit_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool from_hex(std::string_view text, host::MutableByteView into) {
  if (text.size() != into.size() * 2) return false;
  for (std::size_t i = 0; i < into.size(); ++i) {
    const int high = digit_value(text[2 * i]);
    const int low = digit_value(text[2 * i + 1]);
    if (high < 0 || low < 0) return false;
    into[i] = static_cast<std::uint8_t>(high * 16 + low);
  }
  return true;
}

bool derive(std::string_view password, host::ByteView salt, Hash& into) {
  return EVP_PBE_scrypt(password.data(), password.size(), salt.data(), salt.size(), kCost, kBlockSize, kParallel,
                        kMemoryBytesMax, into.data(), into.size()) == 1;
}

}  // namespace

const std::string_view kDefaultPasswordHash =
    "$scrypt$ln=14,r=8,p=1$68657861642d64656661756c742d3031$"
    "7003143d0e676deddeaab749fbf9f59ef4c42f739a36a0b26d905e8b1ad11e14";

std::string hash_password(std::string_view password, host::ByteView salt) {
  Hash hash{};
  if (!derive(password, salt, hash)) return {};
  return std::string(kPrefix) + to_hex(salt) + "$" + to_hex(hash);
}

bool password_matches(std::string_view password, std::string_view hash) {
  std::array<std::uint8_t, kSaltBytes> salt{};
  Hash wanted{};
  Hash found{};
  if (hash.size() != kPrefix.size() + 2 * kSaltBytes + 1 + 2 * kHashBytes || !hash.starts_with(kPrefix)) return false;
  if (!from_hex(hash.substr(kPrefix.size(), 2 * kSaltBytes), salt)) return false;
  if (hash[kPrefix.size() + 2 * kSaltBytes] != '$' || !from_hex(hash.substr(hash.size() - 2 * kHashBytes), wanted))
    return false;
  return derive(password, salt, found) && CRYPTO_memcmp(wanted.data(), found.data(), wanted.size()) == 0;
}

}  // namespace hexad::admin
