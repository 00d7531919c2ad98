#include "model/dns/sip_location.h"

#include <algorithm>

#include "model/dns/srv_selection.h"
#include "model/host/check.h"

namespace hexad::dns {
namespace {

using host::ErrorCode;
using host::Expected;
using host::Family;
using host::Transport;

// The transport that a NAPTR service field stands for (RFC 3263 section 4.1).
std::optional<Transport> transport_of(std::string_view service) {
  std::string upper(service);
  std::transform(upper.begin(), upper.end(), upper.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  if (upper == "SIPS+D2T") return Transport::tls;
  if (upper == "SIP+D2T") return Transport::tcp;
  if (upper == "SIP+D2U") return Transport::udp;
  return std::nullopt;
}

}  // namespace

SipLocationProcedure::SipLocationProcedure(host::Host& host, const Surroundings& around, SipTarget target,
                                           std::optional<Name> name, std::optional<host::IpAddress> literal,
                                           SipLocationHandler& handler)
    : around_(around),
      target_(std::move(target)),
      name_(std::move(name)),
      literal_(literal),
      handler_(handler),
      timer_(host.make_timer(*this)) {
  timer_->arm_after(host::Duration::zero());
}

void SipLocationProcedure::on_timer(host::Timer&) { begin(); }

void SipLocationProcedure::begin() {
  if (literal_) {
    const Transport transport = target_.transport.value_or(fallback_transport());
    const std::uint16_t port = target_.port != 0 ? target_.port : default_sip_port(transport);
    return conclude(std::vector<SipCandidate>{{transport, {*literal_, port}, literal_->to_string(), 0, 0}});
  }
  // RFC 3263 section 4.2: with a port there is no SRV lookup.
  const bool simple = around_.settings.discovery == SipDiscovery::address_record || target_.port != 0;
  if (simple) return services_done();
  if (around_.settings.use_naptr && !target_.transport) return ask_naptr();
  ask_services();
}

bool SipLocationProcedure::may_use(Transport transport) const {
  const auto& supported = around_.settings.transports;
  if (std::find(supported.begin(), supported.end(), transport) == supported.end()) return false;
  if (target_.transport) return transport == *target_.transport;
  return !target_.secure || transport == Transport::tls;
}

// RFC 3263 section 4.1, last paragraphs: UDP for sip, TLS for sips; where UDP is not supported, the preferred one.
Transport SipLocationProcedure::fallback_transport() const {
  if (target_.transport) return *target_.transport;
  if (target_.secure) return Transport::tls;
  return may_use(Transport::udp) ? Transport::udp : around_.settings.transports.front();
}

bool SipLocationProcedure::wants(Family family) const {
  const FamilyPreference preference = around_.settings.family;
  return preference != (family == Family::ipv4 ? FamilyPreference::ipv6_only : FamilyPreference::ipv4_only);
}

void SipLocationProcedure::put(const Name& name, Type type, QueryHandle& into) {
  auto query = around_.resolver.resolve(name, type, *this);
  if (!query) {
    error_ = query.error();
    return;
  }
  into = *std::move(query);
  ++outstanding_;
}

void SipLocationProcedure::ask_naptr() {
  put(*name_, Type::naptr, naptr_);
  if (outstanding_ == 0) ask_services();
}

void SipLocationProcedure::naptr_resolved(const Resolution& resolution) {
  std::vector<Naptr> records;
  for (const Record& record : resolution.records) {
    const Naptr* naptr = record.as<Naptr>();
    const bool to_srv = naptr != nullptr && (naptr->flags == "s" || naptr->flags == "S") && naptr->regexp.empty();
    if (!to_srv) continue;
    const auto transport = transport_of(naptr->services);
    if (transport && may_use(*transport)) records.push_back(*naptr);
  }
  std::stable_sort(records.begin(), records.end(), [](const Naptr& a, const Naptr& b) {
    return std::pair(a.order, a.preference) < std::pair(b.order, b.preference);
  });
  for (const Naptr& naptr : records) {
    const Transport transport = *transport_of(naptr.services);
    const bool known = std::any_of(services_.begin(), services_.end(),
                                   [&](const Service& service) { return service.transport == transport; });
    if (!known) services_.push_back({transport, naptr.replacement, nullptr, {}, false});
  }
  ask_services();
}

void SipLocationProcedure::ask_services() {
  // NAPTR records only refine: without an answer about them the procedure goes on as if there were none.
  error_.reset();
  if (services_.empty()) {
    for (const Transport transport : around_.settings.transports) {
      if (!may_use(transport)) continue;
      auto name = sip_service_name(*name_, transport);
      if (name) services_.push_back({transport, *std::move(name), nullptr, {}, false});
    }
  }
  for (Service& service : services_) put(service.name, Type::srv, service.query);
  if (outstanding_ == 0) services_done();
}

void SipLocationProcedure::service_resolved(Service& service, const Resolution& resolution) {
  const auto values = srv_values(resolution.records);
  service.unavailable = service_is_unavailable(values);
  if (service.unavailable) return;
  service.targets = order_by_priority_and_weight(values, around_.entropy);
  const auto end = std::remove_if(service.targets.begin(), service.targets.end(),
                                  [](const Srv& srv) { return srv.target.is_root(); });
  service.targets.erase(end, service.targets.end());
  if (service.targets.size() > around_.settings.srv_targets_max) {
    service.targets.resize(around_.settings.srv_targets_max);
  }
  // RFC 2782: addresses that came along need no lookup of their own.
  for (const Srv& srv : service.targets) {
    for (const Record& record : resolution.additionals) remember_address(record, srv.target);
  }
}

void SipLocationProcedure::services_done() {
  bool declined = false;
  for (const Service& service : services_) {
    declined = declined || service.unavailable;
    for (const Srv& srv : service.targets) {
      servers_.push_back({service.transport, srv.target, srv.port, srv.priority, srv.weight});
    }
  }
  if (servers_.empty() && declined) {
    return conclude(host::fail(ErrorCode::not_found, name_->to_string() + " says that it offers no SIP service"));
  }
  // Where DNS itself was silent, asking it for addresses would only take as long again.
  if (servers_.empty() && error_) return conclude(tl::unexpected<host::Error>(*error_));
  if (servers_.empty()) {
    const Transport transport = fallback_transport();
    const std::uint16_t port = target_.port != 0 ? target_.port : default_sip_port(transport);
    servers_.push_back({transport, *name_, port, 0, 0});
  }
  ask_addresses();
}

void SipLocationProcedure::ask_addresses() {
  for (const Server& server : servers_) {
    if (!addresses_.emplace(server.name.key(), Addresses{}).second) continue;
    if (wants(Family::ipv4)) ask_address(server.name, Type::a);
    if (wants(Family::ipv6)) ask_address(server.name, Type::aaaa);
  }
  if (outstanding_ == 0) finish();
}

void SipLocationProcedure::ask_address(const Name& name, Type type) {
  QueryHandle query;
  put(name, type, query);
  if (query) address_queries_.push_back(std::move(query));
}

void SipLocationProcedure::remember_address(const Record& record, const Name& name) {
  const auto address = record.address();
  if (!address || !(record.name == name) || !wants(address->family())) return;
  Addresses& known = addresses_[name.key()];
  auto& list = address->is_v4() ? known.v4 : known.v6;
  if (std::find(list.begin(), list.end(), *address) == list.end()) list.push_back(*address);
}

void SipLocationProcedure::address_resolved(const Resolution& resolution) {
  for (const Record& record : resolution.records) {
    const auto address = record.address();
    if (!address) continue;
    Addresses& known = addresses_[resolution.question.name.key()];
    (address->is_v4() ? known.v4 : known.v6).push_back(*address);
  }
}

void SipLocationProcedure::keep_error(const Resolution& resolution) {
  if (resolution.outcome == Resolution::Outcome::failed) error_ = resolution.error;
}

void SipLocationProcedure::on_resolved(Query& query, const Resolution& resolution) {
  HEXAD_CHECK(outstanding_ > 0);
  --outstanding_;
  keep_error(resolution);
  if (naptr_.get() == &query) {
    naptr_.reset();
    return naptr_resolved(resolution);
  }
  for (Service& service : services_) {
    if (service.query.get() != &query) continue;
    service.query.reset();
    service_resolved(service, resolution);
    if (outstanding_ == 0) services_done();
    return;
  }
  address_resolved(resolution);
  if (outstanding_ == 0) finish();
}

void SipLocationProcedure::append_candidates(const Server& server, std::vector<SipCandidate>& candidates) const {
  const auto found = addresses_.find(server.name.key());
  HEXAD_CHECK(found != addresses_.end());
  const bool v6_first = around_.settings.family == FamilyPreference::ipv6_first;
  const Addresses& known = found->second;
  for (const auto* list : {v6_first ? &known.v6 : &known.v4, v6_first ? &known.v4 : &known.v6}) {
    for (const host::IpAddress& address : *list) {
      if (candidates.size() == around_.settings.candidates_max) return;
      candidates.push_back(
          {server.transport, {address, server.port}, server.name.to_string(), server.priority, server.weight});
    }
  }
}

void SipLocationProcedure::finish() {
  std::vector<SipCandidate> candidates;
  for (const Server& server : servers_) append_candidates(server, candidates);
  if (!candidates.empty()) return conclude(std::move(candidates));
  if (error_) return conclude(tl::unexpected<host::Error>(*error_));
  conclude(host::fail(ErrorCode::not_found, "DNS has no address of " + servers_.front().name.to_string()));
}

void SipLocationProcedure::conclude(Expected<std::vector<SipCandidate>> result) { handler_.on_located(*this, result); }

}  // namespace hexad::dns
