#include "model/admin/api/xml_put.h"

#include <fmt/format.h>

#include "model/admin/api/answers.h"
#include "model/admin/api/xml_elements.h"
#include "model/admin/words.h"
#include "model/config/setting_tree.h"

namespace hexad::admin {
namespace {

using host::Expected;

tl::unexpected<host::Error> malformed(std::string sentence) {
  return host::fail(host::ErrorCode::malformed, std::move(sentence));
}

/// The leaves of <Configuration> as paths of the settings table. Below `place` null the names are those of no setting,
/// which the path then says.
Expected<void> collect_settings(const xml::Element& element, const config::SettingNode* place, const std::string& above,
                                std::vector<WantedSetting>& settings) {
  std::string path = above.empty() ? element.name : above + " " + element.name;
  place = place != nullptr ? place->child(element.name) : nullptr;
  if (place != nullptr && place->is_list()) {
    const std::string_view item = element.has_attribute("item") ? element.attribute("item") : "1";
    if (!whole_number(item)) return malformed(fmt::format("The item of <{}> is no number", element.name));
    path.append(" ").append(item);
    place = &place->children.front();
  }
  if (element.children.empty()) {
    const bool inner = place != nullptr && place->setting == nullptr;
    // <SIP/> asks for nothing; a document that was read may have such elements.
    if (!inner || !element.text.empty()) settings.push_back({std::move(path), element.text, false});
    return {};
  }
  if (!trimmed(element.text).empty()) return malformed(fmt::format("<{}> has text beside its elements", element.name));
  for (const xml::Element& child : element.children) {
    if (auto done = collect_settings(child, place, path, settings); !done) return done;
  }
  return {};
}

Expected<void> collect_commands(const xml::Element& element, std::vector<XmlCommand>& commands) {
  for (const xml::Element& call : element.children) {
    if (commands.size() == kXmlCommandsMax) return malformed(fmt::format("More than {} commands", kXmlCommandsMax));
    XmlCommand& command = commands.emplace_back();
    command.name = call.name;
    for (const xml::Element& argument : call.children) {
      if (!argument.children.empty()) return malformed(fmt::format("The argument <{}> has elements", argument.name));
      command.arguments.emplace_back(argument.name, argument.text);
    }
  }
  return {};
}

Expected<bool> collect_part(const xml::Element& element, XmlOrders& orders) {
  if (equal_ignoring_case(element.name, "Configuration")) {
    orders.configures = true;
    for (const xml::Element& child : element.children) {
      auto done = collect_settings(child, &config::setting_tree(), "", orders.settings);
      if (!done) return tl::unexpected<host::Error>(done.error());
    }
    return true;
  }
  if (!equal_ignoring_case(element.name, "Command")) return false;
  if (auto done = collect_commands(element, orders.commands); !done) return tl::unexpected<host::Error>(done.error());
  return true;
}

int write_configuration(Services& services, const Principal& who, const XmlOrders& orders, xml::Element& root) {
  xml::Element& part = add_element(root, "Configuration");
  const auto refuse = [&](int status, std::string_view path, std::string_view sentence) {
    xml::Element& error = add_element(part, "Error");
    if (!path.empty()) add_element(error, "Path", path);
    add_element(error, "Description", sentence);
    return status;
  };
  const auto changes = wanted_changes(services.configuration.current(), orders.settings);
  if (!changes) return refuse(422, changes.error().path, changes.error().description);
  const auto applied = services.configuration.apply(*changes, who.author());
  if (!applied) return refuse(storage_error(AnswerForm::xml, applied.error()).status, "", applied.error().detail);
  add_element(part, "Success");
  return 200;
}

void write_result(xml::Element& part, const std::string& name, const CommandResult& result) {
  xml::Element& element = add_element(part, name + "Result").with("status", result.ok ? "OK" : "Error");
  if (!result.ok) add_element(element, "Cause", result.cause);
  if (!result.description.empty()) add_element(element, "Description", result.description);
  for (const Node& field : result.fields) add_node(element, field);
}

}  // namespace

Expected<XmlOrders> read_orders(std::string_view document) {
  auto root = xml::read(document);
  if (!root) return malformed(root.error().to_string());
  XmlOrders orders;
  auto whole = collect_part(*root, orders);
  if (!whole) return tl::unexpected<host::Error>(whole.error());
  if (*whole) return orders;
  for (const xml::Element& child : root->children) {
    const auto part = collect_part(child, orders);
    if (!part) return tl::unexpected<host::Error>(part.error());
    if (!*part) return malformed(fmt::format("<{}> is neither Configuration nor Command", child.name));
  }
  if (!orders.configures && orders.commands.empty()) return malformed("There is no Configuration and no Command");
  return orders;
}

struct XmlPut::Answering {
  Services& services;
  Principal who;
  XmlOrders orders;
  http::Responder responder;
  xml::Element root;
  std::size_t next = 0;
};

void XmlPut::take(const Principal& who, std::string_view document, http::Responder responder) {
  auto orders = read_orders(document);
  if (!orders) return responder.respond(error_answer(AnswerForm::xml, 400, "malformed", orders.error().detail));
  auto answering = std::make_shared<Answering>(
      Answering{services_, who, *std::move(orders), std::move(responder), root_element("XmlDoc"), 0});
  if (answering->orders.configures) {
    const int status = write_configuration(services_, who, answering->orders, answering->root);
    if (status != 200) return answering->responder.respond(xml_answer(xml::write(answering->root), status));
  }
  if (!answering->orders.commands.empty()) add_element(answering->root, "Command");
  call_next(std::move(answering));
}

void XmlPut::call_next(std::shared_ptr<Answering> answering) {
  if (answering->next == answering->orders.commands.size()) {
    answering->responder.respond(xml_answer(xml::write(answering->root)));
    return;
  }
  const XmlCommand& command = answering->orders.commands[answering->next++];
  answering->services.commands.call(command.name, command.arguments, answering->who,
                                    [answering, &command](const CommandResult& result) {
                                      write_result(answering->root.children.back(), command.name, result);
                                      call_next(answering);
                                    });
}

}  // namespace hexad::admin
