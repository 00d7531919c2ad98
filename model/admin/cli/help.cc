#include "model/admin/cli/help.h"

#include <fmt/format.h>

#include "model/admin/cli/line.h"
#include "model/admin/words.h"
#include "model/config/setting_tree.h"

namespace hexad::admin {
namespace {

constexpr std::int64_t kTextMax = 4096;

// A place as the table spells it, with the numbers that were given.
std::string spelt(std::string_view words) {
  std::string text;
  const config::SettingNode* node = &config::setting_tree();
  for (const std::string_view word : split_words(words)) {
    node = node->child(word);
    text += ' ';
    text += node->is_index() ? word : node->word;
  }
  return text;
}

void print_setting(const config::Setting& setting, config::Release release, std::string_view path, bool everything,
                   std::string& out) {
  out += fmt::format("*h xConfiguration{}: {}\n", path, config::value_syntax(setting));
  out += "  " + quoted(config::full_help(setting)) + '\n';
  const std::string_view standard = setting.default_in(release);
  if (everything && !standard.empty()) out += fmt::format("  Default: {}\n", quoted(standard));
}

void print_all(const config::SettingNode& node, config::Release release, const std::string& path, std::string& out) {
  if (node.setting != nullptr) return print_setting(*node.setting, release, path, true, out);
  for (const config::SettingNode& child : node.children) {
    if (child.in(release)) print_all(child, release, fmt::format("{} {}", path, child.word), out);
  }
}

void print_command(const Command& command, bool with_parameters, std::string& out) {
  out += fmt::format("*h xCommand {}\n", command.name);
  if (!command.help.empty()) out += "  " + quoted(command.help) + '\n';
  if (!with_parameters) return;
  for (const Parameter& parameter : command.parameters) {
    out += fmt::format("  {}{}: {}\n", parameter.name, parameter.required ? "(r)" : "", value_syntax(parameter));
    if (!parameter.help.empty()) out += "    " + quoted(parameter.help) + '\n';
  }
}

}  // namespace

std::string value_syntax(const Parameter& parameter) {
  const std::int64_t maximum = parameter.maximum > 0 ? parameter.maximum : kTextMax;
  switch (parameter.kind) {
    case ParameterKind::choice: return fmt::format("<{}>", fmt::join(parameter.words, "/"));
    case ParameterKind::integer: return fmt::format("<{}..{}>", parameter.minimum, parameter.maximum);
    case ParameterKind::text: return fmt::format("<S: {}, {}>", parameter.minimum, maximum);
    case ParameterKind::password: return fmt::format("<Password: {}, {}>", parameter.minimum, maximum);
  }
  return {};
}

Outcome configuration_help(config::Release release, std::string_view words, bool everything) {
  const config::SettingPlace place = config::find_place(words);
  if (place.node == nullptr || !place.node->in(release)) {
    return with_error(fmt::format("There is no setting \"{}\"; the nearest is \"{}\"", words.substr(0, 100),
                                  config::nearest_path(words, release)));
  }
  const std::string path = spelt(words);
  std::string out;
  if (everything) {
    print_all(*place.node, release, path, out);
  } else if (place.node->setting != nullptr) {
    print_setting(*place.node->setting, release, path, false, out);
  } else {
    for (const config::SettingNode& child : place.node->children) {
      if (!child.in(release)) continue;
      const std::string below = fmt::format("{} {}", path, child.word);
      if (child.setting != nullptr) {
        print_setting(*child.setting, release, below, false, out);
      } else {
        out += fmt::format("*h xConfiguration{}{}{}\n", below, child.is_list() ? " " : "",
                           child.is_list() ? child.children.front().word : "");
      }
    }
  }
  return with_ok(std::move(out));
}

Outcome command_help(const CommandTable& commands, std::string_view words, bool everything) {
  std::string out;
  if (trimmed(words).empty()) {
    for (const Command* command : commands.all()) print_command(*command, everything, out);
    return with_ok(std::move(out));
  }
  const Command* command = commands.find(words);
  if (command == nullptr) {
    std::vector<std::string_view> names;
    for (const Command* known : commands.all()) names.push_back(known->name);
    const std::string_view nearest = nearest_word(words, names);
    return with_error(fmt::format("There is no command \"{}\"{}", words.substr(0, 100),
                                  nearest.empty() ? "" : fmt::format("; did you mean \"{}\"?", nearest)));
  }
  print_command(*command, true, out);
  return with_ok(std::move(out));
}

Outcome status_help(const StatusTree& status, std::string_view words) {
  std::string out;
  if (trimmed(words).empty()) {
    for (const std::string_view element : status.elements()) out += fmt::format("*h xStatus {}\n", element);
    return with_ok(std::move(out));
  }
  const Node node = status.read(words);
  if (node.name.empty()) return with_error(fmt::format("There is no status \"{}\"", words.substr(0, 100)));
  for (const Node& child : node.children) {
    const std::string number = child.item > 0 ? fmt::format(" {}", child.item) : "";
    out += fmt::format("*h xStatus {} {}{}\n", trimmed(words), child.name, number);
  }
  return with_ok(std::move(out));
}

Outcome general_help() {
  return with_ok(
      "*h xConfiguration [path]               reads settings\n"
      "*h xConfiguration path: value          sets one; several pairs set several, all or none\n"
      "*h xConfiguration list Add name: value adds an entry to a list\n"
      "*h xConfiguration path Delete          deletes an entry of a list, or sets a setting back to its default\n"
      "*h xStatus [path]                      shows what the system is doing\n"
      "*h xCommand name [parameter: value]    does something\n"
      "*h bye                                 ends the session\n"
      "A ? behind a line shows what may follow, ?? everything under it.\n");
}

}  // namespace hexad::admin
