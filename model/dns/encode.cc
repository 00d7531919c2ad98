// Messages to bytes: an ldns packet is built from the value and ldns writes it, with its own name compression.
#include <cstdlib>
#include <memory>
#include <span>
#include <vector>

#include "model/dns/codec.h"

// stdbool.h keeps ldns from making bool, true and false macros of its own.
#include <stdbool.h>

// host2wire.h does not include what it uses.
#include <ldns/rbtree.h>

#include <ldns/host2wire.h>
#include <ldns/packet.h>
#include <ldns/rdata.h>
#include <ldns/rr.h>

namespace hexad::dns {
namespace {

using host::ErrorCode;
using host::Expected;

struct PacketDeleter {
  void operator()(ldns_pkt* packet) const { ldns_pkt_free(packet); }
};
struct RrDeleter {
  void operator()(ldns_rr* rr) const { ldns_rr_free(rr); }
};
struct FreeDeleter {
  void operator()(std::uint8_t* bytes) const { std::free(bytes); }
};
using PacketPointer = std::unique_ptr<ldns_pkt, PacketDeleter>;
using RrPointer = std::unique_ptr<ldns_rr, RrDeleter>;

constexpr std::size_t kRecordsMax = 65535;

// Appends the fields of one RDATA to an ldns record. False when a value has no wire form.
class RdataWriter {
 public:
  explicit RdataWriter(ldns_rr* rr) : rr_(rr) {}

  bool operator()(const A& a) { return a.address.is_v4() && octets(LDNS_RDF_TYPE_A, a.address, 4); }
  bool operator()(const Aaaa& a) { return a.address.is_v6() && octets(LDNS_RDF_TYPE_AAAA, a.address, 16); }
  bool operator()(const Cname& c) { return name(c.target); }
  bool operator()(const Ns& n) { return name(n.server); }
  bool operator()(const Ptr& p) { return name(p.target); }
  bool operator()(const Soa& s) {
    return name(s.primary) && name(s.mailbox) && int32(s.serial) && int32(s.refresh_seconds) &&
           int32(s.retry_seconds) && int32(s.expire_seconds) && int32(s.minimum_seconds);
  }
  bool operator()(const Srv& s) { return int16(s.priority) && int16(s.weight) && int16(s.port) && name(s.target); }
  bool operator()(const Naptr& n) {
    return int16(n.order) && int16(n.preference) && text(n.flags) && text(n.services) && text(n.regexp) &&
           name(n.replacement);
  }
  bool operator()(const Txt& t) {
    for (const std::string& part : t.strings) {
      if (!text(part)) return false;
    }
    return !t.strings.empty();
  }
  bool operator()(const Opaque& o) {
    return o.bytes.empty() || push(LDNS_RDF_TYPE_UNKNOWN, o.bytes.data(), o.bytes.size());
  }

 private:
  bool push(ldns_rdf_type type, const void* bytes, std::size_t size) {
    if (size > LDNS_MAX_RDFLEN) return false;
    ldns_rdf* rdf = ldns_rdf_new_frm_data(type, size, bytes);
    if (rdf == nullptr) return false;
    if (ldns_rr_push_rdf(rr_, rdf)) return true;
    ldns_rdf_deep_free(rdf);
    return false;
  }
  bool octets(ldns_rdf_type type, const host::IpAddress& address, std::size_t size) {
    return push(type, address.octets().data(), size);
  }
  bool name(const Name& value) { return push(LDNS_RDF_TYPE_DNAME, value.wire().data(), value.wire().size()); }
  bool int16(std::uint16_t value) {
    const std::uint8_t raw[] = {static_cast<std::uint8_t>(value >> 8), static_cast<std::uint8_t>(value)};
    return push(LDNS_RDF_TYPE_INT16, raw, sizeof raw);
  }
  bool int32(std::uint32_t value) {
    return push32({static_cast<std::uint8_t>(value >> 24), static_cast<std::uint8_t>(value >> 16),
                   static_cast<std::uint8_t>(value >> 8), static_cast<std::uint8_t>(value)});
  }
  bool push32(std::array<std::uint8_t, 4> raw) { return push(LDNS_RDF_TYPE_INT32, raw.data(), raw.size()); }
  bool text(const std::string& value) {
    if (value.size() > 255) return false;
    const std::string counted = std::string(1, static_cast<char>(value.size())) + value;
    return push(LDNS_RDF_TYPE_STR, counted.data(), counted.size());
  }

  ldns_rr* rr_;
};

RrPointer make_rr(const Name& name, std::uint16_t type, std::uint16_t record_class) {
  RrPointer rr(ldns_rr_new());
  if (!rr) return rr;
  ldns_rdf* owner = ldns_rdf_new_frm_data(LDNS_RDF_TYPE_DNAME, name.wire().size(), name.wire().data());
  if (owner == nullptr) return nullptr;
  ldns_rr_set_owner(rr.get(), owner);
  ldns_rr_set_type(rr.get(), static_cast<ldns_rr_type>(type));
  ldns_rr_set_class(rr.get(), static_cast<ldns_rr_class>(record_class));
  return rr;
}

bool push_records(ldns_pkt* packet, ldns_pkt_section section, std::span<const Record> records) {
  for (const Record& record : records) {
    RrPointer rr = make_rr(record.name, static_cast<std::uint16_t>(record.type), record.record_class);
    if (!rr) return false;
    ldns_rr_set_ttl(rr.get(), record.ttl_seconds);
    RdataWriter writer(rr.get());
    if (!std::visit(writer, record.rdata) || !ldns_pkt_push_rr(packet, section, rr.get())) return false;
    rr.release();
  }
  return true;
}

bool push_questions(ldns_pkt* packet, const std::vector<Question>& questions) {
  for (const Question& question : questions) {
    RrPointer rr = make_rr(question.name, static_cast<std::uint16_t>(question.type), question.question_class);
    if (!rr) return false;
    ldns_rr_set_question(rr.get(), true);
    if (!ldns_pkt_push_rr(packet, LDNS_SECTION_QUESTION, rr.get())) return false;
    rr.release();
  }
  return true;
}

/// How much of a message is encoded.
struct Extent {
  bool answers = true;
  bool authorities = true;
  std::size_t additionals = 0;  ///< The first ones.
  bool truncated = false;
};

PacketPointer build(const Message& message, const Extent& extent) {
  PacketPointer packet(ldns_pkt_new());
  if (!packet) return packet;
  ldns_pkt_set_id(packet.get(), message.id);
  ldns_pkt_set_qr(packet.get(), message.response);
  ldns_pkt_set_opcode(packet.get(), static_cast<ldns_pkt_opcode>(message.opcode));
  ldns_pkt_set_aa(packet.get(), message.authoritative);
  ldns_pkt_set_tc(packet.get(), message.truncated || extent.truncated);
  ldns_pkt_set_rd(packet.get(), message.recursion_desired);
  ldns_pkt_set_ra(packet.get(), message.recursion_available);
  ldns_pkt_set_rcode(packet.get(), static_cast<std::uint8_t>(message.rcode));
  const std::span<const Record> additionals(message.additionals.data(), extent.additionals);
  const bool good = push_questions(packet.get(), message.questions) &&
                    (!extent.answers || push_records(packet.get(), LDNS_SECTION_ANSWER, message.answers)) &&
                    (!extent.authorities || push_records(packet.get(), LDNS_SECTION_AUTHORITY, message.authorities)) &&
                    push_records(packet.get(), LDNS_SECTION_ADDITIONAL, additionals);
  if (message.edns) {
    ldns_pkt_set_edns_udp_size(packet.get(), message.edns->udp_payload_max);
    ldns_pkt_set_edns_extended_rcode(packet.get(), message.edns->extended_rcode);
    ldns_pkt_set_edns_version(packet.get(), message.edns->version);
  }
  return good ? std::move(packet) : nullptr;
}

/// Empty when it does not fit; invalid_argument when a record has no wire form.
Expected<host::Bytes> encode_extent(const Message& message, const Extent& extent, std::size_t octets_max) {
  const PacketPointer packet = build(message, extent);
  if (!packet) return host::fail(ErrorCode::invalid_argument, "a record has no wire form");
  std::uint8_t* raw = nullptr;
  std::size_t size = 0;
  const ldns_status status = ldns_pkt2wire(&raw, packet.get(), &size);
  const std::unique_ptr<std::uint8_t, FreeDeleter> bytes(raw);
  if (status != LDNS_STATUS_OK || size > std::min(octets_max, kMessageOctetsMax)) return host::Bytes();
  return host::Bytes(bytes.get(), bytes.get() + size);
}

/// Numbers of additional records, all of them first, that hold each name's records together: who gets some of a name's
/// addresses takes them for all.
std::vector<std::size_t> whole_names(const std::vector<Record>& additionals) {
  std::vector<std::size_t> counts{additionals.size()};
  for (std::size_t count = additionals.size(); count-- > 0;) {
    if (count == 0 || !(additionals[count - 1].name == additionals[count].name)) counts.push_back(count);
  }
  return counts;
}

/// With as many additional records as there is room for. Empty when there is none for the rest.
Expected<host::Bytes> encode_with_additionals(const Message& message, std::size_t octets_max) {
  const std::vector<std::size_t> counts = whole_names(message.additionals);
  auto best = encode_extent(message, {true, true, counts.front(), false}, octets_max);
  if (!best || !best->empty()) return best;
  std::size_t too_many = 0;
  std::size_t enough = counts.size();
  while (too_many + 1 < enough) {
    const std::size_t middle = (too_many + enough) / 2;
    auto encoded = encode_extent(message, {true, true, counts[middle], false}, octets_max);
    if (!encoded) return encoded;
    (encoded->empty() ? too_many : enough) = middle;
    if (!encoded->empty()) best = std::move(encoded);
  }
  return best;
}

}  // namespace

Expected<host::Bytes> encode(const Message& message, std::size_t octets_max) {
  for (const auto* section : {&message.answers, &message.authorities, &message.additionals}) {
    if (section->size() >= kRecordsMax) return host::fail(ErrorCode::invalid_argument, "too many records");
  }
  auto encoded = encode_with_additionals(message, octets_max);
  if (!encoded || !encoded->empty()) return encoded;
  // Without answers the authorities are the answer: a referral, or the SOA of a negative one.
  if (!message.answers.empty()) encoded = encode_extent(message, {true, false, 0, false}, octets_max);
  if (!encoded || !encoded->empty()) return encoded;
  encoded = encode_extent(message, {false, false, 0, true}, octets_max);
  if (!encoded || !encoded->empty()) return encoded;
  return host::fail(ErrorCode::invalid_argument, "the question alone exceeds the size allowed");
}

}  // namespace hexad::dns
