#include "model/wire/sip/response.h"

#include "model/host/check.h"
#include "model/wire/sip/chars.h"
#include "model/wire/sip/name_addr.h"

namespace hexad::sip {
namespace {

void copy_all(MessageWriter& writer, const MessageView& request, HeaderId id) {
  for (const HeaderView* header = request.first(id); header; header = request.next(*header)) {
    writer.header(id, header->value);
  }
}

void copy_first(MessageWriter& writer, const MessageView& request, HeaderId id) {
  if (const HeaderView* header = request.first(id)) writer.header(id, header->value);
}

// The top value is marked; values that share its header field follow it in the same one.
void write_vias(MessageWriter& writer, const MessageView& request, const ResponseStart& start) {
  const HeaderView* top = request.first(HeaderId::via);
  if (!top) return;
  const std::string_view top_value = start.fields ? start.fields->top_via.text : first_value(request, HeaderId::via);
  const auto parsed = start.fields ? std::nullopt : parse_via_sent_by(top_value);
  const ViaView* via = start.fields ? &start.fields->top_via : parsed ? &*parsed : nullptr;
  writer.begin_header(HeaderId::via);
  if (via) {
    put_via_received_from(writer, *via, start.source);
    const auto behind = static_cast<std::size_t>(top_value.data() + top_value.size() - top->value.data());
    writer.put(top->value.substr(behind));
  } else {
    writer.put(top->value);
  }
  writer.end_header();
  for (const HeaderView* other = request.next(*top); other; other = request.next(*other)) {
    writer.header(HeaderId::via, other->value);
  }
}

void write_to(MessageWriter& writer, const MessageView& request, const ResponseStart& start) {
  const HeaderView* to = request.first(HeaderId::to);
  if (!to) return;
  writer.begin_header(HeaderId::to);
  writer.put(to->value);
  // A To that does not parse is sent back as it came: a tag behind an open quote would only break it further.
  const auto parsed = start.fields ? std::nullopt : parse_name_addr(to->value);
  const NameAddrView* party = start.fields ? &start.fields->to : parsed ? &*parsed : nullptr;
  if (start.status > 100 && party && !party->params.has("tag")) {
    HEXAD_CHECK(!start.to_tag.empty());
    writer.put(";tag=");
    writer.put(start.to_tag);
  }
  writer.end_header();
}

}  // namespace

void put_via_received_from(MessageWriter& writer, const ViaView& via, const host::SocketAddress& source) {
  writer.put(via.protocol);
  writer.put('/');
  writer.put(via.version);
  writer.put('/');
  writer.put(via.transport);
  writer.put(via.host.is_ipv6() ? " [" : " ");
  writer.put(via.host.text);
  if (via.host.is_ipv6()) writer.put(']');
  if (via.port) {
    writer.put(':');
    writer.put(*via.port);
  }
  bool wants_rport = false;
  ParamView param;
  for (std::size_t position = 0; via.params.next(position, param);) {
    const bool is_rport = equals_ignoring_case(param.name, "rport");
    wants_rport = wants_rport || is_rport;
    if (is_rport || equals_ignoring_case(param.name, "received")) continue;
    writer.put(';');
    writer.put(param.name);
    if (!param.has_value) continue;
    writer.put('=');
    writer.put(param.value);
  }
  if (wants_rport || via.host.address != source.address) {
    writer.put(";received=");
    writer.put(source.address);
  }
  if (wants_rport) {
    writer.put(";rport=");
    writer.put(source.port);
  }
}

void begin_response(MessageWriter& writer, const MessageView& request, const ResponseStart& start) {
  writer.status_line(start.status, start.reason);
  write_vias(writer, request, start);
  if (start.record_route) copy_all(writer, request, HeaderId::record_route);
  copy_first(writer, request, HeaderId::from);
  write_to(writer, request, start);
  copy_first(writer, request, HeaderId::call_id);
  copy_first(writer, request, HeaderId::cseq);
  if (start.status == 100) copy_first(writer, request, HeaderId::timestamp);
}

}  // namespace hexad::sip
