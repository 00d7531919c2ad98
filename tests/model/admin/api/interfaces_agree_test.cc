// Every setting of the table is set by one interface and read by the others: JSON, XML and the command line never
// disagree.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "model/admin/cli/line.h"
#include "model/config/setting_tree.h"
#include "model/wire/xml/document.h"
#include "tests/model/admin/api/api_world.h"

namespace hexad::admin {
namespace {

using config::Setting;
using config::ValueKind;
using nlohmann::json;

/// Another value of the space than the default, spelt as the table spells it.
std::string other_value(const Setting& setting, config::Release release) {
  const std::string_view now = setting.default_in(release);
  switch (setting.kind) {
    case ValueKind::choice:
      for (const std::string_view word : setting.words) {
        if (word != now) return std::string(word);
      }
      return std::string(setting.words.front());
    case ValueKind::integer: {
      const std::string low = std::to_string(setting.minimum);
      return low != now ? low : std::to_string(setting.maximum);
    }
    case ValueKind::address: return "192.0.2.77";
    case ValueKind::text:
    case ValueKind::password: break;
  }
  std::string text = "a<b>&\"'c";
  const auto maximum = static_cast<std::size_t>(setting.maximum);
  if (config::canonical_value(setting, text) != text) text = "abc1";
  if (text.size() > maximum) text.resize(maximum);
  while (static_cast<std::int64_t>(text.size()) < setting.minimum) text += 'x';
  return text;
}

/// The declared path with the second number of each list, "SIP Domain 2 Name".
std::string with_indices(const Setting& setting) {
  std::string path;
  for (const std::string_view word : config::words_of(setting.path)) {
    if (!path.empty()) path += ' ';
    path += word.front() == '[' ? "2" : word;
  }
  return path;
}

std::string slashes(std::string path) {
  for (char& c : path) c = c == ' ' ? '/' : c;
  return path;
}

std::string by_json(ApiWorld& world, const std::string& path) {
  const json answer = json::parse(world.ask("GET /api/v1/configuration/" + slashes(path)).body);
  const json value = answer.value("value", json("(none)"));
  return value.is_string() ? value.get<std::string>() : value.dump();
}

std::string by_xml(ApiWorld& world, const std::string& path) {
  std::string location = "/Configuration";
  for (const std::string_view word : config::words_of(path)) {
    if (word == "2") {
      location += "[@item='2']";
    } else {
      location.append("/").append(word);
    }
  }
  const http::Response answer = world.ask("GET /getxml?location=" + http::percent_encoded(location));
  const auto root = xml::read(answer.body);
  if (!root || answer.status != 200) return answer.body;
  const xml::Element* element = &*root;
  while (!element->children.empty()) element = &element->children.front();
  return element->text;
}

std::string by_line(ApiWorld& world, const std::string& path) {
  const json answer =
      json::parse(world.ask("POST /api/v1/command", json{{"line", "xConfiguration " + path}}.dump()).body);
  const std::string output = answer["output"];
  const std::size_t begin = output.find(": ");
  std::string value = output.substr(begin + 2, output.find('\n', begin) - begin - 2);
  while (!value.empty() && (value.back() == '\r' || value.back() == '\n')) value.pop_back();
  const auto tokens = tokens_of(value);
  return tokens && tokens->size() == 1 && tokens->front().quoted ? tokens->front().text : value;
}

http::Response set_by_xml(ApiWorld& world, const std::string& path, const std::string& value) {
  xml::Element root;
  root.name = "Configuration";
  xml::Element* element = &root;
  for (const std::string_view word : config::words_of(path)) {
    if (word == "2") {
      element->with("item", "2");
    } else {
      element = &element->add(std::string(word));
    }
  }
  element->text = value;
  return world.ask("POST /putxml", xml::write(root));
}

void expect_all(ApiWorld& world, const std::string& path, const std::string& expected) {
  EXPECT_EQ(by_json(world, path), expected) << path;
  EXPECT_EQ(by_xml(world, path), expected) << path;
  EXPECT_EQ(by_line(world, path), expected) << path;
}

/// Whether the whole of the configuration allows this value alone; some settings depend on others.
bool allowed(ApiWorld& world, const std::string& path, const std::string& value) {
  ApiWorld* fresh = &world;
  const auto applied = fresh->configuration.set(path, value, {"admin", "", "api"});
  if (!applied) return false;
  fresh->configuration.apply({{*config::find_setting(path), std::nullopt}}, {"admin", "", "api"}).value();
  return true;
}

class every_setting : public testing::TestWithParam<config::Release> {};

TEST_P(every_setting, is_the_same_by_json_xml_and_command_line) {
  ApiWorld world(GetParam());
  std::size_t tried = 0, left_out = 0;
  for (const Setting& setting : config::settings()) {
    if (!setting.in(GetParam())) continue;
    const std::string path = with_indices(setting);
    const std::string value = other_value(setting, GetParam());
    if (!allowed(world, path, value)) {
      ++left_out;
      continue;
    }
    const std::string shown = config::shown_value(setting, value);
    const http::Response by_document = set_by_xml(world, path, value);
    ASSERT_EQ(by_document.status, 200) << path << ": " << by_document.body;
    expect_all(world, path, shown);
    ASSERT_EQ(world.ask("DELETE /api/v1/configuration/" + slashes(path)).status, 200) << path;
    EXPECT_EQ(by_line(world, path), by_json(world, path)) << path;
    const http::Response put = world.ask("PUT /api/v1/configuration/" + slashes(path), json{{"value", value}}.dump());
    ASSERT_EQ(put.status, 200) << path << ": " << put.body;
    expect_all(world, path, shown);
    ASSERT_EQ(world.ask("DELETE /api/v1/configuration/" + slashes(path)).status, 200) << path;
    const std::string line = "xConfiguration " + path + ": " + admin::quoted(value);
    const json ran = json::parse(world.ask("POST /api/v1/command", json{{"line", line}}.dump()).body);
    ASSERT_EQ(ran["ok"], true) << line << ": " << ran["output"];
    expect_all(world, path, shown);
    ASSERT_EQ(world.ask("DELETE /api/v1/configuration/" + slashes(path)).status, 200) << path;
    ++tried;
  }
  EXPECT_GT(tried, 50u);
  EXPECT_LT(left_out * 20, tried) << "settings that cannot be changed alone";
}

INSTANTIATE_TEST_SUITE_P(releases, every_setting,
                         testing::Values(config::Release::x8_1, config::Release::x8_9, config::Release::vcs_x8_9_1,
                                         config::Release::x12),
                         [](const auto& each) {
                           std::string name(config::to_string(each.param));
                           for (char& c : name) c = std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
                           return name;
                         });

}  // namespace
}  // namespace hexad::admin
