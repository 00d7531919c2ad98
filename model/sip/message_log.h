// Hands SIP messages to the host's log with a line for the ladder. Costs nothing while nobody records messages.
#pragma once

#include <string>
#include <string_view>

#include "model/host/log.h"
#include "model/sip/flow.h"
#include "model/wire/sip/message_view.h"

namespace hexad::sip {

/// "REGISTER sip:example.com", "200 OK (REGISTER)".
std::string summary_of(const MessageView& message);

class MessageLog {
 public:
  explicit MessageLog(host::Log& log) : log_(log) {}
  void received(const Flow& flow, const MessageView& message);
  void sent(const Flow& flow, std::string_view message);

 private:
  void write(host::WireMessage::Direction direction, const Flow& flow, const MessageView& message);

  host::Log& log_;
};

}  // namespace hexad::sip
