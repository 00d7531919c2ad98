#include "model/actors/sip_endpoint.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/host/check.h"
#include "model/wire/sip/chars.h"
#include "model/wire/sip/fields.h"
#include "model/wire/sip/name_addr.h"

namespace hexad::actors {
namespace {

/// A registration that ends sooner than this was none worth having.
constexpr host::Duration kBriefRegistration = std::chrono::seconds(5);
/// So many of them in a row, as many as a cluster can have peers, and the endpoint waits before it looks again.
constexpr unsigned kBriefRegistrationsMax = 6;
/// Round robin: addresses that DNS may give, each a new one, before the endpoint waits.
constexpr std::size_t kAddressesTriedMax = 16;
constexpr host::Duration kRetryIntervalMin = std::chrono::seconds(1);

struct Families {
  bool v4 = false;
  bool v6 = false;
};

/// A host that has no card at all may still reach itself.
Families families_of(const host::Host& host) {
  Families families;
  for (const host::Interface& interface : host.interfaces()) {
    for (const host::Prefix& prefix : interface.addresses) (prefix.address.is_v6() ? families.v6 : families.v4) = true;
  }
  if (!families.v6) families.v4 = true;
  return families;
}

sip::StackSettings stack_settings() {
  sip::StackSettings settings;
  settings.product = "Hexad-endpoint";
  return settings;
}

dns::ResolverSettings resolver_settings(const SipEndpointSettings& settings) {
  dns::ResolverSettings resolver;
  resolver.servers = settings.dns_servers;
  return resolver;
}

/// Only addresses of a family that the host has are of use to it.
dns::SipLocatorSettings locator_settings(const host::Host& host, const SipEndpointSettings& settings) {
  const Families families = families_of(host);
  dns::SipLocatorSettings locator;
  if (!families.v6) locator.family = dns::FamilyPreference::ipv4_only;
  if (!families.v4) locator.family = dns::FamilyPreference::ipv6_only;
  locator.discovery = settings.discovery;
  locator.transports = {settings.transport};
  return locator;
}

std::string_view transport_parameter(host::Transport transport) {
  switch (transport) {
    case host::Transport::udp: return "udp";
    case host::Transport::tcp: return "tcp";
    case host::Transport::tls: return "tls";
  }
  return "udp";
}

/// "example.com", "10.1.0.11:5070" or "[fd00::1]:5070" as host and port; port 0 when there is none.
std::pair<std::string, std::uint16_t> split_port(const std::string& server) {
  if (const auto address = host::SocketAddress::parse(server)) return {address->address.to_string(), address->port};
  const std::size_t colon = server.find(':');
  if (colon == std::string::npos || server.find(':', colon + 1) != std::string::npos) return {server, 0};
  const auto port = sip::parse_number(std::string_view(server).substr(colon + 1), 65535);
  return port ? std::pair(server.substr(0, colon), static_cast<std::uint16_t>(*port))
              : std::pair(server, std::uint16_t{0});
}

}  // namespace

SipEndpoint::SipEndpoint(host::Host& host, SipEndpointSettings settings, sip::StreamFactory* tls)
    : host_(host),
      settings_(std::move(settings)),
      entropy_(host.entropy("endpoint")),
      resolver_(host, resolver_settings(settings_)),
      locator_(host, resolver_, locator_settings(host, settings_)),
      stack_(host, stack_settings(), tls),
      calls_(host, stack_, {settings_.address_of_record, settings_.rings, settings_.answers}),
      timer_(host.make_timer(*this)),
      call_id_(entropy_.hex(12)),
      from_(fmt::format("<{}>;tag={}", settings_.address_of_record, entropy_.hex(6))),
      expires_seconds_(settings_.expires_seconds) {
  settings_.retry_interval = std::max(settings_.retry_interval, kRetryIntervalMin);
  stack_.set_flow_handler(this);
  listen();
  locate();
}

SipEndpoint::~SipEndpoint() { stack_.set_flow_handler(nullptr); }

void SipEndpoint::say(host::Severity severity, std::string_view event, std::string_view text,
                      std::initializer_list<host::LogField> fields) {
  host_.log().write(severity, "endpoint", event, text, fields);
}

// A TLS endpoint shows no certificate of its own, so nobody connects to it: it is reached over the flow it opened.
void SipEndpoint::listen() {
  if (settings_.transport == host::Transport::tls) return;
  const Families families = families_of(host_);
  for (const host::Family family : {host::Family::ipv4, host::Family::ipv6}) {
    if (!(family == host::Family::ipv4 ? families.v4 : families.v6)) continue;
    const auto listening =
        stack_.transport().listen(settings_.transport, {host::IpAddress::any(family), settings_.local_port});
    if (!listening) say(host::Severity::error, "listen_failed", listening.error().to_string());
  }
}

dns::SipTarget SipEndpoint::target() const {
  dns::SipTarget target;
  std::tie(target.host, target.port) = split_port(settings_.server);
  target.transport = settings_.transport;
  return target;
}

void SipEndpoint::locate() {
  state_ = State::locating;
  say(host::Severity::debug, "locating", fmt::format("looks for a server of {}", settings_.server));
  auto location = locator_.locate(target(), *this);
  if (!location) return wait(location.error().to_string());
  location_ = std::move(*location);
}

void SipEndpoint::on_located(dns::SipLocation&, const host::Expected<std::vector<dns::SipCandidate>>& found) {
  // The location, and with it `found`, is destroyed at the end of this function.
  const dns::SipLocationHandle done = std::move(location_);
  if (!found) return wait(found.error().to_string());
  std::vector<dns::SipCandidate> candidates = *found;
  if (settings_.discovery == dns::SipDiscovery::address_record) {
    // Round robin: the address that the server put first and no other. While a cache keeps answering with one that has
    // just failed, nothing but time helps.
    candidates.resize(1);
    if (std::find(tried_.begin(), tried_.end(), candidates[0].address) != tried_.end()) {
      return wait(fmt::format("DNS gives {} again", candidates[0].address.to_string()));
    }
    if (tried_.size() == kAddressesTriedMax) return wait("none of the addresses from DNS took the registration");
  }
  queue_.start(candidates, host_.now());
  try_next();
}

void SipEndpoint::try_next() {
  while (auto next = queue_.next()) {
    candidate_ = std::move(*next);
    state_ = State::registering;
    expires_seconds_ = settings_.expires_seconds;
    interval_raised_ = false;
    const std::string address = candidate_.address.to_string();
    say(host::Severity::debug, "registering", fmt::format("tries {}", address), {{"target", address}});
    auto flow = stack_.transport().open_flow(candidate_.transport, candidate_.address, candidate_.name);
    host::Expected<void> sent;
    if (flow) {
      flow_ = *flow;
      sent = send_register();
    } else {
      sent = tl::unexpected<host::Error>(flow.error());
    }
    if (sent) return;
    note_failure();
    say(host::Severity::notice, "registration_failed", fmt::format("{}: {}", address, sent.error().to_string()),
        {{"target", address}, {"reason", sent.error().to_string()}});
    forget_flow();
  }
  const bool look_again = settings_.discovery == dns::SipDiscovery::address_record && state_ == State::registering;
  if (look_again) return locate();
  wait("no server took the registration");
}

void SipEndpoint::wait(std::string_view why) {
  state_ = State::waiting;
  tried_.clear();
  // A little less than the interval, and not the same for all, so that phones do not come back as one.
  const auto spread = static_cast<std::uint64_t>(settings_.retry_interval.count() / 10);
  const host::Duration delay =
      settings_.retry_interval - host::Duration(static_cast<std::int64_t>(entropy_.below(spread)));
  say(host::Severity::notice, "waiting", why,
      {{"seconds", fmt::format("{:.3f}", std::chrono::duration<double>(delay).count())}});
  timer_->arm_after(delay);
}

host::Expected<void> SipEndpoint::send_register() {
  const auto aor = sip::parse_uri(settings_.address_of_record);
  if (!aor || !aor->is_sip()) {
    return host::fail(host::ErrorCode::invalid_argument, "the address of record is no SIP URI");
  }
  const host::SocketAddress contact = stack_.contact_address(*flow_);
  const std::string_view user = aor->user.value_or("anonymous");
  contact_uri_ =
      fmt::format("sip:{}@{};transport={}", user, contact.to_string(), transport_parameter(candidate_.transport));
  const std::string request_uri =
      fmt::format("sip:{}", aor->host.is_ipv6() ? fmt::format("[{}]", aor->host.text) : std::string(aor->host.text));
  const std::string contact_value = fmt::format("<{}>", contact_uri_);
  const std::string expires = std::to_string(expires_seconds_);
  const std::string to = fmt::format("<{}>", settings_.address_of_record);
  const sip::HeaderLine headers[] = {{"Contact", contact_value}, {"Expires", expires}};
  sip::OutgoingRequest request;
  request.method = "REGISTER";
  request.uri = request_uri;
  request.from = from_;
  request.to = to;
  request.call_id = call_id_;
  request.cseq = ++cseq_;
  request.headers = headers;
  auto sent = stack_.send_request(*flow_, request, *this);
  if (!sent) return tl::unexpected<host::Error>(sent.error());
  transaction_ = *sent;
  return {};
}

void SipEndpoint::on_response(sip::TransactionId id, const sip::MessageView& response) {
  HEXAD_CHECK(transaction_ == id);
  if (response.status() < 200) return;
  transaction_.reset();
  if (response.status() < 300) return accepted(response);
  refused(response);
}

void SipEndpoint::on_timeout(sip::TransactionId id) {
  HEXAD_CHECK(transaction_ == id);
  transaction_.reset();
  failed("no answer");
}

void SipEndpoint::on_transport_error(sip::TransactionId id, const host::Error& error) {
  HEXAD_CHECK(transaction_ == id);
  transaction_.reset();
  failed(error.to_string());
}

std::uint32_t SipEndpoint::granted_seconds(const sip::MessageView& response) const {
  const auto own = sip::parse_uri(contact_uri_);
  sip::HeaderValues contacts(response, sip::HeaderId::contact);
  for (std::string_view value; contacts.next(value);) {
    const auto contact = sip::parse_name_addr(value);
    if (!contact || !own || !sip::same_uri(contact->uri, *own)) continue;
    if (const auto expires = sip::parse_number(contact->params.value("expires"))) return *expires;
  }
  const std::string_view expires = response.value(sip::HeaderId::expires);
  return expires.empty() ? expires_seconds_ : sip::expires_or_default(expires);
}

void SipEndpoint::accepted(const sip::MessageView& response) {
  const std::uint32_t seconds = granted_seconds(response);
  if (seconds == 0) return failed("the registrar granted no time");
  const bool first = state_ == State::registering;
  state_ = State::registered;
  if (first) registered_at_ = host_.now();
  queue_.note_success(candidate_.address);
  tried_.clear();
  if (first && settings_.keepalive_interval > host::Duration::zero() && sip::is_reliable(candidate_.transport)) {
    stack_.transport().keep_alive(*flow_, settings_.keepalive_interval);
  }
  calls_.set_flow(flow_);
  const std::string peer = candidate_.address.to_string();
  say(first ? host::Severity::info : host::Severity::debug, first ? "registered" : "refreshed",
      fmt::format("is registered with {} for {} s", peer, seconds),
      {{"peer", peer}, {"expires", std::to_string(seconds)}});
  // Between three quarters and nine tenths of the time granted, so that refreshes spread out and come before the end.
  const std::uint64_t per_mille = 750 + entropy_.below(151);
  timer_->arm_after(std::chrono::milliseconds(std::uint64_t{seconds} * per_mille));
}

void SipEndpoint::refused(const sip::MessageView& response) {
  // Once: a server that names a longer interval each time would be asked without end.
  if (response.status() == 423 && !interval_raised_) {
    const auto minimum = sip::parse_seconds_or_octets(response.value(sip::HeaderId::min_expires));
    if (minimum && *minimum > expires_seconds_) {
      interval_raised_ = true;
      expires_seconds_ = *minimum;
      if (send_register()) return;
    }
  }
  failed(fmt::format("{} {}", response.status(), response.reason()));
}

void SipEndpoint::note_failure() {
  queue_.note_failure(candidate_.address, host_.now());
  if (settings_.discovery == dns::SipDiscovery::address_record) tried_.push_back(candidate_.address);
}

void SipEndpoint::failed(std::string_view reason) {
  if (registered()) return lost(reason);
  const std::string address = candidate_.address.to_string();
  note_failure();
  say(host::Severity::notice, "registration_failed", fmt::format("{}: {}", address, reason),
      {{"target", address}, {"reason", reason}});
  forget_flow();
  try_next();
}

void SipEndpoint::lost(std::string_view reason) {
  const std::string peer = candidate_.address.to_string();
  tried_.clear();
  note_failure();
  say(host::Severity::warning, "registration_lost", fmt::format("has lost {}: {}", peer, reason),
      {{"peer", peer}, {"reason", reason}});
  timer_->cancel();
  forget_flow();
  brief_registrations_ = host_.now() - registered_at_ < kBriefRegistration ? brief_registrations_ + 1 : 0;
  if (brief_registrations_ < kBriefRegistrationsMax) return locate();
  brief_registrations_ = 0;
  wait("registrations do not last");
}

void SipEndpoint::forget_flow() {
  calls_.set_flow(std::nullopt);
  if (transaction_) stack_.abandon(*std::exchange(transaction_, std::nullopt));
  if (flow_) stack_.transport().close_flow(*std::exchange(flow_, std::nullopt));
}

void SipEndpoint::on_flow_lost(const sip::Flow& flow, const host::Error& error) {
  if (!flow_ || flow.connection != flow_->connection || flow.connection == 0) return;
  if (registered()) lost(error.to_string());
}

void SipEndpoint::on_timer(host::Timer&) {
  if (state_ == State::waiting) return locate();
  if (state_ != State::registered) return;
  state_ = State::refreshing;
  interval_raised_ = false;
  if (const auto sent = send_register(); !sent) lost(sent.error().to_string());
}

}  // namespace hexad::actors
