// Steps in which an operator administers a peer: what is asked, over which interfaces, and what answer is expected.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "model/config/configuration.h"
#include "scenarios/load/scenario_draft.h"
#include "topologies/load/text_checks.h"

namespace hexad::scenario {

const std::vector<std::string> kOperateKeys = {"by",      "via",         "set",    "read",    "run",
                                               "upgrade", "certificate", "expect", "refused", "verifies"};

namespace {

using yaml::MapReader;
using yaml::refuse;
using What = Operate::What;

constexpr std::string_view kSettingExpected = "a setting and its value, such as \"SIP UDP Mode: On\", in quotes";

std::vector<std::string> read_interfaces(const MapReader& keys, What what) {
  const yaml::Node* via = keys.find("via");
  if (via == nullptr) return {"cli"};
  std::vector<std::string> interfaces;
  for (const yaml::Node* item : yaml::as_list(*via, "web, cli, json, xml or a list of them", true)) {
    interfaces.push_back(
        yaml::as_choice<std::string>(*item, {{"web", "web"}, {"cli", "cli"}, {"json", "json"}, {"xml", "xml"}}));
    if (std::count(interfaces.begin(), interfaces.end(), interfaces.back()) > 1) {
      refuse(item->place, fmt::format("found '{}' twice", interfaces.back()));
    }
    if (what != What::set && what != What::read && interfaces.back() != "cli") {
      refuse(item->place, "a line is run by the command interpreter: expected via: cli");
    }
  }
  if (interfaces.empty()) yaml::refuse_value(*via, "web, cli, json, xml or a list of them");
  return interfaces;
}

/// A setting of the table, as it is spelt there. Any release's: which one the peer has is the run's matter.
std::string read_path(const yaml::Node& node, std::string_view text) {
  for (const config::ReleaseName& release : config::kReleases) {
    if (const auto ref = config::Configuration(release.release).resolve(text)) return ref->path();
  }
  refuse(node.place, config::Configuration().resolve(text).error().detail);
}

std::vector<Assignment> read_assignments(const yaml::Node& node) {
  std::vector<Assignment> settings;
  for (const yaml::Node* item : yaml::as_list(node, kSettingExpected, true)) {
    Assignment setting = read_assignment(*item);
    for (const Assignment& other : settings) {
      if (other.path == setting.path) refuse(item->place, fmt::format("found '{}' twice", setting.path));
    }
    settings.push_back(std::move(setting));
  }
  if (settings.empty()) yaml::refuse_value(node, kSettingExpected);
  return settings;
}

/// "SIP UDP Mode: On; SIP UDP Port: 5070 and 3 more".
std::string text_of(const std::vector<Assignment>& settings) {
  constexpr std::size_t kShown = 3;
  std::string text;
  for (std::size_t i = 0; i < std::min(settings.size(), kShown); ++i) {
    text += fmt::format("{}{}: {}", i == 0 ? "" : "; ", settings[i].path,
                        settings[i].value.empty() ? "(nothing)" : settings[i].value);
  }
  if (settings.size() > kShown) text += fmt::format(" and {} more", settings.size() - kShown);
  return text;
}

/// Whether some release has both settings on one page.
bool on_one_page(const config::Setting& a, const config::Setting& b) {
  return std::any_of(config::kReleases.begin(), config::kReleases.end(), [&](const config::ReleaseName& release) {
    return config::page_in(release.release, a.page) == config::page_in(release.release, b.page);
  });
}

/// Several settings are saved together or not at all: by interfaces that can do so, and by a page that has them all.
void check_several(const yaml::Node& set, const Operate& operate) {
  if (operate.settings.size() < 2) return;
  if (std::count(operate.via.begin(), operate.via.end(), "cli") > 0) {
    refuse(
        set.place,
        "found several settings by the command line, which takes one line after the other, so that they would not be "
        "saved together: expected via: web, json or xml");
  }
  if (std::count(operate.via.begin(), operate.via.end(), "web") == 0) return;
  const config::Setting& first = *config::find_setting(operate.settings.front().path)->setting;
  for (const Assignment& other : operate.settings) {
    const config::Setting& setting = *config::find_setting(other.path)->setting;
    if (on_one_page(first, setting)) continue;
    refuse(set.place,
           fmt::format("found several settings by web, but '{}' stands on the page {} and '{}' on {}: expected "
                       "settings of one page",
                       operate.settings.front().path, first.page, other.path, setting.page));
  }
}

std::string read_release(const yaml::Node& node) {
  std::vector<std::pair<std::string, std::string>> releases;
  for (const config::ReleaseName& known : config::kReleases) releases.emplace_back(known.name, known.name);
  return yaml::as_choice(node, releases);
}

/// What is not said of the certificate is as in the one that the peer has from the beginning.
CertificateOrder read_certificate(const yaml::Node& node, const topology::Node& peer) {
  const MapReader keys(node, "certificate", {"common_name", "names", "begins", "ends", "stranger"});
  CertificateOrder order;
  order.names = {peer.fqdn};
  if (const yaml::Node* names = keys.find("names")) {
    order.names.clear();
    for (const yaml::Node* name : yaml::as_list(*names, "a list of DNS names")) {
      order.names.push_back(yaml::as_domain(*name, "a DNS name"));
    }
  }
  order.common_name = peer.fqdn;
  if (const yaml::Node* name = keys.find("common_name")) order.common_name = yaml::as_domain(*name, "a DNS name");
  constexpr std::size_t kCommonNameMax = 64;
  if (order.common_name.size() > kCommonNameMax) {
    refuse(keys.place(), fmt::format("found a common name of {} characters: expected at most {}",
                                     order.common_name.size(), kCommonNameMax));
  }
  if (const yaml::Node* begins = keys.find("begins")) order.begins = yaml::as_duration(*begins);
  if (const yaml::Node* ends = keys.find("ends")) {
    order.ends = yaml::as_duration(*ends, std::chrono::seconds(1));
    if (*order.ends <= order.begins) yaml::refuse_value(*ends, "a time after 'begins'");
  }
  if (const yaml::Node* stranger = keys.find("stranger")) order.by_stranger = yaml::as_bool(*stranger);
  return order;
}

void read_what(const MapReader& keys, const topology::Node& peer, Operate& operate, std::string& text) {
  const yaml::Node* set = keys.find("set");
  const yaml::Node* read = keys.find("read");
  const yaml::Node* run = keys.find("run");
  const yaml::Node* upgrade = keys.find("upgrade");
  const yaml::Node* certificate = keys.find("certificate");
  const std::array stated = {set, read, run, upgrade, certificate};
  if (std::count(stated.begin(), stated.end(), nullptr) + 1 != static_cast<std::ptrdiff_t>(stated.size())) {
    refuse(keys.place(), "expected one of set, read, run, upgrade and certificate beside 'operate'");
  }
  if (set != nullptr) {
    operate.what = What::set;
    operate.settings = read_assignments(*set);
    text = "set " + text_of(operate.settings);
  } else if (read != nullptr) {
    operate.what = What::read;
    operate.path = read_path(*read, yaml::as_text(*read, "a setting such as SIP UDP Mode"));
    text = fmt::format("read {}", operate.path);
  } else if (upgrade != nullptr) {
    operate.what = What::upgrade;
    operate.release = read_release(*upgrade);
    text = "begin the upgrade to " + operate.release;
  } else if (certificate != nullptr) {
    operate.what = What::certificate;
    operate.certificate = read_certificate(*certificate, peer);
    text = fmt::format("upload a certificate for {}", fmt::join(operate.certificate.names, ", "));
  } else {
    operate.what = What::run;
    operate.line = yaml::as_text(*run, "a line such as xCommand Restart");
    text = operate.line;
  }
}

}  // namespace

std::string read_operator(const MapReader& keys, const Names& names) {
  std::vector<std::string> operators;
  for (const topology::Node& node : names.topology().nodes) {
    if (std::holds_alternative<topology::OperatorRole>(node.role)) operators.push_back(node.name);
  }
  if (const yaml::Node* by = keys.find("by")) return names.select(*by, Kind::operator_).nodes.front();
  if (operators.size() == 1) return operators.front();
  refuse(keys.place(),
         operators.empty()
             ? fmt::format("topology '{}' has no operator: expected a section operators in it", names.topology().name)
             : fmt::format("several operators: expected by: {}", yaml::join_names(operators)));
}

Assignment read_assignment(const yaml::Node& node) {
  const std::string line = yaml::as_text(node, kSettingExpected);
  const std::size_t colon = line.find(':');
  if (colon == std::string::npos || colon == 0) yaml::refuse_value(node, kSettingExpected);
  if (colon + 1 < line.size() && line[colon + 1] != ' ') yaml::refuse_value(node, kSettingExpected);
  return {read_path(node, line.substr(0, colon)), line.substr(std::min(colon + 2, line.size()))};
}

std::string_view to_string(What what) {
  switch (what) {
    case What::set: return "set";
    case What::read: return "read";
    case What::run: return "run";
    case What::upgrade: return "upgrade";
    case What::certificate: return "certificate";
  }
  return "";
}

void read_operate(const MapReader& keys, const Names& names, Step& step) {
  Operate operate;
  operate.peer = names.node(keys.at("operate", "the name of a peer"));
  if (names.select(*keys.find("operate"), Kind::peer).nodes.size() != 1) {
    refuse(keys.place(), "expected one peer");
  }
  operate.by = read_operator(keys, names);
  read_what(keys, *names.topology().find_node(operate.peer), operate, step.text);
  operate.via = read_interfaces(keys, operate.what);
  if (const yaml::Node* set = keys.find("set")) check_several(*set, operate);
  if (const yaml::Node* expect = keys.find("expect")) {
    if (operate.what == What::set) refuse(expect->place, "found 'expect' beside 'set': expected it with read or run");
    operate.expect = yaml::as_text(*expect, "what the peer says");
  }
  if (const yaml::Node* refused = keys.find("refused")) {
    if (operate.what == What::read)
      refuse(refused->place, "found 'refused' beside 'read': expected it with set or run");
    operate.refused = yaml::as_bool(*refused);
  }
  if (const yaml::Node* ids = keys.find("verifies")) step.verifies = read_ids(*ids);
  step.text += fmt::format(" on {} by {}", operate.peer, fmt::join(operate.via, ", "));
  if (operate.refused) step.text += ", which is refused";
  step.action = std::move(operate);
}

}  // namespace hexad::scenario
