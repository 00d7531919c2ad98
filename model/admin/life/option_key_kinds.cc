#include "model/admin/life/option_key_kinds.h"

#include <array>
#include <charconv>

namespace hexad::admin {
namespace {

constexpr std::string_view kBeginning = "116341";
constexpr std::size_t kSignatureDigits = 8;
constexpr std::uint32_t kLicencesMax = 99999;
constexpr unsigned kIndexMax = 99;

constexpr std::array<OptionKeyKind, 15> kKinds{{
    {'A', "Room system registrations", "RoomSystems", true, 0},
    {'B', "Desktop system registrations", "DesktopSystems", true, 0},
    {'C', "Microsoft interoperability", "MicrosoftInterop", false, 0},
    {'E', "Expressway Series", "ExpresswaySeries", false, 30025},
    {'G', "H.323-SIP interworking", "Interworking", false, 0},
    {'I', "TURN relays", "TurnRelays", true, 0},
    {'J', "Advanced account security", "AdvancedAccountSecurity", false, 30025},
    {'L', "Advanced networking", "AdvancedNetworking", false, 25006},
    {'P', "Device provisioning", "DeviceProvisioning", false, 0},
    {'R', "Registrations", "Registrations", true, 0},
    {'T', "Traversal server", "TraversalServer", false, 30025},
    {'U', "FindMe", "FindMe", false, 0},
    {'V', "Non-traversal calls", "NonTraversalCalls", true, 0},
    {'W', "Traversal calls", "TraversalCalls", true, 0},
    {'Y', "Rich media sessions", "RichMediaSessions", true, 0},
}};

const OptionKeyKind* kind_of(char letter) {
  for (const OptionKeyKind& kind : kKinds) {
    if (kind.letter == letter) return &kind;
  }
  return nullptr;
}

/// Takes the digits at the beginning of `text`, at least `least` of them.
std::optional<std::uint32_t> take_number(std::string_view& text, std::size_t least) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const auto length = static_cast<std::size_t>(end - text.data());
  if (error != std::errc() || length < least) return std::nullopt;
  text.remove_prefix(length);
  return number;
}

bool take_dash(std::string_view& text) {
  if (text.empty() || text[0] != '-') return false;
  text.remove_prefix(1);
  return true;
}

bool is_signature(std::string_view text) {
  return text.size() == kSignatureDigits && text.find_first_not_of("0123456789ABCDEF") == std::string_view::npos;
}

}  // namespace

std::span<const OptionKeyKind> option_key_kinds() { return kKinds; }

std::optional<OptionKey> read_option_key(std::string_view given) {
  OptionKey key;
  key.text = std::string(given);
  for (char& c : key.text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  std::string_view rest = key.text;
  if (!rest.starts_with(kBeginning) || rest.size() <= kBeginning.size()) return std::nullopt;
  rest.remove_prefix(kBeginning.size());
  key.kind = kind_of(rest[0]);
  rest.remove_prefix(1);
  if (key.kind == nullptr) return std::nullopt;
  const auto licences = take_number(rest, key.kind->counted ? 1 : 2);
  if (!licences || *licences > kLicencesMax || (*licences == 0) == key.kind->counted) return std::nullopt;
  key.licences = *licences;
  if (!take_dash(rest)) return std::nullopt;
  const auto index = take_number(rest, 1);
  if (!index || *index > kIndexMax || !take_dash(rest) || !is_signature(rest)) return std::nullopt;
  key.index = *index;
  return key;
}

std::string OptionKey::description() const {
  const std::string name(kind->name);
  return kind->counted ? std::to_string(licences) + " " + name : name;
}

}  // namespace hexad::admin
