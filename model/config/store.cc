#include "model/config/store.h"

#include <algorithm>
#include <array>
#include <cstring>

#include <fmt/format.h>

#include "model/config/sqlite_connection.h"
#include "model/config/store_journal.h"

namespace hexad::config {

using host::ErrorCode;
using host::Expected;

namespace {

constexpr std::int64_t kApplicationId = 0x48455844;  // "HEXD"
constexpr std::int64_t kFormat = 1;
/// Bytes of SQLite's file header: its name, the two format versions, and the application's id.
constexpr std::size_t kHeaderBytes = 100;
constexpr std::string_view kMagic("SQLite format 3\0", 16);
/// After this many frames (4 kB each) the write-ahead log is moved into the database.
constexpr int kLogFrames = 32;
constexpr int kLogFramesMax = 4096;

constexpr const char* kCreate =
    "CREATE TABLE entry(kind TEXT NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL, sum INTEGER NOT NULL, "
    "PRIMARY KEY(kind, key)) WITHOUT ROWID";

class Fnv {
 public:
  void add(std::string_view bytes) {
    add(static_cast<std::uint64_t>(bytes.size()));
    for (const char c : bytes) mix(static_cast<std::uint8_t>(c));
  }
  void add(std::uint64_t number) {
    for (int shift = 0; shift < 64; shift += 8) mix(static_cast<std::uint8_t>(number >> shift));
  }
  std::uint64_t value() const { return value_; }

 private:
  void mix(std::uint8_t byte) { value_ = (value_ ^ byte) * 0x100000001b3; }
  std::uint64_t value_ = 0xcbf29ce484222325;
};

/// SQLite's pages have no checksum of their own, so that each row brings one.
std::int64_t sum_of(std::string_view kind, std::string_view key, std::string_view value) {
  Fnv sum;
  sum.add(kind);
  sum.add(key);
  sum.add(value);
  return static_cast<std::int64_t>(sum.value());
}

tl::unexpected<host::Error> not_a_store(std::string_view file, std::string_view why) {
  return host::fail(ErrorCode::corrupted, fmt::format("{} is not a store of this program: {}", file, why));
}

/// What can be told from the first bytes alone, before SQLite could change anything. A rollback journal, which stands
/// there only while a store is made, may explain torn bytes: SQLite takes them back.
Expected<void> check_header(host::Disk& disk, std::string_view file) {
  if (!disk.exists(file) || disk.exists(std::string(file) + "-journal")) return {};
  auto opened = disk.open(file, host::OpenMode::read_only);
  if (!opened) return host::fail(ErrorCode::disk_failed, opened.error().to_string());
  std::array<std::uint8_t, kHeaderBytes> header{};
  const auto size = (*opened)->read_at(0, header);
  if (!size) return host::fail(ErrorCode::disk_failed, size.error().to_string());
  if (*size == 0) return {};
  if (*size < kHeaderBytes || std::memcmp(header.data(), kMagic.data(), kMagic.size()) != 0) {
    return not_a_store(file, "it does not begin as one");
  }
  const bool versions_fit = header[18] == header[19] && (header[18] == 1 || header[18] == 2);
  std::int64_t application = 0;
  for (std::size_t i = 68; i < 72; ++i) application = application << 8 | header[i];
  if (!versions_fit || (application != 0 && application != kApplicationId)) {
    return not_a_store(file, "another program made it");
  }
  return {};
}

/// Keeps a copy of a store whose journal is damaged, and says so.
std::string tell_journal_damage(host::Disk& disk, std::string_view file) {
  const auto aside = copy_aside(disk, file);
  return fmt::format("{}-wal is damaged: what was saved last is lost, and an earlier state is in force; {}", file,
                     aside ? "the damaged files are kept as " + *aside
                           : "no copy of the damaged files could be kept: " + aside.error().to_string());
}

}  // namespace

struct Store::Database {
  explicit Database(std::unique_ptr<SqliteConnection> opened) : connection(std::move(opened)) {}

  std::unique_ptr<SqliteConnection> connection;
  SqliteStatement begin, commit, put, take, take_kind, by_kind, by_key, everything, kinds, ends;
  std::optional<host::Error> failure;
  std::string journal_damage;
  std::function<void(const std::optional<host::Error>&)> told;

  Expected<void> prepare();
  Expected<void> create();
  Expected<void> check(std::string_view file, std::uint64_t& content);
  Expected<void> change(std::span<const RowChange> changes);
  Expected<void> take_all_but(std::span<const std::string_view> kinds_kept);
  void remember(std::optional<host::Error> now);
  tl::unexpected<host::Error> failed(host::Error error) {
    remember(error);
    return tl::unexpected<host::Error>(std::move(error));
  }

  /// Runs a statement to its end, with `row` for each row, which returns false when the row is not what was written.
  template <class Row>
  Expected<void> each(SqliteStatement& statement, Row row) {
    connection->forget_failure();
    int code = SQLITE_OK;
    bool sound = true;
    while (sound && (code = statement.step()) == SQLITE_ROW) sound = row();
    host::Error error;
    if (sound && code != SQLITE_DONE) error = connection->error_of(code);
    if (!sound) error = {ErrorCode::corrupted, "a row of the store does not pass its checksum"};
    statement.reset();
    if (sound && code == SQLITE_DONE) return {};
    return tl::unexpected<host::Error>(std::move(error));
  }
  Expected<void> finish(SqliteStatement& statement) {
    return each(statement, [] { return true; });
  }
  template <class Work>
  Expected<void> transaction(Work work);
};

Expected<void> Store::Database::prepare() {
  struct Text {
    SqliteStatement* statement;
    const char* sql;
  };
  const Text texts[] = {
      {&begin, "BEGIN IMMEDIATE"},
      {&commit, "COMMIT"},
      {&put, "INSERT OR REPLACE INTO entry(kind, key, value, sum) VALUES(?1, ?2, ?3, ?4)"},
      {&take, "DELETE FROM entry WHERE kind = ?1 AND key = ?2"},
      {&take_kind, "DELETE FROM entry WHERE kind = ?1"},
      {&by_kind, "SELECT key, value, sum FROM entry WHERE kind = ?1 ORDER BY key"},
      {&by_key, "SELECT value, sum FROM entry WHERE kind = ?1 AND key = ?2"},
      {&everything, "SELECT kind, key, value, sum FROM entry ORDER BY kind, key"},
      {&kinds, "SELECT DISTINCT kind FROM entry ORDER BY kind"},
      {&ends, "SELECT (SELECT min(key) FROM entry WHERE kind = ?1), (SELECT max(key) FROM entry WHERE kind = ?1)"},
  };
  for (const Text& text : texts) {
    auto made = connection->prepare(text.sql);
    if (!made) return tl::unexpected<host::Error>(made.error());
    *text.statement = std::move(*made);
  }
  return {};
}

/// An empty file, or none, becomes a store: first its journal's mode, then everything in one transaction. A power cut
/// in between leaves an empty database, which is empty to the next open() too.
Expected<void> Store::Database::create() {
  const auto mode = connection->text("PRAGMA journal_mode=WAL");
  if (!mode) return tl::unexpected<host::Error>(mode.error());
  if (*mode != "wal") return host::fail(ErrorCode::disk_failed, "the store cannot keep a write-ahead log");
  const std::string sql = fmt::format("BEGIN IMMEDIATE; {}; PRAGMA application_id={}; PRAGMA user_version={}; COMMIT",
                                      kCreate, kApplicationId, kFormat);
  auto made = connection->run(sql.c_str());
  if (!made) connection->roll_back();
  return made;
}

/// Reads all there is once: SQLite's own structure and the checksum of each row. Changes nothing.
Expected<void> Store::Database::check(std::string_view file, std::uint64_t& content) {
  const auto schema = connection->text("SELECT group_concat(sql, ';') FROM sqlite_schema");
  if (!schema) return tl::unexpected<host::Error>(schema.error());
  if (*schema != kCreate) return not_a_store(file, "it holds other tables");
  const auto format = connection->number("PRAGMA user_version");
  if (!format) return tl::unexpected<host::Error>(format.error());
  if (*format != kFormat) return not_a_store(file, fmt::format("its format is {}, not {}", *format, kFormat));
  const auto sound = connection->text("PRAGMA integrity_check(1)");
  if (!sound) return tl::unexpected<host::Error>(sound.error());
  if (*sound != "ok") return host::fail(ErrorCode::corrupted, fmt::format("{} is damaged: {}", file, *sound));
  auto statement = connection->prepare("SELECT kind, key, value, sum FROM entry");
  if (!statement) return tl::unexpected<host::Error>(statement.error());
  Fnv fingerprint;
  auto read = each(*statement, [&statement, &fingerprint] {
    fingerprint.add(static_cast<std::uint64_t>(statement->number(3)));
    return sum_of(statement->bytes(0), statement->bytes(1), statement->bytes(2)) == statement->number(3);
  });
  content = fingerprint.value();
  return read;
}

void Store::Database::remember(std::optional<host::Error> now) {
  const bool same = now.has_value() == failure.has_value() && (!now || now->code == failure->code);
  failure = std::move(now);
  if (!same && told) told(failure);
}

template <class Work>
Expected<void> Store::Database::transaction(Work work) {
  if (connection->log_frames() > kLogFramesMax) {
    if (auto moved = connection->checkpoint(); !moved) return failed(moved.error());
  }
  Expected<void> done = finish(begin);
  if (done) done = work();
  if (done) done = finish(commit);
  if (!done) {
    connection->roll_back();
    return failed(done.error());
  }
  // The commit stands whatever becomes of moving it; a disk that fails at that is told of all the same.
  Expected<void> moved;
  if (connection->log_frames() > kLogFrames) moved = connection->checkpoint();
  remember(moved ? std::nullopt : std::optional<host::Error>(moved.error()));
  return {};
}

Expected<void> Store::Database::change(std::span<const RowChange> changes) {
  for (const RowChange& change : changes) {
    SqliteStatement& statement = change.value ? put : take;
    statement.bind(1, change.kind);
    statement.bind(2, change.key);
    if (change.value) {
      statement.bind_blob(3, *change.value);
      statement.bind(4, sum_of(change.kind, change.key, *change.value));
    }
    if (auto done = finish(statement); !done) return done;
  }
  return {};
}

Expected<void> Store::Database::take_all_but(std::span<const std::string_view> kinds_kept) {
  std::vector<std::string> taken;
  auto listed = each(kinds, [&] {
    const std::string_view kind = kinds.bytes(0);
    if (std::find(kinds_kept.begin(), kinds_kept.end(), kind) == kinds_kept.end()) taken.emplace_back(kind);
    return true;
  });
  if (!listed) return listed;
  for (const std::string& kind : taken) {
    take_kind.bind(1, kind);
    if (auto done = finish(take_kind); !done) return done;
  }
  return {};
}

Store::Store(std::unique_ptr<Database> database) : database_(std::move(database)) {}
Store::~Store() = default;

Expected<std::unique_ptr<Store>> Store::open(host::Disk& disk, std::string_view file, host::Entropy* entropy) {
  if (auto header = check_header(disk, file); !header) return tl::unexpected<host::Error>(header.error());
  const auto damaged = journal_is_damaged(disk, file);
  if (!damaged) return tl::unexpected<host::Error>(damaged.error());
  SqliteConnection::seed(1);
  auto connection = SqliteConnection::open(disk, std::string(file));
  if (!connection) return tl::unexpected<host::Error>(connection.error());
  auto database = std::make_unique<Database>(std::move(*connection));
  const auto application = database->connection->number("PRAGMA application_id");
  if (!application) return tl::unexpected<host::Error>(application.error());
  const auto tables = database->connection->number("SELECT count(*) FROM sqlite_schema");
  if (!tables) return tl::unexpected<host::Error>(tables.error());
  std::uint64_t content = 0;
  const bool fresh = *application == 0 && *tables == 0;
  if (!fresh && *application != kApplicationId) return not_a_store(file, "another program made it");
  Expected<void> usable;
  if (!fresh) usable = database->check(file, content);
  // Up to here nothing was written: the copy is of what was found.
  if (usable && *damaged) database->journal_damage = tell_journal_damage(disk, file);
  if (fresh) usable = database->create();
  if (usable) usable = database->connection->run(fmt::format("PRAGMA max_page_count={}", kFileBytesMax / 4096).c_str());
  if (usable) usable = database->prepare();
  if (!usable) return tl::unexpected<host::Error>(usable.error());
  SqliteConnection::seed(entropy != nullptr ? entropy->u64() : content);
  database->connection->checkpoint_on_close(true);
  // What was committed is durable already; a full disk keeps it in the journal.
  if (auto moved = database->connection->checkpoint(); !moved) database->failure = moved.error();
  return std::unique_ptr<Store>(new Store(std::move(database)));
}

Expected<std::string> Store::set_aside(host::Disk& disk, std::string_view file) {
  auto aside = free_name_aside(disk, file);
  if (!aside) return aside;
  // The journals first: one that stays behind would be taken for the journal of the next store.
  for (const std::string_view suffix : {"-wal", "-journal", ""}) {
    const std::string from = std::string(file) + std::string(suffix);
    if (!disk.exists(from)) continue;
    if (auto moved = disk.rename(from, *aside + std::string(suffix)); !moved) {
      return tl::unexpected<host::Error>(moved.error());
    }
  }
  return aside;
}

Expected<void> Store::write(std::span<const RowChange> changes) { return replace_or_write(nullptr, changes); }

Expected<void> Store::replace(std::span<const std::string_view> kinds_kept, std::span<const RowChange> changes) {
  return replace_or_write(&kinds_kept, changes);
}

Expected<void> Store::replace_or_write(const std::span<const std::string_view>* kinds_kept,
                                       std::span<const RowChange> changes) {
  if (kinds_kept == nullptr && changes.empty()) return {};
  for (const RowChange& change : changes) {
    if (change.kind.size() > kKindBytesMax || change.key.size() > kKeyBytesMax ||
        (change.value && change.value->size() > kValueBytesMax)) {
      return host::fail(ErrorCode::invalid_argument,
                        fmt::format("'{}' is too large for the store", change.key.substr(0, 100)));
    }
  }
  auto done = database_->transaction([this, kinds_kept, changes] {
    Expected<void> taken;
    if (kinds_kept != nullptr) taken = database_->take_all_but(*kinds_kept);
    return taken ? database_->change(changes) : taken;
  });
  // The journal holds pages as they were; what was erased is to be gone.
  if (done && kinds_kept != nullptr) {
    if (auto moved = database_->connection->checkpoint(); !moved) database_->remember(moved.error());
  }
  return done;
}

Expected<void> Store::write(std::string_view kind, std::string_view key, std::string_view value) {
  const RowChange change{std::string(kind), std::string(key), std::string(value)};
  return write(std::span(&change, 1));
}

Expected<void> Store::remove(std::string_view kind, std::string_view key) {
  const RowChange change{std::string(kind), std::string(key), std::nullopt};
  return write(std::span(&change, 1));
}

Expected<std::vector<Row>> Store::rows(std::string_view kind) {
  std::vector<Row> rows;
  SqliteStatement& statement = database_->by_kind;
  statement.bind(1, kind);
  auto read = database_->each(statement, [&] {
    rows.push_back({std::string(statement.bytes(0)), std::string(statement.bytes(1))});
    return sum_of(kind, rows.back().key, rows.back().value) == statement.number(2);
  });
  if (!read) return database_->failed(read.error());
  return rows;
}

Expected<std::vector<KindRow>> Store::all_rows() {
  std::vector<KindRow> rows;
  SqliteStatement& statement = database_->everything;
  auto read = database_->each(statement, [&] {
    rows.push_back({std::string(statement.bytes(0)), std::string(statement.bytes(1)), std::string(statement.bytes(2))});
    return sum_of(rows.back().kind, rows.back().key, rows.back().value) == statement.number(3);
  });
  if (!read) return database_->failed(read.error());
  return rows;
}

Expected<std::optional<std::pair<std::string, std::string>>> Store::key_range(std::string_view kind) {
  std::optional<std::pair<std::string, std::string>> range;
  SqliteStatement& statement = database_->ends;
  statement.bind(1, kind);
  auto read = database_->each(statement, [&] {
    if (!statement.is_null(0)) range.emplace(statement.bytes(0), statement.bytes(1));
    return true;
  });
  if (!read) return database_->failed(read.error());
  return range;
}

Expected<std::optional<std::string>> Store::value(std::string_view kind, std::string_view key) {
  std::optional<std::string> value;
  SqliteStatement& statement = database_->by_key;
  statement.bind(1, kind);
  statement.bind(2, key);
  auto read = database_->each(statement, [&] {
    value = statement.bytes(0);
    return sum_of(kind, key, *value) == statement.number(1);
  });
  if (!read) return database_->failed(read.error());
  return value;
}

const std::optional<host::Error>& Store::last_failure() const { return database_->failure; }

const std::string& Store::journal_damage() const { return database_->journal_damage; }

void Store::on_health(std::function<void(const std::optional<host::Error>&)> told) {
  database_->told = std::move(told);
}

}  // namespace hexad::config
