#include "reports/conform/ledger.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace hexad::conform {
namespace {

using record::Verdict;

const std::vector<Evidence> kNoEvidence;

/// Levenshtein distance: how many characters to insert, delete or replace.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row[b.size()];
}

bool has(const std::vector<Evidence>& list, Verdict verdict) {
  return std::any_of(list.begin(), list.end(), [&](const Evidence& e) { return e.verdict == verdict; });
}

}  // namespace

std::string_view to_string(Standing standing) {
  switch (standing) {
    case Standing::verified: return "verified";
    case Standing::failing: return "failing";
    case Standing::excluded: return "excluded";
    case Standing::uncovered: return "uncovered";
    case Standing::invalid: return "invalid";
  }
  return "uncovered";
}

std::size_t& Counts::of(Standing standing) {
  switch (standing) {
    case Standing::verified: return verified;
    case Standing::failing: return failing;
    case Standing::excluded: return excluded;
    case Standing::invalid: return invalid;
    case Standing::uncovered: break;
  }
  return uncovered;
}

Ledger Ledger::load(const std::string& requirements_file, const std::string& exclusions_file) {
  Ledger ledger;
  ledger.catalogue_ = read_catalogue(requirements_file);
  for (std::size_t i = 0; i < ledger.catalogue_.requirements.size(); ++i) {
    ledger.place_.emplace(ledger.catalogue_.requirements[i].id, i);
  }
  ledger.exclusions_ = read_exclusions(exclusions_file);
  for (const auto& [id, reason] : ledger.exclusions_) {
    if (ledger.find(id) == nullptr) {
      throw std::runtime_error(fmt::format("{}: there is no requirement \"{}\"; did you mean \"{}\"?", exclusions_file,
                                           id, ledger.nearest(id)));
    }
  }
  return ledger;
}

void Ledger::require_releases(const std::vector<std::string>& releases) {
  required_.clear();
  for (const auto& release : releases) {
    if (catalogue_release(release).empty())
      throw std::runtime_error(fmt::format("there is no release \"{}\"", release));
    required_.emplace_back(catalogue_release(release));
  }
}

void Ledger::add_evidence(const Evidence& evidence) {
  if (find(evidence.id) == nullptr) {
    throw std::runtime_error(fmt::format("{}: there is no requirement \"{}\"; did you mean \"{}\"?", evidence.run,
                                         evidence.id, nearest(evidence.id)));
  }
  if (!evidence.release.empty() && catalogue_release(evidence.release).empty()) {
    throw std::runtime_error(fmt::format("{}: there is no release \"{}\"", evidence.run, evidence.release));
  }
  auto& list = evidence_[evidence.id];
  for (Evidence& known : list) {
    if (known.run == evidence.run && known.release == evidence.release) {
      known.verdict = evidence.verdict;
      return;
    }
  }
  list.push_back(evidence);
}

const Requirement* Ledger::find(std::string_view id) const {
  const auto found = place_.find(std::string(id));
  return found == place_.end() ? nullptr : &catalogue_.requirements[found->second];
}

std::string Ledger::nearest(std::string_view id) const {
  std::string best;
  std::size_t best_distance = SIZE_MAX;
  for (const Requirement& requirement : catalogue_.requirements) {
    const std::size_t d = distance(id, requirement.id);
    if (d < best_distance) {
      best_distance = d;
      best = requirement.id;
    }
  }
  return best;
}

const std::vector<Evidence>& Ledger::evidence(std::string_view id) const {
  const auto found = evidence_.find(std::string(id));
  return found == evidence_.end() ? kNoEvidence : found->second;
}

std::string Ledger::exclusion(const Requirement& requirement) const {
  if (const auto found = exclusions_.find(requirement.id); found != exclusions_.end()) return found->second;
  return requirement.kind == "documentation" ? "Documentation: it states no behaviour that a run could show." : "";
}

Standing Ledger::standing(const Requirement& requirement) const {
  if (!exclusion(requirement).empty()) return Standing::excluded;
  const auto& list = evidence(requirement.id);
  if (has(list, Verdict::fail)) return Standing::failing;
  if (has(list, Verdict::invalid)) return Standing::invalid;
  for (const auto& release : requirement.releases) {
    if (std::find(required_.begin(), required_.end(), release) == required_.end()) continue;
    const bool shown = std::any_of(list.begin(), list.end(), [&](const Evidence& e) {
      return e.release.empty() || catalogue_release(e.release) == release;
    });
    if (!shown) return Standing::uncovered;
  }
  return list.empty() ? Standing::uncovered : Standing::verified;
}

Counts Ledger::total() const {
  Counts counts;
  for (const Requirement& requirement : catalogue_.requirements) ++counts.of(standing(requirement));
  return counts;
}

Counts Ledger::counts(std::string_view group) const {
  Counts counts;
  for (const Requirement& requirement : catalogue_.requirements) {
    if (requirement.group == group) ++counts.of(standing(requirement));
  }
  return counts;
}

}  // namespace hexad::conform
