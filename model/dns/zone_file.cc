// ldns reads the text, from memory; what makes a zone of its records is checked here.
#include "model/dns/zone_file.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "model/dns/codec.h"

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

struct RrDeleter {
  void operator()(ldns_rr* rr) const { ldns_rr_free(rr); }
};
struct FreeDeleter {
  void operator()(std::uint8_t* bytes) const { std::free(bytes); }
};
struct StreamDeleter {
  void operator()(std::FILE* stream) const { std::fclose(stream); }
};

struct Placed {
  Record record;
  int line;
};

// The reader's state that ldns carries from entry to entry.
class MasterFile {
 public:
  MasterFile(std::string_view text, std::string_view file_name, const Name& origin)
      : text_(text),
        file_name_(file_name),
        origin_(ldns_rdf_new_frm_data(LDNS_RDF_TYPE_DNAME, origin.wire().size(), origin.wire().data())) {
    for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
      line_starts_.push_back(at + 1);
    }
  }
  ~MasterFile() {
    ldns_rdf_deep_free(origin_);
    ldns_rdf_deep_free(previous_);
  }
  MasterFile(const MasterFile&) = delete;
  MasterFile& operator=(const MasterFile&) = delete;

  Expected<std::vector<Placed>> read();
  tl::unexpected<host::Error> refuse(int line, const std::string& what) const {
    return host::fail(ErrorCode::malformed, file_name_ + ":" + std::to_string(line) + ": " + what);
  }

 private:
  /// Nothing for a line without a record.
  Expected<std::optional<Record>> read_entry(std::FILE* stream, int entry_line);
  tl::unexpected<host::Error> explain(ldns_status status, int entry_line) const;
  /// The beginning of a line, for messages.
  std::string_view line_text(int line) const;
  /// The first line from this one on that holds more than a comment: ldns skips the others together with an entry.
  int skip_empty_lines(int line) const;

  std::string_view text_;
  std::string file_name_;
  std::vector<std::size_t> line_starts_{0};
  ldns_rdf* origin_;
  ldns_rdf* previous_ = nullptr;
  std::uint32_t ttl_ = kDefaultTtlSeconds;
  int line_ = 1;
};

std::string_view MasterFile::line_text(int line) const {
  const auto index = static_cast<std::size_t>(line - 1);
  if (index >= line_starts_.size()) return {};
  const std::string_view rest = text_.substr(line_starts_[index]);
  return rest.substr(0, std::min<std::size_t>(rest.find_first_of("\r\n"), 80));
}

int MasterFile::skip_empty_lines(int line) const {
  for (; static_cast<std::size_t>(line) < line_starts_.size(); ++line) {
    const std::string_view text = line_text(line);
    const std::size_t content = text.find_first_not_of(" \t");
    if (content != std::string_view::npos && text[content] != ';') break;
  }
  return line;
}

tl::unexpected<host::Error> MasterFile::explain(ldns_status status, int entry_line) const {
  const std::string_view line = line_text(entry_line);
  if (line.substr(0, 8) == "$INCLUDE") return refuse(entry_line, "$INCLUDE is not supported: a zone is one file");
  if (line.substr(0, 9) == "$GENERATE") return refuse(entry_line, "$GENERATE is not supported: write the records out");
  const char* reason = ldns_get_errorstr_by_id(status);
  return refuse(entry_line, "'" + std::string(line) + "' is not a record: " +
                                (reason != nullptr ? reason : "unknown error") +
                                "; expected [NAME] [TTL] [IN] TYPE RDATA");
}

Expected<std::optional<Record>> MasterFile::read_entry(std::FILE* stream, int entry_line) {
  ldns_rr* raw = nullptr;
  const ldns_status status = ldns_rr_new_frm_fp_l(&raw, stream, &ttl_, &origin_, &previous_, &line_);
  const std::unique_ptr<ldns_rr, RrDeleter> rr(raw);
  switch (status) {
    case LDNS_STATUS_OK: break;
    case LDNS_STATUS_SYNTAX_EMPTY:
    case LDNS_STATUS_SYNTAX_TTL:
    case LDNS_STATUS_SYNTAX_ORIGIN: return std::optional<Record>();
    default: return explain(status, entry_line);
  }
  std::uint8_t* bytes = nullptr;
  std::size_t size = 0;
  const ldns_status written = ldns_rr2wire(&bytes, rr.get(), LDNS_SECTION_ANSWER, &size);
  const std::unique_ptr<std::uint8_t, FreeDeleter> owned(bytes);
  if (written != LDNS_STATUS_OK) return explain(written, entry_line);
  std::size_t at = 0;
  auto record = decode_record({bytes, size}, at);
  if (!record) return refuse(entry_line, record.error().detail);
  return std::optional<Record>(*std::move(record));
}

Expected<std::vector<Placed>> MasterFile::read() {
  const std::unique_ptr<std::FILE, StreamDeleter> stream(
      fmemopen(const_cast<char*>(text_.data()), text_.size(), "r"));
  if (!stream || origin_ == nullptr) return refuse(1, "out of memory");
  std::vector<Placed> records;
  while (std::feof(stream.get()) == 0) {
    const int entry_line = skip_empty_lines(line_);
    auto record = read_entry(stream.get(), entry_line);
    if (!record) return tl::unexpected<host::Error>(record.error());
    if (*record) records.push_back({*std::move(*record), entry_line});
  }
  return records;
}

}  // namespace

Expected<Zone> parse_zone(std::string_view text, std::string_view file_name, const Name& origin) {
  MasterFile file(text, file_name, origin);
  if (text.empty()) return file.refuse(1, "the zone is empty; expected a SOA record first");
  if (text.size() > kZoneFileOctetsMax) return file.refuse(1, "the zone is larger than 16 MB");
  if (text.find('\0') != std::string_view::npos) return file.refuse(1, "the zone holds a NUL octet; expected text");
  auto records = file.read();
  if (!records) return tl::unexpected<host::Error>(records.error());
  if (records->empty()) return file.refuse(1, "the zone has no record; expected a SOA record first");
  if (records->front().record.as<Soa>() == nullptr) {
    return file.refuse(records->front().line, "the first record is a " + to_string(records->front().record.type) +
                                                  "; expected the zone's SOA record first");
  }
  Zone zone(records->front().record);
  for (std::size_t i = 1; i < records->size(); ++i) {
    Placed& placed = (*records)[i];
    const auto added = zone.add(std::move(placed.record));
    if (!added) return file.refuse(placed.line, added.error().detail);
  }
  return zone;
}

}  // namespace hexad::dns
