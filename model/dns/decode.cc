// Messages from bytes. The walk over header, sections and names is here, because ldns follows chains of compression
// pointers far enough to make a small message expensive; RDATA of the types we know goes through ldns.
#include <algorithm>
#include <memory>

#include "model/dns/codec.h"

// stdbool.h keeps ldns from making bool, true and false macros of its own.
#include <stdbool.h>

#include <ldns/rdata.h>
#include <ldns/rr.h>
#include <ldns/wire2host.h>

namespace hexad::dns {
namespace {

using host::ByteView;
using host::ErrorCode;
using host::Expected;

constexpr std::size_t kHeaderOctets = 12;
constexpr std::uint16_t kTypeOpt = 41;
// A name has at most 127 labels, so an honest one needs no more pointers than that.
constexpr int kPointersMax = 127;

struct RrDeleter {
  void operator()(ldns_rr* rr) const { ldns_rr_free(rr); }
};
using RrPointer = std::unique_ptr<ldns_rr, RrDeleter>;

tl::unexpected<host::Error> malformed(const char* what) { return host::fail(ErrorCode::malformed, what); }

std::uint16_t read16(ByteView wire, std::size_t at) { return static_cast<std::uint16_t>(wire[at] << 8 | wire[at + 1]); }

std::uint32_t read32(ByteView wire, std::size_t at) {
  return std::uint32_t{read16(wire, at)} << 16 | read16(wire, at + 2);
}

// The name at `at`, decompressed into `name`; `at` moves behind it. Pointers lead strictly backwards.
bool read_name(ByteView wire, std::size_t& at, std::string& name) {
  name.clear();
  std::size_t from = at, limit = at;
  bool jumped = false;
  for (int pointers = 0;;) {
    if (from >= wire.size()) return false;
    const std::uint8_t size = wire[from];
    if ((size & 0xc0) == 0xc0) {
      if (from + 2 > wire.size() || ++pointers > kPointersMax) return false;
      const std::size_t target = read16(wire, from) & 0x3fff;
      if (target >= limit) return false;
      if (!jumped) at = from + 2;
      jumped = true;
      from = limit = target;
      continue;
    }
    if (size > kLabelOctetsMax || from + 1 + size > wire.size()) return false;
    if (name.size() + 1 + size > kNameOctetsMax) return false;
    name.append(host::as_text(wire.subspan(from, size + 1u)));
    from += size + 1u;
    if (size == 0) break;
  }
  if (!jumped) at = from;
  return true;
}

bool read_name(ByteView wire, std::size_t& at, Name& name) {
  std::string text;
  if (!read_name(wire, at, text)) return false;
  auto value = Name::from_wire(text);
  if (!value) return false;
  name = *std::move(value);
  return true;
}

// Walks the names inside the RDATA of a type that ldns is going to decompress. They must be sound and end in it.
bool names_are_sound(ByteView wire, std::uint16_t type, std::size_t at, std::size_t end) {
  std::string name;
  const auto next_is_sound = [&] { return read_name(wire, at, name) && at <= end; };
  switch (static_cast<Type>(type)) {
    case Type::ns:
    case Type::cname:
    case Type::ptr: return next_is_sound() && at == end;
    case Type::soa: return next_is_sound() && next_is_sound() && at + 20 == end;
    case Type::srv: return (at += 6) < end && next_is_sound() && at == end;
    case Type::naptr:
      at += 4;
      for (int i = 0; i < 3; ++i) {
        if (at >= end) return false;
        at += wire[at] + 1u;
      }
      return at < end && next_is_sound() && at == end;
    default: return true;
  }
}

std::string_view rdf_text(const ldns_rr* rr, std::size_t index) {
  const ldns_rdf* rdf = ldns_rr_rdf(rr, index);
  return {reinterpret_cast<const char*>(ldns_rdf_data(rdf)), ldns_rdf_size(rdf)};
}

Name rdf_name(const ldns_rr* rr, std::size_t index) { return Name::from_wire(rdf_text(rr, index)).value_or(Name()); }

std::uint16_t rdf16(const ldns_rr* rr, std::size_t index) { return ldns_rdf2native_int16(ldns_rr_rdf(rr, index)); }

std::uint32_t rdf32(const ldns_rr* rr, std::size_t index) { return ldns_rdf2native_int32(ldns_rr_rdf(rr, index)); }

// A character-string without its length.
std::string rdf_string(const ldns_rr* rr, std::size_t index) { return std::string(rdf_text(rr, index).substr(1)); }

host::IpAddress rdf_address(const ldns_rr* rr) {
  const std::string_view text = rdf_text(rr, 0);
  std::array<std::uint8_t, 16> octets{};
  std::copy(text.begin(), text.end(), reinterpret_cast<char*>(octets.data()));
  if (text.size() == 16) return host::IpAddress::v6(octets);
  return host::IpAddress::v4(read32(ByteView(octets), 0));
}

bool has(const ldns_rr* rr, std::size_t count) { return ldns_rr_rd_count(rr) == count; }

// Converts what ldns understood; nothing when it found fewer or more fields than the type has.
std::optional<Rdata> to_rdata(const ldns_rr* rr, Type type) {
  switch (type) {
    case Type::a: return has(rr, 1) ? std::optional<Rdata>(A{rdf_address(rr)}) : std::nullopt;
    case Type::aaaa: return has(rr, 1) ? std::optional<Rdata>(Aaaa{rdf_address(rr)}) : std::nullopt;
    case Type::ns: return has(rr, 1) ? std::optional<Rdata>(Ns{rdf_name(rr, 0)}) : std::nullopt;
    case Type::cname: return has(rr, 1) ? std::optional<Rdata>(Cname{rdf_name(rr, 0)}) : std::nullopt;
    case Type::ptr: return has(rr, 1) ? std::optional<Rdata>(Ptr{rdf_name(rr, 0)}) : std::nullopt;
    case Type::soa:
      if (!has(rr, 7)) return std::nullopt;
      return Soa{rdf_name(rr, 0), rdf_name(rr, 1), rdf32(rr, 2), rdf32(rr, 3),
                 rdf32(rr, 4),    rdf32(rr, 5),    rdf32(rr, 6)};
    case Type::srv:
      if (!has(rr, 4)) return std::nullopt;
      return Srv{rdf16(rr, 0), rdf16(rr, 1), rdf16(rr, 2), rdf_name(rr, 3)};
    case Type::naptr:
      if (!has(rr, 6)) return std::nullopt;
      return Naptr{rdf16(rr, 0),      rdf16(rr, 1),      rdf_string(rr, 2),
                   rdf_string(rr, 3), rdf_string(rr, 4), rdf_name(rr, 5)};
    case Type::txt: {
      if (ldns_rr_rd_count(rr) == 0) return std::nullopt;
      Txt txt;
      for (std::size_t i = 0; i < ldns_rr_rd_count(rr); ++i) txt.strings.push_back(rdf_string(rr, i));
      return txt;
    }
    case Type::any: break;
  }
  return std::nullopt;
}

bool is_understood(std::uint16_t type, std::uint16_t record_class) {
  if (record_class != kClassIn) return false;
  switch (static_cast<Type>(type)) {
    case Type::a:
    case Type::ns:
    case Type::cname:
    case Type::soa:
    case Type::ptr:
    case Type::txt:
    case Type::aaaa:
    case Type::srv:
    case Type::naptr: return true;
    case Type::any: break;
  }
  return false;
}

Edns to_edns(const Record& opt) {
  // An OPT record's class holds the payload size and its TTL the rest (RFC 6891 section 6.1.3).
  return Edns{std::max<std::uint16_t>(opt.record_class, kUdpPayloadMax),
              static_cast<std::uint8_t>(opt.ttl_seconds >> 24), static_cast<std::uint8_t>(opt.ttl_seconds >> 16)};
}

Expected<std::vector<Record>> read_section(ByteView wire, std::size_t& at, std::size_t count) {
  std::vector<Record> records;
  for (std::size_t i = 0; i < count; ++i) {
    auto record = decode_record(wire, at);
    if (!record) return tl::unexpected<host::Error>(record.error());
    records.push_back(*std::move(record));
  }
  return records;
}

}  // namespace

Expected<Record> decode_record(ByteView wire, std::size_t& at) {
  const std::size_t start = at;
  Record record;
  if (!read_name(wire, at, record.name)) return malformed("a record's name does not parse");
  if (wire.size() - at < 10) return malformed("a record ends within its fixed fields");
  const std::uint16_t type = read16(wire, at);
  record.type = static_cast<Type>(type);
  record.record_class = read16(wire, at + 2);
  record.ttl_seconds = read32(wire, at + 4);
  const std::size_t size = read16(wire, at + 8);
  at += 10;
  if (wire.size() - at < size) return malformed("a record ends within its RDATA");
  const std::size_t end = at + size;
  if (!is_understood(type, record.record_class)) {
    record.rdata = Opaque{
        host::Bytes(wire.begin() + static_cast<std::ptrdiff_t>(at), wire.begin() + static_cast<std::ptrdiff_t>(end))};
    at = end;
    return record;
  }
  // RFC 2181 section 8: a TTL with its highest bit set counts as zero.
  if (record.ttl_seconds > 0x7fffffff) record.ttl_seconds = 0;
  if (!names_are_sound(wire, type, at, end)) return malformed("a name inside RDATA does not parse");
  ldns_rr* raw = nullptr;
  std::size_t ldns_at = start;
  const ldns_status status = ldns_wire2rr(&raw, wire.data(), end, &ldns_at, LDNS_SECTION_ANSWER);
  const RrPointer rr(raw);
  if (status != LDNS_STATUS_OK || ldns_at != end) return malformed("RDATA does not fit its type");
  auto rdata = to_rdata(rr.get(), record.type);
  if (!rdata) return malformed("RDATA does not fit its type");
  record.rdata = *std::move(rdata);
  at = end;
  return record;
}

Expected<Message> decode(ByteView wire) {
  if (wire.size() < kHeaderOctets) return malformed("shorter than a header");
  if (wire.size() > kMessageOctetsMax) return malformed("longer than a message can be");
  Message message;
  message.id = read16(wire, 0);
  const std::uint16_t flags = read16(wire, 2);
  message.response = (flags & 0x8000) != 0;
  message.opcode = static_cast<Opcode>(flags >> 11 & 15);
  message.authoritative = (flags & 0x0400) != 0;
  message.truncated = (flags & 0x0200) != 0;
  message.recursion_desired = (flags & 0x0100) != 0;
  message.recursion_available = (flags & 0x0080) != 0;
  message.rcode = static_cast<Rcode>(flags & 15);
  std::size_t at = kHeaderOctets;
  const std::size_t question_count = read16(wire, 4);
  for (std::size_t i = 0; i < question_count; ++i) {
    Question question;
    if (!read_name(wire, at, question.name)) return malformed("a question's name does not parse");
    if (wire.size() - at < 4) return malformed("a question ends within its fixed fields");
    question.type = static_cast<Type>(read16(wire, at));
    question.question_class = read16(wire, at + 2);
    at += 4;
    message.questions.push_back(std::move(question));
  }
  std::vector<Record>* const sections[] = {&message.answers, &message.authorities, &message.additionals};
  for (std::size_t i = 0; i < 3; ++i) {
    auto records = read_section(wire, at, read16(wire, 6 + 2 * i));
    if (!records) return tl::unexpected<host::Error>(records.error());
    *sections[i] = *std::move(records);
  }
  if (at != wire.size()) return malformed("bytes are left over behind the last record");
  const auto is_opt = [](const Record& record) { return static_cast<std::uint16_t>(record.type) == kTypeOpt; };
  const auto opt = std::find_if(message.additionals.begin(), message.additionals.end(), is_opt);
  if (opt != message.additionals.end()) {
    message.edns = to_edns(*opt);
    message.additionals.erase(opt);
    if (std::any_of(message.additionals.begin(), message.additionals.end(), is_opt)) {
      return malformed("more than one OPT record");
    }
  }
  return message;
}

}  // namespace hexad::dns
