#include "model/admin/cli/completion.h"

#include <algorithm>
#include <array>

#include "model/admin/cli/line.h"
#include "model/admin/cli/list_entry.h"
#include "model/admin/words.h"
#include "model/config/setting_tree.h"

namespace hexad::admin {
namespace {

constexpr std::array<std::string_view, 5> kVerbs{"xConfiguration", "xStatus", "xCommand", "help", "bye"};

using Candidates = std::vector<std::string>;

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

void offer(Candidates& candidates, std::string_view start, std::string word) {
  if (candidates.size() < kCandidatesMax && starts_ignoring_case(word, start)) candidates.push_back(std::move(word));
}

void offer_words(Candidates& candidates, std::string_view start, const std::vector<std::string_view>& words) {
  for (const std::string_view word : words) offer(candidates, start, std::string(word));
}

// The numbers of a list that are in use, and the first free one.
void offer_entries(const config::Configuration& current, const config::SettingPlace& place, const std::string& path,
                   std::string_view start, Candidates& candidates) {
  for (const std::uint32_t entry : current.entries(path, place.indices))
    offer(candidates, start, std::to_string(entry));
  if (const auto free = free_entry(current, path, place.indices)) offer(candidates, start, std::to_string(*free));
  offer(candidates, start, "Add");
}

// `words` are those before the unfinished one.
Candidates of_setting(const config::Configuration& current, const std::vector<std::string>& words,
                      std::string_view start) {
  Candidates candidates;
  const std::string path = joined(words);
  if (path.find('[') != std::string::npos) return candidates;
  const config::SettingPlace place = config::find_place(path);
  if (place.node == nullptr || !place.node->in(current.release())) return candidates;
  if (place.node->is_list()) {
    offer_entries(current, place, path, start, candidates);
    return candidates;
  }
  for (const config::SettingNode* child : place.node->completions(start, current.release()))
    candidates.push_back(std::string(child->word) + (child->setting != nullptr ? ":" : ""));
  if (place.node->is_index()) offer(candidates, start, "Delete");
  return candidates;
}

Candidates of_configuration(const config::Configuration& current, const std::vector<Token>& tokens,
                            std::string_view start) {
  std::vector<std::string> words;
  for (const Token& token : tokens) words.push_back(token.text);
  if (words.empty() || !words.back().ends_with(':')) return of_setting(current, words, start);
  words.back().pop_back();
  const auto ref = current.resolve(joined(words));
  Candidates candidates;
  if (ref) offer_words(candidates, start, ref->setting->words);
  return candidates;
}

Candidates of_command(const CommandTable& commands, const std::vector<Token>& tokens, std::string_view start) {
  Candidates candidates;
  if (tokens.empty()) {
    for (const Command* command : commands.all()) offer(candidates, start, std::string(command->name));
    return candidates;
  }
  const Command* command = commands.find(tokens.front().text);
  if (command == nullptr) return candidates;
  const auto is_key = [](const Token& token) { return !token.quoted && token.text.ends_with(':'); };
  for (const Parameter& parameter : command->parameters) {
    const std::string key = std::string(parameter.name) + ":";
    const auto given = [&](const Token& token) { return is_key(token) && equal_ignoring_case(token.text, key); };
    if (given(tokens.back())) {
      Candidates values;
      offer_words(values, start, parameter.words);
      return values;
    }
    if (std::none_of(tokens.begin(), tokens.end(), given)) offer(candidates, start, key);
  }
  return is_key(tokens.back()) ? Candidates() : candidates;
}

Candidates of_status(const StatusTree& status, const std::vector<Token>& tokens, std::string_view start) {
  Candidates candidates;
  if (tokens.empty()) {
    for (const std::string_view element : status.elements()) offer(candidates, start, std::string(element));
    return candidates;
  }
  std::vector<std::string> words;
  for (const Token& token : tokens) words.push_back(token.text);
  for (const Node& child : status.read(joined(words)).children) {
    const bool known = std::find(candidates.begin(), candidates.end(), child.name) != candidates.end();
    if (!known) offer(candidates, start, child.name);
  }
  return candidates;
}

}  // namespace

Candidates completions(const Services& services, std::string_view line) {
  auto tokens = tokens_of(line);
  if (!tokens) return {};
  std::string start;
  const bool unfinished = !line.empty() && line.back() != ' ' && line.back() != '\t';
  if (unfinished && !tokens->empty()) {
    start = tokens->back().text;
    tokens->pop_back();
  }
  if (tokens->empty()) {
    Candidates candidates;
    for (const std::string_view verb : kVerbs) offer(candidates, start, std::string(verb));
    return candidates;
  }
  const std::string verb = lower_case(tokens->front().text);
  tokens->erase(tokens->begin());
  if (verb == "xconfiguration") return of_configuration(services.configuration.current(), *tokens, start);
  if (verb == "xcommand") return of_command(services.commands, *tokens, start);
  return verb == "xstatus" ? of_status(services.status, *tokens, start) : Candidates();
}

}  // namespace hexad::admin
