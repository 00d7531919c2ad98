#include "model/admin/life/network_tools.h"

#include <algorithm>
#include <array>

#include "model/admin/life/common.h"
#include "model/admin/life/lookup_session.h"
#include "model/dns/message.h"

namespace hexad::admin {
namespace {

constexpr std::string_view kAll = "All";
struct TypeWord {
  std::string_view word;
  dns::Type type;
};
/// In the order in which "All" asks for them.
constexpr std::array<TypeWord, 9> kTypes{{
    {"A", dns::Type::a},
    {"AAAA", dns::Type::aaaa},
    {"SRV", dns::Type::srv},
    {"NAPTR", dns::Type::naptr},
    {"CNAME", dns::Type::cname},
    {"MX", static_cast<dns::Type>(15)},
    {"NS", dns::Type::ns},
    {"PTR", dns::Type::ptr},
    {"TXT", dns::Type::txt},
}};
constexpr std::int64_t kListCharactersMax = 1024;
constexpr int kServerSettings = 5;

Parameter text(std::string_view name, bool required, std::string_view help) {
  Parameter parameter;
  parameter.name = name;
  parameter.required = required;
  parameter.minimum = required ? 1 : 0;
  parameter.maximum = kListCharactersMax;
  parameter.help = help;
  return parameter;
}

CommandResult bad(std::string sentence) { return CommandResult::failed("bad value", std::move(sentence)); }

}  // namespace

NetworkTools::NetworkTools(Services& services) : services_(services), timer_(services.host.make_timer(*this)) {
  add_commands();
}

NetworkTools::~NetworkTools() = default;

void NetworkTools::on_timer(host::Timer&) {
  sessions_.erase(std::remove_if(sessions_.begin(), sessions_.end(),
                                 [](const std::unique_ptr<LookupSession>& session) { return session->over(); }),
                  sessions_.end());
}

host::Expected<std::vector<host::SocketAddress>> NetworkTools::servers(std::string_view named) const {
  std::vector<std::string> texts = split_list(named);
  if (texts.empty()) {
    for (int server = 1; server <= kServerSettings; ++server) {
      std::string address =
          setting_text(services_.configuration.current(), "DNS Server " + std::to_string(server) + " Address");
      if (!address.empty()) texts.push_back(std::move(address));
    }
  }
  if (texts.empty()) {
    return host::fail(host::ErrorCode::invalid_argument,
                      "No DNS server is set: enter one at System > DNS, or name it in Servers");
  }
  std::vector<host::SocketAddress> servers;
  for (const std::string& server : texts) {
    const auto address = host::IpAddress::parse(server);
    if (!address)
      return host::fail(host::ErrorCode::invalid_argument, "\"" + server + "\" is no IP address of a server");
    servers.push_back({*address, dns::kPort});
  }
  return servers;
}

bool NetworkTools::full(const CommandReply& reply) const {
  const auto running = std::count_if(sessions_.begin(), sessions_.end(), [](const auto& one) { return !one->over(); });
  if (static_cast<std::size_t>(running) < kSessionsMax) return false;
  reply(CommandResult::failed("not possible now", "Eight lookups are under way: try again in a moment"));
  return true;
}

void NetworkTools::look_up(const CommandCall& call, CommandReply reply) {
  const auto asked = servers(call.text("Servers"));
  if (!asked) return reply(failure_of(asked.error()));
  const std::string_view host_text = trimmed(call.text("Host"));
  const auto address = host::IpAddress::parse(host_text);
  const auto name = address ? host::Expected<dns::Name>(dns::Name::reverse(*address)) : dns::Name::parse(host_text);
  if (!name) return reply(bad("Host is no name that DNS can have: " + name.error().detail));
  if (full(reply)) return;
  auto session = std::make_unique<LookupSession>(services_.host, [this, reply](CommandResult result) {
    ended();
    reply(std::move(result));
  });
  const std::size_t resolver = session->add_resolver(*asked);
  const std::string_view wanted = call.text("Type").empty() ? kAll : call.text("Type");
  for (const TypeWord& type : kTypes) {
    // An address is looked up backwards: only its PTR record is of interest.
    if (address ? type.type == dns::Type::ptr : wanted == kAll || wanted == type.word) {
      session->add_question(resolver, *name, type.type);
    }
  }
  sessions_.push_back(std::move(session));
  sessions_.back()->start();
}

void NetworkTools::test_connectivity(const CommandCall& call, CommandReply reply) {
  const auto asked = servers(call.text("Servers"));
  if (!asked) return reply(failure_of(asked.error()));
  const std::vector<std::string> domains = split_list(call.text("Domain"));
  const std::vector<std::string> protocols = split_list(call.text("Protocols"));
  if (domains.empty() || protocols.empty()) return reply(bad("Domain and Protocols each need at least one entry"));
  if (domains.size() * protocols.size() * asked->size() > kQuestionsMax) {
    return reply(bad("These are more than 100 questions: name fewer domains, protocols or servers"));
  }
  if (full(reply)) return;
  auto session = std::make_unique<LookupSession>(services_.host, [this, reply](CommandResult result) {
    ended();
    reply(std::move(result));
  });
  for (const host::SocketAddress& server : *asked) {
    const std::size_t resolver = session->add_resolver({server});
    for (const std::string& domain : domains) {
      for (const std::string& protocol : protocols) {
        const std::string joined = protocol + (protocol.ends_with('.') ? "" : ".") + domain;
        const auto name = dns::Name::parse(joined);
        if (!name || !protocol.starts_with('_') || protocol.find('.') == std::string::npos) {
          return reply(bad("\"" + joined + "\" is no service record: expected such as _sip._tcp and example.com"));
        }
        session->add_question(resolver, *name, dns::Type::srv);
      }
    }
  }
  sessions_.push_back(std::move(session));
  sessions_.back()->start();
}

void NetworkTools::add_commands() {
  Parameter type;
  type.name = "Type";
  type.kind = ParameterKind::choice;
  type.words = {kAll};
  for (const TypeWord& entry : kTypes) type.words.push_back(entry.word);
  type.help = "The type of the records; All unless given.";
  const Parameter named =
      text("Servers", false, "Addresses of DNS servers, separated by commas; else those of the system.");
  Command lookup;
  lookup.name = "DNSLookup";
  lookup.role = Role::read_only;
  lookup.help = "Asks DNS for a name, as the system itself would.";
  lookup.parameters = {text("Host", true, "A name, the path of a service record, or an address."), type, named};
  lookup.run = [this](const CommandCall& call, CommandReply reply) { look_up(call, std::move(reply)); };
  services_.commands.add(std::move(lookup));
  Command test;
  test.name = "ConnectivityTest";
  test.role = Role::read_only;
  test.help = "Asks every DNS server for the service records of each combination of protocol and domain.";
  test.parameters = {text("Domain", true, "Service record domains, separated by commas: example.com"),
                     text("Protocols", true, "Service record protocols, separated by commas: _sip._tcp,_sips._tcp"),
                     named};
  test.run = [this](const CommandCall& call, CommandReply reply) { test_connectivity(call, std::move(reply)); };
  services_.commands.add(std::move(test));
}

}  // namespace hexad::admin
