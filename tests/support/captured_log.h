// A log that keeps everything, for tests to look at.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/host/log.h"
#include "model/host/time.h"

namespace hexad::support {

struct CapturedLine {
  host::MonotonicTime at;
  host::Severity severity;
  std::string component, event, text;
  std::map<std::string, std::string> fields;
};

struct CapturedMessage {
  host::MonotonicTime at;
  host::WireMessage::Direction direction;
  std::string protocol;
  host::Transport transport;
  host::SocketAddress local, remote;
  host::Bytes bytes;
  std::string summary;
};

class CapturedLog final : public host::Log {
 public:
  using host::Log::write;
  /// `clock` is read at each entry; null stamps everything with time zero.
  explicit CapturedLog(const host::MonotonicTime* clock = nullptr) : clock_(clock) {}
  void write(host::Severity severity, std::string_view component, std::string_view event, std::string_view text,
             std::span<const host::LogField> fields) override;
  bool wants_messages() const override { return wants_messages_; }
  void message(const host::WireMessage& message) override;

  void set_wants_messages(bool wanted) { wants_messages_ = wanted; }
  const std::vector<CapturedLine>& lines() const { return lines_; }
  const std::vector<CapturedMessage>& messages() const { return messages_; }
  /// How many lines have this event word.
  std::size_t count(std::string_view event) const;
  /// The last line with this event word, or null.
  const CapturedLine* last(std::string_view event) const;
  /// Summaries of the messages of one protocol ("" for all), in order, as "> REGISTER sip:example.com" when sent and
  /// "< 200 OK (REGISTER)" when received.
  std::vector<std::string> ladder(std::string_view protocol = {}) const;
  void clear();

 private:
  const host::MonotonicTime* clock_;
  bool wants_messages_ = true;
  std::vector<CapturedLine> lines_;
  std::vector<CapturedMessage> messages_;
};

}  // namespace hexad::support
