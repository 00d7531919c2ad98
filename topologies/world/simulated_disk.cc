#include "topologies/world/simulated_disk.h"

#include <algorithm>
#include <utility>

namespace hexad::world {

using host::ErrorCode;
using host::Expected;
using host::fail;

/// The bytes of one file, and how to get back to what was synced: the overwritten pieces since then, oldest first.
struct SimulatedDisk::Content {
  static constexpr std::uint64_t kUndoBytesMax = 1 << 20;
  struct Undo {
    std::uint64_t offset;
    host::Bytes before;
    std::uint64_t size_before;
  };
  host::Bytes bytes;
  std::vector<Undo> undo;
  std::uint64_t undo_bytes = 0;
  bool ever_synced = false;
  bool linked = true;  ///< False once the file was removed; an open handle still reads and writes it.

  void remember(std::uint64_t offset, std::uint64_t size) {
    Undo step{offset, {}, bytes.size()};
    if (offset < bytes.size()) {
      const auto begin = bytes.begin() + static_cast<std::ptrdiff_t>(offset);
      step.before.assign(begin,
                         begin + static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(size, bytes.size() - offset)));
    }
    undo_bytes += step.before.size() + sizeof(Undo);
    undo.push_back(std::move(step));
    if (undo_bytes > kUndoBytesMax + 2 * bytes.size()) fold();
  }
  /// Replaces a long history by one step with the same effect, so that a program that never syncs stays bounded.
  void fold() {
    Content synced;
    synced.bytes = bytes;
    synced.undo = std::move(undo);
    synced.roll_back();
    const std::uint64_t size_before = synced.bytes.size();
    undo_bytes = size_before;
    undo.clear();
    undo.push_back({0, std::move(synced.bytes), size_before});
  }
  void roll_back() {
    for (; !undo.empty(); undo.pop_back()) {
      const Undo& step = undo.back();
      bytes.resize(std::max<std::uint64_t>(step.size_before, step.offset + step.before.size()));
      std::copy(step.before.begin(), step.before.end(), bytes.begin() + static_cast<std::ptrdiff_t>(step.offset));
      bytes.resize(step.size_before);
    }
    undo_bytes = 0;
  }
};

class SimulatedFile final : public host::DiskFile {
 public:
  SimulatedFile(SimulatedDisk& disk, std::shared_ptr<SimulatedDisk::Content> content, bool writable)
      : disk_(disk), content_(std::move(content)), writable_(writable) {}

  Expected<std::size_t> read_at(std::uint64_t offset, host::MutableByteView into) override {
    const host::Bytes& bytes = content_->bytes;
    if (offset >= bytes.size()) return std::size_t{0};
    const std::size_t count = std::min<std::size_t>(into.size(), bytes.size() - offset);
    std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(offset), count, into.begin());
    return count;
  }

  Expected<void> write_at(std::uint64_t offset, host::ByteView bytes) override {
    if (offset > SimulatedDisk::kCapacityBytes)
      return fail(ErrorCode::invalid_argument, "the offset is beyond the disk");
    const std::uint64_t size = content_->bytes.size();
    if (auto ready = change(size, std::max<std::uint64_t>(size, offset + bytes.size())); !ready) return ready;
    content_->remember(offset, bytes.size());
    if (size < offset + bytes.size()) content_->bytes.resize(offset + bytes.size());
    std::copy(bytes.begin(), bytes.end(), content_->bytes.begin() + static_cast<std::ptrdiff_t>(offset));
    return {};
  }

  Expected<void> truncate(std::uint64_t size_bytes) override {
    if (auto ready = change(content_->bytes.size(), size_bytes); !ready) return ready;
    content_->remember(std::min<std::uint64_t>(size_bytes, content_->bytes.size()), UINT64_MAX);
    content_->bytes.resize(size_bytes);
    return {};
  }

  Expected<void> sync() override {
    if (auto allowed = disk_.account(); !allowed) return allowed;
    content_->undo.clear();
    content_->undo_bytes = 0;
    content_->ever_synced = true;
    return {};
  }

  Expected<std::uint64_t> size_bytes() const override { return content_->bytes.size(); }

 private:
  Expected<void> change(std::uint64_t old_size, std::uint64_t new_size) {
    if (!writable_) return fail(ErrorCode::permission_denied, "the file was opened to be read only");
    if (auto allowed = disk_.account(); !allowed) return allowed;
    if (!content_->linked) return {};
    return disk_.reserve(old_size, new_size);
  }

  SimulatedDisk& disk_;
  std::shared_ptr<SimulatedDisk::Content> content_;
  bool writable_;
};

namespace {

Expected<void> check_path(std::string_view path) {
  const auto refuse = [whole = path] {
    return fail(ErrorCode::invalid_argument, "'" + std::string(whole) + "' is no path on this disk");
  };
  if (path.empty() || path.back() == '/') return refuse();
  while (!path.empty()) {
    const std::string_view part = path.substr(0, path.find('/'));
    if (part.empty() || part == "." || part == "..") return refuse();
    path.remove_prefix(std::min(path.size(), part.size() + 1));
  }
  return {};
}

}  // namespace

SimulatedDisk::SimulatedDisk() = default;
SimulatedDisk::~SimulatedDisk() = default;

Expected<void> SimulatedDisk::account() {
  if (frozen_) return fail(ErrorCode::disk_failed, "the program was killed");
  if (!failure_) return {};
  if (failure_->successes_left == 0) {
    ++refused_;
    return fail(failure_->code, "the disk was told to fail");
  }
  --failure_->successes_left;
  return {};
}

Expected<void> SimulatedDisk::reserve(std::uint64_t old_size, std::uint64_t new_size) {
  const std::uint64_t used = used_bytes_ - old_size;
  if (new_size > old_size && (new_size > capacity_bytes_ || used > capacity_bytes_ - new_size)) {
    return fail(ErrorCode::disk_full, "no space left");
  }
  used_bytes_ = used + new_size;
  return {};
}

Expected<std::unique_ptr<host::DiskFile>> SimulatedDisk::open(std::string_view path, host::OpenMode mode) {
  if (auto valid = check_path(path); !valid) return tl::unexpected<host::Error>(valid.error());
  auto found = files_.find(path);
  if (found == files_.end()) {
    if (mode != host::OpenMode::create) return fail(ErrorCode::not_found, std::string(path));
    if (auto allowed = account(); !allowed) return tl::unexpected<host::Error>(allowed.error());
    found = files_.emplace(std::string(path), std::make_shared<Content>()).first;
  }
  return std::make_unique<SimulatedFile>(*this, found->second, mode != host::OpenMode::read_only);
}

Expected<void> SimulatedDisk::remove(std::string_view path) {
  if (auto valid = check_path(path); !valid) return valid;
  const auto found = files_.find(path);
  if (found == files_.end()) return fail(ErrorCode::not_found, std::string(path));
  if (auto allowed = account(); !allowed) return allowed;
  used_bytes_ -= found->second->bytes.size();
  found->second->linked = false;
  files_.erase(found);
  return {};
}

Expected<void> SimulatedDisk::rename(std::string_view from, std::string_view to) {
  for (const std::string_view path : {from, to}) {
    if (auto valid = check_path(path); !valid) return valid;
  }
  const auto found = files_.find(from);
  if (found == files_.end()) return fail(ErrorCode::not_found, std::string(from));
  if (auto allowed = account(); !allowed) return allowed;
  if (from == to) return {};
  auto content = std::move(found->second);
  files_.erase(found);
  content->ever_synced = true;  // The name is durable from now on; unsynced bytes behind it are not.
  if (const auto old = files_.find(to); old != files_.end()) {
    used_bytes_ -= old->second->bytes.size();
    old->second->linked = false;
  }
  files_.insert_or_assign(std::string(to), std::move(content));
  return {};
}

bool SimulatedDisk::exists(std::string_view path) const { return files_.find(path) != files_.end(); }

std::vector<std::string> SimulatedDisk::list(std::string_view folder) const {
  const std::string prefix = folder.empty() ? std::string() : std::string(folder) + "/";
  std::vector<std::string> names;
  for (const auto& [path, content] : files_) {
    if (path.compare(0, prefix.size(), prefix) == 0 && path.find('/', prefix.size()) == std::string::npos) {
      names.push_back(path.substr(prefix.size()));
    }
  }
  return names;
}

void SimulatedDisk::lose_power() {
  used_bytes_ = 0;
  for (auto file = files_.begin(); file != files_.end();) {
    file->second->roll_back();
    if (!file->second->ever_synced) {
      file->second->linked = false;
      file = files_.erase(file);
      continue;
    }
    used_bytes_ += file->second->bytes.size();
    ++file;
  }
}

void SimulatedDisk::fail_after(std::uint64_t successes, ErrorCode code) { failure_ = Failure{successes, code}; }

std::uint64_t SimulatedDisk::corrupt(std::string_view path, std::uint64_t offset, std::uint64_t size_bytes) {
  const auto found = files_.find(path);
  if (found == files_.end()) return 0;
  host::Bytes& bytes = found->second->bytes;
  if (offset >= bytes.size()) return 0;
  const std::uint64_t count = std::min<std::uint64_t>(size_bytes, bytes.size() - offset);
  for (std::uint64_t i = 0; i < count; ++i) bytes[offset + i] ^= 0xff;
  for (Content::Undo& step : found->second->undo) {
    for (std::uint64_t i = 0; i < step.before.size(); ++i) {
      const std::uint64_t at = step.offset + i;
      if (at >= offset && at - offset < count) step.before[i] ^= 0xff;
    }
  }
  return count;
}

}  // namespace hexad::world
