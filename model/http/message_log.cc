#include "model/http/message_log.h"

#include <algorithm>
#include <memory>
#include <utility>

#include <fmt/format.h>

namespace hexad::http {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool speaks_of(std::string_view body, std::string_view word) {
  return std::search(body.begin(), body.end(), word.begin(), word.end(),
                     [](char a, char b) { return lower(a) == b; }) != body.end();
}

bool is_secret(std::string_view body) {
  for (const std::string_view word : {"passw", "passphrase", "private key", "secret", "csrf"}) {
    if (speaks_of(body, word)) return true;
  }
  return false;
}

bool is_text(std::string_view body) {
  return std::none_of(body.begin(), body.end(),
                      [](unsigned char c) { return c < 0x20 && c != '\n' && c != '\r' && c != '\t'; });
}

std::string shown(std::string_view start_line, std::string_view content_type, std::string_view body) {
  std::string text = fmt::format("{}\r\n", start_line);
  if (!body.empty() && !content_type.empty()) text += fmt::format("Content-Type: {}\r\n", content_type);
  text += fmt::format("Content-Length: {}\r\n\r\n", body.size());
  if (body.empty()) return text;
  if (is_secret(body)) return text + "[not shown: it may hold a secret]";
  const std::string_view begin = body.substr(0, kLoggedBodyMax);
  if (!is_text(begin)) return text + "[not text]";
  text += begin;
  if (begin.size() < body.size()) text += fmt::format("\n[{} bytes more]", body.size() - begin.size());
  return text;
}

void write(host::Log& log, const LoggedPath& path, std::string_view text, std::string_view summary) {
  host::WireMessage message;
  message.direction = path.direction;
  message.protocol = "http";
  message.transport = path.secure ? host::Transport::tls : host::Transport::tcp;
  message.local = path.local;
  message.remote = path.remote;
  message.bytes = host::as_bytes(text);
  message.summary = summary;
  log.message(message);
}

}  // namespace

std::string name_of(const Request& request) { return request.method + " " + request.target.substr(0, 200); }

void log_request(host::Log& log, const LoggedPath& path, const Request& request) {
  if (!log.wants_messages()) return;
  const std::string name = name_of(request);
  write(log, path, shown(name + " HTTP/1.1", request.headers.get("Content-Type"), request.body), name);
}

void log_response(host::Log& log, const LoggedPath& path, const Response& response, const std::string& what) {
  if (!log.wants_messages()) return;
  const std::string status = fmt::format("{} {}", response.status, reason_of(response.status));
  const std::string_view type =
      response.content_type.empty() ? response.headers.get("Content-Type") : std::string_view(response.content_type);
  write(log, path, shown("HTTP/1.1 " + status, type, response.body), fmt::format("{} ({})", status, what));
}

void LoggedRequests::on_request(Request request, Responder responder) {
  if (!log_.wants_messages()) return next_.on_request(std::move(request), std::move(responder));
  LoggedPath path{host::WireMessage::Direction::received, request.local, request.remote, request.secure};
  log_request(log_, path, request);
  path.direction = host::WireMessage::Direction::sent;
  auto waiting = std::make_shared<Responder>(std::move(responder));
  // The host's log outlives whoever answers late; this may not.
  Responder logged([&log = log_, waiting, path, what = name_of(request)](Response response) {
    log_response(log, path, response, what);
    waiting->respond(std::move(response));
  });
  next_.on_request(std::move(request), std::move(logged));
}

}  // namespace hexad::http
