// One SQLite database on a host's disk, with what the store needs of it: statements, one transaction at a time, and
// errors as the host tells them. Knows no table.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "model/config/sqlite_vfs.h"
#include "model/host/disk.h"
#include "model/host/error.h"

namespace hexad::config {

/// A prepared statement. Texts and blobs that are bound live until reset().
class SqliteStatement {
 public:
  SqliteStatement() = default;
  explicit SqliteStatement(sqlite3_stmt* statement) : statement_(statement) {}

  void bind(int index, std::string_view text);
  void bind_blob(int index, std::string_view bytes);
  void bind(int index, std::int64_t number);
  /// SQLITE_ROW, SQLITE_DONE or an error.
  int step() { return sqlite3_step(statement_.get()); }
  void reset();

  /// Of the row at hand; the views live until the next step() or reset().
  std::string_view bytes(int column) const;
  bool is_null(int column) const { return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL; }
  std::int64_t number(int column) const { return sqlite3_column_int64(statement_.get(), column); }

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

class SqliteConnection {
 public:
  /// Opens or creates the file: exclusive, nothing written until something is.
  static host::Expected<std::unique_ptr<SqliteConnection>> open(host::Disk& disk, const std::string& file);
  ~SqliteConnection();
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;

  host::Expected<void> run(const char* sql);
  /// The first column of the first row; 0 without a row.
  host::Expected<std::int64_t> number(const char* sql);
  host::Expected<std::string> text(const char* sql);
  host::Expected<SqliteStatement> prepare(const char* sql);

  /// Before a statement whose error is asked for: what the disk said earlier does not count.
  void forget_failure() { vfs_.forget_failure(); }
  /// The error of an SQLite code: disk_full, disk_failed, corrupted or not_supported, with what the disk said.
  host::Error error_of(int code);
  /// Takes a transaction back that a failure may have ended already.
  void roll_back();
  /// From now on closing moves the journal into the database. Before, closing touches nothing.
  void checkpoint_on_close(bool wanted);
  /// Frames in the write-ahead log after the last commit.
  int log_frames() const { return log_frames_; }
  /// Where the salts of journals come from; SQLite has one generator in a process, so each store seeds it anew.
  static void seed(std::uint64_t seed);
  /// Moves the journal into the database; what is durable stays so when it fails.
  host::Expected<void> checkpoint();

 private:
  SqliteConnection(host::Disk& disk, std::string file) : vfs_(disk), file_(std::move(file)) {}

  SqliteVfs vfs_;
  std::string file_;
  sqlite3* database_ = nullptr;
  int log_frames_ = 0;
};

}  // namespace hexad::config
