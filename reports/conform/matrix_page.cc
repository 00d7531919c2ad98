// The conformance matrix as one HTML file that opens from disk, in the style of a run's report.
#include <fmt/format.h>

#include <map>

#include "reports/conform/matrix.h"
#include "reports/html/assets.h"
#include "reports/html/escape.h"
#include "reports/record/recorder.h"

namespace hexad::conform {
namespace {

using reports::escaped;

constexpr Standing kColumns[] = {Standing::verified, Standing::failing, Standing::invalid, Standing::uncovered,
                                 Standing::excluded};
constexpr std::size_t kEvidenceMax = 5;

constexpr std::string_view kMatrixStyle = R"(
.bar { display: flex; width: 260px; height: 12px; background: var(--line); }
.bar .verified, .badge.verified { background: var(--pass); } .bar .failing, .badge.failing { background: var(--fail); }
.bar .invalid { background: var(--invalid); } .bar .excluded, .badge.excluded { background: var(--fault); }
.badge.uncovered { background: none; color: var(--soft); box-shadow: inset 0 0 0 1px var(--line); }
.source { color: var(--soft); font-size: 12px; }
details > summary { cursor: pointer; padding: 4px 0; }
table.ids { columns: auto; } td:first-child { white-space: nowrap; }
)";

std::string counts_row(const std::string& name, const Counts& counts) {
  std::string out = "<tr><td>" + name + "</td>";
  std::string bar;
  for (const Standing standing : kColumns) {
    const std::size_t count = counts.of(standing);
    out += fmt::format("<td class=\"n{}\">{}</td>", count == 0 ? " zero" : "", count);
    if (standing == Standing::uncovered || count == 0) continue;
    bar += fmt::format("<span class=\"{}\" style=\"width:{:.1f}%\"></span>", to_string(standing),
                       100.0 * static_cast<double>(count) / static_cast<double>(counts.all()));
  }
  return out + fmt::format("<td class=\"n\">{}</td><td><div class=\"bar\">{}</div></td></tr>\n", counts.all(), bar);
}

std::string sources_of(const Requirement& requirement) {
  // Sections by guide: four guides say most things in sections of the same name.
  std::map<std::string, std::string> sections;
  for (const Citation& source : requirement.sources) {
    std::string& list = sections[source.guide];
    list += (list.empty() ? "" : "; ") + source.section;
  }
  std::string out;
  for (const auto& [guide, list] : sections) out += escaped(guide) + ": " + escaped(list) + "<br>";
  return out;
}

std::string evidence_of(const Ledger& ledger, const Requirement& requirement) {
  const std::string reason = ledger.exclusion(requirement);
  if (!reason.empty()) return escaped(reason);
  const auto& list = ledger.evidence(requirement.id);
  std::string out;
  for (std::size_t i = 0; i < list.size() && i < kEvidenceMax; ++i) {
    out += fmt::format("{}: {}<br>", escaped(list[i].run), record::to_string(list[i].verdict));
  }
  if (list.size() > kEvidenceMax) out += fmt::format("{} more", list.size() - kEvidenceMax);
  return out;
}

std::string group_section(const Ledger& ledger, const std::string& group) {
  const Counts counts = ledger.counts(group);
  std::string out = fmt::format(
      "<details{}><summary><strong>{}</strong> {} of {} verified</summary>\n<div "
      "class=\"scroll\"><table class=\"ids\"><tbody>\n",
      counts.failing + counts.invalid > 0 ? " open" : "", escaped(group), counts.verified, counts.all());
  for (const Requirement& requirement : ledger.catalogue().requirements) {
    if (requirement.group != group) continue;
    std::string releases;
    for (const auto& release : requirement.releases) releases += (releases.empty() ? "" : ", ") + release;
    out += fmt::format(
        "<tr id=\"{0}\"><td><span class=\"badge {1}\">{1}</span></td><td><code>{0}</code></td>"
        "<td>{2}<div class=\"source\">{3} ({4})</div></td><td>{5}</td></tr>\n",
        escaped(requirement.id), to_string(ledger.standing(requirement)), escaped(requirement.text),
        sources_of(requirement), escaped(releases), evidence_of(ledger, requirement));
  }
  return out + "</tbody></table></div></details>\n";
}

}  // namespace

std::string matrix_page(const Ledger& ledger) {
  const Counts total = ledger.total();
  std::string out =
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta "
      "http-equiv=\"Content-Security-Policy\" "
      "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>Conformance</title>\n<style>\n";
  out += reports::kStyle;
  out += kMatrixStyle;
  out += fmt::format(
      "</style>\n</head>\n<body>\n<header class=\"{}\"><h1>Conformance</h1>\n<p class=\"title\">{} of {} "
      "requirements of the guides are verified; {} are excluded, each with its reason.</p></header>\n<main>\n",
      total.failing > 0   ? "fail"
      : total.invalid > 0 ? "invalid"
                          : "pass",
      total.verified, total.all(), total.excluded);
  out += "<section><h2>Matrix</h2>\n<div class=\"scroll\"><table><thead><tr><th>Group</th>";
  for (const Standing standing : kColumns) out += fmt::format("<th>{}</th>", to_string(standing));
  out += "<th>all</th><th></th></tr></thead><tbody>\n";
  for (const auto& group : ledger.catalogue().groups) out += counts_row(escaped(group), ledger.counts(group));
  out += counts_row("<strong>total</strong>", total);
  out += "</tbody></table></div></section>\n<section><h2>Requirements</h2>\n";
  for (const auto& group : ledger.catalogue().groups) out += group_section(ledger, group);
  return out + "</section>\n</main>\n</body>\n</html>\n";
}

}  // namespace hexad::conform
