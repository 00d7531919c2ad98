#include "model/config/sqlite_connection.h"

#include <utility>

#include <fmt/format.h>

#include "model/host/check.h"

namespace hexad::config {

using host::ErrorCode;
using host::Expected;

namespace {

/// Once in a process, before SQLite is used: no statistics, which would cost a lock for each allocation. Where another
/// part of the process was first (Python's module), SQLite stays as it is.
void configure_library() {
  static const int configured = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  (void)configured;
}

int count_frames(void* counter, sqlite3*, const char*, int frames) {
  *static_cast<int*>(counter) = frames;
  return SQLITE_OK;
}

}  // namespace

void SqliteStatement::bind(int index, std::string_view text) {
  // A null pointer would bind NULL, and an empty view may hold one.
  const char* begin = text.data() == nullptr ? "" : text.data();
  sqlite3_bind_text(statement_.get(), index, begin, static_cast<int>(text.size()), SQLITE_STATIC);
}

void SqliteStatement::bind_blob(int index, std::string_view bytes) {
  const char* begin = bytes.data() == nullptr ? "" : bytes.data();
  sqlite3_bind_blob(statement_.get(), index, begin, static_cast<int>(bytes.size()), SQLITE_STATIC);
}

void SqliteStatement::bind(int index, std::int64_t number) { sqlite3_bind_int64(statement_.get(), index, number); }

void SqliteStatement::reset() {
  sqlite3_reset(statement_.get());
  sqlite3_clear_bindings(statement_.get());
}

std::string_view SqliteStatement::bytes(int column) const {
  const void* begin = sqlite3_column_blob(statement_.get(), column);
  const int size = sqlite3_column_bytes(statement_.get(), column);
  if (begin == nullptr || size <= 0) return {};
  return {static_cast<const char*>(begin), static_cast<std::size_t>(size)};
}

Expected<std::unique_ptr<SqliteConnection>> SqliteConnection::open(host::Disk& disk, const std::string& file) {
  configure_library();
  std::unique_ptr<SqliteConnection> connection(new SqliteConnection(disk, file));
  constexpr int kFlags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE |
                         SQLITE_OPEN_EXRESCODE;
  const int opened = sqlite3_open_v2(file.c_str(), &connection->database_, kFlags, connection->vfs_.name());
  if (opened != SQLITE_OK) return tl::unexpected<host::Error>(connection->error_of(opened));
  connection->checkpoint_on_close(false);
  sqlite3* database = connection->database_;
  sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
  sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
  sqlite3_wal_hook(database, count_frames, &connection->log_frames_);
  // Before the first access, so that the log's index lives on the heap and no shared memory is asked for.
  auto configured = connection->run(
      "PRAGMA locking_mode=EXCLUSIVE; PRAGMA temp_store=MEMORY; PRAGMA synchronous=FULL; PRAGMA cell_size_check=ON; "
      "PRAGMA cache_size=-256; PRAGMA mmap_size=0");
  if (!configured) return tl::unexpected<host::Error>(configured.error());
  return connection;
}

SqliteConnection::~SqliteConnection() {
  // Statements are finalized before, so that this really closes.
  if (database_ != nullptr) HEXAD_CHECK(sqlite3_close(database_) == SQLITE_OK);
}

Expected<void> SqliteConnection::run(const char* sql) {
  vfs_.forget_failure();
  const int code = sqlite3_exec(database_, sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return tl::unexpected<host::Error>(error_of(code));
  return {};
}

Expected<SqliteStatement> SqliteConnection::prepare(const char* sql) {
  vfs_.forget_failure();
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(database_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) return tl::unexpected<host::Error>(error_of(code));
  return SqliteStatement(statement);
}

Expected<std::int64_t> SqliteConnection::number(const char* sql) {
  auto statement = prepare(sql);
  if (!statement) return tl::unexpected<host::Error>(statement.error());
  const int code = statement->step();
  if (code == SQLITE_ROW) return statement->number(0);
  if (code == SQLITE_DONE) return std::int64_t{0};
  return tl::unexpected<host::Error>(error_of(code));
}

Expected<std::string> SqliteConnection::text(const char* sql) {
  auto statement = prepare(sql);
  if (!statement) return tl::unexpected<host::Error>(statement.error());
  const int code = statement->step();
  if (code == SQLITE_ROW) return std::string(statement->bytes(0));
  if (code == SQLITE_DONE) return std::string();
  return tl::unexpected<host::Error>(error_of(code));
}

host::Error SqliteConnection::error_of(int code) {
  const int kind = code & 0xff;
  const auto& failure = vfs_.failure();
  if (kind == SQLITE_CORRUPT || kind == SQLITE_NOTADB) {
    return {ErrorCode::corrupted, fmt::format("{} is damaged: {}", file_, sqlite3_errstr(code))};
  }
  if (failure) {
    const bool told = failure->code == ErrorCode::disk_full || failure->code == ErrorCode::not_supported;
    return {told ? failure->code : ErrorCode::disk_failed,
            failure->detail.empty() ? fmt::format("{} cannot be written", file_) : failure->detail};
  }
  if (kind == SQLITE_FULL) return {ErrorCode::disk_full, fmt::format("{} has its largest size", file_)};
  if (kind == SQLITE_ERROR || kind == SQLITE_SCHEMA || kind == SQLITE_CONSTRAINT || kind == SQLITE_MISMATCH) {
    // Our own statements are right: only a schema that is not ours makes them wrong.
    return {ErrorCode::corrupted, fmt::format("{} does not hold the tables of a store", file_)};
  }
  return {ErrorCode::disk_failed, fmt::format("{}: {}", file_, sqlite3_errstr(code))};
}

void SqliteConnection::roll_back() {
  if (sqlite3_get_autocommit(database_) == 0) sqlite3_exec(database_, "ROLLBACK", nullptr, nullptr, nullptr);
}

void SqliteConnection::checkpoint_on_close(bool wanted) {
  sqlite3_db_config(database_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, wanted ? 0 : 1, nullptr);
}

void SqliteConnection::seed(std::uint64_t seed) {
  // Zero would mean the operating system's randomness.
  const int number = static_cast<int>((seed ^ (seed >> 32)) & 0x7fffffff) | 0x40000000;
  sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, number, nullptr);
}

Expected<void> SqliteConnection::checkpoint() {
  vfs_.forget_failure();
  const int code = sqlite3_wal_checkpoint_v2(database_, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  if (code != SQLITE_OK) return tl::unexpected<host::Error>(error_of(code));
  log_frames_ = 0;
  return {};
}

}  // namespace hexad::config
