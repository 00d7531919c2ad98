// Zones as an authoritative server holds them (RFC 1034 section 4.2): record sets by name and type, and the choice of
// the zone that is nearest to a name.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/dns/record.h"
#include "model/host/error.h"

namespace hexad::dns {

struct RecordSet {
  std::vector<Record> records;  ///< 1 or more, all with the same TTL (RFC 2181 section 5.2).
  std::uint32_t served = 0;     ///< How often it was an answer: what round robin turns on.
};
/// By type. Empty for a name that exists only because one below it does (RFC 4592 section 2.2.2).
using Node = std::map<Type, RecordSet>;

class Zone {
 public:
  /// A zone with its SOA record, whose name is the zone's. Precondition: the record is a SOA.
  explicit Zone(Record soa);

  const Name& origin() const { return origin_; }
  /// invalid_argument, and no change, for a record outside the zone or of another class, a second SOA, or a CNAME
  /// beside other records of its name (RFC 1034 section 3.6.2). A duplicate is ignored; where TTLs of one set differ,
  /// the lowest holds.
  host::Expected<void> add(Record record);
  /// Whether there was such a set. The SOA stays.
  bool remove(const Name& name, Type type);

  /// Null when the name does not exist.
  Node* find(const Name& name);
  /// The set of this type at this name, or null.
  RecordSet* find(const Name& name, Type type);
  /// The NS set of the highest delegation at or above the name and below the apex, or null.
  RecordSet* find_delegation(const Name& name);
  /// What stands in for a name that does not exist: the node "*" below its closest encloser (RFC 4592), or null.
  Node* find_wildcard(const Name& name);
  /// As an authority of a negative answer: its TTL is the smaller of its own and its minimum (RFC 2308 section 3).
  Record negative_soa() const;

 private:
  Name origin_;
  std::map<std::string, Node> nodes_;  ///< By Name::key().
};

/// The zones of one server.
class Zones {
 public:
  /// Replaces a zone of the same name.
  void set(Zone zone);
  bool remove(const Name& origin);
  /// The zone with the longest name at or above this one, or null.
  Zone* nearest(const Name& name);
  bool empty() const { return zones_.empty(); }

 private:
  std::map<std::string, Zone> zones_;  ///< By the key of the origin.
};

}  // namespace hexad::dns
