#include "model/admin/cli/interpreter.h"

#include <array>

#include <fmt/format.h>

#include "model/admin/cli/configuration_line.h"
#include "model/admin/cli/help.h"
#include "model/admin/cli/line.h"
#include "model/admin/cli/output.h"
#include "model/admin/words.h"

namespace hexad::admin {
namespace {

constexpr std::array<std::string_view, 7> kVerbs{"xConfiguration", "xStatus", "xCommand", "help", "bye", "exit", "?"};

// The question marks at the end of a line that has no value: 0, 1 or 2.
std::size_t question_marks(std::string_view rest) {
  if (!rest.ends_with('?') || rest.find(": ") != std::string_view::npos) return 0;
  return rest.ends_with("??") ? 2 : 1;
}

Outcome read_status(const StatusTree& status, std::string_view path) {
  std::string out;
  const Node found = status.read(path);
  if (trimmed(path).empty()) {
    for (const Node& element : found.children) out += status_block(element);
    return with_ok(std::move(out));
  }
  if (found.name.empty()) {
    const std::vector<std::string_view> elements = status.elements();
    const std::string_view nearest = nearest_word(split_words(path).front(), elements);
    return with_error(fmt::format("There is no status \"{}\"{}", path.substr(0, 100),
                                  nearest.empty() ? "" : fmt::format("; did you mean \"{}\"?", nearest)));
  }
  return with_ok(status_block(found));
}

Outcome help_of(Services& services, std::string_view verb, std::string_view words, bool everything) {
  if (verb == "xconfiguration")
    return configuration_help(services.configuration.current().release(), words, everything);
  if (verb == "xcommand") return command_help(services.commands, words, everything);
  return status_help(services.status, words);
}

Outcome unknown_verb(std::string_view verb) {
  const std::string_view nearest = nearest_word(verb, kVerbs);
  return with_error(
      fmt::format("\"{}\" is no command of this line; {}", verb.substr(0, 80),
                  nearest.empty() ? "type help for those there are" : fmt::format("did you mean \"{}\"?", nearest)));
}

// The command that the first words of a line name, as many of them as fit ("Disconnect Call"); how many those are.
std::size_t words_of_name(const CommandTable& commands, const std::vector<std::string>& words) {
  std::string name;
  std::size_t fitting = 0;
  for (std::size_t i = 0; i < words.size() && i < 8; ++i) {
    name += words[i];
    if (commands.find(name) != nullptr) fitting = i + 1;
  }
  return fitting;
}

std::string joined(const std::vector<std::string>& words, std::size_t begin, std::size_t end) {
  std::string text;
  for (std::size_t i = begin; i < end; ++i) text += (i == begin ? "" : " ") + words[i];
  return text;
}

}  // namespace

void Interpreter::run(std::string_view line, const Principal& who, Done done) {
  const auto answer = [&done](Outcome outcome) { done(std::move(outcome.output), outcome.ok); };
  line = trimmed(line);
  // The bound and the characters are checked before anything else looks at the line.
  if (const auto tokens = tokens_of(line); !tokens) return answer(with_error(tokens.error().detail));
  if (line.empty()) return answer(with_ok({}));
  const std::size_t verb_end = std::min(line.find_first_of(" \t"), line.size());
  const std::string verb = lower_case(line.substr(0, verb_end));
  const std::string_view rest = trimmed(line.substr(verb_end));
  if (verb == "help" || verb == "?" || verb == "??") return answer(general_help());
  if (verb == "bye" || verb == "exit") return answer(with_ok({}));
  if (verb != "xconfiguration" && verb != "xstatus" && verb != "xcommand") return answer(unknown_verb(verb));
  if (const std::size_t marks = question_marks(rest); marks > 0)
    return answer(help_of(services_, verb, trimmed(rest.substr(0, rest.size() - marks)), marks == 2));
  if (verb == "xstatus") return answer(read_status(services_.status, rest));
  if (verb == "xcommand") return run_command(rest, who, std::move(done));
  const auto parsed = parse_line(rest);
  if (!parsed) return answer(with_error(parsed.error().detail));
  answer(run_configuration_line(services_.configuration, who, *parsed));
}

void Interpreter::run_command(std::string_view rest, const Principal& who, Done done) {
  const auto answer = [&done](Outcome outcome) { done(std::move(outcome.output), outcome.ok); };
  if (rest.empty()) return answer(with_error("Give the name of a command behind xCommand; xCommand ? lists them"));
  auto parsed = parse_line(rest);
  if (!parsed) return answer(with_error(parsed.error().detail));
  // The name and the first parameter stand in the words of the first pair.
  std::vector<std::string> words = parsed->pairs.empty() ? parsed->words : parsed->pairs.front().words;
  std::vector<std::pair<std::string, std::string>> arguments;
  const std::size_t before_parameter = parsed->pairs.empty() ? words.size() : words.size() - 1;
  const std::size_t named =
      words_of_name(services_.commands, {words.begin(), words.begin() + static_cast<std::ptrdiff_t>(before_parameter)});
  if (named > 0 && named < before_parameter) {
    return answer(with_error(fmt::format("\"{}\" has no parameter's name before it; write {} name: value",
                                         words[named].substr(0, 80), joined(words, 0, named))));
  }
  for (std::size_t i = 0; i < parsed->pairs.size(); ++i) {
    Pair& pair = parsed->pairs[i];
    if (i > 0 && pair.words.size() > 1) {
      return answer(with_error(fmt::format("\"{}\" is no name of a parameter; a value with blanks needs quotes",
                                           pair.path().substr(0, 80))));
    }
    arguments.emplace_back(std::move(pair.words.back()), std::move(pair.value));
  }
  services_.commands.call(joined(words, 0, before_parameter), arguments, who,
                          [done = std::move(done)](CommandResult result) {
                            Outcome outcome = result_block(result);
                            done(std::move(outcome.output), outcome.ok);
                          });
}

}  // namespace hexad::admin
