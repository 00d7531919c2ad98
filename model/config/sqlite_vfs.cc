#include "model/config/sqlite_vfs.h"

#include <algorithm>
#include <cstring>
#include <new>

#include <fmt/format.h>

#include "model/host/check.h"

namespace hexad::config {
namespace {

using host::ErrorCode;

constexpr int kPathBytesMax = 512;
constexpr int kSectorBytes = 4096;

/// SQLite allocates this and calls nothing of it before open_file() has made it.
struct OpenFile {
  sqlite3_file base;  ///< First, so that a pointer to either is a pointer to the other.
  SqliteVfs* vfs;
  std::unique_ptr<host::DiskFile> file;
};

OpenFile& self(sqlite3_file* file) { return *reinterpret_cast<OpenFile*>(file); }
SqliteVfs& self(sqlite3_vfs* vfs) { return *static_cast<SqliteVfs*>(vfs->pAppData); }

int close_file(sqlite3_file* file) {
  self(file).~OpenFile();
  return SQLITE_OK;
}

int read_file(sqlite3_file* file, void* into, int size, sqlite3_int64 offset) {
  auto* bytes = static_cast<std::uint8_t*>(into);
  const auto wanted = static_cast<std::size_t>(size);
  const auto got = self(file).file->read_at(static_cast<std::uint64_t>(offset), {bytes, wanted});
  if (!got) return self(file).vfs->failed(got.error(), SQLITE_IOERR_READ);
  if (*got == wanted) return SQLITE_OK;
  std::memset(bytes + *got, 0, wanted - *got);
  return SQLITE_IOERR_SHORT_READ;
}

int write_file(sqlite3_file* file, const void* from, int size, sqlite3_int64 offset) {
  const host::ByteView bytes(static_cast<const std::uint8_t*>(from), static_cast<std::size_t>(size));
  const auto written = self(file).file->write_at(static_cast<std::uint64_t>(offset), bytes);
  return written ? SQLITE_OK : self(file).vfs->failed(written.error(), SQLITE_IOERR_WRITE);
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  const auto done = self(file).file->truncate(static_cast<std::uint64_t>(size));
  return done ? SQLITE_OK : self(file).vfs->failed(done.error(), SQLITE_IOERR_TRUNCATE);
}

int sync_file(sqlite3_file* file, int) {
  const auto done = self(file).file->sync();
  return done ? SQLITE_OK : self(file).vfs->failed(done.error(), SQLITE_IOERR_FSYNC);
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
  const auto bytes = self(file).file->size_bytes();
  if (!bytes) return self(file).vfs->failed(bytes.error(), SQLITE_IOERR_FSTAT);
  *size = static_cast<sqlite3_int64>(*bytes);
  return SQLITE_OK;
}

int lock_file(sqlite3_file*, int) { return SQLITE_OK; }

int check_reserved_lock(sqlite3_file*, int* reserved) {
  *reserved = 0;
  return SQLITE_OK;
}

int file_control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int sector_size(sqlite3_file*) { return kSectorBytes; }
/// A write that is cut off harms no byte outside of it.
int device_characteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

constexpr sqlite3_io_methods make_file_methods() {
  sqlite3_io_methods methods{};
  methods.iVersion = 1;
  methods.xClose = close_file;
  methods.xRead = read_file;
  methods.xWrite = write_file;
  methods.xTruncate = truncate_file;
  methods.xSync = sync_file;
  methods.xFileSize = file_size;
  methods.xLock = lock_file;
  methods.xUnlock = lock_file;
  methods.xCheckReservedLock = check_reserved_lock;
  methods.xFileControl = file_control;
  methods.xSectorSize = sector_size;
  methods.xDeviceCharacteristics = device_characteristics;
  return methods;
}
constexpr sqlite3_io_methods kFileMethods = make_file_methods();

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* flags_out) {
  file->pMethods = nullptr;
  // Temporary files have no name; they stay in memory (temp_store=MEMORY), so none is ever asked for.
  if (name == nullptr) return SQLITE_CANTOPEN;
  const bool create = (flags & SQLITE_OPEN_CREATE) != 0;
  auto opened = self(vfs).disk().open(name, create ? host::OpenMode::create : host::OpenMode::read_write);
  if (!opened) {
    if (opened.error().code == ErrorCode::not_found) return SQLITE_CANTOPEN;
    return self(vfs).failed(opened.error(), SQLITE_CANTOPEN);
  }
  new (file) OpenFile{sqlite3_file{&kFileMethods}, &self(vfs), std::move(*opened)};
  if (flags_out != nullptr) *flags_out = flags;
  return SQLITE_OK;
}

int delete_file(sqlite3_vfs* vfs, const char* name, int) {
  const auto removed = self(vfs).disk().remove(name);
  if (removed) return SQLITE_OK;
  if (removed.error().code == ErrorCode::not_found) return SQLITE_IOERR_DELETE_NOENT;
  return self(vfs).failed(removed.error(), SQLITE_IOERR_DELETE);
}

int access_file(sqlite3_vfs* vfs, const char* name, int, int* answer) {
  *answer = self(vfs).disk().exists(name) ? 1 : 0;
  return SQLITE_OK;
}

int full_path(sqlite3_vfs*, const char* name, int size, char* into) {
  const std::size_t length = std::strlen(name);
  if (length >= static_cast<std::size_t>(size)) return SQLITE_CANTOPEN;
  std::memcpy(into, name, length + 1);
  return SQLITE_OK;
}

/// SQLite draws from its own generator, which Store::open() seeds.
int no_randomness(sqlite3_vfs*, int size, char* into) {
  std::memset(into, 0, static_cast<std::size_t>(size));
  return size;
}

int no_sleep(sqlite3_vfs*, int microseconds) { return microseconds; }

/// 2000-01-01T12:00:00Z as a Julian day in milliseconds: no table here holds a time of SQLite's.
int fixed_time(sqlite3_vfs*, sqlite3_int64* milliseconds) {
  *milliseconds = 2451545LL * 86'400'000;
  return SQLITE_OK;
}

int fixed_day(sqlite3_vfs*, double* day) {
  *day = 2451545.0;
  return SQLITE_OK;
}

int last_error(sqlite3_vfs*, int, char*) { return 0; }

}  // namespace

SqliteVfs::SqliteVfs(host::Disk& disk) : disk_(disk), table_(std::make_unique<sqlite3_vfs>()) {
  name_ = fmt::format("hexad-{}", static_cast<const void*>(this));
  sqlite3_vfs& table = *table_;
  table.iVersion = 2;
  table.szOsFile = sizeof(OpenFile);
  table.mxPathname = kPathBytesMax;
  table.zName = name_.c_str();
  table.pAppData = this;
  table.xOpen = open_file;
  table.xDelete = delete_file;
  table.xAccess = access_file;
  table.xFullPathname = full_path;
  table.xRandomness = no_randomness;
  table.xSleep = no_sleep;
  table.xCurrentTime = fixed_day;
  table.xCurrentTimeInt64 = fixed_time;
  table.xGetLastError = last_error;
  HEXAD_CHECK(sqlite3_vfs_register(&table, 0) == SQLITE_OK);
}

SqliteVfs::~SqliteVfs() { sqlite3_vfs_unregister(table_.get()); }

int SqliteVfs::failed(const host::Error& error, int otherwise) {
  if (!failure_) failure_ = error;
  return error.code == ErrorCode::disk_full ? SQLITE_FULL : otherwise;
}

}  // namespace hexad::config
