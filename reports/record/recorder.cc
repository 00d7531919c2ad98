#include "reports/record/recorder.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <stdexcept>

namespace hexad::record {
namespace {

constexpr std::size_t kFileBufferBytes = 1 << 20;

struct FileCloser {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
struct DigestFree {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Digest = std::unique_ptr<EVP_MD_CTX, DigestFree>;

/// SHA-256 fails only when libcrypto itself is broken; a record without a fingerprint is worth nothing then.
void demand(bool ok) {
  if (!ok) {
    std::fputs("libcrypto: SHA-256 is not available\n", stderr);
    std::abort();
  }
}

/// What the many are: these stop at the size cap. The few others (checks, faults, the verdict) always fit.
bool bounded_by_cap(const Event& event) {
  return std::holds_alternative<Message>(event) || std::holds_alternative<PacketLost>(event) ||
         std::holds_alternative<LogLine>(event);
}

}  // namespace

struct Recorder::State {
  std::string path;
  std::unique_ptr<std::FILE, FileCloser> file;
  std::uint64_t size_cap_bytes = 0;
  std::uint64_t written_bytes = 0;
  std::uint64_t entries = 0;
  std::uint64_t not_written = 0;
  Digest digest{EVP_MD_CTX_new()};
  std::string line;
  std::string error;  ///< The first failure to write.
  std::vector<EntryObserver*> observers;
  std::deque<Entry> waiting;  ///< Added by observers while one is being shown; shown in order afterwards.
  bool showing = false;

  void fail() {
    if (error.empty()) error = fmt::format("{}: {}", path, std::strerror(errno));
  }

  void write(const Entry& entry) {
    line.clear();
    append_json_line(line, entry);
    line += '\n';
    demand(EVP_DigestUpdate(digest.get(), line.data(), line.size()) == 1);
    ++entries;
    if (written_bytes + line.size() > size_cap_bytes && bounded_by_cap(entry.event)) {
      ++not_written;
      return;
    }
    written_bytes += line.size();
    if (file && std::fwrite(line.data(), 1, line.size(), file.get()) != line.size()) fail();
  }

  void show(const Entry& entry) {
    for (std::size_t i = 0; i < observers.size(); ++i) observers[i]->on_entry(entry);
  }
};

Recorder::Recorder(std::string file, std::uint64_t size_cap_bytes) : state_(std::make_unique<State>()) {
  state_->path = std::move(file);
  state_->size_cap_bytes = size_cap_bytes;
  demand(state_->digest && EVP_DigestInit_ex(state_->digest.get(), EVP_sha256(), nullptr) == 1);
  if (state_->path.empty()) return;
  state_->file.reset(std::fopen(state_->path.c_str(), "wb"));
  if (!state_->file) throw std::runtime_error(fmt::format("{}: {}", state_->path, std::strerror(errno)));
  std::setvbuf(state_->file.get(), nullptr, _IOFBF, kFileBufferBytes);
}

Recorder::~Recorder() = default;

void Recorder::add(std::int64_t at_ns, Event event) {
  State& state = *state_;
  Entry entry{at_ns, std::move(event)};
  state.write(entry);
  if (state.observers.empty()) return;
  if (state.showing) {
    state.waiting.push_back(std::move(entry));
    return;
  }
  state.showing = true;
  state.show(entry);
  while (!state.waiting.empty()) {
    const Entry next = std::move(state.waiting.front());
    state.waiting.pop_front();
    state.show(next);
  }
  state.showing = false;
}

void Recorder::observe(EntryObserver& observer) { state_->observers.push_back(&observer); }

std::uint64_t Recorder::entries() const { return state_->entries; }

std::uint64_t Recorder::entries_not_written() const { return state_->not_written; }

std::string Recorder::fingerprint() const {
  const Digest copy(EVP_MD_CTX_new());
  unsigned char octets[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  demand(copy && EVP_MD_CTX_copy_ex(copy.get(), state_->digest.get()) == 1);
  demand(EVP_DigestFinal_ex(copy.get(), octets, &size) == 1);
  std::string out;
  for (unsigned int i = 0; i < size; ++i) out += fmt::format("{:02x}", octets[i]);
  return out;
}

bool Recorder::flush(std::string* error) {
  State& state = *state_;
  if (state.file && std::fflush(state.file.get()) != 0) state.fail();
  if (error != nullptr) *error = state.error;
  return state.error.empty();
}

}  // namespace hexad::record
