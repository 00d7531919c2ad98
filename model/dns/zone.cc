#include "model/dns/zone.h"

#include <algorithm>

#include "model/host/check.h"

namespace hexad::dns {

using host::ErrorCode;

Zone::Zone(Record soa) : origin_(soa.name) {
  HEXAD_CHECK(soa.as<Soa>() != nullptr);
  nodes_[origin_.key()][Type::soa].records.push_back(std::move(soa));
}

host::Expected<void> Zone::add(Record record) {
  const auto refuse = [&](const std::string& why) {
    return host::fail(ErrorCode::invalid_argument, record.name.to_string() + " " + why);
  };
  if (record.record_class != kClassIn) return refuse("is of a class other than IN");
  if (!record.name.is_within(origin_)) return refuse("is outside the zone " + origin_.to_string());
  if (record.type == Type::soa) return refuse("is a second SOA record of the zone " + origin_.to_string());
  if (Node* node = find(record.name)) {
    const bool has_other =
        std::any_of(node->begin(), node->end(), [&](const auto& entry) { return entry.first != record.type; });
    if (record.type == Type::cname && has_other) return refuse("has other records, so it cannot have a CNAME");
    if (record.type != Type::cname && node->count(Type::cname) > 0) return refuse("has a CNAME and so nothing else");
  }
  // The names between this one and the origin exist from now on.
  for (Name name = record.name; !(name == origin_); name = name.parent()) nodes_[name.key()];
  RecordSet& set = nodes_[record.name.key()][record.type];
  const bool known = std::any_of(set.records.begin(), set.records.end(),
                                 [&](const Record& other) { return other.rdata == record.rdata; });
  if (record.type == Type::cname && !set.records.empty() && !known) return refuse("has two CNAME records");
  std::uint32_t ttl = record.ttl_seconds;
  for (const Record& other : set.records) ttl = std::min(ttl, other.ttl_seconds);
  if (!known) set.records.push_back(std::move(record));
  for (Record& other : set.records) other.ttl_seconds = ttl;
  return {};
}

bool Zone::remove(const Name& name, Type type) {
  Node* node = find(name);
  if (node == nullptr || type == Type::soa || node->erase(type) == 0) return false;
  // A name without records and without names below it no longer exists.
  const auto has_descendant = [this](const Name& ancestor) {
    return std::any_of(nodes_.begin(), nodes_.end(), [&](const auto& entry) {
      const auto other = Name::from_wire(entry.first);
      return other && !(*other == ancestor) && other->is_within(ancestor);
    });
  };
  for (Name empty = name; !(empty == origin_); empty = empty.parent()) {
    if (!find(empty)->empty() || has_descendant(empty)) break;
    nodes_.erase(empty.key());
  }
  return true;
}

Node* Zone::find(const Name& name) {
  const auto found = nodes_.find(name.key());
  return found == nodes_.end() ? nullptr : &found->second;
}

RecordSet* Zone::find(const Name& name, Type type) {
  Node* node = find(name);
  if (node == nullptr) return nullptr;
  const auto found = node->find(type);
  return found == node->end() ? nullptr : &found->second;
}

RecordSet* Zone::find_delegation(const Name& name) {
  RecordSet* highest = nullptr;
  for (Name at = name; at.is_within(origin_) && !(at == origin_); at = at.parent()) {
    if (RecordSet* set = find(at, Type::ns)) highest = set;
  }
  return highest;
}

Node* Zone::find_wildcard(const Name& name) {
  Name encloser = name;
  while (!(encloser == origin_) && find(encloser) == nullptr) encloser = encloser.parent();
  const auto wildcard = encloser.prepend("*");
  return wildcard ? find(*wildcard) : nullptr;
}

Record Zone::negative_soa() const {
  Record soa = nodes_.at(origin_.key()).at(Type::soa).records.front();
  soa.ttl_seconds = std::min(soa.ttl_seconds, soa.as<Soa>()->minimum_seconds);
  return soa;
}

void Zones::set(Zone zone) {
  std::string key = zone.origin().key();
  zones_.insert_or_assign(std::move(key), std::move(zone));
}

bool Zones::remove(const Name& origin) { return zones_.erase(origin.key()) > 0; }

Zone* Zones::nearest(const Name& name) {
  for (Name at = name;; at = at.parent()) {
    const auto found = zones_.find(at.key());
    if (found != zones_.end()) return &found->second;
    if (at.is_root()) return nullptr;
  }
}

}  // namespace hexad::dns
