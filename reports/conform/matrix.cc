#include "reports/conform/matrix.h"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

#include "reports/record/recorder.h"

namespace hexad::conform {
namespace {

/// The order for people: what is wrong stands beside what is right.
constexpr Standing kColumns[] = {Standing::verified, Standing::failing, Standing::invalid, Standing::uncovered,
                                 Standing::excluded};

nlohmann::ordered_json json_of(const Counts& counts) {
  nlohmann::ordered_json json;
  for (const Standing standing : kStandings) json[std::string(to_string(standing))] = counts.of(standing);
  return json;
}

void print_row(std::ostream& out, std::string_view name, const Counts& counts) {
  fmt::print(out, "{:<20}", name);
  for (const Standing standing : kColumns) fmt::print(out, "{:>11}", counts.of(standing));
  fmt::print(out, "{:>9}\n", counts.all());
}

void print_blamed(std::ostream& out, const Ledger& ledger, Standing standing, record::Verdict verdict) {
  for (const Requirement& requirement : ledger.catalogue().requirements) {
    if (ledger.standing(requirement) != standing) continue;
    fmt::print(out, "{} {}\n", to_string(standing), requirement.id);
    for (const Evidence& evidence : ledger.evidence(requirement.id)) {
      if (evidence.verdict == verdict) fmt::print(out, "  {}\n", evidence.run);
    }
  }
}

}  // namespace

std::string to_json(const Ledger& ledger) {
  nlohmann::ordered_json json;
  json["total"] = json_of(ledger.total());
  auto& groups = json["groups"] = nlohmann::ordered_json::object();
  for (const auto& group : ledger.catalogue().groups) groups[group] = json_of(ledger.counts(group));
  return json.dump(2) + "\n";
}

void print_matrix(const Ledger& ledger, std::ostream& out) {
  fmt::print(out, "{:<20}", "group");
  for (const Standing standing : kColumns) fmt::print(out, "{:>11}", to_string(standing));
  fmt::print(out, "{:>9}\n", "all");
  for (const auto& group : ledger.catalogue().groups) print_row(out, group, ledger.counts(group));
  print_row(out, "total", ledger.total());
  const Counts total = ledger.total();
  if (total.failing + total.invalid > 0) fmt::print(out, "\n");
  print_blamed(out, ledger, Standing::failing, record::Verdict::fail);
  print_blamed(out, ledger, Standing::invalid, record::Verdict::invalid);
}

}  // namespace hexad::conform
