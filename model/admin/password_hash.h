// Passwords as memory-hard hashes (scrypt, RFC 7914) in the notation of PHC strings: "$scrypt$ln=14,r=8,p=1$SALT$HASH",
// salt and hash in hexadecimal. One hash takes 16 MiB and some 50 ms: call these from Host::compute.
#pragma once

#include <string>
#include <string_view>

#include "model/host/bytes.h"

namespace hexad::admin {

inline constexpr std::size_t kSaltBytes = 16;

/// The password that a new peer's "admin" and "root" have, as the products publish it.
inline constexpr std::string_view kDefaultPassword = "TANDBERG";
/// Its hash. The salt is no secret, as the password is none: made here, it costs a new peer no time.
extern const std::string_view kDefaultPasswordHash;

/// Empty when libcrypto refuses (no memory).
std::string hash_password(std::string_view password, host::ByteView salt);
/// False, too, for a hash in any other notation. Takes as long for a wrong password as for the right one.
bool password_matches(std::string_view password, std::string_view hash);

}  // namespace hexad::admin
