// The file of a backup, from and to bytes.
#include <algorithm>
#include <array>
#include <chrono>
#include <optional>

#include <fmt/format.h>

#include "model/config/backup.h"
#include "model/config/backup_cipher.h"

namespace hexad::config {

using host::ErrorCode;
using host::Expected;

namespace {

// The file: magic, size of the header with its checksum (u32), format (u8), log2 of scrypt's N (u8), salt, nonce,
// verifier, size of the text (u64), when it was made (i64), four texts (u16 size each), SHA-256 of all this; then the
// encrypted text with its tag. The header is authenticated with the text. Numbers are little-endian.
constexpr std::string_view kMagic = "HEXADBAK";
constexpr std::uint8_t kFormat = 1;
constexpr std::size_t kChecksumBytes = 32;
constexpr std::size_t kHeaderBytesMin = 8 + 4 + 1 + 1 + 16 + 12 + 16 + 8 + 8 + 4 * 2 + kChecksumBytes;
constexpr std::size_t kHeaderTextBytesMax = 255;
constexpr std::size_t kHeaderBytesMax = kHeaderBytesMin + 4 * kHeaderTextBytesMax;

class Writer {
 public:
  void number(std::uint64_t value, int size_bytes) {
    for (int i = 0; i < size_bytes; ++i) bytes_.push_back(static_cast<char>(value >> (8 * i)));
  }
  template <std::size_t N>
  void array(const std::array<std::uint8_t, N>& values) {
    bytes_.append(reinterpret_cast<const char*>(values.data()), N);
  }
  void text(std::string_view value, int length_bytes) {
    number(value.size(), length_bytes);
    bytes_.append(value);
  }
  void raw(std::string_view value) { bytes_.append(value); }
  std::string& bytes() { return bytes_; }

 private:
  std::string bytes_;
};

/// Reads past the end give zeros and make it fail.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : left_(bytes) {}
  std::uint64_t number(int size_bytes) {
    std::uint64_t value = 0;
    const std::string_view bytes = take(static_cast<std::uint64_t>(size_bytes));
    for (std::size_t i = 0; i < bytes.size(); ++i)
      value |= std::uint64_t{static_cast<std::uint8_t>(bytes[i])} << (8 * i);
    return value;
  }
  template <std::size_t N>
  std::array<std::uint8_t, N> array() {
    std::array<std::uint8_t, N> values{};
    const std::string_view bytes = take(N);
    std::copy(bytes.begin(), bytes.end(), values.begin());
    return values;
  }
  std::string_view take(std::uint64_t size) {
    if (size > left_.size()) {
      failed_ = true;
      left_ = {};
      return {};
    }
    const std::string_view taken = left_.substr(0, size);
    left_.remove_prefix(size);
    return taken;
  }
  bool failed() const { return failed_; }
  bool at_end() const { return left_.empty() && !failed_; }

 private:
  std::string_view left_;
  bool failed_ = false;
};

/// All of the header.
struct Envelope {
  BackupHeader header;
  BackupSalts salts;
  std::array<std::uint8_t, 16> verifier{};
  std::uint8_t log2_n = 0;
  std::uint64_t text_bytes = 0;
  std::string_view header_bytes;  ///< As they stand in the file.
};

std::string written(const Envelope& envelope) {
  Writer fields;
  fields.number(kFormat, 1);
  fields.number(envelope.log2_n, 1);
  fields.array(envelope.salts.salt);
  fields.array(envelope.salts.nonce);
  fields.array(envelope.verifier);
  fields.number(envelope.text_bytes, 8);
  fields.number(static_cast<std::uint64_t>(host::unix_seconds(envelope.header.made)), 8);
  const BackupHeader& header = envelope.header;
  for (const std::string* text : {&header.version, &header.serial_number, &header.system_name, &header.release}) {
    fields.text(std::string_view(*text).substr(0, kHeaderTextBytesMax), 2);
  }
  Writer all;
  all.raw(kMagic);
  all.number(kMagic.size() + 4 + fields.bytes().size() + kChecksumBytes, 4);
  all.raw(fields.bytes());
  all.array(checksum_of(all.bytes()));
  return std::move(all.bytes());
}

tl::unexpected<host::Error> cut_short() {
  return host::fail(ErrorCode::corrupted, "The backup file is cut short: copy it again from where it was saved");
}

tl::unexpected<host::Error> header_damaged() {
  return host::fail(ErrorCode::corrupted, "The backup file's header is damaged: copy it again from where it was saved");
}

tl::unexpected<host::Error> too_large() {
  return host::fail(ErrorCode::bound_reached,
                    fmt::format("The backup is larger than the {} MB that one can have", kBackupBytesMax >> 20));
}

bool fits(const Envelope& envelope) {
  return envelope.log2_n >= BackupCost::kLowest && envelope.log2_n <= BackupCost::kHighest &&
         envelope.text_bytes <= kBackupBytesMax;
}

/// What stands behind the size of the header; checked against its checksum already.
std::optional<Envelope> read_fields(std::string_view header) {
  Reader reader(header.substr(kMagic.size() + 4 + 1, header.size() - kMagic.size() - 4 - 1 - kChecksumBytes));
  Envelope envelope;
  envelope.header_bytes = header;
  envelope.log2_n = static_cast<std::uint8_t>(reader.number(1));
  envelope.salts.salt = reader.array<16>();
  envelope.salts.nonce = reader.array<12>();
  envelope.verifier = reader.array<16>();
  envelope.text_bytes = reader.number(8);
  const auto seconds = static_cast<std::int64_t>(reader.number(8));
  constexpr std::int64_t kSecondsMax = 9'000'000'000;  // The year 2255: nanoseconds since 1970 fit 64 bits.
  envelope.header.made = host::WallTime(std::chrono::seconds(std::clamp(seconds, -kSecondsMax, kSecondsMax)));
  BackupHeader& texts = envelope.header;
  for (std::string* text : {&texts.version, &texts.serial_number, &texts.system_name, &texts.release}) {
    *text = std::string(reader.take(reader.number(2)));
  }
  if (!reader.at_end() || !fits(envelope)) return std::nullopt;
  return envelope;
}

Expected<Envelope> read_envelope(std::string_view file) {
  if (file.empty()) return host::fail(ErrorCode::malformed, "The backup file is empty");
  if (file.size() < kMagic.size() && kMagic.substr(0, file.size()) == file) return cut_short();
  if (file.substr(0, kMagic.size()) != kMagic) {
    return host::fail(ErrorCode::malformed, "The file is not a backup of such a system");
  }
  Reader reader(file.substr(kMagic.size()));
  const std::uint64_t header_bytes = reader.number(4);
  const std::uint64_t format = reader.number(1);
  if (reader.failed()) return cut_short();
  if (header_bytes < kHeaderBytesMin || header_bytes > kHeaderBytesMax) return header_damaged();
  if (header_bytes > file.size()) return cut_short();
  const std::string_view header = file.substr(0, header_bytes);
  const auto sum = checksum_of(header.substr(0, header.size() - kChecksumBytes));
  if (!std::equal(sum.begin(), sum.end(), header.end() - kChecksumBytes,
                  [](std::uint8_t a, char b) { return a == static_cast<std::uint8_t>(b); })) {
    return header_damaged();
  }
  if (format != kFormat) {
    return host::fail(ErrorCode::malformed, fmt::format("The backup file's format is {}, and this system reads format "
                                                        "{}: it was made by another version",
                                                        format, kFormat));
  }
  auto envelope = read_fields(header);
  if (!envelope) return header_damaged();
  return *envelope;
}

std::string rows_text(const std::vector<KindRow>& rows) {
  Writer writer;
  writer.number(rows.size(), 4);
  for (const KindRow& row : rows) {
    for (const std::string* text : {&row.kind, &row.key, &row.value}) writer.text(*text, 4);
  }
  return std::move(writer.bytes());
}

std::optional<std::vector<KindRow>> read_rows(std::string_view text) {
  Reader reader(text);
  std::vector<KindRow> rows;
  const std::uint64_t count = reader.number(4);
  for (std::uint64_t i = 0; i < count && !reader.failed(); ++i) {
    KindRow row;
    for (std::string* part : {&row.kind, &row.key, &row.value}) *part = std::string(reader.take(reader.number(4)));
    rows.push_back(std::move(row));
  }
  if (!reader.at_end()) return std::nullopt;
  return rows;
}

}  // namespace

BackupSalts BackupSalts::draw(host::Entropy& entropy) {
  BackupSalts salts;
  entropy.fill(salts.salt);
  entropy.fill(salts.nonce);
  return salts;
}

Expected<std::string> seal_backup(const Backup& backup, std::string_view passphrase, const BackupSalts& salts,
                                  BackupCost cost) {
  if (passphrase.empty()) return host::fail(ErrorCode::invalid_argument, "A backup needs a passphrase");
  if (passphrase.size() > kPassphraseBytesMax) {
    return host::fail(ErrorCode::invalid_argument,
                      fmt::format("The passphrase is longer than {} bytes", kPassphraseBytesMax));
  }
  const std::string text = rows_text(backup.rows);
  if (text.size() > kBackupBytesMax - kHeaderBytesMax - kCipherTagBytes) return too_large();
  Envelope envelope;
  envelope.header = backup.header;
  envelope.salts = salts;
  envelope.log2_n = std::clamp(cost.log2_n, BackupCost::kLowest, BackupCost::kHighest);
  envelope.text_bytes = text.size();
  const auto key = derive_backup_key(passphrase, salts.salt, envelope.log2_n);
  if (!key) return host::fail(ErrorCode::bound_reached, "There is not the memory to encrypt a backup");
  envelope.verifier = key->verifier;
  std::string file = written(envelope);
  const auto sealed = encrypt(*key, salts.nonce, file, text);
  if (!sealed) return host::fail(ErrorCode::not_supported, "The cryptographic library cannot encrypt a backup");
  return file + *sealed;
}

Expected<BackupHeader> read_backup_header(std::string_view file) {
  auto envelope = read_envelope(file);
  if (!envelope) return tl::unexpected<host::Error>(envelope.error());
  return std::move(envelope->header);
}

Expected<Backup> read_backup(std::string_view file, std::string_view passphrase) {
  if (file.size() > kBackupBytesMax) return too_large();
  auto envelope = read_envelope(file);
  if (!envelope) return tl::unexpected<host::Error>(envelope.error());
  const std::string_view sealed = file.substr(envelope->header_bytes.size());
  const std::uint64_t expected = envelope->text_bytes + kCipherTagBytes;
  if (sealed.size() < expected) return cut_short();
  if (sealed.size() > expected) {
    return host::fail(ErrorCode::corrupted,
                      fmt::format("The backup file has {} bytes too many: copy it again from where "
                                  "it was saved",
                                  sealed.size() - expected));
  }
  const bool possible = !passphrase.empty() && passphrase.size() <= kPassphraseBytesMax;
  const std::string_view tried = possible ? passphrase : std::string_view();
  const auto key = derive_backup_key(tried, envelope->salts.salt, envelope->log2_n);
  if (!key) return host::fail(ErrorCode::bound_reached, "There is not the memory to decrypt a backup");
  if (!possible || key->verifier != envelope->verifier) {
    return host::fail(ErrorCode::permission_denied, "The passphrase is not the one that the backup was made with");
  }
  const auto text = decrypt(*key, envelope->salts.nonce, envelope->header_bytes, sealed);
  auto rows = text ? read_rows(*text) : std::nullopt;
  if (!rows) {
    return host::fail(ErrorCode::corrupted, "The backup file's content is damaged or was tampered with: do not use it");
  }
  return Backup{std::move(envelope->header), std::move(*rows)};
}

}  // namespace hexad::config
