#include "model/admin/api/feedback.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/admin/api/xml_elements.h"
#include "model/admin/words.h"
#include "model/status/timestamp.h"

namespace hexad::admin {
namespace {

constexpr std::string_view kExpressionNames[Feedback::kExpressionsMax] = {
    "Expression.1",  "Expression.2",  "Expression.3",  "Expression.4",  "Expression.5",
    "Expression.6",  "Expression.7",  "Expression.8",  "Expression.9",  "Expression.10",
    "Expression.11", "Expression.12", "Expression.13", "Expression.14", "Expression.15"};

/// What a line of the event log means for feedback.
struct Meaning {
  std::string_view line;     ///< The event of the log.
  std::string_view event;    ///< Its name in the products' feedback; empty: none.
  std::string_view element;  ///< The status element that it changed; empty: none.
};
constexpr Meaning kMeanings[] = {
    {"Registration Accepted", "RegistrationAdded", "Registrations"},
    {"Registration Removed", "RegistrationRemoved", "Registrations"},
    {"Registration Rejected", "RegistrationFailure", ""},
    {"Registration Refreshed", "RegistrationChanged", "Registrations"},
    {"Call Attempted", "CallAttempt", "Calls"},
    {"Call Connected", "CallConnected", "Calls"},
    {"Call Disconnected", "CallDisconnected", "Calls"},
    {"Call Rejected", "CallFailure", "Calls"},
    {"Admin Login Failure", "AuthenticationFailure", ""},
    // Alarms are no part of the products' list of expressions; these are ours.
    {"Alarm Raised", "AlarmRaised", "Alarm"},
    {"Alarm Lowered", "AlarmLowered", "Alarm"},
    {"Alarm Acknowledged", "AlarmAcknowledged", "Alarm"},
};

}  // namespace

Feedback::Feedback(Services& services, FeedbackSettings settings)
    : services_(services), settings_(std::move(settings)) {
  add_commands();
  services_.status.add("Feedback", [this] { return status(); });
  services_.events.add_sink(*this);
}

Feedback::~Feedback() { services_.events.remove_sink(*this); }

void Feedback::add_commands() {
  Command subscription;
  subscription.name = "FeedbackRegister";
  subscription.help = "Sends events and changes of status to a URL, as XML by HTTP POST.";
  subscription.parameters = {{"ID",
                              ParameterKind::integer,
                              true,
                              1,
                              kUrlsMax,
                              {},
                              "Which of the three registrations; an older one is replaced."},
                             {"URL", ParameterKind::text, true, 8, 256, {}, "http://HOST[:PORT]/PATH or https://..."}};
  for (const std::string_view name : kExpressionNames) {
    subscription.parameters.push_back(
        {name, ParameterKind::text, name == kExpressionNames[0], 0, 255, {}, "Event, Status, or a path below one."});
  }
  subscription.run = [this](const CommandCall& call, const CommandReply& reply) { reply(subscribe(call)); };
  services_.commands.add(std::move(subscription));
  Command end;
  end.name = "FeedbackDeregister";
  end.help = "Ends what FeedbackRegister began.";
  end.parameters = {{"ID", ParameterKind::integer, true, 1, kUrlsMax, {}, "Which of the three registrations."}};
  end.run = [this](const CommandCall& call, const CommandReply& reply) { reply(unsubscribe(call)); };
  services_.commands.add(std::move(end));
}

CommandResult Feedback::subscribe(const CommandCall& call) {
  const auto url = parse_feedback_url(call.text("URL"));
  if (!url) return CommandResult::failed("bad value", url.error().detail + ".");
  if (url->secure && settings_.context == nullptr) {
    return CommandResult::failed("not possible now", "This peer has no trusted certificates for https.");
  }
  if (!settings_.lookup && !host::IpAddress::parse(url->host)) {
    return CommandResult::failed("not possible now", "This peer has no name service: give an address in the URL.");
  }
  Registration fresh;
  fresh.url = call.text("URL");
  for (const std::string_view name : kExpressionNames) {
    const std::string_view text = call.text(name);
    if (text.empty()) continue;
    auto expression = parse_expression(text);
    if (!expression) return CommandResult::failed("bad value", expression.error().detail + ".");
    fresh.expressions.push_back(*std::move(expression));
  }
  if (fresh.expressions.empty()) return CommandResult::failed("bad value", "Expression.1 is empty.");
  fresh.delivery = std::make_unique<FeedbackDelivery>(services_.host, settings_, *url);
  registrations_[static_cast<std::size_t>(*call.integer("ID")) - 1] = std::move(fresh);
  CommandResult result = CommandResult::done();
  result.fields.emplace_back("ID", call.text("ID"));
  return result;
}

CommandResult Feedback::unsubscribe(const CommandCall& call) {
  Registration& registration = registrations_[static_cast<std::size_t>(*call.integer("ID")) - 1];
  if (registration.delivery == nullptr) {
    return CommandResult::failed("not found", fmt::format("Nothing is registered as {}.", call.text("ID")));
  }
  registration = {};
  CommandResult result = CommandResult::done();
  result.fields.emplace_back("ID", call.text("ID"));
  return result;
}

Node Feedback::status() const {
  Node root("Feedback");
  for (std::size_t i = 0; i < kUrlsMax; ++i) {
    const Registration& registration = registrations_[i];
    if (registration.delivery == nullptr) continue;
    Node& node = root.add_item("Feedback", static_cast<std::uint32_t>(i + 1));
    node.add("Status", registration.delivery->last_failure().empty() ? "On" : "Failed");
    node.add("URL", registration.url);
    std::uint32_t number = 0;
    for (const std::string& expression : registration.expressions) {
      node.add_item("Expression", ++number).value = expression;
    }
    node.add("Delivered", std::to_string(registration.delivery->delivered()));
    node.add("Lost", std::to_string(registration.delivery->lost()));
    node.add("Waiting", std::to_string(registration.delivery->waiting()));
    if (!registration.delivery->last_failure().empty()) node.add("Failure", registration.delivery->last_failure());
  }
  return root;
}

bool Feedback::wanted(std::string_view path) const {
  for (const Registration& registration : registrations_) {
    for (const std::string& expression : registration.expressions) {
      if (covers(expression, path)) return true;
    }
  }
  return false;
}

void Feedback::publish(std::string_view path, const std::string& document) {
  for (Registration& registration : registrations_) {
    for (const std::string& expression : registration.expressions) {
      if (!covers(expression, path)) continue;
      registration.delivery->post(document);
      break;
    }
  }
}

void Feedback::event(const Node& what) {
  const std::string path = "Event/" + what.name;
  if (!wanted(path)) return;
  Node root("Event");
  root.children.push_back(what);
  publish(path, xml_document(root));
}

void Feedback::trust(tls::ContextHandle context) {
  settings_.context = std::move(context);
  for (Registration& registration : registrations_) {
    if (registration.delivery != nullptr) registration.delivery->reconnect();
  }
}

bool Feedback::any() const {
  return std::any_of(registrations_.begin(), registrations_.end(),
                     [](const Registration& each) { return each.delivery != nullptr; });
}

void Feedback::changed(std::string_view element) {
  const std::string path = "Status/" + std::string(element);
  if (!wanted(path)) return;
  Node root("Status");
  root.children.push_back(services_.status.read(element));
  if (!root.children[0].name.empty()) publish(path, xml_document(root));
}

void Feedback::on_line(const status::LoggedLine& line) {
  for (const Meaning& meaning : kMeanings) {
    if (meaning.line != line.event) continue;
    if (!meaning.event.empty()) {
      Node what(meaning.event);
      what.add("Time", status::rfc3339_time(line.at));
      what.add("Text", line.text);
      event(what);
    }
    if (!meaning.element.empty()) changed(meaning.element);
    return;
  }
}

}  // namespace hexad::admin
