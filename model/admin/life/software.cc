#include "model/admin/life/software.h"

#include <charconv>

namespace hexad::admin {
namespace {

struct ReleaseSoftware {
  std::string_view version;
  std::string_view product;
};
/// In the order of kReleases.
constexpr std::array<ReleaseSoftware, config::kReleases.size()> kSoftware{{
    {"X8.1.1", "Expressway"},
    {"X8.9", "Expressway"},
    {"X8.9.1", "VCS"},
    {"X12.5.9", "Expressway"},
}};

/// Before which version (exclusive) an installed system cannot go further in one step, and where it goes instead.
struct Stop {
  SoftwareVersion below;
  std::string_view version;
};
constexpr std::array<Stop, 3> kStops{{
    {{{5, 1, 0}}, "X5.2"},
    {{{6, 0, 0}}, "X6.1"},
    {{{7, 1, 0}}, "X7.2"},
}};
constexpr SoftwareVersion kFirstWithoutLegacyMode{{8, 0, 0}};

}  // namespace

std::optional<SoftwareVersion> SoftwareVersion::parse(std::string_view text) {
  if (text.empty() || (text[0] != 'X' && text[0] != 'x')) return std::nullopt;
  text.remove_prefix(1);
  SoftwareVersion version;
  for (std::size_t i = 0; i < version.numbers.size(); ++i) {
    unsigned number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || number > 9999) return std::nullopt;
    version.numbers[i] = number;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (text.empty()) return version;
    if (text[0] != '.') return std::nullopt;
    text.remove_prefix(1);
  }
  return std::nullopt;
}

std::string SoftwareVersion::to_string() const {
  std::string text = "X" + std::to_string(numbers[0]) + "." + std::to_string(numbers[1]);
  if (numbers[2] != 0) text += "." + std::to_string(numbers[2]);
  return text;
}

std::string_view version_of(config::Release release) { return kSoftware[static_cast<std::size_t>(release)].version; }
std::string_view product_of(config::Release release) { return kSoftware[static_cast<std::size_t>(release)].product; }

bool readable_pattern(std::string_view pattern) {
  if (pattern.ends_with(".n")) return SoftwareVersion::parse(pattern.substr(0, pattern.size() - 2)).has_value();
  if (pattern.ends_with("+")) pattern.remove_suffix(1);
  return SoftwareVersion::parse(pattern).has_value();
}

bool matches(const SoftwareVersion& version, std::string_view pattern) {
  if (pattern.ends_with(".n")) {
    const auto family = SoftwareVersion::parse(pattern.substr(0, pattern.size() - 2));
    return family && family->numbers[0] == version.numbers[0] &&
           (family->numbers[1] == 0 || family->numbers[1] == version.numbers[1]);
  }
  const bool or_later = pattern.ends_with("+");
  if (or_later) pattern.remove_suffix(1);
  const auto named = SoftwareVersion::parse(pattern);
  return named && (or_later ? version >= *named : version == *named);
}

UpgradeRoute upgrade_route(const SoftwareVersion& from, const SoftwareVersion& goal, bool uses_provisioning,
                           bool legacy_mode) {
  UpgradeRoute route;
  SoftwareVersion at = from;
  for (const Stop& stop : kStops) {
    if (at >= stop.below) continue;
    const auto version = SoftwareVersion::parse(stop.version);
    if (*version >= goal) break;
    route.stops.emplace_back(stop.version);
    at = *version;
  }
  const bool was_detoured = !route.stops.empty();
  if (from < kFirstWithoutLegacyMode && goal >= kFirstWithoutLegacyMode &&
      (legacy_mode || (was_detoured && uses_provisioning))) {
    route.provisioning_extension_before = route.stops.size();
  }
  route.stops.push_back(goal.to_string());
  return route;
}

std::string UpgradeRoute::to_string() const {
  std::string text;
  for (std::size_t i = 0; i < stops.size(); ++i) {
    if (!text.empty()) text += ", ";
    if (provisioning_extension_before == i) text += "Provisioning Extension mode, ";
    text += stops[i];
  }
  return text;
}

}  // namespace hexad::admin
