#include "model/dns/zone_answer.h"

#include <algorithm>

namespace hexad::dns {
namespace {

constexpr int kAliasesMax = 8;
constexpr std::uint16_t kEdnsPayloadMax = 1232;
// IXFR, AXFR, MAILB, MAILA: questions about a zone, not about a name (RFC 1035 section 3.2.3, RFC 1995).
constexpr std::uint16_t kMetaTypeFirst = 251;
constexpr std::uint16_t kMetaTypeLast = 254;

class AnswerBuilder {
 public:
  AnswerBuilder(Message& answer, Zones& zones, AddressRotation rotation)
      : answer_(answer), zones_(zones), rotation_(rotation) {}

  void build() {
    const Question question = answer_.questions[0];
    Name name = question.name;
    for (int aliases = 0; aliases <= kAliasesMax; ++aliases) {
      Zone* zone = zones_.nearest(name);
      if (zone == nullptr) {
        if (aliases == 0) answer_.rcode = Rcode::refused;
        return;
      }
      const auto alias = look_up(*zone, name, question.type, aliases == 0);
      if (!alias) return;
      name = *alias;
    }
  }

 private:
  // Answers from one zone; returns where an alias leads when the name is one.
  std::optional<Name> look_up(Zone& zone, const Name& name, Type type, bool first) {
    if (RecordSet* delegation = zone.find_delegation(name)) {
      refer(*delegation);
      return std::nullopt;
    }
    if (first) answer_.authoritative = true;
    Node* node = zone.find(name);
    if (node == nullptr) node = zone.find_wildcard(name);
    if (node == nullptr) {
      answer_.rcode = Rcode::no_such_name;
      answer_.authorities.push_back(zone.negative_soa());
      return std::nullopt;
    }
    const auto alias = node->find(Type::cname);
    if (alias != node->end() && type != Type::cname && type != Type::any) {
      add(alias->second, name);
      return alias->second.records.front().as<Cname>()->target;
    }
    const std::size_t before = answer_.answers.size();
    for (auto& [set_type, set] : *node) {
      if (set_type == type || type == Type::any) add(set, name);
    }
    if (answer_.answers.size() == before) {
      answer_.authorities.push_back(zone.negative_soa());
    } else if (type != Type::ns && type != Type::any) {
      name_servers(zone);
    }
    return std::nullopt;
  }

  // Whose answer it is, as most name servers say it: nobody needs it to use the answer.
  void name_servers(Zone& zone) {
    if (const RecordSet* servers = zone.find(zone.origin(), Type::ns)) refer(*servers);
  }

  void refer(const RecordSet& servers) {
    answer_.authorities.insert(answer_.authorities.end(), servers.records.begin(), servers.records.end());
    for (const Record& record : servers.records) add_addresses(record.as<Ns>()->server);
  }

  // The records under the name asked for, which differs from theirs when they come from a wildcard.
  void add(RecordSet& set, const Name& name) {
    const bool is_address = set.records.front().address().has_value();
    const std::size_t size = set.records.size();
    const std::size_t start = rotation_ == AddressRotation::on && is_address ? set.served++ % size : 0;
    for (std::size_t i = 0; i < size; ++i) {
      Record record = set.records[(start + i) % size];
      record.name = name;
      if (const Srv* srv = record.as<Srv>()) add_addresses(srv->target);
      if (const Ns* ns = record.as<Ns>()) add_addresses(ns->server);
      answer_.answers.push_back(std::move(record));
    }
  }

  void add_addresses(const Name& target) {
    Zone* zone = zones_.nearest(target);
    if (zone == nullptr) return;
    for (const Type type : {Type::a, Type::aaaa}) {
      const RecordSet* set = zone->find(target, type);
      if (set == nullptr) continue;
      for (const Record& record : set->records) {
        auto& additionals = answer_.additionals;
        const bool known = std::find(additionals.begin(), additionals.end(), record) != additionals.end();
        if (!known) additionals.push_back(record);
      }
    }
  }

  Message& answer_;
  Zones& zones_;
  AddressRotation rotation_;
};

Message answer_header(const Message& query) {
  Message answer;
  answer.id = query.id;
  answer.response = true;
  answer.opcode = query.opcode;
  answer.recursion_desired = query.recursion_desired;
  return answer;
}

}  // namespace

Message answer(const Message& query, Zones& zones, AddressRotation rotation) {
  Message reply = answer_header(query);
  if (query.edns) reply.edns = Edns{kEdnsPayloadMax, 0, 0};
  const auto with = [&reply](Rcode rcode) {
    reply.rcode = rcode;
    return reply;
  };
  if (query.opcode != Opcode::query) return with(Rcode::not_implemented);
  if (query.questions.size() != 1) return with(Rcode::format_error);
  reply.questions = query.questions;
  if (query.edns && query.edns->version != 0) {
    reply.edns->extended_rcode = 1;  // BADVERS is 16 (RFC 6891 section 6.1.3).
    return reply;
  }
  const Question& question = query.questions[0];
  const auto type = static_cast<std::uint16_t>(question.type);
  const bool is_meta = type >= kMetaTypeFirst && type <= kMetaTypeLast;
  if (question.question_class != kClassIn || is_meta) return with(Rcode::refused);
  AnswerBuilder(reply, zones, rotation).build();
  return reply;
}

std::optional<Message> answer_to_garbage(host::ByteView query) {
  constexpr std::size_t kHeaderOctets = 12;
  if (query.size() < kHeaderOctets || (query[2] & 0x80) != 0) return std::nullopt;
  Message header;
  header.id = static_cast<std::uint16_t>(query[0] << 8 | query[1]);
  header.opcode = static_cast<Opcode>(query[2] >> 3 & 15);
  header.recursion_desired = (query[2] & 1) != 0;
  Message reply = answer_header(header);
  reply.rcode = Rcode::format_error;
  return reply;
}

}  // namespace hexad::dns
