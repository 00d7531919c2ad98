#include "model/admin/life/upgrade_package.h"

#include <openssl/evp.h>

#include <nlohmann/json.hpp>

#include "model/admin/life/common.h"
#include "model/admin/life/system_rows.h"
#include "model/config/setting.h"

namespace hexad::admin {
namespace {

using nlohmann::json;

std::string sha256(std::string_view text) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  if (EVP_Digest(text.data(), text.size(), digest, &size, EVP_sha256(), nullptr) != 1) return {};
  constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  for (unsigned int i = 0; i < size; ++i) {
    hex += kDigits[digest[i] >> 4];
    hex += kDigits[digest[i] & 15];
  }
  return hex;
}

/// Sorted keys, no blanks: what the checksum covers.
std::string sealed_text(json package) {
  package.erase("checksum");
  return package.dump(-1, ' ', true, json::error_handler_t::replace);
}

tl::unexpected<host::Error> damaged(std::string_view why) {
  return host::fail(host::ErrorCode::malformed, "This file is no software package: " + std::string(why));
}

bool strings_only(const json& value) {
  for (const auto& item : value.items()) {
    if (!item.value().is_string()) return false;
  }
  return true;
}

/// Reads "from" and "settings"; the word for what is wrong, or nothing.
std::string_view read_parts(const json& root, UpgradePackage& package) {
  if (!root.contains("from") || !root["from"].is_array() || !strings_only(root["from"]))
    return "its \"from\" is no list";
  for (const json& pattern : root["from"]) {
    if (!readable_pattern(pattern.get<std::string>())) return "its \"from\" names no version";
    package.from.push_back(pattern.get<std::string>());
  }
  if (!root.contains("settings")) return {};
  const json& settings = root["settings"];
  if (!settings.is_object()) return "its \"settings\" is no object";
  for (const auto& part : settings.items()) {
    const json& value = part.value();
    if (part.key() == "drop") {
      if (!value.is_array() || !strings_only(value)) return "its \"drop\" is no list of paths";
      package.dropped = value.get<std::vector<std::string>>();
    } else if (part.key() == "rename" || part.key() == "default") {
      if (!value.is_object() || !strings_only(value)) return "its \"rename\" or \"default\" is no object of texts";
      auto& target = part.key() == "rename" ? package.renamed : package.defaults;
      target = value.get<std::map<std::string, std::string>>();
    } else {
      return "its \"settings\" has an unknown part";
    }
  }
  return {};
}

/// What the pattern's ranges stand for in the path, in order; nothing when the path does not fit the pattern.
std::optional<std::vector<std::string>> fitted(std::string_view pattern, std::string_view path) {
  std::vector<std::string> indices;
  const auto word = [](std::string_view& text) {
    const auto end = text.find(' ');
    const std::string_view first = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    return first;
  };
  while (!pattern.empty() && !path.empty()) {
    const std::string_view wanted = word(pattern);
    const std::string_view given = word(path);
    if (wanted.starts_with('[')) {
      if (given.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
      indices.emplace_back(given);
    } else if (!equal_ignoring_case(wanted, given)) {
      return std::nullopt;
    }
  }
  if (!pattern.empty() || !path.empty()) return std::nullopt;
  return indices;
}

std::string filled(std::string_view pattern, const std::vector<std::string>& indices) {
  std::string path;
  std::size_t next = 0;
  while (!pattern.empty()) {
    const auto end = pattern.find(' ');
    const std::string_view word = pattern.substr(0, end);
    if (!path.empty()) path += ' ';
    path += word.starts_with('[') && next < indices.size() ? std::string_view(indices[next++]) : word;
    pattern = end == std::string_view::npos ? std::string_view() : pattern.substr(end + 1);
  }
  return path;
}

using Settings = std::map<std::string, std::string, std::less<>>;

Settings migrated(const UpgradePackage& package, const std::vector<config::Row>& rows) {
  Settings settings;
  for (const config::Row& row : rows) {
    std::string path = row.key;
    bool kept = true;
    for (const std::string& pattern : package.dropped) kept = kept && !fitted(pattern, path);
    for (const auto& entry : package.renamed) {
      const auto indices = fitted(entry.first, path);
      if (!indices) continue;
      path = filled(entry.second, *indices);
      break;
    }
    if (kept) settings[path] = row.value;
  }
  for (const auto& entry : package.defaults) settings.emplace(entry.first, entry.second);
  return settings;
}

/// A peer of X8.9 that serves SIP because that is the default there serves it in X12, where the default is Off.
void keep_defaults(config::Release before, config::Release after, Settings& settings) {
  for (const config::Setting& setting : config::settings()) {
    const bool in_list = setting.path.find('[') != std::string_view::npos;
    if (in_list || !setting.in(before) || !setting.in(after)) continue;
    if (setting.default_in(before) == setting.default_in(after)) continue;
    settings.emplace(setting.path, setting.default_in(before));
  }
}

}  // namespace

host::Expected<UpgradePackage> UpgradePackage::parse(std::string_view text) {
  if (text.size() > kPackageBytesMax) return damaged("it is larger than 1 MB");
  // Deeper than any package is; what stands below is dropped, and the checksum then fails.
  constexpr int kDepthMax = 6;
  const auto shallow = [](int depth, json::parse_event_t, json&) { return depth < kDepthMax; };
  const json root = json::parse(text, shallow, false);
  if (root.is_discarded() || !root.is_object()) return damaged("it cannot be read");
  for (const auto& part : root.items()) {
    const std::string& key = part.key();
    if (key != "hexad_package" && key != "version" && key != "release" && key != "from" && key != "settings" &&
        key != "checksum") {
      return damaged("it has an unknown part");
    }
  }
  const auto text_of = [&root](const char* key) {
    return root.contains(key) && root[key].is_string() ? root[key].get<std::string>() : std::string();
  };
  if (!root.contains("hexad_package") || root["hexad_package"] != 1) return damaged("it does not say what it is");
  if (text_of("checksum") != sha256(sealed_text(root))) {
    return host::fail(host::ErrorCode::corrupted,
                      "The software package is damaged: its checksum does not fit. Download it again");
  }
  UpgradePackage package;
  const auto version = SoftwareVersion::parse(text_of("version"));
  const auto release = config::release_from(text_of("release"));
  if (!version) return damaged("it names no version");
  if (!release) return damaged("it names no release that is known here");
  package.version = *version;
  package.release = *release;
  if (const std::string_view wrong = read_parts(root, package); !wrong.empty()) return damaged(wrong);
  return package;
}

std::string UpgradePackage::to_text() const {
  json root;
  root["hexad_package"] = 1;
  root["version"] = version.to_string();
  root["release"] = std::string(config::to_string(release));
  root["from"] = from;
  json settings = json::object();
  if (!renamed.empty()) settings["rename"] = renamed;
  if (!dropped.empty()) settings["drop"] = dropped;
  if (!defaults.empty()) settings["default"] = defaults;
  root["settings"] = settings;
  root["checksum"] = sha256(sealed_text(root));
  return root.dump(2, ' ', true, json::error_handler_t::replace);
}

host::Expected<void> UpgradePackage::check_path(const SoftwareVersion& installed) const {
  const auto refuse = [](std::string sentence) {
    return host::fail(host::ErrorCode::invalid_argument, std::move(sentence));
  };
  if (version == installed) return refuse(version.to_string() + " is installed already");
  if (version < installed && release == config::Release::vcs_x8_9_1) {
    return refuse("Downgrades are not supported: " + installed.to_string() + " is installed");
  }
  // A pattern such as X7.1+ is about what is older than the package.
  if (version < installed) {
    return refuse(version.to_string() + " cannot be installed over the later " + installed.to_string() +
                  ": reset the system to its factory state and install it there");
  }
  for (const std::string& pattern : from) {
    if (matches(installed, pattern)) return {};
  }
  const UpgradeRoute route = upgrade_route(installed, version, false, false);
  if (route.stops.size() > 1) {
    return refuse("There is no direct upgrade from " + installed.to_string() + " to " + version.to_string() + ": go " +
                  route.to_string());
  }
  return refuse(version.to_string() + " cannot be installed over " + installed.to_string());
}

UpgradePackage package_of(config::Release release) {
  UpgradePackage package;
  package.version = *SoftwareVersion::parse(version_of(release));
  package.release = release;
  switch (release) {
    case config::Release::x8_1: package.from = {"X7.1+"}; break;
    case config::Release::x8_9: package.from = {"X8.n"}; break;
    case config::Release::vcs_x8_9_1: package.from = {"X7.1+"}; break;
    case config::Release::x12: package.from = {"X8.n", "X12.n"}; break;
  }
  return package;
}

host::Expected<void> install(config::Store& store, const UpgradePackage& package, const SoftwareVersion& installed,
                             config::Release installed_release) {
  auto rows = store.rows(config::kind::kSetting);
  if (!rows) return tl::unexpected(rows.error());
  Settings settings;
  if (package.version >= installed) {
    settings = migrated(package, *rows);
    keep_defaults(installed_release, package.release, settings);
  }
  std::vector<config::RowChange> changes;
  const std::string kind(config::kind::kSetting);
  for (const config::Row& row : *rows) {
    if (!settings.contains(row.key)) changes.push_back({kind, row.key, std::nullopt});
  }
  for (const auto& entry : settings) changes.push_back({kind, entry.first, entry.second});
  changes.push_back(system_change(system_row::kVersion, package.version.to_string()));
  changes.push_back(system_change(system_row::kRelease, std::string(config::to_string(package.release))));
  changes.push_back(system_removal(system_row::kPendingUpgrade));
  return store.write(changes);
}

}  // namespace hexad::admin
