// Takes the events of a run in order, writes record.jsonl, keeps the fingerprint, and shows each event to observers
// (checks, progress). The fingerprint is the SHA-256 of all lines, those past the size cap included.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "reports/record/event.h"

namespace hexad::record {

class EntryObserver {
 public:
  virtual void on_entry(const Entry& entry) = 0;

 protected:
  ~EntryObserver() = default;
};

class Recorder {
 public:
  /// Messages, lost packets and log lines past size_cap_bytes are counted and hashed, not written. The few other
  /// events (checks, faults, the verdict) are written always.
  static constexpr std::uint64_t kSizeCapBytes = 512ull << 20;

  /// Writes to `file`, or nowhere when it is empty. Throws std::runtime_error when the file cannot be made.
  explicit Recorder(std::string file, std::uint64_t size_cap_bytes = kSizeCapBytes);
  ~Recorder();
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;

  /// Observers may add entries themselves: those are written at once and shown after the current one.
  void add(std::int64_t at_ns, Event event);
  /// The observer outlives the recorder. Called in the order of registration, after the line is written.
  void observe(EntryObserver& observer);

  std::uint64_t entries() const;
  std::uint64_t entries_not_written() const;
  /// Hexadecimal SHA-256 so far.
  std::string fingerprint() const;
  /// Writes what is buffered; the error of a full disk surfaces here: false, and the reason in `error`.
  bool flush(std::string* error = nullptr);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// "pass", "fail", "invalid".
std::string_view to_string(Verdict verdict);

/// One JSON line without its line end: {"at":1500000000,"event":"message",...}. Keys in a fixed order; octets of
/// `bytes` that are not valid UTF-8 are kept by a base64 twin "bytes64" in place of "bytes"; elsewhere they become
/// U+FFFD. Values of "event": run_started, machine_changed, log, message, packet_lost, fault_applied, fault_ended,
/// step, check, run_ended; LogLine::event stands under "what".
std::string to_json_line(const Entry& entry);
/// As to_json_line, appended to `out`.
void append_json_line(std::string& out, const Entry& entry);
/// The inverse. Throws std::runtime_error that says what was expected.
Entry from_json_line(std::string_view line);
/// Shows a record.jsonl entry by entry. Throws std::runtime_error that names file and line.
void read_record(const std::string& file, EntryObserver& observer);
/// Reads a whole record.jsonl into memory. Throws as above.
std::vector<Entry> read_record(const std::string& file);

}  // namespace hexad::record
