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
  services_.status.add("ResourceUsage", [this] { return resource_usage(); });
  services_.status.add("SIP", [this] { return sip_status(); });
  services_.status.add("Calls", calls);
  services_.status.add("NetworkInterface", [this] { return network_interfaces(); });
  add_disconnect_call();
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
  sip.add("RequestsReceived", std::to_string(counters.requests));
  sip.add("ResponsesReceived", std::to_string(counters.responses));
  sip.add("DefectiveMessages", std::to_string(counters.defective));
  sip.add("RegistrationsAccepted", std::to_string(counters.registrations_accepted));
  sip.add("RegistrationsRefused", std::to_string(counters.registrations_refused));
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
