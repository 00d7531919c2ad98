#include "model/wire/sip/check.h"

#include <array>
#include <optional>

#include "model/wire/sip/chars.h"

namespace hexad::sip {
namespace {

using MaybeDefect = std::optional<Defect>;

Defect bad(std::string_view reason, HeaderId header) { return Defect{400, reason, header}; }

MaybeDefect check_required(const MessageView& message) {
  static constexpr std::array<Defect, 5> kMissing = {{{400, "Missing Via", HeaderId::via},
                                                      {400, "Missing From", HeaderId::from},
                                                      {400, "Missing To", HeaderId::to},
                                                      {400, "Missing Call-ID", HeaderId::call_id},
                                                      {400, "Missing CSeq", HeaderId::cseq}}};
  for (const Defect& missing : kMissing) {
    if (!message.has(missing.header)) return missing;
  }
  return std::nullopt;
}

MaybeDefect check_single(const MessageView& message) {
  for (std::size_t i = 0; i < message.header_count(); ++i) {
    const HeaderView& header = message.header(i);
    if (header.id != HeaderId::other && is_single_valued(header.id) && message.next(header)) {
      return bad("Header Field Must Not Repeat", header.id);
    }
  }
  return std::nullopt;
}

// From and To: one name-addr or addr-spec with at most one tag, which has a value.
MaybeDefect check_party(const MessageView& message, HeaderId id, std::string_view reason, NameAddrView& party) {
  if (!parse_name_addr_into(message.value(id), party)) return bad(reason, id);
  std::size_t tags = 0;
  ParamView param;
  for (std::size_t position = 0; party.params.next(position, param);) {
    if (!equals_ignoring_case(param.name, "tag")) continue;
    if (++tags > 1 || param.value.empty()) return bad(reason, id);
  }
  return std::nullopt;
}

MaybeDefect check_via(const MessageView& message, ViaView& via) {
  if (!parse_via_into(first_value(message, HeaderId::via), via) || via.branch_count() > 1) {
    return bad("Malformed Via", HeaderId::via);
  }
  return std::nullopt;
}

MaybeDefect check_cseq(const MessageView& message, const std::optional<CSeqView>& cseq) {
  if (!cseq) return bad("Malformed CSeq", HeaderId::cseq);
  if (message.is_request() && cseq->method != message.method_text()) {
    return bad("CSeq Method Does Not Match Request Method", HeaderId::cseq);
  }
  return std::nullopt;
}

MaybeDefect check_contacts(const MessageView& message, RequestFields& fields) {
  fields.contacts = 0;
  fields.wildcard = false;
  std::string_view value;
  for (HeaderValues contacts(message, HeaderId::contact); contacts.next(value); ++fields.contacts) {
    if (is_wildcard_contact(value)) {
      fields.wildcard = true;
    } else if (!parse_name_addr_into(value, fields.contact)) {
      return bad("Malformed Contact", HeaderId::contact);
    }
  }
  return std::nullopt;
}

// Route and Record-Route: name-addr only, so the brackets are required.
MaybeDefect check_routes(const MessageView& message, HeaderId id, std::string_view reason) {
  std::string_view value;
  for (HeaderValues routes(message, id); routes.next(value);) {
    const auto route = parse_name_addr(value);
    if (!route || !route->bracketed) return bad(reason, id);
  }
  return std::nullopt;
}

// Header fields that requests and responses share.
MaybeDefect check_common(const MessageView& message, RequestFields& fields) {
  if (auto defect = check_required(message)) return defect;
  if (auto defect = check_single(message)) return defect;
  if (auto defect = check_via(message, fields.top_via)) return defect;
  // From is parsed where To will stand: nobody goes on with it.
  if (auto defect = check_party(message, HeaderId::from, "Malformed From", fields.to)) return defect;
  if (auto defect = check_party(message, HeaderId::to, "Malformed To", fields.to)) return defect;
  if (!is_call_id(message.value(HeaderId::call_id))) return bad("Malformed Call-ID", HeaderId::call_id);
  const auto cseq = parse_cseq(message.value(HeaderId::cseq));
  if (auto defect = check_cseq(message, cseq)) return defect;
  fields.cseq = *cseq;
  if (auto defect = check_contacts(message, fields)) return defect;
  if (auto defect = check_routes(message, HeaderId::record_route, "Malformed Record-Route")) return defect;
  const HeaderView* type = message.first(HeaderId::content_type);
  if (type && !parse_content_type(type->value)) return bad("Malformed Content-Type", HeaderId::content_type);
  return std::nullopt;
}

// A SIP or SIPS Request-URI has no header part (RFC 3261 section 19.1.1, table 1).
MaybeDefect check_request_uri(std::string_view text, UriView& uri) {
  uri = UriView{};
  if (!parse_uri_into(text, uri)) return bad("Malformed Request-URI", HeaderId::other);
  if (!uri.headers.empty()) return bad("Header Fields in Request-URI", HeaderId::other);
  return std::nullopt;
}

MaybeDefect check_request_fields(const MessageView& request, RequestFields& fields) {
  if (auto defect = check_common(request, fields)) return defect;
  const HeaderView* hops = request.first(HeaderId::max_forwards);
  if (hops && !parse_max_forwards(hops->value)) return bad("Malformed Max-Forwards", HeaderId::max_forwards);
  if (auto defect = check_routes(request, HeaderId::route, "Malformed Route")) return defect;
  return check_request_uri(request.request_uri(), fields.target);
}

// The answer goes where the top Via says; without one there is nobody to answer. ACK is never answered.
bool is_answerable(const MessageView& request) {
  return request.method() != Method::ack && parse_via_sent_by(first_value(request, HeaderId::via)).has_value();
}

}  // namespace

Verdict check_request(const MessageView& request, RequestFields& fields) {
  if (!request.is_request()) return {Disposition::drop, Defect{400, "Not a SIP Request"}};
  const MaybeDefect defect = request.defect() ? request.defect() : check_request_fields(request, fields);
  if (!defect) return {};
  return {is_answerable(request) ? Disposition::reject : Disposition::drop, *defect};
}

Verdict check_request(const MessageView& request) {
  RequestFields fields;
  return check_request(request, fields);
}

Verdict check_response(const MessageView& response) {
  if (!response.is_response()) return {Disposition::drop, Defect{400, "Not a SIP Response"}};
  RequestFields fields;
  const MaybeDefect defect = response.defect() ? response.defect() : check_common(response, fields);
  if (!defect) return {};
  return {Disposition::drop, *defect};
}

Verdict check_hops_left(const MessageView& request) {
  const HeaderView* hops = request.first(HeaderId::max_forwards);
  if (!hops || parse_max_forwards(hops->value).value_or(1) > 0) return {};
  return {Disposition::reject, Defect{483, reason_phrase(483), HeaderId::max_forwards}};
}

}  // namespace hexad::sip
