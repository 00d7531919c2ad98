#include "real/ctl/server_address.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>

#include <charconv>
#include <memory>

#include <fmt/format.h>

namespace hexad::ctl {
namespace {

host::Expected<ServerName> with_port(std::string_view host, std::string_view port) {
  ServerName server{std::string(host), 0};
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), server.port);
  if (host.empty() || error != std::errc() || end != port.data() + port.size() || server.port == 0)
    return host::fail(host::ErrorCode::malformed, fmt::format("--server: \"{}:{}\" is no HOST:PORT", host, port));
  return server;
}

}  // namespace

host::Expected<ServerName> parse_server(std::string_view text) {
  if (host::IpAddress::parse(text)) return ServerName{std::string(text)};
  if (text.starts_with('[')) {
    const std::size_t closing = text.find(']');
    const std::string_view inside = text.substr(1, closing == std::string_view::npos ? 0 : closing - 1);
    const std::string_view behind = closing == std::string_view::npos ? text : text.substr(closing + 1);
    if (!host::IpAddress::parse(inside) || (!behind.empty() && behind.front() != ':'))
      return host::fail(host::ErrorCode::malformed, fmt::format("--server: \"{}\" is no [ADDRESS]:PORT", text));
    return behind.empty() ? ServerName{std::string(inside)} : with_port(inside, behind.substr(1));
  }
  const std::size_t colon = text.find(':');
  if (colon != std::string_view::npos) return with_port(text.substr(0, colon), text.substr(colon + 1));
  if (text.empty()) return host::fail(host::ErrorCode::malformed, "--server needs a HOST");
  return ServerName{std::string(text)};
}

host::Expected<host::SocketAddress> resolve(const ServerName& server) {
  if (const auto address = host::IpAddress::parse(server.host)) return host::SocketAddress{*address, server.port};
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_ADDRCONFIG;
  addrinfo* found = nullptr;
  if (const int error = getaddrinfo(server.host.c_str(), nullptr, &hints, &found); error != 0) {
    return host::fail(host::ErrorCode::not_found,
                      fmt::format("The name {} cannot be resolved: {}", server.host, gai_strerror(error)));
  }
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(found, freeaddrinfo);
  for (const addrinfo* each = found; each != nullptr; each = each->ai_next) {
    char text[INET6_ADDRSTRLEN] = "";
    const void* bytes = each->ai_family == AF_INET
                            ? static_cast<const void*>(&reinterpret_cast<sockaddr_in*>(each->ai_addr)->sin_addr)
                            : static_cast<const void*>(&reinterpret_cast<sockaddr_in6*>(each->ai_addr)->sin6_addr);
    inet_ntop(each->ai_family, bytes, text, sizeof text);
    if (const auto address = host::IpAddress::parse(text)) return host::SocketAddress{*address, server.port};
  }
  return host::fail(host::ErrorCode::not_found, fmt::format("The name {} has no address", server.host));
}

}  // namespace hexad::ctl
