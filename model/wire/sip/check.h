// What is wrong with a message as a whole, and what to do about it (RFC 3261 sections 8.2 and 16.3, 18.1.2 for
// responses; RFC 4475 for the hard cases). Only syntax and the agreement of header fields are judged here: unknown
// methods, schemes, extensions and media types are for the user agent or proxy that processes the message.
#pragma once

#include <cstdint>

#include "model/wire/sip/message_view.h"
#include "model/wire/sip/name_addr.h"
#include "model/wire/sip/uri.h"
#include "model/wire/sip/via.h"

namespace hexad::sip {

enum class Disposition : std::uint8_t {
  accept,
  reject,  ///< Answer with Verdict::defect.
  drop,    ///< No answer is possible or wanted: not SIP, no usable Via, an ACK, a response.
};

struct Verdict {
  Disposition disposition = Disposition::accept;
  Defect defect;  ///< For reject and drop: what is wrong.

  bool accepted() const { return disposition == Disposition::accept; }
};

/// Judges a request. Order of the verdicts: start line and framing, presence and number of the required header
/// fields, their syntax, CSeq against the method, Contact, Route and Record-Route, Request-URI. Max-Forwards may be
/// absent and From may lack its tag (RFC 2543); Date is not judged (RFC 4475 section 3.1.2.12).
Verdict check_request(const MessageView& request);

/// What the check of a request has parsed, for those who go on with it. The views point into the message.
struct RequestFields {
  UriView target;  ///< The Request-URI.
  ViaView top_via;
  NameAddrView to;
  CSeqView cseq;
  NameAddrView contact;      ///< The last Contact value that is not "*".
  std::size_t contacts = 0;  ///< How many values Contact has, "*" among them.
  bool wildcard = false;     ///< One of them is "*".
};
/// The same, and fills `fields`, which may have held those of another message; when the request is not accepted, they
/// are of no use.
Verdict check_request(const MessageView& request, RequestFields& fields);

/// Judges a response: accept or drop.
Verdict check_response(const MessageView& response);

/// The check that a proxy makes before it forwards (RFC 3261 section 16.3, step 3): 483 when Max-Forwards is 0.
Verdict check_hops_left(const MessageView& request);

}  // namespace hexad::sip
