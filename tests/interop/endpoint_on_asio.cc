// The endpoint actor as a program: registers once on real sockets, says where, and ends. Exit code 1 when it does not
// within 15 seconds.
//   endpoint_on_asio --dns 127.0.0.1:5353 --server cluster.example.com --transport tcp --aor sip:alice@example.com
#include <cstdio>
#include <cstring>
#include <map>
#include <string>

#include "model/actors/sip_endpoint.h"
#include "real/host/asio_host.h"

namespace {

using namespace hexad;

class PrintedLog final : public host::Log {
 public:
  using host::Log::write;
  void write(host::Severity, std::string_view component, std::string_view event, std::string_view text,
             std::span<const host::LogField> fields) override {
    if (component != "endpoint") return;
    std::string line(event);
    for (const host::LogField& field : fields) line.append(" ").append(field.name).append("=").append(field.value);
    std::printf("%s (%s)\n", line.c_str(), std::string(text).c_str());
  }
  bool wants_messages() const override { return false; }
  void message(const host::WireMessage&) override {}
};

}  // namespace

int main(int argc, char** argv) {
  std::map<std::string, std::string> options;
  for (int i = 1; i + 1 < argc; i += 2) options[argv[i]] = argv[i + 1];
  const auto dns = host::SocketAddress::parse(options["--dns"]);
  if (!dns) {
    std::fprintf(stderr, "--dns: %s\n", dns.error().detail.c_str());
    return 2;
  }
  PrintedLog log;
  real::Reactor reactor;
  real::AsioHostOptions host_options;
  host_options.name = "endpoint";
  host_options.log = &log;
  host_options.identity = {{"lan1", {{host::IpAddress::loopback(host::Family::ipv4), 8}}, {}, true}};
  real::AsioHost host(reactor, host_options);

  actors::SipEndpointSettings settings;
  settings.address_of_record = options["--aor"];
  settings.server = options["--server"];
  settings.transport = options["--transport"] == "udp" ? host::Transport::udp : host::Transport::tcp;
  settings.dns_servers = {*dns};
  settings.local_port = 0;
  actors::SipEndpoint endpoint(host, settings, nullptr);
  return reactor.run_until([&] { return endpoint.registered(); }, std::chrono::seconds(15)) ? 0 : 1;
}
