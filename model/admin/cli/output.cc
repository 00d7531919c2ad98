#include "model/admin/cli/output.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/admin/cli/line.h"

namespace hexad::admin {
namespace {

constexpr std::size_t kDepthMax = 64;

bool is_number(std::string_view text) {
  return !text.empty() && text.size() <= 19 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string label(const Node& node) { return node.item == 0 ? node.name : fmt::format("{} {}", node.name, node.item); }

void print(const Node& node, std::string_view indent, std::size_t depth, std::string& out) {
  out += fmt::format("{}{}:", indent, label(node));
  const bool leaf = node.children.empty();
  if (!node.value.empty()) {
    out += ' ';
    out += is_number(node.value) ? node.value : quoted(node.value);
  } else if (leaf) {
    out += depth == 0 ? " /" : " \"\"";
  }
  out += '\n';
  if (depth >= kDepthMax) return;
  const std::string deeper(2 * (depth + 1), ' ');
  for (const Node& child : node.children) print(child, deeper, depth + 1, out);
}

}  // namespace

std::string configuration_line(const config::SettingRef& ref, std::string_view value) {
  const bool bare = ref.setting->kind == config::ValueKind::choice || ref.setting->kind == config::ValueKind::integer;
  const std::string shown = config::shown_value(*ref.setting, value);
  return fmt::format("*c xConfiguration {}: {}\n", ref.path(), bare && !shown.empty() ? shown : quoted(shown));
}

std::string status_block(const Node& node) {
  std::string out;
  print(node, "*s ", 0, out);
  return out + "*s/end\n";
}

Outcome result_block(const CommandResult& result) {
  Node fields(fmt::format("Result (status={})", result.ok ? "OK" : "Error"));
  fields.children = result.fields;
  if (!result.ok) fields.add("Cause", result.cause);
  if (!result.description.empty()) fields.add("Description", result.description);
  std::string out;
  print(fields, "*r ", 0, out);
  out += "*r/end\n\n";
  return {out + (result.ok ? "OK\n" : "ERROR\n"), result.ok};
}

Outcome with_ok(std::string body) { return {std::move(body) + "\nOK\n", true}; }

Outcome with_error(std::string_view sentence) {
  std::string text(sentence);
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  if (!text.ends_with('.') && !text.ends_with('?')) text += '.';
  return {text + "\n\nERROR\n", false};
}

}  // namespace hexad::admin
