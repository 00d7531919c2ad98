// The kinds of option keys, as data: pattern, what a key stands for, and whether a restart is needed before it counts
// (administration guide, "Product identifiers and corresponding keys"). A key reads 116341Wn-m-########: a letter for
// the kind, n licences (00: a feature), m the key's number, and eight hexadecimal digits.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace hexad::admin {

struct OptionKeyKind {
  char letter;
  std::string_view name;        ///< "Traversal calls"
  std::string_view leaf;        ///< Under SystemUnit/Software/Configuration: "TraversalCalls".
  bool counted;                 ///< Licences that a cluster pools; else a feature of this peer.
  std::uint32_t restart_alarm;  ///< Raised when such a key comes or goes; 0: it counts at once.
};
std::span<const OptionKeyKind> option_key_kinds();

struct OptionKey {
  std::string text;  ///< As it is kept: "116341W20-1-AB12CD34"
  const OptionKeyKind* kind = nullptr;
  std::uint32_t licences = 0;  ///< 0 of a feature.
  unsigned index = 1;          ///< m

  /// "20 Traversal calls", "FindMe".
  std::string description() const;
};

/// Any case. Nothing when the text is no key of a known kind, or a key for 0 licences of a counted kind; a feature key
/// with a number of licences is none either. Whether a key was issued for this serial number cannot be known here: a
/// well-formed key counts (ours).
std::optional<OptionKey> read_option_key(std::string_view text);

}  // namespace hexad::admin
