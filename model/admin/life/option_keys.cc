#include "model/admin/life/option_keys.h"

#include <algorithm>

#include "model/admin/life/common.h"

namespace hexad::admin {
namespace {

/// As "Option [1..64] Key: <S: 0, 90>" has it.
constexpr std::int64_t kKeyCharactersMax = 90;

bool before(const OptionKey& a, const OptionKey& b) { return a.text < b.text; }

}  // namespace

OptionKeys::OptionKeys(Services& services, Restart& restart) : services_(services), restart_(restart) {
  load();
  at_boot_ = installed_;
  add_commands();
  services_.status.add("Options", [this] { return status(); });
  services_.status.add("License", [this] { return license(); });
}

void OptionKeys::load() {
  if (services_.store == nullptr) return;
  const auto rows = services_.store->rows(config::kind::kOptionKey);
  if (!rows) return;
  for (const config::Row& row : *rows) {
    if (auto key = read_option_key(row.key); key && installed_.size() < kKeysMax) installed_.push_back(*std::move(key));
  }
  std::sort(installed_.begin(), installed_.end(), before);
}

std::vector<OptionKey>::const_iterator OptionKeys::find(std::string_view text) const {
  return std::find_if(installed_.begin(), installed_.end(), [&](const OptionKey& key) { return key.text == text; });
}

host::Expected<void> OptionKeys::add(std::string_view text, const config::Author& author) {
  auto key = read_option_key(trimmed(text));
  if (!key) {
    return host::fail(
        host::ErrorCode::invalid_argument,
        "This is no option key: expected 116341, a letter for its kind, the number of licences or 00, and "
        "two more groups, such as 116341W20-1-AB12CD34");
  }
  if (find(key->text) != installed_.end()) {
    return host::fail(host::ErrorCode::invalid_argument, "This option key is installed already");
  }
  if (installed_.size() >= kKeysMax) {
    return host::fail(host::ErrorCode::bound_reached,
                      "The system holds " + std::to_string(kKeysMax) + " option keys at most: delete one first");
  }
  if (services_.store != nullptr) {
    if (auto kept = services_.store->write(config::kind::kOptionKey, key->text, key->description()); !kept) return kept;
  }
  installed_.push_back(*key);
  std::sort(installed_.begin(), installed_.end(), before);
  changed(*key, "Option Key Added", author);
  return {};
}

host::Expected<void> OptionKeys::remove(std::string_view text, const config::Author& author) {
  const auto wanted = read_option_key(trimmed(text));
  const auto found = wanted ? find(wanted->text) : installed_.end();
  if (found == installed_.end()) {
    return host::fail(host::ErrorCode::not_found, "This option key is not installed");
  }
  const OptionKey key = *found;
  if (services_.store != nullptr) {
    if (auto gone = services_.store->remove(config::kind::kOptionKey, key.text); !gone) return gone;
  }
  installed_.erase(found);
  changed(key, "Option Key Deleted", author);
  return {};
}

void OptionKeys::changed(const OptionKey& key, std::string_view what, const config::Author& author) {
  services_.events.add(1, what,
                       {{"Service", "System"},
                        {"Detail", key.description()},
                        {"Option", key.text},
                        {"User", author.user},
                        {"Src", author.source}});
  if (key.kind->restart_alarm != 0) restart_.require(key.kind->restart_alarm, {});
  for (OptionKeyObserver* observer : observers_) observer->on_option_keys_changed();
}

bool OptionKeys::feature(char letter) const {
  const auto has = [letter](const std::vector<OptionKey>& keys) {
    return std::any_of(keys.begin(), keys.end(), [letter](const OptionKey& key) { return key.kind->letter == letter; });
  };
  for (const OptionKeyKind& kind : option_key_kinds()) {
    if (kind.letter == letter && kind.restart_alarm != 0) return has(at_boot_);
  }
  return has(installed_);
}

std::uint64_t OptionKeys::licences(char letter) const {
  std::uint64_t sum = 0;
  for (const OptionKey& key : installed_) {
    if (key.kind->letter == letter) sum += key.licences;
  }
  return sum;
}

void OptionKeys::describe(Node& configuration) const {
  for (const OptionKeyKind& kind : option_key_kinds()) {
    if (kind.counted) {
      configuration.add(kind.leaf, std::to_string(licences(kind.letter)));
    } else {
      configuration.add(kind.leaf, feature(kind.letter) ? "True" : "False");
    }
  }
}

Node OptionKeys::status() const {
  Node options("Options");
  std::uint32_t number = 0;
  for (const OptionKey& key : installed_) {
    Node& option = options.add_item("Option", ++number);
    option.add("Key", key.text);
    option.add("Description", key.description());
    const bool waits = !key.kind->counted && !feature(key.kind->letter);
    option.add("State", waits ? "Restart required" : "Active");
  }
  return options;
}

Node OptionKeys::license() const {
  Node license("License");
  for (const OptionKeyKind& kind : option_key_kinds()) {
    if (!kind.counted) continue;
    const auto keys = std::count_if(installed_.begin(), installed_.end(),
                                    [&kind](const OptionKey& key) { return key.kind->letter == kind.letter; });
    Node& node = license.add(kind.leaf);
    node.add("Installed", std::to_string(licences(kind.letter)));
    node.add("Keys", std::to_string(keys));
  }
  return license;
}

void OptionKeys::add_commands() {
  Parameter text;
  text.name = "Key";
  text.maximum = kKeyCharactersMax;
  text.help = "The option key.";
  Command add;
  add.name = "OptionKeyAdd";
  add.help = "Adds an option key to this peer.";
  add.parameters = {text};
  add.parameters[0].required = true;
  add.run = [this](const CommandCall& call, CommandReply reply) {
    reply(result_of(this->add(call.text("Key"), call.who.author()), "The option key has been added"));
  };
  services_.commands.add(std::move(add));

  Parameter number;
  number.name = "OptionKeyId";
  number.kind = ParameterKind::integer;
  number.minimum = 1;
  number.maximum = static_cast<std::int64_t>(kKeysMax);
  number.help = "Its number in xStatus Options.";
  Command remove;
  remove.name = "OptionKeyDelete";
  remove.help = "Deletes an option key from this peer, named by its number or by itself.";
  remove.parameters = {number, text};
  remove.run = [this](const CommandCall& call, CommandReply reply) {
    std::string key(call.text("Key"));
    if (const auto id = call.integer("OptionKeyId"); key.empty() && id) {
      if (*id < 1 || static_cast<std::size_t>(*id) > installed_.size()) {
        return reply(CommandResult::failed("not found", "There is no option key of this number"));
      }
      key = installed_[static_cast<std::size_t>(*id) - 1].text;
    }
    if (key.empty()) return reply(CommandResult::failed("missing parameter", "Give OptionKeyId or Key"));
    reply(result_of(this->remove(key, call.who.author()), "The option key has been deleted"));
  };
  services_.commands.add(std::move(remove));
}

}  // namespace hexad::admin
