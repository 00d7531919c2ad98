#include "model/config/rules.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/host/check.h"

namespace hexad::config {
namespace {

/// A broken rule, with the settings that it joins.
struct Complaint {
  std::string sentence;
  std::vector<SettingRef> joins;
};

SettingRef ref_of(std::string_view path) {
  auto ref = find_setting(path);
  HEXAD_CHECK(ref.has_value());
  return std::move(*ref);
}

struct OrderedPair {
  std::string_view low;
  std::string_view high;
};

constexpr OrderedPair kOrderedPairs[] = {
    {"SIP Registration Standard Refresh Minimum", "SIP Registration Standard Refresh Maximum"},
};

void check_orders(const Configuration& c, std::vector<Complaint>& complaints) {
  for (const OrderedPair& pair : kOrderedPairs) {
    const std::int64_t low = c.integer(pair.low);
    const std::int64_t high = c.integer(pair.high);
    if (low <= high) continue;
    complaints.push_back({fmt::format("{} ({}) must not be greater than {} ({}): lower the one or raise the other",
                                      pair.low, low, pair.high, high),
                          {ref_of(pair.low), ref_of(pair.high)}});
  }
}

std::vector<Complaint> complaints_about(const Configuration& configuration) {
  std::vector<Complaint> complaints;
  check_orders(configuration, complaints);
  return complaints;
}

}  // namespace

std::optional<std::string> broken_rule(const Configuration& after, const Configuration& before) {
  for (Complaint& complaint : complaints_about(after)) {
    const bool touched = std::any_of(complaint.joins.begin(), complaint.joins.end(),
                                     [&](const SettingRef& ref) { return after.value(ref) != before.value(ref); });
    if (touched) return std::move(complaint.sentence);
  }
  return std::nullopt;
}

std::vector<std::string> broken_rules(const Configuration& configuration) {
  std::vector<std::string> sentences;
  for (Complaint& complaint : complaints_about(configuration)) sentences.push_back(std::move(complaint.sentence));
  return sentences;
}

}  // namespace hexad::config
