#include "model/dns/record.h"

#include "model/host/check.h"

namespace hexad::dns {
namespace {

std::string number(std::uint32_t value) { return std::to_string(value); }

struct RdataText {
  std::string operator()(const A& a) const { return a.address.to_string(); }
  std::string operator()(const Aaaa& a) const { return a.address.to_string(); }
  std::string operator()(const Cname& c) const { return c.target.to_string(); }
  std::string operator()(const Ns& n) const { return n.server.to_string(); }
  std::string operator()(const Ptr& p) const { return p.target.to_string(); }
  std::string operator()(const Naptr& n) const {
    return number(n.order) + " " + number(n.preference) + " \"" + n.flags + "\" \"" + n.services + "\" \"" + n.regexp +
           "\" " + n.replacement.to_string();
  }
  std::string operator()(const Soa& s) const {
    return s.primary.to_string() + " " + s.mailbox.to_string() + " " + number(s.serial) + " " +
           number(s.refresh_seconds) + " " + number(s.retry_seconds) + " " + number(s.expire_seconds) + " " +
           number(s.minimum_seconds);
  }
  std::string operator()(const Srv& s) const {
    return number(s.priority) + " " + number(s.weight) + " " + number(s.port) + " " + s.target.to_string();
  }
  std::string operator()(const Txt& t) const {
    std::string text;
    for (const std::string& part : t.strings) text += (text.empty() ? "\"" : " \"") + part + "\"";
    return text;
  }
  std::string operator()(const Opaque& o) const { return "\\# " + std::to_string(o.bytes.size()); }
};

struct RdataType {
  std::optional<Type> operator()(const A&) const { return Type::a; }
  std::optional<Type> operator()(const Aaaa&) const { return Type::aaaa; }
  std::optional<Type> operator()(const Cname&) const { return Type::cname; }
  std::optional<Type> operator()(const Naptr&) const { return Type::naptr; }
  std::optional<Type> operator()(const Ns&) const { return Type::ns; }
  std::optional<Type> operator()(const Ptr&) const { return Type::ptr; }
  std::optional<Type> operator()(const Soa&) const { return Type::soa; }
  std::optional<Type> operator()(const Srv&) const { return Type::srv; }
  std::optional<Type> operator()(const Txt&) const { return Type::txt; }
  std::optional<Type> operator()(const Opaque&) const { return std::nullopt; }
};

}  // namespace

std::string to_string(Type type) {
  switch (type) {
    case Type::a: return "A";
    case Type::ns: return "NS";
    case Type::cname: return "CNAME";
    case Type::soa: return "SOA";
    case Type::ptr: return "PTR";
    case Type::txt: return "TXT";
    case Type::aaaa: return "AAAA";
    case Type::srv: return "SRV";
    case Type::naptr: return "NAPTR";
    case Type::any: return "ANY";
  }
  return "TYPE" + std::to_string(static_cast<std::uint16_t>(type));
}

std::optional<host::IpAddress> Record::address() const {
  if (const A* a = as<A>()) return a->address;
  if (const Aaaa* aaaa = as<Aaaa>()) return aaaa->address;
  return std::nullopt;
}

std::optional<Type> type_of(const Rdata& rdata) { return std::visit(RdataType{}, rdata); }

Record make_record(Name name, std::uint32_t ttl_seconds, Rdata rdata) {
  const auto type = type_of(rdata);
  HEXAD_CHECK(type.has_value());
  return Record{std::move(name), *type, ttl_seconds, std::move(rdata), kClassIn};
}

std::string to_string(const Record& record) {
  return record.name.to_string() + " " + number(record.ttl_seconds) + " " + to_string(record.type) + " " +
         std::visit(RdataText{}, record.rdata);
}

}  // namespace hexad::dns
