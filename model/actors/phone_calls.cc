#include "model/actors/phone_calls.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/wire/sip/name_addr.h"

namespace hexad::actors {
namespace {

using sip::HeaderId;
using sip::HeaderLine;
using sip::MessageView;
using sip::Method;

std::uint32_t deadline_of(std::uint32_t number, std::uint32_t kind, std::uint32_t kinds) {
  return number * kinds + kind;
}

std::string_view uri_of(std::string_view party) {
  const auto parsed = sip::parse_name_addr(party);
  return parsed ? parsed->uri.text : party;
}

/// The Contact of a message, where requests within its dialog go.
std::string target_of(const MessageView& message) {
  const auto contact = sip::parse_name_addr(sip::first_value(message, HeaderId::contact));
  return contact ? std::string(contact->uri.text) : std::string();
}

std::vector<std::string> recorded_routes(const MessageView& message) {
  std::vector<std::string> routes;
  sip::HeaderValues values(message, HeaderId::record_route);
  for (std::string_view value; values.next(value);) routes.emplace_back(value);
  return routes;
}

}  // namespace

PhoneCalls::PhoneCalls(host::Host& host, sip::Stack& stack, PhoneCallsSettings settings)
    : host_(host),
      stack_(stack),
      settings_(std::move(settings)),
      entropy_(host.entropy("calls")),
      deadlines_(host, *this) {
  stack_.set_request_handler(this);
}

PhoneCalls::~PhoneCalls() {
  for (auto& [number, call] : calls_) stack_.abandon_invite(call.transaction);
  stack_.set_request_handler(nullptr);
}

void PhoneCalls::say(std::string_view event, const Call& call, std::string_view text,
                     std::initializer_list<host::LogField> fields) {
  std::vector<host::LogField> all{{"call_id", call.call_id}};
  all.insert(all.end(), fields.begin(), fields.end());
  host_.log().write(host::Severity::info, "call", event, text, all);
}

PhoneCalls::Call* PhoneCalls::find(std::string_view call_id) {
  for (auto& [number, call] : calls_) {
    if (call.call_id == call_id) return &call;
  }
  return nullptr;
}

PhoneCalls::Call* PhoneCalls::find(sip::TransactionId id) {
  for (auto& [number, call] : calls_) {
    if (call.outgoing && call.transaction == id) return &call;
  }
  return nullptr;
}

PhoneCalls::Call& PhoneCalls::add(std::string_view call_id) {
  Call& call = calls_[++numbers_];
  call.number = numbers_;
  call.call_id = call_id;
  call.begun = host_.now();
  return call;
}

std::string PhoneCalls::contact_of(const sip::Flow& flow) const {
  constexpr const char* kTransports[] = {"udp", "tcp", "tls"};
  const auto own = sip::parse_uri(settings_.address_of_record);
  return fmt::format("<sip:{}@{};transport={}>", own && own->user ? *own->user : "phone",
                     stack_.contact_address(flow).to_string(), kTransports[static_cast<std::size_t>(flow.transport)]);
}

std::string PhoneCalls::sdp(const sip::Flow& flow) const {
  const host::IpAddress& address = flow.local.address;
  const std::string text = fmt::format("IN IP{} {}", address.is_v6() ? 6 : 4, address.to_string());
  return fmt::format("v=0\r\no=- 0 0 {}\r\ns=-\r\nc={}\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n",
                     text, text);
}

std::vector<HeaderLine> PhoneCalls::headers_of(const Call& call) const {
  std::vector<HeaderLine> headers;
  for (const std::string& route : call.routes) headers.push_back({"Route", route});
  return headers;
}

sip::OutgoingRequest PhoneCalls::request_of(const Call& call, std::string_view method,
                                            const std::vector<HeaderLine>& headers) const {
  sip::OutgoingRequest request;
  request.method = method;
  request.uri = call.target;
  request.from = call.local;
  request.to = call.remote;
  request.call_id = call.call_id;
  request.cseq = call.cseq;
  request.headers = headers;
  return request;
}

void PhoneCalls::call(std::string_view uri, host::Duration talks) {
  Call& call = add(entropy_.hex(12));
  call.local = fmt::format("<{}>;tag={}", settings_.address_of_record, entropy_.hex(6));
  call.remote = fmt::format("<{}>", uri);
  call.target = uri;
  call.talks = talks;
  if (!flow_) return fail(call, 0, "it is not registered");
  if (calls_.size() > settings_.calls_max) return fail(call, 0, "it has as many calls as it can have");
  call.flow = *flow_;
  const std::string contact = contact_of(call.flow), body = sdp(call.flow);
  const std::vector<HeaderLine> headers = {{"Contact", contact}, {"Content-Type", "application/sdp"}};
  sip::OutgoingRequest invite = request_of(call, "INVITE", headers);
  invite.body = body;
  const auto sent = stack_.send_invite(call.flow, invite, *this);
  if (!sent) return fail(call, 0, sent.error().to_string());
  call.transaction = *sent;
  say("call_placed", call, fmt::format("calls {}", uri), {{"to", uri}});
}

void PhoneCalls::on_invite_response(sip::TransactionId id, const MessageView& response) {
  Call* const call = find(id);
  if (call == nullptr || response.status() == 100) return;
  if (response.status() >= 300) return fail(*call, response.status(), response.reason());
  if (response.status() >= 200) return accepted(*call, response);
  if (call->state != State::calling) return;
  call->state = State::ringing;
  say("call_ringing", *call, "hears it ring");
}

namespace {

template <class Call>
void join_dialog(Call& call, const MessageView& response) {
  call.remote = response.value(HeaderId::to);
  if (std::string target = target_of(response); !target.empty()) call.target = std::move(target);
  call.routes = recorded_routes(response);
  std::reverse(call.routes.begin(), call.routes.end());
}

}  // namespace

/// Section 13.2.2.4. The same 2xx again: its ACK was lost. One of another device: it is hung up on at once.
void PhoneCalls::accepted(Call& call, const MessageView& response) {
  if (call.state == State::ending) return;
  if (call.state == State::talking) {
    if (call.remote == response.value(HeaderId::to)) return acknowledge(call);
    Call other = call;
    join_dialog(other, response);
    acknowledge(other);
    ++other.cseq;
    (void)stack_.send_request(flow_.value_or(call.flow), request_of(other, "BYE", headers_of(other)), *this);
    return;
  }
  join_dialog(call, response);
  call.state = State::talking;
  call.answered = host_.now();
  acknowledge(call);
  const auto setup = std::chrono::duration_cast<std::chrono::milliseconds>(call.answered - call.begun);
  const std::string milliseconds = std::to_string(setup.count());
  say("call_established", call, fmt::format("talks with {}", uri_of(call.remote)),
      {{"with", uri_of(call.remote)}, {"setup_ms", milliseconds}});
  if (call.talks > host::Duration::zero()) {
    deadlines_.set(deadline_of(call.number, kHangUp, kDeadlines), host_.now() + call.talks);
  }
}

void PhoneCalls::acknowledge(Call& call) {
  (void)stack_.send_ack(flow_.value_or(call.flow), request_of(call, "ACK", headers_of(call)));
}

void PhoneCalls::on_invite_failed(sip::TransactionId id, const host::Error& error) {
  if (Call* const call = find(id)) fail(*call, error.code == host::ErrorCode::timed_out ? 408 : 503, error.to_string());
}

void PhoneCalls::hang_up(Call& call) {
  if (call.state != State::talking) return;
  call.state = State::ending;
  ++call.cseq;
  const auto sent = stack_.send_request(flow_.value_or(call.flow), request_of(call, "BYE", headers_of(call)), *this);
  end(call, sent ? "us" : "nobody");
}

void PhoneCalls::on_request(const sip::IncomingRequest& request) {
  const MessageView& message = request.message;
  Call* const call = find(message.value(HeaderId::call_id));
  if (call != nullptr) return take_within(request, *call);
  if (message.method() == Method::invite) return take_invite(request);
  if (message.method() == Method::options) return stack_.answer(request, {200});
  stack_.answer(request, {message.method() == Method::other ? 501 : 481});
}

void PhoneCalls::take_invite(const sip::IncomingRequest& request) {
  if (calls_.size() >= settings_.calls_max) return stack_.answer(request, {486});
  Call& call = add(request.message.value(HeaderId::call_id));
  call.outgoing = false;
  call.state = State::ringing;
  call.remote = request.message.value(HeaderId::from);
  call.target = target_of(request.message);
  call.routes = recorded_routes(request.message);
  call.invite = request.message.text();
  call.transaction = request.transaction;
  call.flow = request.flow;
  say("call_received", call, fmt::format("is called by {}", uri_of(call.remote)), {{"from", uri_of(call.remote)}});
  if (settings_.answers >= 300) {
    const std::string status = std::to_string(settings_.answers);
    say("call_refused", call, "refuses the call", {{"status", status}});
    stack_.answer(request, {settings_.answers});
    return drop(call);
  }
  stack_.answer(request, {180});
  deadlines_.set(deadline_of(call.number, kAnswer, kDeadlines), host_.now() + settings_.rings);
}

void PhoneCalls::take_within(const sip::IncomingRequest& request, Call& call) {
  switch (request.message.method()) {
    case Method::bye: stack_.answer(request, {200}); return end(call, "them");
    case Method::cancel:
      stack_.answer(request, {200});
      if (call.state != State::ringing || call.outgoing) return;
      message_.parse(call.invite);
      if (sip::RequestFields fields; check_request(message_, fields).accepted()) {
        stack_.answer(sip::IncomingRequest{message_, &fields, call.flow, call.transaction}, {487});
      }
      return end(call, "them");
    case Method::invite: return stack_.answer(request, {488});
    default: return stack_.answer(request, {200});
  }
}

/// Section 13.3.1.4: the 2xx is repeated until its ACK comes, over any transport.
void PhoneCalls::answer(Call& call) {
  message_.parse(call.invite);
  sip::RequestFields fields;
  if (!check_request(message_, fields).accepted()) return end(call, "nobody");
  const std::string contact = contact_of(call.flow), body = sdp(call.flow);
  call.local = stack_.answer_call(sip::IncomingRequest{message_, &fields, call.flow, call.transaction}, contact, body);
  if (call.state == State::ringing) {
    call.state = State::answered;
    call.answered = host_.now();
    call.repeat = std::chrono::milliseconds(500);
  }
  deadlines_.set(deadline_of(call.number, kRepeatAnswer, kDeadlines), host_.now() + call.repeat);
}

void PhoneCalls::on_ack(const sip::IncomingRequest& ack) {
  Call* const call = find(ack.message.value(HeaderId::call_id));
  if (call == nullptr || call->state != State::answered) return;
  call->state = State::talking;
  deadlines_.clear(deadline_of(call->number, kRepeatAnswer, kDeadlines));
  say("call_established", *call, fmt::format("talks with {}", uri_of(call->remote)), {{"with", uri_of(call->remote)}});
}

void PhoneCalls::on_deadline(std::uint32_t id) {
  const auto found = calls_.find(id / kDeadlines);
  if (found == calls_.end()) return;
  Call& call = found->second;
  switch (id % kDeadlines) {
    case kAnswer: return answer(call);
    case kHangUp: return hang_up(call);
    default:
      if (host_.now() - call.answered >= std::chrono::seconds(32)) return end(call, "nobody");
      call.repeat = std::min<host::Duration>(2 * call.repeat, std::chrono::seconds(4));
      return answer(call);
  }
}

void PhoneCalls::on_response(sip::TransactionId, const MessageView&) {}
void PhoneCalls::on_timeout(sip::TransactionId) {}
void PhoneCalls::on_transport_error(sip::TransactionId, const host::Error&) {}

void PhoneCalls::end(Call& call, std::string_view by) {
  const bool talked = call.answered != host::MonotonicTime{};
  const double seconds = talked ? std::chrono::duration<double>(host_.now() - call.answered).count() : 0.0;
  const std::string text = fmt::format("{:.3f}", seconds);
  say("call_ended", call, fmt::format("the call was ended by {}", by), {{"by", by}, {"seconds", text}});
  drop(call);
}

void PhoneCalls::fail(Call& call, int status, std::string_view reason) {
  const std::string text = std::to_string(status);
  say("call_failed", call, fmt::format("the call failed: {} {}", status, reason),
      {{"status", text}, {"reason", reason}});
  drop(call);
}

void PhoneCalls::drop(Call& call) {
  for (std::uint32_t kind = 0; kind < kDeadlines; ++kind) {
    deadlines_.clear(deadline_of(call.number, kind, kDeadlines));
  }
  if (call.outgoing) stack_.abandon_invite(call.transaction);
  calls_.erase(call.number);
}

}  // namespace hexad::actors
