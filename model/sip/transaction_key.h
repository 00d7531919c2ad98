// What a transaction is matched by (RFC 3261 sections 17.1.3 and 17.2.3): at the client a text of bounded length, at
// the server, which holds far more of them, 128 bits of keyed hash.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "model/host/host.h"
#include "model/host/keyed_hash.h"
#include "model/wire/sip/message_view.h"
#include "model/wire/sip/via.h"

namespace hexad::sip {

/// The matched parts of a request by two hashes whose keys nobody outside knows: equal parts have equal fingerprints,
/// and nobody can make or expect others that do.
struct TransactionFingerprint {
  std::uint64_t first = 0;
  std::uint64_t second = 0;
  bool operator==(const TransactionFingerprint&) const = default;
};

/// Composes keys into a buffer of its own.
class TransactionKeys {
 public:
  /// Of the texts: a longer one is replaced by a fingerprint in letters.
  static constexpr std::size_t kKeyBytesMax = 192;

  explicit TransactionKeys(host::Host& host);

  /// Of a request at the server: branch, sent-by and method (an ACK: INVITE); for a branch without the cookie of
  /// RFC 3261 the parts that RFC 2543 matched by.
  TransactionFingerprint of_request(const MessageView& request, const ViaView& top);
  /// Of the INVITE that a CANCEL is about (section 9.2).
  TransactionFingerprint of_cancelled(const MessageView& cancel, const ViaView& top);
  /// Of a response at the client, or of the request that it answers: branch and method of the CSeq. Lives until the
  /// next call.
  std::string_view of_client(std::string_view branch, std::string_view method);

  std::size_t hash(std::string_view key) const { return hash_(key); }
  /// A To tag for the answers to a request, the same for each repetition of it (RFC 3261 section 8.2.7): 16 characters.
  /// Lives until the next call.
  std::string_view to_tag(const MessageView& request);

 private:
  TransactionFingerprint of_parts(const MessageView& request, const ViaView& top, std::string_view method);
  TransactionFingerprint fingerprint();
  std::string_view bounded();

  host::KeyedHash hash_;
  host::KeyedHash second_hash_;
  host::KeyedHash tag_hash_;
  std::string key_;
  std::string tag_;
};

}  // namespace hexad::sip
