// The proxy's way back (RFC 3261 sections 16.7 to 16.10): which of the answers counts.
#include <algorithm>

#include "model/host/check.h"
#include "model/sip/proxy.h"

namespace hexad::sip {
namespace {

/// Section 16.7, step 6: 6xx before all, then the lowest class; within 4xx what helps the caller to try again. That a
/// branch was cancelled says least: it was this proxy who cancelled it.
int rank(int status) {
  if (status >= 600) return 0;
  const bool helps = status == 401 || status == 407 || status == 415 || status == 420 || status == 484;
  return status / 100 * 10 + (helps ? 0 : status == 487 ? 3 : status == 408 || status == 503 ? 2 : 1);
}

}  // namespace

Proxy::Context* Proxy::context_of(const Owner& owner) {
  if (owner.context >= contexts_.end()) return nullptr;
  Context& context = contexts_[owner.context];
  return context.live && owner.branch < context.branches.size() ? &context : nullptr;
}

Proxy::Owner Proxy::owner_of(const std::vector<Owner>& owners, TransactionId id) const {
  HEXAD_CHECK(id.slot < owners.size());
  return owners[id.slot];
}

void Proxy::on_response(TransactionId id, const MessageView& response) {
  const Owner owner = owner_of(other_owners_, id);
  take_response(owner, response);
  if (response.status() >= 200) end_branch(owner);
}

void Proxy::on_timeout(TransactionId id) {
  const Owner owner = owner_of(other_owners_, id);
  take_failure(owner, 408);
  end_branch(owner);
}

void Proxy::on_transport_error(TransactionId id, const host::Error&) {
  const Owner owner = owner_of(other_owners_, id);
  take_failure(owner, 503);
  end_branch(owner);
}

void Proxy::on_invite_response(TransactionId id, const MessageView& response) {
  take_response(owner_of(invite_owners_, id), response);
}

void Proxy::on_invite_failed(TransactionId id, const host::Error& error) {
  const Owner owner = owner_of(invite_owners_, id);
  const Context* const context = context_of(owner);
  const bool cancelled = context != nullptr && context->cancelled;
  take_failure(owner, cancelled ? 487 : error.code == host::ErrorCode::timed_out ? 408 : 503);
  end_branch(owner);
}

void Proxy::on_invite_end(TransactionId id) { end_branch(owner_of(invite_owners_, id)); }

void Proxy::take_response(const Owner& owner, const MessageView& response) {
  Context* const context = context_of(owner);
  if (context == nullptr) return;
  const int status = response.status();
  if (status == 100) return;
  if (status < 200) {
    if (context->answered) return;
    stack_.timers().set(TimerName::call_progress, owner.context, host_.now() + settings_.ring_timeout);
    return relay(*context, response);
  }
  Branch& branch = context->branches[owner.branch];
  branch.pending = false;
  if (status < 300) {
    // Each 2xx of a forked INVITE is a dialog of its own; of other requests only the first answer counts.
    if (!context->answered || context->invite) relay(*context, response);
    context->answered = true;
    return cancel_pending(*context);
  }
  if (context->answered) return;
  const std::string_view text =
      composer_.compose([&](MessageWriter& writer) { write_forwarded_response(writer, response); }, response.body());
  keep_best(*context, status, text);
  if (status >= 600) {
    context->next = context->targets.size();
    cancel_pending(*context);
  }
  settle(owner.context);
}

void Proxy::take_failure(const Owner& owner, int status) {
  Context* const context = context_of(owner);
  if (context == nullptr || !context->branches[owner.branch].pending) return;
  context->branches[owner.branch].pending = false;
  if (context->answered) return;
  keep_best(*context, status, {});
  settle(owner.context);
}

void Proxy::relay(Context& context, const MessageView& response) {
  const std::string_view text =
      composer_.compose([&](MessageWriter& writer) { write_forwarded_response(writer, response); }, response.body());
  if (!text.empty()) stack_.relay_response(context.invite, context.server, response.status(), text);
}

void Proxy::keep_best(Context& context, int status, std::string_view text) {
  if (context.best_status != 0 && rank(context.best_status) <= rank(status)) return;
  context.best_status = status;
  context.best.assign(text);
}

void Proxy::settle(std::uint32_t index) {
  Context& context = contexts_[index];
  const auto& branches = context.branches;
  if (std::any_of(branches.begin(), branches.end(), [](const Branch& branch) { return branch.pending; })) return;
  if (context.cancelled) context.next = context.targets.size();
  try_next(index);
}

/// Section 16.7, step 6: nobody is told that this proxy is overloaded because one behind it is.
void Proxy::answer_best(std::uint32_t index) {
  Context& context = contexts_[index];
  if (!context.answered) {
    if (context.best.empty() || context.best_status == 503) {
      answer_here(context, context.best_status == 503 || context.best_status == 0 ? 500 : context.best_status);
    } else {
      context.answered = true;
      stack_.relay_response(context.invite, context.server, context.best_status, context.best);
    }
  }
  close_if_over(index);
}

void Proxy::answer_here(Context& context, int status, std::string_view reason) {
  if (context.answered) return;
  context.answered = true;
  message_.parse(requests_.at(context.request));
  RequestFields fields;
  if (!check_request(message_, fields).accepted()) return;
  stack_.answer(IncomingRequest{message_, &fields, context.upstream, context.server}, {status, reason});
}

bool Proxy::handle_cancel(const IncomingRequest& cancel) {
  const TransactionId invite = stack_.invite_cancelled_by(cancel);
  if (!invite.valid()) return false;
  const std::uint32_t index = invite.slot < invite_contexts_.size() ? invite_contexts_[invite.slot] : UINT32_MAX;
  if (index >= contexts_.end()) return true;
  Context& context = contexts_[index];
  // It was answered without being relayed, or has its answer.
  if (!context.live || !context.invite || !(context.server == invite) || context.answered) return true;
  context.cancelled = true;
  if (context.decided) cancel_pending(context);
  return true;
}

void Proxy::cancel_pending(Context& context) {
  if (!context.invite) return;
  for (const Branch& branch : context.branches) {
    if (branch.pending) stack_.cancel_invite(branch.id);
  }
}

/// Timer C (section 16.8): whoever has rung for so long is cancelled, and answers with a 487 or not at all.
void Proxy::on_timer(TimerName, std::uint32_t index) {
  Context& context = contexts_[index];
  if (!context.live || context.answered) return;
  context.next = context.targets.size();
  keep_best(context, 408, {});
  cancel_pending(context);
}

void Proxy::end_branch(const Owner& owner) {
  Context* const context = context_of(owner);
  if (context == nullptr) return;
  context->branches[owner.branch].live = false;
  close_if_over(owner.context);
}

/// The context lives as long as anything can still come for it.
void Proxy::close_if_over(std::uint32_t index) {
  Context& context = contexts_[index];
  if (!context.live || !context.answered) return;
  const auto& branches = context.branches;
  if (std::any_of(branches.begin(), branches.end(), [](const Branch& branch) { return branch.live; })) return;
  stack_.timers().clear(TimerName::call_progress, index);
  stored_bytes_ -= context.request.size;
  requests_.release(context.request);
  context.request = {};
  context.live = false;
  contexts_.give_back(index);
}

}  // namespace hexad::sip
