#include "model/peer/ping.h"

#include <algorithm>

#include <fmt/format.h>

namespace hexad::peer {
namespace {

using admin::CommandCall;
using admin::CommandReply;
using admin::CommandResult;
using admin::Parameter;
using admin::ParameterKind;

std::string_view outcome_of(const host::Error& error) {
  switch (error.code) {
    case host::ErrorCode::refused: return "Answered, port closed";
    case host::ErrorCode::timed_out: return "No answer";
    default: return "Unreachable";
  }
}

}  // namespace

/// One attempt: the name is looked up, then the connection is tried.
class Ping::Probe final : public host::StreamHandler {
 public:
  Probe(Ping& ping, std::string target, std::uint16_t port, CommandReply reply)
      : ping_(ping), target_(std::move(target)), port_(port), reply_(std::move(reply)) {}

  bool over() const { return over_; }

  void connect(const host::IpAddress& address) {
    address_ = address.to_string();
    begun_ = ping_.services_.host.now();
    host::TcpConnectOptions options;
    options.remote = {address, port_};
    options.timeout = kTimeout;
    auto stream = ping_.services_.host.connect_tcp(options, *this);
    if (!stream) return end(outcome_of(stream.error()), stream.error().to_string());
    stream_ = *std::move(stream);
  }
  void end(std::string_view outcome, const std::string& error = {}) {
    if (over_) return;
    over_ = true;
    CommandResult result;
    result.fields.emplace_back("Host", target_);
    if (!address_.empty()) {
      result.fields.emplace_back("Address", address_);
      result.fields.emplace_back("Method", fmt::format("TCP connection to port {}", port_));
    }
    result.fields.emplace_back("Outcome", outcome);
    if (outcome.starts_with("Answered")) {
      const std::chrono::duration<double, std::milli> taken = ping_.services_.host.now() - begun_;
      result.fields.emplace_back("Milliseconds", fmt::format("{:.1f}", taken.count()));
    } else if (!error.empty()) {
      result.fields.emplace_back("Error", error);
    }
    ping_.sweep_->arm_after(host::Duration::zero());
    reply_(std::move(result));
  }

 private:
  void on_connected(host::TcpStream&) override { end("Answered"); }
  void on_bytes(host::TcpStream&, host::ByteView) override {}
  void on_end(host::TcpStream&) override {}
  void on_failed(host::TcpStream&, const host::Error& error) override { end(outcome_of(error), error.to_string()); }

  Ping& ping_;
  std::string target_;
  std::uint16_t port_;
  CommandReply reply_;
  std::string address_;
  host::MonotonicTime begun_{};
  host::StreamHandle stream_;
  bool over_ = false;
};

Ping::Ping(admin::Services& services, admin::AddressLookup lookup)
    : services_(services), lookup_(std::move(lookup)), sweep_(services.host.make_timer(*this)) {
  admin::Command command;
  command.name = "Ping";
  command.help = "Tries whether a machine answers, by opening a TCP connection to it: this system has no ICMP.";
  command.parameters = {
      {"Host", ParameterKind::text, true, 1, 253, {}, "An address or a name."},
      {"Port", ParameterKind::integer, false, 1, 65535, {}, "The TCP port; 443 unless given."},
  };
  command.run = [this](const CommandCall& call, const CommandReply& reply) { run(call, reply); };
  services_.commands.add(std::move(command));
}

Ping::~Ping() = default;

void Ping::on_timer(host::Timer&) {
  std::erase_if(probes_, [](const auto& probe) { return probe->over(); });
}

void Ping::run(const CommandCall& call, const CommandReply& reply) {
  if (probes_.size() >= kProbesMax) {
    return reply(CommandResult::failed("not possible now", "Eight are under way: try again in a moment."));
  }
  const std::string target(call.text("Host"));
  const auto port = static_cast<std::uint16_t>(call.integer("Port").value_or(kDefaultPort));
  const auto probe = std::make_shared<Probe>(*this, target, port, reply);
  probes_.push_back(probe);
  if (const auto address = host::IpAddress::parse(target)) return probe->connect(*address);
  lookup_(target, [waiting = std::weak_ptr<Probe>(probe)](const host::Expected<host::IpAddress>& found) {
    const auto asked = waiting.lock();
    if (!asked) return;
    if (found) return asked->connect(*found);
    asked->end("Name not found", found.error().to_string());
  });
}

}  // namespace hexad::peer
