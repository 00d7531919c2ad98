#include "tests/support/captured_log.h"

#include <algorithm>

namespace hexad::support {

void CapturedLog::write(host::Severity severity, std::string_view component, std::string_view event,
                        std::string_view text, std::span<const host::LogField> fields) {
  CapturedLine line{clock_ ? *clock_ : host::MonotonicTime{},
                    severity,
                    std::string(component),
                    std::string(event),
                    std::string(text),
                    {}};
  for (const host::LogField& field : fields) line.fields.emplace(field.name, field.value);
  lines_.push_back(std::move(line));
}

void CapturedLog::message(const host::WireMessage& message) {
  messages_.push_back({clock_ ? *clock_ : host::MonotonicTime{}, message.direction, std::string(message.protocol),
                       message.transport, message.local, message.remote,
                       host::Bytes(message.bytes.begin(), message.bytes.end()), std::string(message.summary)});
}

std::size_t CapturedLog::count(std::string_view event) const {
  return static_cast<std::size_t>(
      std::count_if(lines_.begin(), lines_.end(), [&](const CapturedLine& line) { return line.event == event; }));
}

const CapturedLine* CapturedLog::last(std::string_view event) const {
  const auto found =
      std::find_if(lines_.rbegin(), lines_.rend(), [&](const CapturedLine& line) { return line.event == event; });
  return found == lines_.rend() ? nullptr : &*found;
}

std::vector<std::string> CapturedLog::ladder(std::string_view protocol) const {
  std::vector<std::string> rows;
  for (const CapturedMessage& message : messages_) {
    if (!protocol.empty() && message.protocol != protocol) continue;
    const bool sent = message.direction == host::WireMessage::Direction::sent;
    rows.push_back((sent ? "> " : "< ") + message.summary);
  }
  return rows;
}

void CapturedLog::clear() {
  lines_.clear();
  messages_.clear();
}

}  // namespace hexad::support
