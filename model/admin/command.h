// xCommand: every action of an operator is declared here once, by name and parameters, and carried out by the same
// handler whether it comes from the command line, an API or a button of a page.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/admin/node.h"
#include "model/admin/principal.h"
#include "model/config/release.h"
#include "model/host/error.h"

namespace hexad::admin {

enum class ParameterKind : std::uint8_t { text, integer, choice, password };

struct Parameter {
  std::string_view name;  ///< "Level"
  ParameterKind kind = ParameterKind::text;
  bool required = false;
  std::int64_t minimum = 0;             ///< Of an integer; length of a text.
  std::int64_t maximum = 0;             ///< 0 of a text: 4096. A text that may be longer may also have several lines.
  std::vector<std::string_view> words;  ///< Of a choice.
  std::string_view help;
};

/// How a command ended. A failure has a cause (a word or two, stable) and a description (a sentence).
struct CommandResult {
  bool ok = true;
  std::string cause;
  std::string description;
  std::vector<Node> fields;

  static CommandResult done(std::string sentence = {}) { return {true, {}, std::move(sentence), {}}; }
  static CommandResult failed(std::string why, std::string sentence) {
    return {false, std::move(why), std::move(sentence), {}};
  }
};
/// Causes in use: "unknown command", "missing parameter", "unknown parameter", "bad value", "not permitted",
/// "not found", "conflict", "not possible now", "storage", "timeout".

/// Takes the result once, now or in a later turn.
using CommandReply = std::function<void(CommandResult)>;

/// One call whose parameters have passed the declaration's checks.
class CommandCall {
 public:
  Principal who;
  std::map<std::string, std::string, std::less<>> arguments;  ///< By the declared spelling.

  /// Empty when it was not given.
  std::string_view text(std::string_view parameter) const;
  std::optional<std::int64_t> integer(std::string_view parameter) const;
};

struct Command {
  std::string_view name;                      ///< "DefaultLinksAdd"
  std::vector<std::string_view> other_names;  ///< "DefaultValueSet" for DefaultValuesSet.
  Role role = Role::administrator;
  std::vector<bool> releases{true, true, true, true};  ///< In the order of kReleases.
  std::vector<Parameter> parameters;
  std::string_view help;
  std::function<void(const CommandCall&, CommandReply)> run;
};

/// All commands of a peer. Owners add theirs at construction.
class CommandTable {
 public:
  explicit CommandTable(config::Release release) : release_(release) {}
  /// A command of the same name is there: CHECK.
  void add(Command command);
  /// By name, any case, with or without blanks ("disconnect call"); null when this release has none such.
  const Command* find(std::string_view name) const;
  std::vector<const Command*> all() const;
  /// Checks role, names and values, then runs. Arguments in any case. The reply comes at once for what is refused.
  void call(std::string_view name, const std::vector<std::pair<std::string, std::string>>& arguments,
            const Principal& who, CommandReply reply) const;

 private:
  config::Release release_;
  std::map<std::string, std::unique_ptr<Command>, std::less<>> commands_;  ///< By lower-case name.
};

}  // namespace hexad::admin
