// The TLS library of a process: one OpenSSL library context, its source of randomness, and the contexts that programs
// with equal certificates and policy share. OpenSSL itself stays behind this folder's headers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "model/host/bytes.h"
#include "model/host/entropy.h"
#include "model/host/error.h"
#include "model/tls/context.h"

namespace hexad::tls {

struct Credentials;
struct Policy;
class ProviderContext;

/// Takes the secrets of every connection, one line each in the NSS key log format ("CLIENT_RANDOM 0123... 4567..."),
/// with which Wireshark decrypts a capture. Whoever has these lines can read the traffic.
class KeyLog {
 public:
  /// One line without its newline; lives for the call. When both ends live in this process, each writes its own.
  virtual void line(std::string_view line) = 0;

 protected:
  ~KeyLog() = default;
};

enum class Randomness : std::uint8_t {
  system,     ///< OpenSSL's own generator, seeded by the operating system.
  simulated,  ///< The Entropy of the host whose event is being delivered; see EntropyScope.
};

/// While it lives, draws of a simulated library come from `entropy`. Scopes nest; they end in the reverse order of
/// their beginning. A draw outside any scope is a failed CHECK. Without effect on Randomness::system. Sessions and the
/// certificate authority open their own scopes: callers need none.
class EntropyScope {
 public:
  explicit EntropyScope(host::Entropy& entropy);
  ~EntropyScope();
  EntropyScope(const EntropyScope&) = delete;
  EntropyScope& operator=(const EntropyScope&) = delete;

 private:
  host::Entropy* outer_;
};

/// How many contexts a Library remembers. One more forgets the one that was asked for longest ago; its sessions go on.
inline constexpr std::size_t kContextsMax = 256;

class Library {
 public:
  /// `key_log`, when given, outlives all sessions. One Library per process suffices; a second is independent of it.
  explicit Library(Randomness randomness, KeyLog* key_log = nullptr);
  ~Library();
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;

  /// The context for this policy and these credentials (null: no certificate of our own, clients only). Equal content
  /// gives the same context. Draws nothing from any host. invalid_argument or malformed, in a sentence for the user,
  /// for a cipher list, certificate, key, CA or revocation list that cannot be used.
  host::Expected<ContextHandle> context(const Policy& policy, const Credentials* credentials);

  Randomness randomness() const { return randomness_; }
  /// How many contexts are remembered now.
  std::size_t context_count() const { return remembered_.size(); }

 private:
  struct Remembered {
    host::Bytes digest;
    ContextHandle context;
    std::uint64_t used = 0;
  };

  Randomness randomness_;
  KeyLog* key_log_;
  std::shared_ptr<const ProviderContext> providers_;
  std::vector<Remembered> remembered_;
  std::uint64_t uses_ = 0;
};

}  // namespace hexad::tls
