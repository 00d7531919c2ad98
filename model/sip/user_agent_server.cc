#include "model/sip/user_agent_server.h"

#include <string>

#include "model/host/check.h"
#include "model/wire/sip/chars.h"

namespace hexad::sip {

UserAgentServer::UserAgentServer(host::Host& host, Stack& stack, Registrar* registrar)
    : host_(host), stack_(stack), registrar_(registrar), refusal_lines_(20, std::chrono::seconds(1)) {
  stack_.set_request_handler(this);
}

UserAgentServer::~UserAgentServer() { stack_.set_request_handler(nullptr); }

std::string_view UserAgentServer::allowed() const {
  if (proxy_ != nullptr) {
    return "INVITE, ACK, BYE, CANCEL, INFO, MESSAGE, NOTIFY, OPTIONS, PRACK, REFER, REGISTER, SUBSCRIBE, UPDATE";
  }
  return registrar_ ? "REGISTER, OPTIONS" : "OPTIONS";
}

void UserAgentServer::on_request(const IncomingRequest& request) {
  HEXAD_CHECK(request.fields != nullptr);
  if (request.message.method() == Method::cancel) return answer_cancel(request);
  if (is_for_others(request)) return proxy_->handle(request);
  if (refuse_method(request) || refuse_target(request) || refuse_required(request) || refuse_content(request)) return;
  if (request.message.method() == Method::register_) {
    answer_register(request);
  } else {
    answer_options(request);
  }
}

void UserAgentServer::on_ack(const IncomingRequest& ack) {
  if (proxy_ != nullptr) proxy_->handle_ack(ack);
}

/// Section 9.2. What waits for its answer here is relayed.
void UserAgentServer::answer_cancel(const IncomingRequest& request) {
  const bool known = proxy_ != nullptr && proxy_->handle_cancel(request);
  stack_.answer(request, {known ? 200 : 481});
}

/// Everything but REGISTER, and OPTIONS that mean this server itself (section 11).
bool UserAgentServer::is_for_others(const IncomingRequest& request) const {
  const Method method = request.message.method();
  if (proxy_ == nullptr || method == Method::register_) return false;
  return method != Method::options || request.fields->target.user || request.message.has(HeaderId::route);
}

// Section 8.2.1, and 501 for a method that nobody here has heard of (section 21.5.2).
bool UserAgentServer::refuse_method(const IncomingRequest& request) {
  const Method method = request.message.method();
  if (method == Method::options || (method == Method::register_ && registrar_)) return false;
  stack_.answer(request, {method == Method::other ? 501 : 405},
                [&](MessageWriter& writer) { writer.header(HeaderId::allow, allowed()); });
  return true;
}

// Section 8.2.2.1. The registrar judges the domain of a REGISTER by rules of its own. An OPTIONS that has no hop left
// is answered here wherever it was going (section 11).
bool UserAgentServer::refuse_target(const IncomingRequest& request) {
  const UriView& target = request.fields->target;
  if (!target.is_sip()) {
    stack_.answer(request, {416});
    return true;
  }
  if (!registrar_ || request.message.method() != Method::options) return false;
  if (registrar_->is_responsible_for(target, request.flow.local.address)) return false;
  if (!check_hops_left(request.message).accepted()) return false;
  stack_.answer(request, {403, "Domain Not Served Here"});
  return true;
}

// Section 8.2.2.3: no extension is supported so far.
bool UserAgentServer::refuse_required(const IncomingRequest& request) {
  if (!request.message.has(HeaderId::require)) return false;
  stack_.answer(request, {420}, [&](MessageWriter& writer) {
    for (const HeaderView* header = request.message.first(HeaderId::require); header;
         header = request.message.next(*header)) {
      writer.header(HeaderId::unsupported, header->value);
    }
  });
  return true;
}

// Section 8.2.3. What a body of REGISTER or OPTIONS says is not looked at, but an encoding that nobody can undo is not
// passed over, nor a type that its sender holds to be essential.
bool UserAgentServer::refuse_content(const IncomingRequest& request) {
  const MessageView& message = request.message;
  if (message.body().empty()) return false;
  const std::string_view encoding = message.value(HeaderId::content_encoding);
  if (!encoding.empty() && !equals_ignoring_case(encoding, "identity")) {
    stack_.answer(request, {415}, [](MessageWriter& writer) { writer.header(HeaderId::accept_encoding, "identity"); });
    return true;
  }
  const auto type = parse_content_type(message.value(HeaderId::content_type));
  const bool optional =
      message.value(HeaderId::content_disposition).find("handling=optional") != std::string_view::npos;
  if (optional || (type && type->is("application", "sdp"))) return false;
  stack_.answer(request, {415}, [](MessageWriter& writer) { writer.header(HeaderId::accept, "application/sdp"); });
  return true;
}

void UserAgentServer::answer_options(const IncomingRequest& request) {
  // Whoever asks whether this peer takes work hears that it does not.
  if (registrar_ && registrar_->in_maintenance()) return stack_.answer(request, {503, "Maintenance Mode"});
  stack_.answer(request, {200}, [&](MessageWriter& writer) {
    writer.header(HeaderId::allow, allowed());
    writer.header(HeaderId::accept, "application/sdp");
    writer.header(HeaderId::accept_encoding, "identity");
    writer.header(HeaderId::accept_language, "en");
    // Empty by the truth of it: no extension is supported so far (section 20.37).
    writer.header(HeaderId::supported);
  });
}

void UserAgentServer::answer_register(const IncomingRequest& request) {
  const Registrar::Outcome outcome = registrar_->handle(request.message, *request.fields, request.flow);
  if (outcome.status != 200) note_refusal(request, outcome);
  stack_.answer(request, {outcome.status, outcome.reason}, [&](MessageWriter& writer) {
    if (outcome.status == 200) registrar_->write_bindings(writer, outcome);
    if (outcome.min_expires) writer.header(HeaderId::min_expires, *outcome.min_expires);
    if (outcome.retry_after) writer.header(HeaderId::retry_after, *outcome.retry_after);
  });
}

void UserAgentServer::note_refusal(const IncomingRequest& request, const Registrar::Outcome& outcome) {
  if (!refusal_lines_.allow(host_.now())) return;
  const std::string from = request.flow.remote.to_string();
  const std::string status = std::to_string(outcome.status);
  host_.log().write(host::Severity::notice, "sip", "registration_refused", "A registration was refused",
                    {{"to", request.message.value(HeaderId::to)},
                     {"from", from},
                     {"status", status},
                     {"reason", outcome.reason.empty() ? reason_phrase(outcome.status) : outcome.reason}});
}

}  // namespace hexad::sip
