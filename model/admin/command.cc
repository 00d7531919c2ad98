#include "model/admin/command.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/admin/words.h"
#include "model/host/check.h"

namespace hexad::admin {
namespace {

constexpr std::size_t kTextMax = 4096;  // Of a text parameter that declares no maximum.

using Arguments = std::vector<std::pair<std::string, std::string>>;

// The key of a name: lower case, without blanks ("Disconnect Call" is DisconnectCall).
std::string key_of(std::string_view name) {
  std::string key = lower_case(name);
  key.erase(std::remove_if(key.begin(), key.end(), [](char c) { return c == ' ' || c == '\t'; }), key.end());
  return key;
}

const Parameter* find_parameter(const Command& command, std::string_view name) {
  for (const Parameter& parameter : command.parameters) {
    if (equal_ignoring_case(parameter.name, name)) return &parameter;
  }
  return nullptr;
}

std::string listed(const std::vector<std::string_view>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " or " : ", ";
    text += words[i];
  }
  return text;
}

// What a value must be, when it is not; the value spelt as declared otherwise.
tl::expected<std::string, std::string> checked_value(const Parameter& parameter, std::string_view value) {
  switch (parameter.kind) {
    case ParameterKind::integer: {
      const auto number = whole_number(value);
      if (number && *number >= parameter.minimum && *number <= parameter.maximum) return std::to_string(*number);
      return tl::unexpected(fmt::format("a whole number from {} to {}", parameter.minimum, parameter.maximum));
    }
    case ParameterKind::choice:
      for (const std::string_view word : parameter.words) {
        if (equal_ignoring_case(word, value)) return std::string(word);
      }
      return tl::unexpected(listed(parameter.words));
    case ParameterKind::text:
    case ParameterKind::password: break;
  }
  const std::size_t minimum = static_cast<std::size_t>(std::max<std::int64_t>(parameter.minimum, 0));
  const std::size_t maximum = parameter.maximum > 0 ? static_cast<std::size_t>(parameter.maximum) : kTextMax;
  // What is longer than a line may hold lines: certificates, packages.
  const bool lines = maximum > kTextMax;
  const bool printable = std::none_of(value.begin(), value.end(), [&](unsigned char c) {
    return (c < 0x20 || c == 0x7f) && !(lines && (c == '\n' || c == '\r' || c == '\t'));
  });
  if (!printable) return tl::unexpected<std::string>("text without control characters");
  if (value.size() < minimum) return tl::unexpected(fmt::format("at least {} characters", minimum));
  if (value.size() > maximum) return tl::unexpected(fmt::format("at most {} characters", maximum));
  return std::string(value);
}

std::string unknown_parameter(const Command& command, std::string_view name) {
  std::string sentence = fmt::format("{} has no parameter \"{}\"", command.name, name.substr(0, 80));
  if (command.parameters.empty()) return sentence + "; it takes none.";
  std::vector<std::string_view> names;
  for (const Parameter& parameter : command.parameters) names.push_back(parameter.name);
  const std::string_view nearest = nearest_word(name, names);
  if (!nearest.empty()) return sentence + fmt::format("; did you mean \"{}\"?", nearest);
  return sentence + fmt::format("; it takes {}.", fmt::join(names, ", "));
}

// Why the call is refused; otherwise its arguments are in `call`.
std::optional<CommandResult> refusal(const Command& command, const Arguments& given, CommandCall& call) {
  if (!call.who.may(command.role)) {
    return CommandResult::failed(
        "not permitted", fmt::format("{} needs the role {}; {} has the role {}.", command.name, to_string(command.role),
                                     call.who.name, to_string(call.who.role)));
  }
  for (const auto& [name, value] : given) {
    const Parameter* parameter = find_parameter(command, name);
    if (parameter == nullptr) return CommandResult::failed("unknown parameter", unknown_parameter(command, name));
    auto checked = checked_value(*parameter, value);
    if (!checked) {
      const bool shown = parameter->kind != ParameterKind::password;
      return CommandResult::failed(
          "bad value", fmt::format("{} must be {}{}.", parameter->name, checked.error(),
                                   shown ? fmt::format(", not \"{}\"", std::string_view(value).substr(0, 80)) : ""));
    }
    if (!call.arguments.emplace(parameter->name, std::move(*checked)).second)
      return CommandResult::failed("bad value", fmt::format("{} is given twice.", parameter->name));
  }
  for (const Parameter& parameter : command.parameters) {
    if (parameter.required && call.arguments.find(parameter.name) == call.arguments.end())
      return CommandResult::failed("missing parameter",
                                   fmt::format("{} needs the parameter {}.", command.name, parameter.name));
  }
  return std::nullopt;
}

}  // namespace

std::string_view CommandCall::text(std::string_view parameter) const {
  const auto found = arguments.find(parameter);
  return found == arguments.end() ? std::string_view() : std::string_view(found->second);
}

std::optional<std::int64_t> CommandCall::integer(std::string_view parameter) const {
  return whole_number(text(parameter));
}

void CommandTable::add(Command command) {
  HEXAD_CHECK(command.run != nullptr);
  const std::string key = key_of(command.name);
  HEXAD_CHECK(commands_.find(key) == commands_.end());
  commands_.emplace(key, std::make_unique<Command>(std::move(command)));
}

const Command* CommandTable::find(std::string_view name) const {
  const std::string key = key_of(name.substr(0, 200));
  const auto in_release = [this](const Command& command) {
    return command.releases[static_cast<std::size_t>(release_)];
  };
  const auto found = commands_.find(key);
  if (found != commands_.end()) return in_release(*found->second) ? found->second.get() : nullptr;
  for (const auto& [known, command] : commands_) {
    for (const std::string_view other : command->other_names) {
      if (key_of(other) == key && in_release(*command)) return command.get();
    }
  }
  return nullptr;
}

std::vector<const Command*> CommandTable::all() const {
  std::vector<const Command*> commands;
  for (const auto& [key, command] : commands_) {
    if (command->releases[static_cast<std::size_t>(release_)]) commands.push_back(command.get());
  }
  return commands;
}

void CommandTable::call(std::string_view name, const Arguments& arguments, const Principal& who,
                        CommandReply reply) const {
  const Command* command = find(name);
  if (command == nullptr) {
    std::vector<std::string_view> names;
    for (const Command* known : all()) names.push_back(known->name);
    const std::string_view nearest = nearest_word(name, names);
    std::string sentence = fmt::format("There is no command \"{}\"", name.substr(0, 80));
    sentence += nearest.empty() ? "." : fmt::format("; did you mean \"{}\"?", nearest);
    return reply(CommandResult::failed("unknown command", std::move(sentence)));
  }
  CommandCall call{who, {}};
  if (auto refused = refusal(*command, arguments, call)) return reply(std::move(*refused));
  command->run(call, std::move(reply));
}

}  // namespace hexad::admin
