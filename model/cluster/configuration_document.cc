#include "model/cluster/configuration_document.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/config/backup_cipher.h"

namespace hexad::cluster {
namespace {

/// What a peer cannot be reached without, or is itself: kept whatever stands against it.
constexpr std::string_view kAlwaysKept[] = {"Alternates ", "DNS ",       "Ethernet ", "IP ",
                                            "NTP ",        "SystemUnit", "TimeZone"};

bool always_kept(const config::Setting& setting) {
  return std::any_of(std::begin(kAlwaysKept), std::end(kAlwaysKept),
                     [&](std::string_view prefix) { return setting.path.substr(0, prefix.size()) == prefix; });
}

/// What counts and is cluster-wide. A setting that stands alone and was set to its default counts like one that was not
/// set: whoever takes it over need not note it, and the digest must be the same.
config::Configuration what_counts(const config::Configuration& configuration) {
  const config::Release release = configuration.release();
  config::Configuration counts(release);
  configuration.cluster_wide_part().for_each_assigned([&](const config::SettingRef& ref, const std::string& value) {
    if (ref.indices.empty() && value == ref.setting->default_in(release)) return;
    counts.apply({ref, value});
  });
  return counts;
}

struct Read {
  config::Configuration settings;
  std::vector<std::pair<ConfigurationSection*, std::string>> sections;
};

host::Expected<Read> read_document(std::string_view text, config::Release release,
                                   const ConfigurationSections& sections) {
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object() || !json.contains("settings") || !json["settings"].is_string()) {
    return host::fail(host::ErrorCode::malformed, "the copy is no configuration");
  }
  Read read{config::Configuration(release), {}};
  if (auto lines = read.settings.read_lines(json["settings"].get<std::string>(), "the primary's copy"); !lines) {
    return tl::unexpected<host::Error>(lines.error());
  }
  for (ConfigurationSection* section : sections) {
    const auto found = json.find(std::string(section->name()));
    if (found != json.end() && found->is_string()) read.sections.emplace_back(section, found->get<std::string>());
  }
  return read;
}

CopyResult apply(const Read& read, const std::vector<config::Change>& changes,
                 config::ActiveConfiguration& configuration, const config::Author& author) {
  const auto applied = configuration.apply(changes, author);
  if (!applied) {
    const bool conflict = applied.error().code == host::ErrorCode::malformed;
    return {conflict ? CopyOutcome::conflict : CopyOutcome::not_kept, applied.error().detail, 0};
  }
  for (const auto& [section, text] : read.sections) {
    const auto adopted = section->adopt(text, author);
    if (adopted) continue;
    const bool unreadable = adopted.error().code == host::ErrorCode::malformed;
    return {unreadable ? CopyOutcome::unreadable : CopyOutcome::not_kept, adopted.error().to_string(), 0};
  }
  return {CopyOutcome::applied, {}, applied->size()};
}

}  // namespace

ConfigurationDocument make_document(const config::Configuration& configuration, const ConfigurationSections& sections) {
  nlohmann::json json;
  json["settings"] = what_counts(configuration).to_lines();
  for (const ConfigurationSection* section : sections) json[std::string(section->name())] = section->text();
  ConfigurationDocument document;
  document.text = json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  document.digest = config::checksum_of(document.text);
  return document;
}

CopyResult apply_document(std::string_view text, config::ActiveConfiguration& configuration,
                          const ConfigurationSections& sections, const config::Author& author) {
  const auto read = read_document(text, configuration.current().release(), sections);
  if (!read) return {CopyOutcome::unreadable, read.error().detail, 0};
  return apply(*read, configuration.current().changes_to_follow(read->settings), configuration, author);
}

CopyResult force_document(std::string_view text, config::ActiveConfiguration& configuration,
                          const ConfigurationSections& sections, const config::Author& author) {
  const auto read = read_document(text, configuration.current().release(), sections);
  if (!read) return {CopyOutcome::unreadable, read.error().detail, 0};
  std::vector<config::Change> changes = configuration.current().changes_to_follow(read->settings);
  CopyResult result = apply(*read, changes, configuration, author);
  if (result.outcome != CopyOutcome::conflict) return result;
  const config::Release release = configuration.current().release();
  configuration.current().for_each_assigned([&](const config::SettingRef& ref, const std::string&) {
    if (ref.setting->peer_specific_in(release) && !always_kept(*ref.setting)) changes.push_back({ref, std::nullopt});
  });
  return apply(*read, changes, configuration, author);
}

std::string short_text(const wire::cluster::Digest& digest) {
  std::string text;
  for (std::size_t octet = 0; octet < 8; ++octet) text += fmt::format("{:02x}", digest[octet]);
  return text;
}

}  // namespace hexad::cluster
