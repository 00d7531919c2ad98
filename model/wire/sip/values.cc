#include "model/wire/sip/values.h"

#include "model/wire/sip/chars.h"
#include "model/wire/sip/scanner.h"

namespace hexad::sip {
namespace {

Params uri_params(const ParamsView& view) {
  Params params;
  ParamView param;
  for (std::size_t position = 0; view.next(position, param);) {
    params.push_back({unescape(param.name), std::nullopt});
    if (param.has_value) params.back().value = unescape(param.value);
  }
  return params;
}

Params header_params(const ParamsView& view) {
  Params params;
  ParamView param;
  for (std::size_t position = 0; view.next(position, param);) {
    params.push_back({std::string(param.name), std::nullopt});
    if (param.has_value) params.back().value = unquote(param.value);
  }
  return params;
}

Params uri_headers(std::string_view text) {
  Params headers;
  while (!text.empty()) {
    const std::size_t end = text.find('&');
    const std::string_view header = text.substr(0, end);
    const std::size_t equals = header.find('=');
    headers.push_back({unescape(header.substr(0, equals)), unescape(header.substr(equals + 1))});
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return headers;
}

void append_host_port(std::string_view host, const std::optional<std::uint16_t>& port, std::string& out) {
  const bool bracketed = host.find(':') != std::string_view::npos;
  if (bracketed) out.push_back('[');
  out.append(host);
  if (bracketed) out.push_back(']');
  if (port) out.append(":").append(std::to_string(*port));
}

// Whether a generic-param value can stand without quotes: a token or a host.
bool is_plain_value(std::string_view value) { return is_token(value) || (!value.empty() && parse_host(value)); }

void append_header_params(const Params& params, std::string& out) {
  for (const Param& param : params) {
    out.append(";").append(param.name);
    if (!param.value) continue;
    out.push_back('=');
    if (is_plain_value(*param.value)) {
      out.append(*param.value);
    } else {
      append_quoted(*param.value, out);
    }
  }
}

}  // namespace

std::optional<Uri> Uri::from(const UriView& view) {
  if (!view.is_sip()) return std::nullopt;
  Uri uri;
  uri.secure = view.scheme == Scheme::sips;
  if (view.user) uri.user = unescape(*view.user);
  if (view.password) uri.password = unescape(*view.password);
  uri.host = view.host.text;
  uri.port = view.port;
  uri.params = uri_params(view.params);
  uri.headers = uri_headers(view.headers);
  return uri;
}

std::optional<Uri> Uri::parse(std::string_view text) {
  const auto view = parse_uri(text);
  if (!view) return std::nullopt;
  return from(*view);
}

std::string Uri::to_string() const {
  std::string text = secure ? "sips:" : "sip:";
  if (user) {
    append_escaped(*user, char_class::kUser, text);
    if (password) {
      text.push_back(':');
      append_escaped(*password, char_class::kPassword, text);
    }
    text.push_back('@');
  }
  append_host_port(host, port, text);
  for (const Param& param : params) {
    text.push_back(';');
    append_escaped(param.name, char_class::kUriParameter, text);
    if (!param.value) continue;
    text.push_back('=');
    append_escaped(*param.value, char_class::kUriParameter, text);
  }
  char separator = '?';
  for (const Param& header : headers) {
    text.push_back(separator);
    separator = '&';
    append_escaped(header.name, char_class::kUriHeader, text);
    text.push_back('=');
    append_escaped(header.value.value_or(std::string()), char_class::kUriHeader, text);
  }
  return text;
}

std::optional<NameAddr> NameAddr::parse(std::string_view value) {
  const auto view = parse_name_addr(value);
  if (!view) return std::nullopt;
  auto uri = Uri::from(view->uri);
  if (!uri) return std::nullopt;
  const bool quoted = !view->display.empty() && view->display.front() == '"';
  return NameAddr{quoted ? unquote(view->display) : unfold(view->display), std::move(*uri),
                  header_params(view->params)};
}

std::string NameAddr::to_string() const {
  std::string text;
  if (is_token(display)) {
    text.append(display).append(" ");
  } else if (!display.empty()) {
    append_quoted(display, text);
    text.push_back(' ');
  }
  text.append("<").append(uri.to_string()).append(">");
  append_header_params(params, text);
  return text;
}

void NameAddr::set(std::string_view name, std::string_view value) {
  for (Param& param : params) {
    if (!equals_ignoring_case(param.name, name)) continue;
    param.value = std::string(value);
    return;
  }
  params.push_back({std::string(name), std::string(value)});
}

std::string_view NameAddr::get(std::string_view name) const {
  for (const Param& param : params) {
    if (equals_ignoring_case(param.name, name) && param.value) return *param.value;
  }
  return {};
}

std::optional<Via> Via::parse(std::string_view value) {
  const auto view = parse_via(value);
  if (!view) return std::nullopt;
  return Via{std::string(view->transport), std::string(view->host.text), view->port, header_params(view->params)};
}

std::string Via::to_string() const {
  std::string text = "SIP/2.0/" + transport + " ";
  append_host_port(host, port, text);
  append_header_params(params, text);
  return text;
}

}  // namespace hexad::sip
