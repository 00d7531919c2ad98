#include "real/host/file_disk.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <limits>

#include "real/host/native.h"

namespace hexad::real {

using host::ByteView;
using host::ErrorCode;
using host::Expected;
using host::OpenMode;
namespace fs = std::filesystem;

namespace {

tl::unexpected<host::Error> failed(const fs::path& path) { return tl::unexpected(error_of(errno, path.string())); }

bool fits_offset(std::uint64_t value) { return value <= static_cast<std::uint64_t>(std::numeric_limits<off_t>::max()); }

class RealDiskFile final : public host::DiskFile {
 public:
  RealDiskFile(int fd, fs::path path) : fd_(fd), path_(std::move(path)) {}
  ~RealDiskFile() override { ::close(fd_); }
  RealDiskFile(const RealDiskFile&) = delete;
  RealDiskFile& operator=(const RealDiskFile&) = delete;

  Expected<std::size_t> read_at(std::uint64_t offset, host::MutableByteView into) override {
    std::size_t done = 0;
    while (done < into.size() && fits_offset(offset + done)) {
      const ssize_t size = ::pread(fd_, into.data() + done, into.size() - done, static_cast<off_t>(offset + done));
      if (size < 0 && errno == EINTR) continue;
      if (size < 0) return failed(path_);
      if (size == 0) break;
      done += static_cast<std::size_t>(size);
    }
    return done;
  }

  Expected<void> write_at(std::uint64_t offset, ByteView bytes) override {
    if (!fits_offset(offset + bytes.size())) return host::fail(ErrorCode::disk_full, path_.string());
    const auto size_before = size_bytes();
    std::size_t done = 0;
    while (done < bytes.size()) {
      const ssize_t size = ::pwrite(fd_, bytes.data() + done, bytes.size() - done, static_cast<off_t>(offset + done));
      if (size < 0 && errno == EINTR) continue;
      if (size <= 0) {
        const host::Error error = error_of(size < 0 ? errno : ENOSPC, path_.string());
        // What a full disk took of an extension is given back.
        if (size_before && *size_before < offset + done) (void)truncate(*size_before);
        return tl::unexpected(error);
      }
      done += static_cast<std::size_t>(size);
    }
    return {};
  }

  Expected<void> truncate(std::uint64_t size_bytes) override {
    if (!fits_offset(size_bytes)) return host::fail(ErrorCode::disk_full, path_.string());
    if (::ftruncate(fd_, static_cast<off_t>(size_bytes)) != 0) return failed(path_);
    return {};
  }

  Expected<void> sync() override {
    if (::fdatasync(fd_) != 0) return failed(path_);
    return {};
  }

  Expected<std::uint64_t> size_bytes() const override {
    struct stat status {};
    if (::fstat(fd_, &status) != 0) return failed(path_);
    return static_cast<std::uint64_t>(status.st_size);
  }

 private:
  int fd_;
  fs::path path_;
};

/// Makes names in a folder durable.
Expected<void> sync_folder(const fs::path& folder) {
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return failed(folder);
  const int result = ::fsync(fd);
  const int error = errno;
  ::close(fd);
  if (result != 0) return tl::unexpected(error_of(error, folder.string()));
  return {};
}

}  // namespace

Expected<fs::path> FileDisk::place_of(std::string_view path) const {
  if (root_.empty()) return host::fail(ErrorCode::not_supported, "this host has no disk");
  if (path.empty() || path.front() == '/' || path.find('\0') != std::string_view::npos)
    return host::fail(ErrorCode::invalid_argument, "path '" + std::string(path) + "'");
  fs::path place = root_;
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    const std::string_view name = path.substr(begin, end - begin);
    if (name.empty() || name == "." || name == "..")
      return host::fail(ErrorCode::invalid_argument, "path '" + std::string(path) + "'");
    place /= name;
    begin = end + 1;
  }
  return place;
}

/// Makes what is missing from the root down to `folder`, each durable in its parent.
Expected<void> FileDisk::make_folders(const fs::path& folder) const {
  struct stat status {};
  if (::stat(folder.c_str(), &status) == 0) return {};
  const fs::path parent = folder.parent_path();
  if (!parent.empty() && parent != folder)
    if (auto made = make_folders(parent); !made) return made;
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) return failed(folder);
  return sync_folder(parent.empty() ? fs::path(".") : parent);
}

Expected<std::unique_ptr<host::DiskFile>> FileDisk::open(std::string_view path, OpenMode mode) {
  auto place = place_of(path);
  if (!place) return tl::unexpected(place.error());
  const int access = mode == OpenMode::read_only ? O_RDONLY : O_RDWR;
  int fd = ::open(place->c_str(), access | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0 && errno == ENOENT && mode == OpenMode::create) {
    const fs::path folder = place->parent_path();
    if (auto made = make_folders(folder); !made) return tl::unexpected(made.error());
    fd = ::open(place->c_str(), access | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd >= 0) {
      if (auto synced = sync_folder(folder); !synced) {
        ::close(fd);
        return tl::unexpected(synced.error());
      }
    }
  }
  if (fd < 0) return failed(*place);
  return std::make_unique<RealDiskFile>(fd, *place);
}

Expected<void> FileDisk::remove(std::string_view path) {
  const auto place = place_of(path);
  if (!place) return tl::unexpected(place.error());
  if (::unlink(place->c_str()) != 0) return failed(*place);
  return sync_folder(place->parent_path());
}

Expected<void> FileDisk::rename(std::string_view from, std::string_view to) {
  const auto old_place = place_of(from);
  if (!old_place) return tl::unexpected(old_place.error());
  const auto new_place = place_of(to);
  if (!new_place) return tl::unexpected(new_place.error());
  struct stat status {};
  if (::stat(old_place->c_str(), &status) != 0) return failed(*old_place);
  if (auto made = make_folders(new_place->parent_path()); !made) return made;
  if (::rename(old_place->c_str(), new_place->c_str()) != 0) return failed(*old_place);
  if (auto synced = sync_folder(new_place->parent_path()); !synced) return synced;
  if (old_place->parent_path() != new_place->parent_path()) return sync_folder(old_place->parent_path());
  return {};
}

bool FileDisk::exists(std::string_view path) const {
  const auto place = place_of(path);
  struct stat status {};
  return place && ::stat(place->c_str(), &status) == 0 && S_ISREG(status.st_mode);
}

std::vector<std::string> FileDisk::list(std::string_view folder) const {
  std::vector<std::string> names;
  const auto place = folder.empty() && !root_.empty() ? Expected<fs::path>(root_) : place_of(folder);
  if (!place) return names;
  std::error_code error;
  for (fs::directory_iterator at(*place, error), end; !error && at != end; at.increment(error))
    if (at->is_regular_file(error)) names.push_back(at->path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace hexad::real
