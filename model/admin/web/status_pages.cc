#include "model/admin/web/status_pages.h"

#include <fmt/format.h>

#include <charconv>
#include <memory>
#include <utility>

#include "model/admin/web/controls.h"
#include "model/admin/web/site.h"
#include "model/status/timestamp.h"

namespace hexad::admin::web {
namespace {

/// "2026-01-31 09:05:07": to the second, as people read it.
std::string time_text(host::WallTime at) { return status::utc_time(at).substr(0, 19); }

std::string duration_text(std::string_view seconds_text) {
  std::uint64_t seconds = 0;
  const auto [end, error] = std::from_chars(seconds_text.data(), seconds_text.data() + seconds_text.size(), seconds);
  if (error != std::errc() || end != seconds_text.data() + seconds_text.size()) return std::string(seconds_text);
  const std::uint64_t days = seconds / 86400;
  std::string text = days == 0 ? std::string() : fmt::format("{} {} ", days, days == 1 ? "day" : "days");
  return text + fmt::format("{:02}:{:02}:{:02}", seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
}

std::size_t count_items(const Node& node, std::string_view name) {
  std::size_t count = 0;
  for (const Node& child : node.children) count += child.item > 0 && child.name == name;
  return count;
}

std::string alarm_key(const status::Alarm& alarm) { return fmt::format("{} {}", alarm.kind->id, alarm.instance); }

void write_system_facts(Html& html, Visit& visit) {
  const StatusTree& status = visit.services().status;
  const Node unit = status.read("SystemUnit");
  html.element("h2", "System").open("dl", {{"class", "facts"}});
  write_fact(html, "System name", visit.site().system_name());
  const std::string version = leaf(unit, "Software Version");
  write_fact(html, "Software version", version.empty() ? visit.site().context().version : version);
  write_fact(html, "Serial number", leaf(unit, "Hardware SerialNumber"));
  write_fact(html, "Up time", duration_text(leaf(unit, "Uptime")));
  write_fact(html, "Time (UTC)", time_text(visit.services().host.wall_now()));
  for (const host::Interface& card : visit.services().host.interfaces()) {
    std::string addresses;
    for (const host::Prefix& address : card.addresses)
      addresses += (addresses.empty() ? "" : ", ") + address.to_string();
    write_fact(html, "Address of " + card.name, addresses);
  }
  html.close();
}

void write_usage(Html& html, Visit& visit) {
  const StatusTree& status = visit.services().status;
  html.element("h2", "Usage").open("dl", {{"class", "facts"}});
  html.element("dt", "Registrations").open("dd");
  html.link(url_of("Status > Registrations > By device"),
            std::to_string(count_items(status.read("Registrations"), "Registration")));
  html.close().element("dt", "Calls").open("dd");
  html.link(url_of("Status > Calls"), std::to_string(count_items(status.read("Calls"), "Call"))).close();
  html.element("dt", "Alarms").open("dd");
  const auto& alarms = visit.services().alarms;
  html.link(url_of("Status > Alarms"),
            fmt::format("{} raised, {} not acknowledged", alarms.active().size(), alarms.unacknowledged()));
  html.close().close();
  for (const std::string_view element : {"ResourceUsage", "NTP", "Cluster"}) {
    if (!status.has(element)) continue;
    html.element("h2", element == "ResourceUsage" ? "Resource usage" : element);
    write_leaves(html, status.read(element));
  }
}

}  // namespace

std::string leaf(const Node& node, std::string_view path) {
  const Node* at = &node;
  while (!path.empty() && at != nullptr) {
    std::size_t end = path.find(' ');
    const std::string_view name = path.substr(0, end);
    path = end == std::string_view::npos ? std::string_view() : path.substr(end + 1);
    std::uint32_t number = 0;
    if (!path.empty() && path.front() >= '0' && path.front() <= '9') {
      end = path.find(' ');
      const std::string_view digits = path.substr(0, end);
      std::from_chars(digits.data(), digits.data() + digits.size(), number);
      path = end == std::string_view::npos ? std::string_view() : path.substr(end + 1);
    }
    at = at->find(name, number);
  }
  return at == nullptr ? std::string() : at->value;
}

void OverviewPage::show(Visit& visit) {
  visit.refresh_every(5);  // As the products' overview.
  Html html;
  const Place* wizard =
      visit.may_change() ? visit.site().find(url_of("Status > Overview > Service setup wizard")) : nullptr;
  if (wizard != nullptr) {
    html.open("p", {{"class", "buttons"}});
    html.element("a", "Run service setup", {{"class", "button"}, {"href", wizard->url}}).close();
  }
  write_system_facts(html, visit);
  write_usage(html, visit);
  visit.show(html);
}

void AlarmsPage::show(Visit& visit) {
  const auto& active = visit.services().alarms.active();
  Html html;
  if (active.empty()) {
    html.element("p", "There are no alarms.", {{"class", "empty"}});
    return visit.show(html);
  }
  if (visit.may_change()) visit.open_form(html);
  std::vector<Heading> headings = {{"Alarm"},      {"ID", true},     {"Severity", true},     {"Description"},
                                   {"Action"},     {"Status", true}, {"First raised", true}, {"Last raised", true},
                                   {"Count", true}};
  if (visit.may_change()) headings.insert(headings.begin(), {"", true});
  open_table(html, headings, "alarms");
  for (const status::Alarm& alarm : active) {
    html.open("tr", {{"data-id", std::to_string(alarm.kind->id)}});
    const std::string name = fmt::format("Select alarm {} {}", alarm.kind->id, alarm.instance);
    if (visit.may_change()) write_check_cell(html, visit, "alarm", alarm_key(alarm), name);
    html.element("td", alarm.kind->title);
    html.element("td", std::to_string(alarm.kind->id));
    html.element("td", status::to_string(alarm.kind->severity), {{"class", "severity"}});
    html.element("td", alarm.instance.empty() ? alarm.detail : fmt::format("{} ({})", alarm.detail, alarm.instance));
    html.element("td", alarm.kind->action);
    html.element("td", alarm.acknowledged ? "Acknowledged" : "New");
    html.element("td", time_text(alarm.first_raised), {{"class", "time"}});
    html.element("td", time_text(alarm.last_raised), {{"class", "time"}});
    html.element("td", std::to_string(alarm.count)).close();
  }
  close_table(html);
  html.element("p", "An alarm goes when its cause has gone; acknowledging it only says that somebody knows of it.",
               {{"class", "hint"}});
  if (visit.may_change()) {
    html.open("p", {{"class", "buttons"}});
    write_button(html, "Acknowledge", "acknowledge");
    write_select_links(html, visit);
    html.close().close();
  }
  visit.show(html);
}

void AlarmsPage::act(Visit& visit) {
  if (visit.form().text("do") != "acknowledge") return visit.refuse(400, "This page has no such button.");
  std::size_t done = 0;
  const auto chosen = visit.form().all("alarm");
  for (const std::string_view key : chosen) {
    const std::size_t blank = key.find(' ');
    std::uint32_t id = 0;
    std::from_chars(key.data(), key.data() + std::min(blank, key.size()), id);
    const std::string_view instance = blank == std::string_view::npos ? std::string_view() : key.substr(blank + 1);
    done += visit.services().alarms.acknowledge(id, instance, visit.who().name).has_value();
  }
  if (chosen.empty()) return visit.leave(visit.url(), {"Select at least one alarm first.", false});
  visit.leave(visit.url(), {fmt::format("{} acknowledged.",
                                        done == 1 ? "One alarm has been" : fmt::format("{} alarms have been", done)),
                            true});
}

void run_each(Visit& visit, std::string_view command, std::vector<Arguments> calls, std::string_view done) {
  struct Work {
    std::shared_ptr<Visit> visit;
    std::string command, done, failure;
    std::vector<Arguments> calls;
    std::size_t next = 0, succeeded = 0;
    static void step(const std::shared_ptr<Work>& work) {
      if (work->next == work->calls.size()) {
        std::string text = fmt::format("{} of {} {}.", work->succeeded, work->calls.size(), work->done);
        if (!work->failure.empty()) text += " " + work->failure;
        return work->visit->leave(work->visit->url(), {text, work->failure.empty()});
      }
      work->visit->run(work->command, work->calls[work->next++], [work](const CommandResult& result) {
        if (result.ok) ++work->succeeded;
        if (!result.ok && work->failure.empty()) {
          work->failure = result.description.empty() ? result.cause : result.description;
        }
        step(work);
      });
    }
  };
  auto work = std::make_shared<Work>();
  work->visit = visit.share();
  work->command = std::string(command);
  work->done = std::string(done);
  work->calls = std::move(calls);
  Work::step(work);
}

ItemsPage::Description ItemsPage::registrations(bool by_alias) {
  Description d;
  d.element = "Registrations";
  d.item = "Registration";
  const Column alias{by_alias ? "Alias" : "Name", {"Aliases Alias 1 Value", "AOR", "Contact"}};
  d.columns = {alias,
               {"Protocol", {"Protocol"}},
               {"Contact", {"Contact", "CallSignalAddresses Address 1", "Address"}},
               {"Creation time", {"CreationTime"}},
               {"Expires", {"Expires"}},
               {"Device type", {"VendorInfo", "EndpointType"}},
               {"Peer", {"Node", "Peer"}}};
  d.button = "Unregister";
  d.command = "RemoveRegistration";
  d.number_parameter = "Registration";
  d.serial_parameter = "RegistrationSerialNumber";
  d.done = "unregistered";
  d.elsewhere = "ClusterRegistrations";
  return d;
}

ItemsPage::Description ItemsPage::calls() {
  Description d;
  d.element = "Calls";
  d.item = "Call";
  d.columns = {{"Start time", {"StartTime"}},
               {"Source", {"Source", "SourceAlias", "Legs Leg 1 Source Aliases Origin 1"}},
               {"Destination", {"Destination", "DestinationAlias"}},
               {"Protocol", {"Protocol"}},
               {"State", {"State"}},
               {"Peer", {"Node", "Peer"}}};
  d.button = "Disconnect";
  d.command = "DisconnectCall";
  d.number_parameter = "Call";
  d.serial_parameter = "CallSerialNumber";
  d.done = "disconnected";
  return d;
}

void ItemsPage::show(Visit& visit) {
  const StatusTree& status = visit.services().status;
  Html html;
  if (!status.has(description_.element)) {
    write_absent(html, description_.element);
    return visit.show(html);
  }
  const Node all = status.read(description_.element);
  const bool acts = visit.may_change() && visit.has_command(description_.command);
  std::vector<Heading> headings;
  if (acts) headings.push_back({"", true});
  for (const Column& column : description_.columns) headings.push_back({column.heading});
  const bool with_others = !description_.elsewhere.empty() && status.has(description_.elsewhere);
  const Node others = with_others ? status.read(description_.elsewhere) : Node();
  const std::size_t count = count_items(all, description_.item);
  const std::string other_count = leaf(others, "Count");
  html.element("p",
               other_count.empty() || other_count == "0"
                   ? fmt::format("Records: {}", count)
                   : fmt::format("Records: {} on this peer, {} on other peers of the cluster", count, other_count),
               {{"class", "hint"}});
  if (acts) visit.open_form(html);
  open_table(html, headings);
  write_rows(html, visit, all, acts, false);
  write_rows(html, visit, others, false, acts);
  close_table(html);
  if (acts) {
    html.open("p", {{"class", "buttons"}});
    write_button(html, description_.button, "act");
    write_select_links(html, visit);
    html.close().close();
  } else if (visit.may_change()) {
    write_absent(html, description_.button);
  }
  visit.show(html);
}

void ItemsPage::write_rows(Html& html, Visit& visit, const Node& all, bool with_boxes, bool with_empty_cells) const {
  for (const Node& item : all.children) {
    if (item.item == 0 || item.name != description_.item) continue;
    html.open("tr");
    const std::string serial = leaf(item, "SerialNumber");
    const std::string key = serial.empty() ? fmt::format("n{}", item.item) : "s" + serial;
    if (with_boxes) {
      write_check_cell(html, visit, "item", key, fmt::format("Select {} {}", description_.item, item.item));
    }
    if (with_empty_cells) html.element("td", "");
    for (const Column& column : description_.columns) {
      std::string value;
      for (const std::string_view path : column.paths) {
        if (value.empty()) value = leaf(item, path);
      }
      html.element("td", value);
    }
    html.close();
  }
}

void ItemsPage::act(Visit& visit) {
  if (!visit.has_command(description_.command)) return visit.refuse(404, "This is not available on this peer.");
  std::vector<Arguments> calls;
  for (const std::string_view key : visit.form().all("item")) {
    if (key.size() < 2) continue;
    const std::string_view parameter =
        key.front() == 's' ? description_.serial_parameter : description_.number_parameter;
    calls.push_back({{std::string(parameter), std::string(key.substr(1))}});
  }
  if (calls.empty()) return visit.leave(visit.url(), {"Select at least one line first.", false});
  run_each(visit, description_.command, std::move(calls), description_.done);
}

void ElementPage::show(Visit& visit) {
  const StatusTree& status = visit.services().status;
  Html html;
  if (status.has(element_)) {
    write_leaves(html, status.read(element_));
  } else {
    write_absent(html, element_);
  }
  visit.show(html);
}

}  // namespace hexad::admin::web
