// Any bytes at all through the SIP message parser and every value parser. Beyond not crashing: whatever is accepted is
// answered by a response that parses, and every owned value that was read writes itself so that it reads back equal.
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "model/host/check.h"
#include "model/wire/sip/check.h"
#include "model/wire/sip/fields.h"
#include "model/wire/sip/response.h"
#include "model/wire/sip/values.h"

namespace hexad::sip {
namespace {

void try_uri(const UriView& uri) {
  HEXAD_CHECK(same_uri(uri, uri));
  const std::string record = address_of_record(uri);
  const auto again = parse_uri(record);
  HEXAD_CHECK(again && address_of_record(*again) == record);
  if (const auto owned = Uri::from(uri)) HEXAD_CHECK(Uri::parse(owned->to_string()) == owned);
}

void try_address(std::string_view value) {
  const auto address = parse_name_addr(value);
  if (!address) return;
  try_uri(address->uri);
  const int q = contact_q(*address);
  HEXAD_CHECK(q >= 0 && q <= 1000);
  if (const auto owned = NameAddr::parse(value)) HEXAD_CHECK(NameAddr::parse(owned->to_string()) == owned);
}

void try_via(std::string_view value) {
  const auto via = parse_via(value);
  const auto sent_by = parse_via_sent_by(value);
  HEXAD_CHECK(!via || sent_by);
  if (!via) return;
  HEXAD_CHECK(parse_host(via->host.text).has_value());
  if (const auto owned = Via::parse(value)) HEXAD_CHECK(Via::parse(owned->to_string()) == owned);
  answer_address(*via, host::SocketAddress{}, false);
}

void try_value(HeaderId id, std::string_view value) {
  unquote(value);
  unescape(value);
  unfold(value);
  switch (id) {
    case HeaderId::via: try_via(value); break;
    case HeaderId::cseq: parse_cseq(value); break;
    case HeaderId::content_type: parse_content_type(value); break;
    case HeaderId::warning: parse_warning(value); break;
    case HeaderId::retry_after: parse_retry_after(value); break;
    case HeaderId::expires: expires_or_default(value); break;
    case HeaderId::date:
      if (const auto date = parse_date(value)) HEXAD_CHECK(parse_date(date_text(*date)) == date);
      break;
    case HeaderId::authorization:
    case HeaderId::proxy_authorization:
    case HeaderId::www_authenticate:
    case HeaderId::proxy_authenticate:
      if (const auto auth = parse_auth(value)) {
        std::size_t count = 0;
        ParamView param;
        for (std::size_t position = 0; auth->next(position, param);) ++count;
        HEXAD_CHECK(count >= 1);
      }
      break;
    default: try_address(value); break;
  }
}

void try_answer(const MessageView& request, const Verdict& verdict) {
  static std::array<char, 256 * 1024> buffer;
  static MessageView response;
  MessageWriter writer(buffer);
  ResponseStart start;
  start.status = verdict.accepted() ? 200 : verdict.defect.status;
  start.reason = verdict.defect.reason;
  start.to_tag = "tag";
  start.source = host::SocketAddress{host::IpAddress::v4(0x0a000001), 5060};
  begin_response(writer, request, start);
  const std::string_view text = writer.finish();
  if (text.empty()) return;
  HEXAD_CHECK(response.parse(text) == MessageKind::response);
  HEXAD_CHECK(response.text() == text);
  if (request.header_count() < MessageView::kHeadersMax) HEXAD_CHECK(!response.defect());
  if (verdict.accepted()) HEXAD_CHECK(check_response(response).accepted());
}

void try_message(std::string_view bytes) {
  static MessageView message;
  const MessageKind kind = message.parse(bytes);
  if (kind == MessageKind::none) return;
  for (std::size_t i = 0; i < message.header_count(); ++i) {
    const HeaderView& header = message.header(i);
    try_value(header.id, header.value);
    std::string_view element;
    for (ListSplitter list(header.value); list.next(element);) try_value(header.id, element);
  }
  if (kind == MessageKind::response) {
    check_response(message);
    return;
  }
  if (const auto uri = parse_uri(message.request_uri())) try_uri(*uri);
  const Verdict verdict = check_request(message);
  if (verdict.disposition != Disposition::drop) try_answer(message, verdict);
}

}  // namespace
}  // namespace hexad::sip

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  hexad::sip::try_message({reinterpret_cast<const char*>(bytes), size});
  return 0;
}
