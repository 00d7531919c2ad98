#include "real/daemon/material.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include "model/config/release.h"
#include "model/tls/certificate.h"

namespace hexad::daemon {
namespace {

constexpr std::size_t kFileBytesMax = 1024 * 1024;

host::Expected<std::string> read_file(const std::string& name, std::string_view what) {
  std::ifstream file(name, std::ios::binary);
  std::string text;
  if (file) {
    text.resize(kFileBytesMax + 1);
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
  }
  if (!file.is_open() || file.bad() || (file.fail() && !file.eof())) {
    return host::fail(host::ErrorCode::not_found,
                      fmt::format("{}: the {} cannot be read: {}", name, what, std::strerror(errno)));
  }
  if (text.size() > kFileBytesMax) {
    return host::fail(host::ErrorCode::malformed, fmt::format("{}: the {} is larger than 1 MB", name, what));
  }
  return text;
}

host::Expected<void> read_certificates(const Options& options, peer::PeerMaterial& material) {
  if (!options.ca.empty()) {
    auto ca = read_file(options.ca, "CA list");
    if (!ca) return tl::unexpected<host::Error>(ca.error());
    if (const auto parsed = tls::read_certificates(*ca); !parsed) {
      return host::fail(parsed.error().code, fmt::format("{}: {}", options.ca, parsed.error().detail));
    }
    material.ca_certificates_pem = std::move(*ca);
  }
  if (options.certificate.empty()) return {};
  auto chain = read_file(options.certificate, "certificate");
  if (!chain) return tl::unexpected<host::Error>(chain.error());
  auto key = read_file(options.private_key, "private key");
  if (!key) return tl::unexpected<host::Error>(key.error());
  auto credentials = tls::read_credentials(*chain, *key);
  if (!credentials) {
    return host::fail(credentials.error().code, fmt::format("{} and {}: {}", options.certificate, options.private_key,
                                                            credentials.error().detail));
  }
  material.credentials = std::move(*credentials);
  return {};
}

}  // namespace

host::Expected<peer::PeerMaterial> read_material(const Options& options) {
  peer::PeerMaterial material;
  material.configuration = config::Configuration(*config::release_from(options.release));
  material.apply_configuration = options.apply;
  material.has_console = options.console;
  material.outside_ports = {options.dns_port, options.ntp_port};
  material.version = "Hexad " HEXAD_VERSION;
  const auto text = read_file(options.config, "configuration");
  if (!text) return tl::unexpected<host::Error>(text.error());
  if (const auto read = material.configuration.read_lines(*text, options.config); !read) {
    return tl::unexpected<host::Error>(read.error());
  }
  if (const auto read = read_certificates(options, material); !read) return tl::unexpected<host::Error>(read.error());
  return material;
}

}  // namespace hexad::daemon
