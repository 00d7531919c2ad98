#include "model/peer/registrations_view.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace hexad::peer {
namespace {

using admin::CommandCall;
using admin::CommandResult;
using admin::Node;
using location::ContactId;
using location::kNone;
using location::RecordId;

/// FNV-1a, 64 bits. Not for tables: it makes a name that means nothing else.
std::uint64_t digest(std::uint64_t hash, std::string_view text) {
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return hash;
}

/// "2026-01-02 03:04:05" in UTC.
std::string date_text(host::WallTime at) {
  return fmt::format("{:%F %T}", fmt::gmtime(static_cast<std::time_t>(host::unix_seconds(at))));
}

/// Calls visit(id) for each registration in the order of arrival of their addresses, until it says false.
template <class Visit>
void for_each(const location::RegistrationStore& store, const Visit& visit) {
  for (RecordId record = store.first_record(); record != kNone; record = store.next_record(record)) {
    for (ContactId id = store.first_contact(record); id != kNone; id = store.next_contact(id)) {
      if (!visit(id)) return;
    }
  }
}

}  // namespace

RegistrationsView::RegistrationsView(admin::Services& services, location::RegistrationStore& store)
    : services_(services), store_(store) {
  store_.add_listener(*this);
  services_.status.add("Registrations", [this] { return status(); });
  admin::Command remove_command;
  remove_command.name = "RemoveRegistration";
  remove_command.help = "Ends a registration of this peer; the device may register again.";
  remove_command.parameters = {
      {"Registration", admin::ParameterKind::integer, false, 1, kListedMax, {}, "Its number in xStatus Registrations."},
      {"RegistrationSerialNumber", admin::ParameterKind::text, false, 1, 64, {}, "Its serial number."}};
  remove_command.run = [this](const CommandCall& call, const admin::CommandReply& reply) { reply(remove(call)); };
  services_.commands.add(std::move(remove_command));
  admin::Command find_command;
  find_command.name = "FindRegistration";
  find_command.role = admin::Role::read_only;
  find_command.help = "Lists the registrations of an address of record or contact.";
  find_command.parameters = {{"Alias", admin::ParameterKind::text, true, 1, 512, {}, "sip:alice@example.com"}};
  find_command.run = [this](const CommandCall& call, const admin::CommandReply& reply) { reply(find_alias(call)); };
  services_.commands.add(std::move(find_command));
}

RegistrationsView::~RegistrationsView() { store_.remove_listener(*this); }

void RegistrationsView::on_registration(const location::RegistrationChange& change) {
  const bool added = change.change == location::Change::added;
  if (added) ++added_;
  if (!teller_ || change.change == location::Change::refreshed || !wanted_()) return;
  Node event(added ? "RegistrationAdded" : "RegistrationRemoved");
  event.add("Protocol", location::to_string(change.contact.protocol()));
  event.add("AOR", change.aor);
  event.add("Contact", change.contact.uri());
  event.add("Reason", location::to_string(change.reason));
  teller_(event);
}

std::string RegistrationsView::serial_number(ContactId id) const {
  const location::Contact& contact = store_.contact(id);
  const auto since = static_cast<std::uint64_t>(contact.registered_at().time_since_epoch().count());
  const std::uint64_t a = digest(digest(0xcbf29ce484222325u ^ since, store_.aor(store_.record_of(id))), contact.uri());
  const std::uint64_t b = digest(a * 0x9e3779b97f4a7c15u + since, contact.call_id());
  return fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:012x}", a >> 32, (a >> 16) & 0xffff, a & 0xffff, b >> 48,
                     b & 0xffffffffffffu);
}

void RegistrationsView::describe(Node& node, ContactId id) const {
  const location::Contact& contact = store_.contact(id);
  const host::MonotonicTime now = services_.host.now();
  node.add("Protocol", location::to_string(contact.protocol()));
  node.add("Node", services_.host.name());
  node.add("SerialNumber", serial_number(id));
  node.add("CreationTime", date_text(services_.host.wall_now() - (now - contact.registered_at())));
  node.add("Authenticated", "False");
  node.add("AOR", store_.aor(store_.record_of(id)));
  node.add("Contact", contact.uri());
  node.add("Transport", host::to_string(contact.flow().transport));
  node.add("SourceAddress", contact.flow().remote.to_string());
  node.add("Expires", std::to_string(contact.expires_in_seconds(now)));
  Node& alias = node.add("Aliases").add_item("Alias", 1);
  alias.add("Type", "URL");
  alias.add("Origin", "Endpoint");
  alias.add("Value", store_.aor(store_.record_of(id)));
}

Node RegistrationsView::status() const {
  Node registrations("Registrations");
  registrations.add("Count", std::to_string(store_.contacts()));
  registrations.add("SinceLastRestart", std::to_string(added_));
  std::uint32_t number = 0;
  for_each(store_, [&](ContactId id) {
    describe(registrations.add_item("Registration", ++number), id);
    return number < kListedMax;
  });
  return registrations;
}

ContactId RegistrationsView::at_number(std::int64_t number) const {
  ContactId found = kNone;
  for_each(store_, [&](ContactId id) {
    if (--number == 0) found = id;
    return number > 0;
  });
  return found;
}

ContactId RegistrationsView::with_serial(std::string_view serial) const {
  ContactId found = kNone;
  for_each(store_, [&](ContactId id) {
    if (serial_number(id) == serial) found = id;
    return found == kNone;
  });
  return found;
}

ContactId RegistrationsView::find(const CommandCall& call) const {
  if (const auto number = call.integer("Registration")) return at_number(*number);
  return with_serial(call.text("RegistrationSerialNumber"));
}

CommandResult RegistrationsView::remove(const CommandCall& call) {
  if (call.text("Registration").empty() == call.text("RegistrationSerialNumber").empty()) {
    return CommandResult::failed("missing parameter", "Give either Registration or RegistrationSerialNumber.");
  }
  const ContactId id = find(call);
  if (id == kNone) return CommandResult::failed("not found", "There is no such registration on this peer.");
  const std::string aor(store_.aor(store_.record_of(id)));
  services_.events.add(1, "Registration Removed",
                       {{"Service", "SIP"}, {"AOR", aor}, {"User", call.who.name}, {"Src-ip", call.who.source}});
  store_.remove(id, location::Reason::operator_);
  return CommandResult::done(aor + " is not registered any more.");
}

CommandResult RegistrationsView::find_alias(const CommandCall& call) const {
  const std::string_view alias = call.text("Alias");
  CommandResult result = CommandResult::done();
  std::uint32_t number = 0;
  for_each(store_, [&](ContactId id) {
    const std::string_view aor = store_.aor(store_.record_of(id));
    const bool same = aor == alias || store_.contact(id).uri() == alias || aor == "sip:" + std::string(alias);
    if (!same) return true;
    Node registration("Registration");
    registration.item = ++number;
    describe(registration, id);
    result.fields.push_back(std::move(registration));
    return number < kListedMax;
  });
  if (number == 0)
    return CommandResult::failed("not found", "Nobody is registered on this peer as " + std::string(alias) + ".");
  return result;
}

}  // namespace hexad::peer
