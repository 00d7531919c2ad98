#include "model/admin/api/xml_api.h"

#include <gtest/gtest.h>

#include "model/admin/api/xml_elements.h"
#include "tests/model/admin/api/api_world.h"
#include "tests/support/verifies.h"

namespace hexad::admin {
namespace {

xml::Element parsed(const http::Response& answer) {
  EXPECT_EQ(answer.content_type, "text/xml; charset=utf-8");
  auto root = xml::read(answer.body);
  EXPECT_TRUE(root) << answer.body;
  return root ? *root : xml::Element{};
}

/// The text at a path of names below an element; "(none)" when there is no such.
std::string at(const xml::Element& root, std::vector<std::string_view> names) {
  const xml::Element* element = &root;
  for (const std::string_view name : names) {
    if (element = element->child(name); element == nullptr) return "(none)";
  }
  return element->text;
}

void expect_items(const xml::Element& element) {
  EXPECT_TRUE(element.has_attribute("item")) << element.name;
  for (const xml::Element& child : element.children) expect_items(child);
}

void add_system_unit(ApiWorld& world) {
  world.status.add("SystemUnit", [] {
    Node node("SystemUnit");
    node.add("Software").add("Version", "X12.5");
    node.add("Uptime", "7");
    return node;
  });
}

TEST(xml_api, reads_a_setting_and_a_status_value_by_location) {
  ApiWorld world;
  add_system_unit(world);
  const xml::Element mode = parsed(world.ask("GET /getxml?location=/Configuration/SIP/UDP/Mode"));
  EXPECT_EQ(mode.name, "Configuration");
  EXPECT_EQ(mode.attribute("xmlns"), kXmlNamespace);
  EXPECT_EQ(at(mode, {"SIP", "UDP", "Mode"}), "Off");
  EXPECT_EQ(mode.child("SIP")->children.size(), 1u);
  const xml::Element version = parsed(world.ask("GET /getxml?location=/Status/SystemUnit/Software/Version"));
  EXPECT_EQ(at(version, {"SystemUnit", "Software", "Version"}), "X12.5");
  EXPECT_EQ(at(version, {"SystemUnit", "Uptime"}), "(none)");
}

TEST(xml_api, numbers_every_element_of_whole_documents) {
  ApiWorld world;
  add_system_unit(world);
  world.configuration.set("SIP Domain 3 Name", "example.com", {"admin", "", "api"}).value();
  const xml::Element configuration = parsed(world.ask("GET /configuration.xml"));
  expect_items(configuration);
  EXPECT_EQ(configuration.child("SIP")->child("Domain")->attribute("item"), "3");
  expect_items(parsed(world.ask("GET /status.xml")));
  EXPECT_EQ(parsed(world.ask("GET /history.xml")).name, "History");
}

TEST(xml_api, answers_a_fault_for_a_path_that_is_none_or_leads_nowhere) {
  ApiWorld world;
  const std::pair<const char*, int> cases[] = {{"?location=//Zone", 400},
                                               {"", 400},
                                               {"?location=/", 400},
                                               {"?location=/Status/Call[x]", 400},
                                               {"?location=/Nothing", 404},
                                               {"?location=/Status/Nothing", 404},
                                               {"?location=/Configuration/SIP/Domain[7]/Name", 404}};
  for (const auto& [query, status] : cases) {
    const http::Response answer = world.ask(std::string("GET /getxml") + query);
    EXPECT_EQ(answer.status, status) << query;
    const xml::Element fault = parsed(answer);
    EXPECT_EQ(fault.name, "Fault") << query;
    EXPECT_NE(fault.child("XPathError"), nullptr) << query;
  }
}

constexpr std::string_view kTwoSettings =
    "<Configuration><SIP><UDP><Mode>On</Mode></UDP><Domain item=\"4\"><Name>a&amp;b.example</Name></Domain></SIP>"
    "</Configuration>";

TEST(xml_api, changes_settings_from_a_raw_document_and_from_a_form) {
  ApiWorld world;
  const http::Response put = world.ask("POST /putxml", std::string(kTwoSettings));
  EXPECT_EQ(put.status, 200) << put.body;
  EXPECT_NE(parsed(put).child("Configuration")->child("Success"), nullptr);
  EXPECT_EQ(world.value("SIP UDP Mode"), "On");
  EXPECT_EQ(world.value("SIP Domain 4 Name"), "a&b.example");
  http::Request form = ApiWorld::request("POST /formputxml", "xmldoc=");
  form.headers.set("Content-Type", "application/x-www-form-urlencoded");
  form.body += http::percent_encoded("<Configuration><SIP><UDP><Mode>Off</Mode></UDP></SIP></Configuration>");
  EXPECT_EQ(world.ask(form).status, 200);
  EXPECT_EQ(world.value("SIP UDP Mode"), "Off");
}

TEST(xml_api, takes_back_the_document_that_it_gave) {
  ApiWorld world;
  world.ask("POST /putxml", std::string(kTwoSettings));
  const std::uint64_t revision = world.configuration.revision();
  const http::Response answer = world.ask("POST /putxml", world.ask("GET /configuration.xml").body);
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(world.configuration.revision(), revision);
}

TEST(xml_api, changes_nothing_when_one_setting_of_a_document_is_wrong) {
  ApiWorld world;
  const http::Response range = world.ask("POST /putxml",
                                         "<Configuration><SIP><UDP><Mode>On</Mode></UDP><TCP><Port>0</Port></TCP></SIP>"
                                         "</Configuration>");
  EXPECT_EQ(range.status, 422);
  EXPECT_EQ(at(parsed(range), {"Configuration", "Error", "Path"}), "SIP TCP Port");
  const http::Response unknown =
      world.ask("POST /putxml", "<Configuration><SIP><UDP><Mode>On</Mode><Mod>On</Mod></UDP></SIP></Configuration>");
  EXPECT_EQ(unknown.status, 422);
  EXPECT_NE(at(parsed(unknown), {"Configuration", "Error", "Description"}).find("SIP UDP Mode"), std::string::npos);
  EXPECT_EQ(world.value("SIP UDP Mode"), "Off");
}

TEST(xml_api, refuses_what_is_no_document_of_its_kind) {
  ApiWorld world;
  for (const char* body : {"<Configuration>", "<Configuration><SIP>", "x", "<Other/>", "<Other><Thing/></Other>",
                           "<!DOCTYPE a [<!ENTITY e \"x\">]><Configuration/>",
                           "<Configuration><SIP>text<UDP><Mode>On</Mode></UDP></SIP></Configuration>",
                           "<Configuration><SIP><Domain item=\"x\"><Name>a</Name></Domain></SIP></Configuration>",
                           "<Command><A><B><C/></B></A></Command>"}) {
    const http::Response answer = world.ask("POST /putxml", body);
    EXPECT_EQ(answer.status, 400) << body;
    EXPECT_EQ(parsed(answer).name, "Fault") << body;
  }
  http::Request json = ApiWorld::request("POST /putxml", "{}");
  json.headers.set("Content-Type", "application/json");
  EXPECT_EQ(world.ask(json).status, 415);
  EXPECT_EQ(world.ask("GET /putxml").status, 405);
  EXPECT_EQ(world.ask("POST /configuration.xml", "<a/>").status, 405);
  EXPECT_EQ(world.ask("POST /formputxml", "<a/>").status, 415);
}

void add_echo(ApiWorld& world) {
  Command echo;
  echo.name = "Echo";
  echo.parameters = {{"Text", ParameterKind::text, true, 0, 20, {}, "What to say."}};
  echo.run = [](const CommandCall& call, const CommandReply& reply) {
    CommandResult result = CommandResult::done("Said.");
    result.fields.emplace_back("Text", call.text("Text"));
    reply(result);
  };
  world.commands.add(std::move(echo));
}

TEST(xml_api, calls_the_commands_of_a_document_one_after_another) {
  ApiWorld world;
  add_echo(world);
  const xml::Element root = parsed(
      world.ask("POST /putxml", "<Command><Echo command=\"True\"><Text>hi</Text></Echo><Echo/><Nothing/></Command>"));
  const xml::Element* command = root.child("Command");
  ASSERT_NE(command, nullptr);
  ASSERT_EQ(command->children.size(), 3u);
  EXPECT_EQ(command->children[0].name, "EchoResult");
  EXPECT_EQ(command->children[0].attribute("status"), "OK");
  EXPECT_EQ(at(command->children[0], {"Text"}), "hi");
  EXPECT_EQ(command->children[1].attribute("status"), "Error");
  EXPECT_EQ(at(command->children[1], {"Cause"}), "missing parameter");
  EXPECT_EQ(at(command->children[2], {"Cause"}), "unknown command");
}

TEST(xml_api, calls_no_command_after_a_configuration_that_is_refused) {
  ApiWorld world;
  add_echo(world);
  const http::Response answer = world.ask("POST /putxml",
                                          "<XmlDoc><Configuration><SIP><UDP><Mode>Maybe</Mode></UDP></SIP></"
                                          "Configuration><Command><Echo><Text>a</Text></Echo>"
                                          "</Command></XmlDoc>");
  EXPECT_EQ(answer.status, 422);
  EXPECT_EQ(parsed(answer).child("Command"), nullptr);
}

std::string alternates_of(ApiWorld& world) {
  const http::Response answer = world.ask("GET /alternatesconfiguration.xml");
  EXPECT_EQ(answer.status, 200);
  return answer.body;
}

TEST(xml_api, gives_the_same_list_of_peers_on_peers_that_agree) {
  support::verifies("repl.alternatesconfiguration-xml");
  for (const config::Release release : {config::Release::x8_9, config::Release::vcs_x8_9_1}) {
    ApiWorld one(release), two(release);
    for (ApiWorld* world : {&one, &two}) {
      for (const auto& [path, value] :
           {std::pair("Alternates Cluster Name", "cluster.example.com"),
            std::pair("Alternates ConfigurationPrimary", "2"), std::pair("Alternates Peer 1 Address", "10.1.0.11"),
            std::pair("Alternates Peer 2 Address", "10.1.0.12")}) {
        world->configuration.set(path, value, {"admin", "", "api"}).value();
      }
    }
    two.configuration.set("SystemUnit Name", "another", {"admin", "", "api"}).value();
    EXPECT_EQ(alternates_of(one), alternates_of(two));
    EXPECT_NE(alternates_of(one).find("cluster.example.com"), std::string::npos);
    EXPECT_NE(alternates_of(one).find("10.1.0.12"), std::string::npos);
    two.configuration.set("Alternates Peer 3 Address", "10.1.0.13", {"admin", "", "api"}).value();
    EXPECT_NE(alternates_of(one), alternates_of(two));
    http::Request unknown = ApiWorld::request("GET /alternatesconfiguration.xml");
    unknown.headers.all.clear();
    EXPECT_EQ(one.ask(unknown).status, 401);
  }
}

}  // namespace
}  // namespace hexad::admin
