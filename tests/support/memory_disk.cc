#include "tests/support/memory_disk.h"

#include <algorithm>

namespace hexad::support {

using host::ErrorCode;
using host::Expected;
using host::fail;

class MemoryFile final : public host::DiskFile {
 public:
  MemoryFile(MemoryDisk& disk, std::shared_ptr<host::Bytes> content, bool writable)
      : disk_(disk), content_(std::move(content)), writable_(writable) {}

  Expected<std::size_t> read_at(std::uint64_t offset, host::MutableByteView into) override {
    if (offset >= content_->size()) return std::size_t{0};
    const std::size_t count = std::min<std::size_t>(into.size(), content_->size() - offset);
    std::copy_n(content_->begin() + static_cast<std::ptrdiff_t>(offset), count, into.begin());
    return count;
  }

  Expected<void> write_at(std::uint64_t offset, host::ByteView bytes) override {
    if (const auto allowed = change(); !allowed) return allowed;
    if (content_->size() < offset + bytes.size()) content_->resize(offset + bytes.size());
    std::copy(bytes.begin(), bytes.end(), content_->begin() + static_cast<std::ptrdiff_t>(offset));
    return {};
  }

  Expected<void> truncate(std::uint64_t size_bytes) override {
    if (const auto allowed = change(); !allowed) return allowed;
    content_->resize(size_bytes);
    return {};
  }

  Expected<void> sync() override { return disk_.account(); }
  Expected<std::uint64_t> size_bytes() const override { return content_->size(); }

 private:
  Expected<void> change() {
    if (!writable_) return fail(ErrorCode::permission_denied, "the file was opened read-only");
    return disk_.account();
  }

  MemoryDisk& disk_;
  std::shared_ptr<host::Bytes> content_;
  bool writable_;
};

namespace {

Expected<void> check_path(std::string_view path) {
  const auto refuse = [&] { return fail(ErrorCode::invalid_argument, "'" + std::string(path) + "' is not a path"); };
  if (path.empty() || path.front() == '/' || path.back() == '/') return refuse();
  while (!path.empty()) {
    const std::string_view part = path.substr(0, path.find('/'));
    if (part.empty() || part == "." || part == "..") return refuse();
    path.remove_prefix(std::min(path.size(), part.size() + 1));
  }
  return {};
}

}  // namespace

void MemoryDisk::fail_after(std::size_t successes, ErrorCode code) { failure_ = Failure{successes, code}; }

Expected<void> MemoryDisk::account() {
  if (!failure_) return {};
  if (failure_->successes_left == 0) return fail(failure_->code, "the test told the disk to fail");
  --failure_->successes_left;
  return {};
}

Expected<std::unique_ptr<host::DiskFile>> MemoryDisk::open(std::string_view path, host::OpenMode mode) {
  if (const auto valid = check_path(path); !valid) return tl::unexpected<host::Error>(valid.error());
  auto found = files_.find(path);
  if (found == files_.end()) {
    if (mode != host::OpenMode::create) return fail(ErrorCode::not_found, std::string(path));
    if (const auto allowed = account(); !allowed) return tl::unexpected<host::Error>(allowed.error());
    found = files_.emplace(std::string(path), std::make_shared<host::Bytes>()).first;
  }
  return std::make_unique<MemoryFile>(*this, found->second, mode != host::OpenMode::read_only);
}

Expected<void> MemoryDisk::remove(std::string_view path) {
  if (const auto valid = check_path(path); !valid) return valid;
  const auto found = files_.find(path);
  if (found == files_.end()) return fail(ErrorCode::not_found, std::string(path));
  if (const auto allowed = account(); !allowed) return allowed;
  files_.erase(found);
  return {};
}

Expected<void> MemoryDisk::rename(std::string_view from, std::string_view to) {
  if (const auto valid = check_path(to); !valid) return valid;
  const auto found = files_.find(from);
  if (found == files_.end()) return fail(ErrorCode::not_found, std::string(from));
  if (const auto allowed = account(); !allowed) return allowed;
  auto content = std::move(found->second);
  files_.erase(found);
  files_.insert_or_assign(std::string(to), std::move(content));
  return {};
}

bool MemoryDisk::exists(std::string_view path) const { return files_.find(path) != files_.end(); }

std::vector<std::string> MemoryDisk::list(std::string_view folder) const {
  const std::string prefix = folder.empty() ? std::string() : std::string(folder) + "/";
  std::vector<std::string> names;
  for (const auto& [path, content] : files_) {
    if (path.compare(0, prefix.size(), prefix) == 0 && path.find('/', prefix.size()) == std::string::npos) {
      names.push_back(path.substr(prefix.size()));
    }
  }
  return names;
}

}  // namespace hexad::support
