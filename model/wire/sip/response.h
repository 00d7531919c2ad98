// The start of every response, copied from its request (RFC 3261 section 8.2.6), with the marks that the server side
// adds to the top Via (section 18.2.1; RFC 3581 section 4). Works on defective requests too: what is there is copied.
#pragma once

#include <string_view>

#include "model/host/address.h"
#include "model/wire/sip/check.h"
#include "model/wire/sip/message_view.h"
#include "model/wire/sip/message_writer.h"
#include "model/wire/sip/via.h"

namespace hexad::sip {

struct ResponseStart {
  int status = 200;
  std::string_view reason;     ///< Empty: the RFC's phrase for the status.
  std::string_view to_tag;     ///< Added to a To without a tag, but not in a 100. Not empty for any other status.
  host::SocketAddress source;  ///< Where the request came from, for received= and rport=.
  bool record_route = false;   ///< Copy Record-Route too: 18x and 2xx that make a dialog (section 12.1.1).
  /// What check_request() parsed of this request; null: it is parsed again, as far as it can be.
  const RequestFields* fields = nullptr;
};

/// Writes the status line, every Via, From, To, Call-ID and CSeq (and Timestamp in a 100). The caller adds more header
/// fields and finishes the writer.
void begin_response(MessageWriter& writer, const MessageView& request, const ResponseStart& start);

/// Writes a Via value with received= and rport= as the server side adds them for a message from `source`: received
/// when sent-by is not that address or rport was asked for; rport when it was asked for. Values of the two that the
/// far side wrote itself are dropped.
void put_via_received_from(MessageWriter& writer, const ViaView& via, const host::SocketAddress& source);

}  // namespace hexad::sip
