#include "model/peer/system_view.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/status/timestamp.h"

namespace hexad::peer {
namespace {

using admin::Node;

/// Empty: this peer carries no calls.
Node calls() { return Node("Calls"); }

}  // namespace

SystemView::SystemView(admin::Services& services, SipService& sip) : services_(services), sip_(sip) {
  sip_.registrations().add_listener(*this);
  services_.status.add("Alarm", [this] { return alarms(); });
  services_.status.add("Warnings", [this] { return warnings(); });
  services_.status.add("ResourceUsage", [this] { return resource_usage(); });
  services_.status.add("SIP", [this] { return sip_status(); });
  services_.status.add("Calls", calls);
  services_.status.add("NetworkInterface", [this] { return network_interfaces(); });
  add_disconnect_call();
  add_network_interface();
  add_clear_all_status();
  admin::Command command;
  command.name = "AlarmAcknowledge";
  command.help = "Marks an alarm as seen; it stays until its cause ends.";
  command.parameters = {
      {"Id", admin::ParameterKind::integer, true, 1, 99'999, {}, "The alarm's number, such as 15015."},
      {"Instance", admin::ParameterKind::text, false, 1, 200, {}, "Which of several of that number."}};
  command.run = [this](const admin::CommandCall& call, const admin::CommandReply& reply) { reply(acknowledge(call)); };
  services_.commands.add(std::move(command));
}

void SystemView::add_disconnect_call() {
  admin::Command command;
  command.name = "DisconnectCall";
  command.help = "Ends a call of this peer.";
  command.parameters = {{"Call", admin::ParameterKind::integer, false, 1, 1000, {}, "Its number in xStatus Calls."},
                        {"CallSerialNumber", admin::ParameterKind::text, false, 1, 64, {}, "Its serial number."}};
  command.run = [](const admin::CommandCall& call, const admin::CommandReply& reply) {
    if (call.text("Call").empty() == call.text("CallSerialNumber").empty()) {
      return reply(admin::CommandResult::failed("missing parameter", "Give either Call or CallSerialNumber."));
    }
    reply(admin::CommandResult::failed("not found", "There is no such call on this peer."));
  };
  services_.commands.add(std::move(command));
}

void SystemView::add_network_interface() {
  admin::Command command;
  command.name = "NetworkInterface";
  command.role = admin::Role::read_only;
  command.help = "Lists the network cards of this system with their addresses.";
  command.run = [this](const admin::CommandCall&, const admin::CommandReply& reply) {
    admin::CommandResult result = admin::CommandResult::done();
    result.fields = network_interfaces().children;
    reply(std::move(result));
  };
  services_.commands.add(std::move(command));
}

/// What status says of the past: the most registrations there were, what SIP has counted, how often an alarm that is
/// not raised was raised before. Not what is: alarms that are raised, registrations. Nor the logs, and the counts that
/// are named as those since the last restart.
void SystemView::add_clear_all_status() {
  admin::Command command;
  command.name = "ClearAllStatus";
  command.help = "Lets the counts and maxima of xStatus ResourceUsage and SIP begin anew, and those of past alarms.";
  command.run = [this](const admin::CommandCall& call, const admin::CommandReply& reply) {
    registrations_max_seen_ = sip_.registrations().contacts();
    cleared_ = sip_.counters();
    services_.alarms.forget_lowered();
    services_.events.add(1, "Status Cleared", {{"Service", "System"}, {"User", call.who.name}});
    reply(admin::CommandResult::done());
  };
  services_.commands.add(std::move(command));
}

SystemView::~SystemView() { sip_.registrations().remove_listener(*this); }

void SystemView::on_registration(const location::RegistrationChange&) {
  registrations_max_seen_ = std::max(registrations_max_seen_, sip_.registrations().contacts());
}

Node SystemView::alarms() const {
  Node root("Alarm");
  std::uint32_t number = 0;
  for (const status::Alarm& alarm : services_.alarms.active()) {
    Node& node = root.add_item("Alarm", ++number);
    node.add("Id", std::to_string(alarm.kind->id));
    node.add("UUID", alarm.kind->uuid);
    node.add("Severity", status::to_string(alarm.kind->severity));
    node.add("Title", alarm.kind->title);
    node.add("Description", alarm.detail);
    node.add("Instance", alarm.instance);
    node.add("State", status::state_word(alarm));
    node.add("FirstRaised", status::utc_time(alarm.first_raised));
    node.add("LastRaised", status::utc_time(alarm.last_raised));
    node.add("Count", std::to_string(alarm.count));
  }
  return root;
}

Node SystemView::warnings() const {
  Node root("Warnings");
  std::uint32_t number = 0;
  for (const status::Alarm& alarm : services_.alarms.active()) {
    Node& node = root.add_item("Warning", ++number);
    node.add("ID", std::to_string(alarm.kind->id));
    node.add("Reason", alarm.detail);
    node.add("State", alarm.acknowledged ? "Acknowledged" : "Unacknowledged");
  }
  return root;
}

Node SystemView::resource_usage() const {
  Node usage("ResourceUsage");
  Node& registrations = usage.add("Registrations");
  registrations.add("Current", std::to_string(sip_.registrations().contacts()));
  registrations.add("Max", std::to_string(registrations_max_seen_));
  registrations.add("Limit", std::to_string(sip_.registrations().limits().registrations_max));
  Node& calls = usage.add("Calls");
  for (const char* kind : {"Traversal", "NonTraversal", "CollaborationEdge"}) calls.add(kind).add("Current", "0");
  return usage;
}

Node SystemView::network_interfaces() const {
  Node root("NetworkInterface");
  std::uint32_t number = 0;
  for (const host::Interface& card : services_.host.interfaces()) {
    Node& node = root.add_item("Interface", ++number);
    node.add("Name", card.name);
    node.add("State", card.up ? "Up" : "Down");
    std::uint32_t address = 0;
    for (const host::Prefix& prefix : card.addresses) {
      node.add_item("Address", ++address).value = prefix.to_string();
    }
  }
  return root;
}

Node SystemView::sip_status() const {
  Node sip("SIP");
  std::uint32_t number = 0;
  for (const Listening& one : sip_.listening()) {
    Node& transport = sip.add_item("Transport", ++number);
    transport.add("Protocol", host::to_string(one.transport));
    transport.add("Address", one.address.to_string());
  }
  const SipService::Counters counters = sip_.counters();
  const auto count = [&](std::string_view leaf, std::uint64_t SipService::Counters::*counter) {
    sip.add(leaf, std::to_string(counters.*counter - cleared_.*counter));
  };
  count("RequestsReceived", &SipService::Counters::requests);
  count("ResponsesReceived", &SipService::Counters::responses);
  count("DefectiveMessages", &SipService::Counters::defective);
  count("RegistrationsAccepted", &SipService::Counters::registrations_accepted);
  count("RegistrationsRefused", &SipService::Counters::registrations_refused);
  sip.add("Connections", std::to_string(counters.connections));
  return sip;
}

admin::CommandResult SystemView::acknowledge(const admin::CommandCall& call) {
  const auto done = services_.alarms.acknowledge(static_cast<std::uint32_t>(*call.integer("Id")), call.text("Instance"),
                                                 call.who.name);
  if (!done) return admin::CommandResult::failed("not found", "That alarm is not raised.");
  return admin::CommandResult::done("Acknowledged.");
}

}  // namespace hexad::peer
