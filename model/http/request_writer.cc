#include "model/http/request_writer.h"

#include "model/wire/http/writer.h"

namespace hexad::http {

namespace {

/// The port is left out where it is the scheme's own (RFC 9110 section 7.2).
std::string host_value(const RequestOptions& options) {
  const host::IpAddress& address = options.server.address;
  std::string name(options.host_name);
  if (name.empty()) name = address.is_v6() ? "[" + address.to_string() + "]" : address.to_string();
  const std::uint16_t own = options.secure ? 443 : 80;
  if (options.server.port != own) name.append(":").append(std::to_string(options.server.port));
  return name;
}

}  // namespace

void append_request_head(std::string& out, const Request& request, const RequestOptions& options) {
  append_request_line(out, request.method, request.target);
  if (!request.headers.has("host")) append_field(out, "Host", host_value(options));
  for (const Header& header : request.headers.all) {
    if (same_word(header.name, "content-length") || same_word(header.name, "transfer-encoding")) continue;
    append_field(out, header.name, header.value);
  }
  const bool may_have_body = request.method == "POST" || request.method == "PUT" || request.method == "PATCH";
  if (may_have_body || !request.body.empty()) append_field(out, "Content-Length", std::to_string(request.body.size()));
  out.append("\r\n");
}

}  // namespace hexad::http
