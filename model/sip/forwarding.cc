#include "model/sip/forwarding.h"

#include "model/wire/sip/response.h"
#include "model/wire/sip/values.h"

namespace hexad::sip {
namespace {

/// A header field without its first `skip` values, which are counted down; nothing where none is left.
void write_without_first(MessageWriter& writer, const HeaderView& header, std::size_t& skip) {
  if (skip == 0) return writer.header(header.name, header.value);
  ListSplitter values(header.value);
  std::string_view value;
  bool any = false;
  while (values.next(value)) {
    if (skip > 0) {
      --skip;
      continue;
    }
    if (any) {
      writer.put(", ");
    } else {
      writer.begin_header(header.name);
    }
    writer.put(value);
    any = true;
  }
  if (any) writer.end_header();
}

/// The first Via header field of a request: its first value gets received= and rport=, the others follow as they are.
void write_first_via(MessageWriter& writer, const HeaderView& header, const ViaView& top,
                     const host::SocketAddress& source) {
  writer.begin_header(HeaderId::via);
  put_via_received_from(writer, top, source);
  ListSplitter values(header.value);
  std::string_view value;
  values.next(value);
  while (values.next(value)) {
    writer.put(", ");
    writer.put(value);
  }
  writer.end_header();
}

}  // namespace

std::uint8_t hops_left_after(const MessageView& request) {
  const auto hops = parse_max_forwards(request.value(HeaderId::max_forwards));
  if (!hops) return kMaxForwards;
  return static_cast<std::uint8_t>(*hops == 0 ? 0 : *hops - 1);
}

void write_forwarded_request(MessageWriter& writer, const MessageView& request, const ViaView& top,
                             const ForwardPlan& plan) {
  writer.request_line(request.method_text(), plan.uri);
  writer.header(HeaderId::via, "SIP/2.0/", host::to_string(plan.transport), ' ', plan.sent_by, ";branch=", plan.branch);
  for (const std::string_view value : plan.record_routes) writer.header(HeaderId::record_route, value);
  for (const std::string_view value : plan.routes) writer.header(HeaderId::route, value);
  writer.header(HeaderId::max_forwards, hops_left_after(request));
  std::size_t routes_done = plan.routes_done;
  bool first_via = true;
  for (std::size_t at = 0; at < request.header_count(); ++at) {
    const HeaderView& header = request.header(at);
    switch (header.id) {
      case HeaderId::via:
        if (first_via) {
          write_first_via(writer, header, top, plan.source);
        } else {
          writer.header(header.name, header.value);
        }
        first_via = false;
        break;
      case HeaderId::route: write_without_first(writer, header, routes_done); break;
      case HeaderId::max_forwards:
      case HeaderId::content_length: break;
      default: writer.header(header.name, header.value);
    }
  }
  if (!plan.last_route.empty()) writer.header(HeaderId::route, '<', plan.last_route, '>');
}

void write_forwarded_response(MessageWriter& writer, const MessageView& response) {
  writer.status_line(response.status(), response.reason());
  std::size_t vias_done = 1;
  for (std::size_t at = 0; at < response.header_count(); ++at) {
    const HeaderView& header = response.header(at);
    if (header.id == HeaderId::content_length) continue;
    if (header.id == HeaderId::via) {
      write_without_first(writer, header, vias_done);
    } else {
      writer.header(header.name, header.value);
    }
  }
}

}  // namespace hexad::sip
