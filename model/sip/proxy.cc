#include "model/sip/proxy.h"

#include <algorithm>

#include "model/host/check.h"
#include "model/wire/sip/name_addr.h"

namespace hexad::sip {
namespace {

constexpr std::string_view kTransportNames[] = {"udp", "tcp", "tls"};

void append_hex(std::string& text, std::uint64_t number) {
  static constexpr char kDigits[] = "0123456789abcdef";
  for (int shift = 60; shift >= 0; shift -= 4) text.push_back(kDigits[(number >> shift) & 15]);
}

/// Methods whose answer makes a dialog (RFC 3261 section 12.1; RFC 6665; RFC 3515).
bool may_make_dialog(Method method) {
  return method == Method::invite || method == Method::subscribe || method == Method::refer;
}

std::string_view to_tag_of(const MessageView& message) {
  const auto to = parse_name_addr(message.value(HeaderId::to));
  return to ? to->tag() : std::string_view();
}

Transport transport_of(const UriView& uri) {
  if (uri.scheme == Scheme::sips || equals_ignoring_case(uri.transport(), "tls")) return Transport::tls;
  return equals_ignoring_case(uri.transport(), "tcp") ? Transport::tcp : Transport::udp;
}

/// Where a URI leads that holds an address; a name is the finder's matter.
std::optional<ProxyTarget::Hop> hop_of(const UriView& uri) {
  if (!uri.is_sip() || !uri.host.address) return std::nullopt;
  const Transport transport = transport_of(uri);
  return ProxyTarget::Hop{transport, {*uri.host.address, uri.port.value_or(default_port(transport))}, {}};
}

}  // namespace

Proxy::Proxy(host::Host& host, Stack& stack, TargetFinder& finder, const ProxySettings& settings)
    : host_(host),
      stack_(stack),
      finder_(finder),
      settings_(settings),
      tokens_(host),
      loop_hash_(host.entropy("sip.proxy")),
      mark_(host.entropy("sip.proxy").hex(4)) {
  stack_.timers().claim(TimerName::call_progress, *this);
}

void Proxy::handle(const IncomingRequest& request) {
  if (refuse_at_once(request)) return;
  const std::uint32_t index = open_context(request);
  if (index == UINT32_MAX) {
    return stack_.answer(request, {503}, [](MessageWriter& writer) { writer.header(HeaderId::retry_after, 32); });
  }
  Context& context = contexts_[index];
  if (context.invite) stack_.answer(request, {100});
  const host::IpAddress& local = request.flow.local.address;
  const RouteState routes = read_routes(request.message, local);
  if (auto target = target_of(request.message, request.fields->target, routes, local)) {
    ProxyDecision decision;
    decision.targets.push_back(std::move(*target));
    return decide(static_cast<std::uint64_t>(context.generation) << 32 | index, std::move(decision));
  }
  finder_.find_targets(static_cast<std::uint64_t>(context.generation) << 32 | index, request);
}

/// Section 16.3, in its order.
bool Proxy::refuse_at_once(const IncomingRequest& request) {
  const MessageView& message = request.message;
  if (!request.fields->target.is_sip()) return refuse(request, {416}), true;
  if (!check_hops_left(message).accepted()) return refuse(request, {483}), true;
  if (is_looped(message)) {
    ++counters_.looped;
    return refuse(request, {482}), true;
  }
  if (!message.has(HeaderId::proxy_require)) return false;
  ++counters_.refused;
  stack_.answer(request, {420}, [&](MessageWriter& writer) {
    for (const HeaderView* header = message.first(HeaderId::proxy_require); header; header = message.next(*header)) {
      writer.header(HeaderId::unsupported, header->value);
    }
  });
  return true;
}

void Proxy::refuse(const IncomingRequest& request, StatusLine line) {
  ++counters_.refused;
  stack_.answer(request, line);
}

Proxy::RouteState Proxy::read_routes(const MessageView& request, const host::IpAddress& local) const {
  RouteState state;
  HeaderValues values(request, HeaderId::route);
  std::string_view value;
  while (values.next(value)) {
    const auto route = parse_name_addr(value);
    if (!route) continue;
    std::optional<Flow> flow;
    if (route->uri.user) flow = tokens_.read(*route->uri.user);
    if (!flow && !finder_.is_here(route->uri, local)) {
      state.next.assign(route->uri.text);
      state.next_is_strict = !route->uri.is_loose_router();
      return state;
    }
    ++state.own;
    state.flow = flow;
  }
  return state;
}

std::optional<ProxyTarget> Proxy::target_of(const MessageView& request, const UriView& uri, const RouteState& routes,
                                            const host::IpAddress& local) const {
  const bool in_dialog = !to_tag_of(request).empty();
  ProxyTarget target;
  target.uri.assign(request.request_uri());
  if (!routes.next.empty()) {
    const auto next = parse_uri(routes.next);
    target.hop = next ? hop_of(*next) : std::nullopt;
    if (routes.flow && stack_.transport().is_open(*routes.flow)) target.flow = routes.flow;
    if (!target.hop && !target.flow) return std::nullopt;
    return target;
  }
  if (!in_dialog) return std::nullopt;
  if (routes.flow && stack_.transport().is_open(*routes.flow)) {
    target.flow = routes.flow;
    return target;
  }
  if (finder_.is_here(uri, local)) return std::nullopt;
  target.hop = hop_of(uri);
  if (!target.hop) return std::nullopt;
  return target;
}

std::uint32_t Proxy::open_context(const IncomingRequest& request) {
  const std::string_view text = request.message.text();
  const bool full =
      contexts_.size() >= settings_.contexts_max || stored_bytes_ + text.size() > settings_.stored_bytes_max;
  if (full || !request.transaction.valid()) return UINT32_MAX;
  const std::uint32_t index = contexts_.take();
  Context& context = contexts_[index];
  ++context.generation;
  context.live = true;
  context.invite = request.message.method() == Method::invite;
  context.answered = context.cancelled = context.decided = false;
  context.server = request.transaction;
  context.upstream = request.flow;
  context.request = requests_.store(text);
  stored_bytes_ += text.size();
  context.targets.clear();
  context.branches.clear();
  context.next = 0;
  context.best_status = 0;
  context.best.clear();
  if (!context.invite) return index;
  const std::uint32_t slot = context.server.slot;
  if (invite_contexts_.size() <= slot) invite_contexts_.resize(std::max<std::size_t>(64, 2 * (slot + 1)), UINT32_MAX);
  invite_contexts_[slot] = index;
  return index;
}

void Proxy::decide(std::uint64_t ticket, ProxyDecision decision) {
  const auto index = static_cast<std::uint32_t>(ticket);
  if (index >= contexts_.end()) return;
  Context& context = contexts_[index];
  if (!context.live || context.generation != ticket >> 32 || context.decided) return;
  context.decided = true;
  if (context.cancelled) {
    answer_here(context, 487);
    return close_if_over(index);
  }
  if (decision.refuse.status != 0 || decision.targets.empty()) {
    ++counters_.refused;
    answer_here(context, decision.refuse.status != 0 ? decision.refuse.status : 404, decision.refuse.reason);
    return close_if_over(index);
  }
  context.targets = std::move(decision.targets);
  if (context.targets.size() > settings_.branches_max) context.targets.resize(settings_.branches_max);
  // In place: a handful, mostly in order.
  const auto begin = context.targets.begin();
  for (auto at = begin; at != context.targets.end(); ++at) {
    const auto place = std::upper_bound(
        begin, at, *at, [](const ProxyTarget& a, const ProxyTarget& b) { return a.q_thousandths > b.q_thousandths; });
    std::rotate(place, at, std::next(at));
  }
  ++counters_.relayed;
  try_next(index);
}

/// The targets of the next q value, together; on to the next value where none of them could be sent to.
void Proxy::try_next(std::uint32_t index) {
  while (true) {
    Context& context = contexts_[index];
    if (context.next == context.targets.size()) return answer_best(index);
    const std::uint16_t q = context.targets[context.next].q_thousandths;
    while (context.next < context.targets.size() && context.targets[context.next].q_thousandths == q) {
      try_target(index, context.targets[context.next++]);
    }
    const auto& branches = context.branches;
    if (std::any_of(branches.begin(), branches.end(), [](const Branch& branch) { return branch.pending; })) return;
  }
}

host::Expected<Flow> Proxy::flow_to(const ProxyTarget& target) {
  if (target.flow) {
    if (stack_.transport().is_open(*target.flow)) return *target.flow;
    return host::fail(host::ErrorCode::closed, "the flow is gone");
  }
  std::optional<ProxyTarget::Hop> hop = target.hop;
  if (!hop) {
    const auto uri = parse_uri(target.uri);
    hop = uri ? hop_of(*uri) : std::nullopt;
  }
  if (!hop) return host::fail(host::ErrorCode::unreachable, "no address");
  return stack_.transport().open_flow(hop->transport, hop->address, hop->server_name);
}

void Proxy::try_target(std::uint32_t index, const ProxyTarget& target) {
  Context& context = contexts_[index];
  const auto flow = flow_to(target);
  // RFC 5626 section 5.3.1: the flow of a registration that is gone is told as such.
  if (!flow) return keep_best(context, target.flow ? 430 : 503, {});
  message_.parse(requests_.at(context.request));
  const RouteState routes = read_routes(message_, context.upstream.local.address);
  const std::string branch = make_branch(message_);
  const std::string_view text = forwarded(message_, target, context.upstream, *flow, routes.own, branch);
  if (text.empty()) return keep_best(context, 513, {});
  const auto sent = context.invite ? stack_.relay_invite(*flow, text, branch, *this)
                                   : stack_.relay_request(*flow, text, branch, message_.method_text(), *this);
  if (!sent) return keep_best(context, 503, {});
  std::vector<Owner>& owners = context.invite ? invite_owners_ : other_owners_;
  if (owners.size() <= sent->slot) owners.resize(std::max<std::size_t>(64, 2 * (sent->slot + 1)));
  owners[sent->slot] = {index, static_cast<std::uint32_t>(context.branches.size())};
  context.branches.push_back({*sent, true, true});
  if (context.invite) stack_.timers().set(TimerName::call_progress, index, host_.now() + settings_.ring_timeout);
}

std::string_view Proxy::forwarded(const MessageView& request, const ProxyTarget& target, const Flow& upstream,
                                  const Flow& flow, std::size_t routes_done, std::string_view branch) {
  const auto top = parse_via(first_value(request, HeaderId::via));
  HEXAD_CHECK(top);
  ForwardPlan plan;
  plan.uri = target.uri;
  plan.transport = flow.transport;
  plan.sent_by = stack_.contact_address(flow);
  plan.branch = branch;
  plan.source = upstream.remote;
  plan.routes_done = routes_done;
  const std::vector<std::string_view> routes(target.routes.begin(), target.routes.end());
  plan.routes = routes;
  std::string towards, back;
  std::string_view recorded[2];
  if (may_make_dialog(request.method())) {
    recorded[0] = towards = record_route(flow);
    recorded[1] = back = record_route(upstream);
    plan.record_routes = recorded;
  }
  return composer_.compose([&](MessageWriter& writer) { write_forwarded_request(writer, request, *top, plan); },
                           request.body());
}

/// One for each side: the last of ours that comes back names the flow to go on over.
std::string Proxy::record_route(const Flow& flow) {
  std::string value = "<sip:";
  value += tokens_.make(flow);
  value += '@';
  value += stack_.contact_address(flow).to_string();
  value += ";transport=";
  value += kTransportNames[static_cast<std::size_t>(flow.transport)];
  value += ";lr>";
  return value;
}

/// The mark of this boot, a number of its own, and what tells a loop from a spiral (RFC 5393 section 4.2).
std::string Proxy::make_branch(const MessageView& request) {
  std::string branch(kBranchCookie);
  branch += mark_;
  append_hex(branch, ++branches_made_);
  branch += loop_mark(request);
  return branch;
}

std::string Proxy::loop_mark(const MessageView& request) const {
  std::string parts;
  const auto add = [&](std::string_view part) {
    parts.append(part);
    parts.push_back('\0');
  };
  add(request.request_uri());
  add(request.method_text());
  for (const HeaderId id : {HeaderId::from, HeaderId::to, HeaderId::call_id, HeaderId::cseq, HeaderId::proxy_require}) {
    add(request.value(id));
  }
  for (const HeaderView* route = request.first(HeaderId::route); route; route = request.next(*route)) {
    add(route->value);
  }
  std::string mark;
  append_hex(mark, loop_hash_(parts));
  return mark;
}

bool Proxy::is_looped(const MessageView& request) const {
  constexpr std::size_t kHexDigits = 16;
  std::string mark;
  HeaderValues vias(request, HeaderId::via);
  std::string_view value;
  while (vias.next(value)) {
    const auto via = parse_via(value);
    if (!via || !via->branch().starts_with(kBranchCookie)) continue;
    const std::string_view branch = via->branch().substr(kBranchCookie.size());
    if (branch.size() != mark_.size() + 2 * kHexDigits || !branch.starts_with(mark_)) continue;
    if (mark.empty()) mark = loop_mark(request);
    if (branch.ends_with(mark)) return true;
  }
  return false;
}

// No transaction: it is sent once, and again each time that the 2xx is repeated. Whoever does not keep the route of its
// dialog sends it to the address of record, as its INVITE.
void Proxy::handle_ack(const IncomingRequest& ack) {
  const host::IpAddress& local = ack.flow.local.address;
  const RouteState routes = read_routes(ack.message, local);
  ProxyDecision decision;
  if (check_hops_left(ack.message).accepted() && !is_looped(ack.message)) {
    if (auto target = target_of(ack.message, ack.fields->target, routes, local)) {
      decision.targets.push_back(std::move(*target));
    } else {
      decision = finder_.targets_at_once(ack);
    }
  }
  if (decision.targets.empty()) ++counters_.orphaned;
  if (decision.targets.size() > settings_.branches_max) decision.targets.resize(settings_.branches_max);
  for (const ProxyTarget& target : decision.targets) send_ack(ack, target, routes.own);
}

void Proxy::send_ack(const IncomingRequest& ack, const ProxyTarget& target, std::size_t routes_done) {
  const auto flow = flow_to(target);
  if (!flow) {
    ++counters_.orphaned;
    return;
  }
  const std::string branch = make_branch(ack.message);
  const std::string_view text = forwarded(ack.message, target, ack.flow, *flow, routes_done, branch);
  if (!text.empty()) (void)stack_.transport().send(*flow, text);
}

}  // namespace hexad::sip
