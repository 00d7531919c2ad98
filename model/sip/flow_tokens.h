// Tokens that stand for a flow in the user part of a Route (RFC 5626 section 5.2): what a far side sends back says over
// which flow a request goes on, and nobody else can make one. A token of a connection is of use while it stands.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/host/host.h"
#include "model/host/keyed_hash.h"
#include "model/sip/flow.h"

namespace hexad::sip {

class FlowTokens {
 public:
  /// 8 hexadecimal digits of ours and 2 for each octet of the rest: at most so many characters.
  static constexpr std::size_t kTokenBytesMax = 128;

  /// Draws its key from "sip.flow_tokens": tokens end with this boot.
  explicit FlowTokens(host::Host& host);

  /// Lives until the next call.
  std::string_view make(const Flow& flow);
  /// The flow of a token that was made here; nothing for any other text.
  std::optional<Flow> read(std::string_view token);

 private:
  host::KeyedHash hash_;
  std::string token_;
};

}  // namespace hexad::sip
