#include "model/admin/life/lookup_session.h"

namespace hexad::admin {
namespace {

std::string_view outcome_text(dns::Resolution::Outcome outcome) {
  switch (outcome) {
    case dns::Resolution::Outcome::answered: return "Answered";
    case dns::Resolution::Outcome::no_records: return "No records";
    case dns::Resolution::Outcome::no_such_name: return "No such name";
    case dns::Resolution::Outcome::failed: return "Failed";
  }
  return "";
}

void describe(Node& node, const dns::Record& record) {
  node.add("Name", record.name.to_string());
  node.add("Ttl", std::to_string(record.ttl_seconds));
  node.add("Class", "IN");
  node.add("Type", dns::to_string(record.type));
  node.add("Data", data_text(record));
}

}  // namespace

std::string data_text(const dns::Record& record) {
  // The text of a record is "name ttl type data"; names hold no blanks.
  const std::string whole = dns::to_string(record);
  const std::string before =
      record.name.to_string() + " " + std::to_string(record.ttl_seconds) + " " + dns::to_string(record.type) + " ";
  return whole.starts_with(before) ? whole.substr(before.size()) : whole;
}

std::size_t LookupSession::add_resolver(std::vector<host::SocketAddress> servers) {
  dns::ResolverSettings settings;
  settings.servers = std::move(servers);
  settings.cache_entries_max = 0;
  resolvers_.push_back(std::make_unique<dns::StubResolver>(host_, std::move(settings)));
  return resolvers_.size() - 1;
}

void LookupSession::add_question(std::size_t resolver, const dns::Name& name, dns::Type type) {
  Asked asked;
  asked.resolver = resolver;
  asked.name = name;
  asked.type = type;
  asked_.push_back(std::move(asked));
}

void LookupSession::start() {
  for (Asked& asked : asked_) {
    auto query = resolvers_[asked.resolver]->resolve(asked.name, asked.type, *this);
    if (query) {
      asked.query = *std::move(query);
    } else {
      asked.done = true;
      asked.resolution.error = query.error();
    }
  }
  started_ = true;
  end_if_complete();
}

void LookupSession::on_resolved(dns::Query& query, const dns::Resolution& resolution) {
  for (Asked& asked : asked_) {
    if (asked.query.get() != &query) continue;
    asked.done = true;
    asked.resolution = resolution;
  }
  end_if_complete();
}

void LookupSession::end_if_complete() {
  if (over_ || !started_) return;
  for (const Asked& asked : asked_) {
    if (!asked.done) return;
  }
  over_ = true;
  CommandResult result = CommandResult::done();
  std::uint32_t number = 0;
  for (const Asked& asked : asked_) result.fields.push_back(described(asked, ++number));
  ended_(std::move(result));
}

Node LookupSession::described(const Asked& asked, std::uint32_t number) const {
  Node question("Question");
  question.item = number;
  question.add("Name", asked.name.to_string());
  question.add("Type", dns::to_string(asked.type));
  std::string servers;
  for (const host::SocketAddress& server : resolvers_[asked.resolver]->settings().servers) {
    servers += (servers.empty() ? "" : ", ") + server.address.to_string();
  }
  question.add("Server", servers);
  question.add("Outcome", outcome_text(asked.resolution.outcome));
  if (asked.resolution.outcome == dns::Resolution::Outcome::failed) {
    question.add("Error", asked.resolution.error.to_string());
  }
  std::uint32_t record_number = 0;
  for (const dns::Record& record : asked.resolution.records) {
    describe(question.add_item("Record", ++record_number), record);
  }
  record_number = 0;
  for (const dns::Record& record : asked.resolution.additionals) {
    describe(question.add_item("Additional", ++record_number), record);
  }
  return question;
}

}  // namespace hexad::admin
