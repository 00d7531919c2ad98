// master_text finds the entries, ldns reads each record, and what makes a zone of them is checked here.
#include "model/dns/zone_file.h"

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "model/dns/codec.h"
#include "model/dns/master_text.h"

// stdbool.h keeps ldns from making bool, true and false macros of its own.
#include <stdbool.h>

// host2wire.h does not include what it uses.
#include <ldns/rbtree.h>

#include <ldns/error.h>
#include <ldns/host2wire.h>
#include <ldns/rdata.h>
#include <ldns/rr.h>

namespace hexad::dns {
namespace {

using host::ErrorCode;
using host::Expected;

constexpr std::size_t kEntryOctetsMax = 64 * 1024;

struct RrDeleter {
  void operator()(ldns_rr* rr) const { ldns_rr_free(rr); }
};
struct RdfDeleter {
  void operator()(ldns_rdf* rdf) const { ldns_rdf_deep_free(rdf); }
};
struct FreeDeleter {
  void operator()(std::uint8_t* bytes) const { std::free(bytes); }
};
using RdfPointer = std::unique_ptr<ldns_rdf, RdfDeleter>;

std::string upper(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return result;
}

bool is_class(std::string_view word) {
  const std::string name = upper(word);
  return name == "IN" || name == "CH" || name == "HS" || name == "CS";
}

// RFC 1035 allows class and TTL in either order, ldns only TTL first.
std::string with_ttl_first(const std::string& text) {
  const auto words = split_words(text);
  const std::size_t at = text.front() == ' ' ? 0 : 1;
  if (words.size() < at + 2 || !is_class(words[at]) || !parse_ttl(words[at + 1])) return text;
  std::string result = at == 0 ? std::string() : std::string(words[0]);
  result.append(" ").append(words[at + 1]).append(" ").append(words[at]);
  const auto rest = static_cast<std::size_t>(words[at + 1].data() + words[at + 1].size() - text.data());
  return result.append(text, rest);
}

// Stands for "$TTL 0", since ldns takes a default of 0 for none at all. decode_record() makes it 0 as RFC 2181 section
// 8 wants of any TTL with its highest bit set.
constexpr std::uint32_t kNoSeconds = UINT32_MAX;

class ZoneReader {
 public:
  ZoneReader(std::string_view file_name, const Name& origin) : file_name_(file_name), origin_(origin) {}

  Expected<Zone> read(std::string_view text);
  tl::unexpected<host::Error> refuse(int line, const std::string& what) const {
    return host::fail(ErrorCode::malformed, file_name_ + ":" + std::to_string(line) + ": " + what);
  }

 private:
  Expected<void> take(const MasterEntry& entry);
  Expected<void> direct(const MasterEntry& entry);
  Expected<void> set_origin(const MasterEntry& entry, std::string_view word);
  Expected<Record> read_record(const MasterEntry& entry);
  tl::unexpected<host::Error> refuse_record(const MasterEntry& entry, ldns_status status) const;

  std::string file_name_;
  Name origin_;
  RdfPointer previous_;  ///< The owner of the last record.
  std::uint32_t ttl_seconds_ = kDefaultTtlSeconds;
  std::optional<Zone> zone_;
};

Expected<void> ZoneReader::set_origin(const MasterEntry& entry, std::string_view word) {
  std::string text(word);
  if (text == "@") return {};
  const bool is_absolute = !text.empty() && text.back() == '.';
  if (!is_absolute && !origin_.is_root()) text += "." + origin_.to_string();
  auto name = Name::parse(text);
  if (!name) return refuse(entry.line, "$ORIGIN " + name.error().detail);
  origin_ = *std::move(name);
  return {};
}

Expected<void> ZoneReader::direct(const MasterEntry& entry) {
  const auto words = split_words(entry.text);
  const std::string directive = upper(words[0]);
  if (directive == "$INCLUDE") return refuse(entry.line, "$INCLUDE is not supported: a zone is one file");
  if (directive == "$GENERATE") return refuse(entry.line, "$GENERATE is not supported: write the records out");
  const bool known = directive == "$ORIGIN" || directive == "$TTL";
  if (!known) return refuse(entry.line, std::string(words[0]) + " is not a directive; expected $ORIGIN or $TTL");
  if (words.size() != 2) return refuse(entry.line, directive + " wants exactly one word behind it");
  if (directive == "$ORIGIN") return set_origin(entry, words[1]);
  const auto ttl = parse_ttl(words[1]);
  if (!ttl) return refuse(entry.line, ttl.error().detail);
  ttl_seconds_ = *ttl;
  return {};
}

tl::unexpected<host::Error> ZoneReader::refuse_record(const MasterEntry& entry, ldns_status status) const {
  const char* reason = ldns_get_errorstr_by_id(status);
  return refuse(entry.line, "'" + entry.text.substr(0, 80) +
                                "' is not a record: " + (reason != nullptr ? reason : "unknown error") +
                                "; expected [NAME] [TTL] [IN] TYPE RDATA");
}

Expected<Record> ZoneReader::read_record(const MasterEntry& entry) {
  if (entry.text.size() > kEntryOctetsMax) return refuse(entry.line, "a record is longer than 64 kB");
  const std::string& wire = origin_.wire();
  const RdfPointer origin(ldns_rdf_new_frm_data(LDNS_RDF_TYPE_DNAME, wire.size(), wire.data()));
  ldns_rr* raw = nullptr;
  ldns_rdf* previous = previous_.release();
  const std::uint32_t default_ttl = ttl_seconds_ == 0 ? kNoSeconds : ttl_seconds_;
  const ldns_status status =
      ldns_rr_new_frm_str(&raw, with_ttl_first(entry.text).c_str(), default_ttl, origin.get(), &previous);
  const std::unique_ptr<ldns_rr, RrDeleter> rr(raw);
  previous_.reset(previous);
  if (status != LDNS_STATUS_OK) return refuse_record(entry, status);
  std::uint8_t* bytes = nullptr;
  std::size_t size = 0;
  const ldns_status written = ldns_rr2wire(&bytes, rr.get(), LDNS_SECTION_ANSWER, &size);
  const std::unique_ptr<std::uint8_t, FreeDeleter> owned(bytes);
  if (written != LDNS_STATUS_OK) return refuse_record(entry, written);
  std::size_t at = 0;
  auto record = decode_record({bytes, size}, at);
  if (!record) return refuse(entry.line, record.error().detail);
  return record;
}

Expected<void> ZoneReader::take(const MasterEntry& entry) {
  if (entry.text.front() == '$') return direct(entry);
  auto record = read_record(entry);
  if (!record) return tl::unexpected<host::Error>(record.error());
  if (zone_) {
    const auto added = zone_->add(*std::move(record));
    if (!added) return refuse(entry.line, added.error().detail);
    return {};
  }
  if (record->as<Soa>() == nullptr) {
    return refuse(entry.line,
                  "the first record is a " + to_string(record->type) + "; expected the zone's SOA record first");
  }
  zone_.emplace(*std::move(record));
  return {};
}

Expected<Zone> ZoneReader::read(std::string_view text) {
  MasterText entries(text);
  while (true) {
    const auto entry = entries.next();
    if (!entry) return refuse(entry.error().line, entry.error().what);
    if (!*entry) break;
    const auto taken = take(**entry);
    if (!taken) return tl::unexpected<host::Error>(taken.error());
  }
  if (!zone_) return refuse(1, "the zone has no record; expected a SOA record first");
  return *std::move(zone_);
}

}  // namespace

Expected<Zone> parse_zone(std::string_view text, std::string_view file_name, const Name& origin) {
  ZoneReader reader(file_name, origin);
  if (text.empty()) return reader.refuse(1, "the zone is empty; expected a SOA record first");
  if (text.size() > kZoneFileOctetsMax) return reader.refuse(1, "the zone is larger than 16 MB");
  if (text.find('\0') != std::string_view::npos) return reader.refuse(1, "the zone holds a NUL octet; expected text");
  return reader.read(text);
}

}  // namespace hexad::dns
