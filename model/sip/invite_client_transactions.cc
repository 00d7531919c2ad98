#include "model/sip/invite_client_transactions.h"

#include <vector>

#include "model/host/check.h"

namespace hexad::sip {

using State = InviteClientTransaction::State;

InviteClientTransactions::InviteClientTransactions(host::Host& host, Timers& timers, TransportLayer& transport,
                                                   TransactionKeys& keys, ClientTransactions& others,
                                                   const TransactionSettings& settings)
    : host_(host), timers_(timers), transport_(transport), keys_(keys), others_(others), settings_(settings) {
  timers_.claim(TimerName::invite_retransmit, *this);
  timers_.claim(TimerName::invite_end, *this);
}

host::Expected<TransactionId> InviteClientTransactions::send(const Flow& flow, std::string_view invite,
                                                             std::string_view branch, InviteHandler& handler) {
  if (slots_.size() >= settings_.invite_transactions_max || stored_bytes_ >= settings_.stored_bytes_max) {
    return host::fail(host::ErrorCode::bound_reached, "INVITE client transactions");
  }
  const std::string_view key = keys_.of_client(branch, method_name(Method::invite));
  const std::size_t hash = keys_.hash(key);
  const bool taken =
      index_.find(hash, [&](std::uint32_t other) { return slots_[other].key == key; }) != host::HashIndex::kNone;
  if (taken) return host::fail(host::ErrorCode::invalid_argument, "an INVITE with this branch is under way");
  if (auto sent = transport_.send(flow, invite); !sent) return tl::unexpected(sent.error());
  const std::uint32_t index = slots_.take();
  Slot& slot = slots_[index];
  ++slot.generation;
  slot.hash = hash;
  slot.key.assign(key);
  slot.request.assign(invite);
  slot.flow = flow;
  slot.handler = &handler;
  slot.live = true;
  slot.cancel_wanted = slot.cancelled = false;
  slot.machine = {};
  stored_bytes_ += slot.request.size();
  index_.insert(hash, index);
  ++counters_.created;
  carry_out(index, slot.machine.start(is_reliable(flow.transport), settings_), nullptr);
  return TransactionId{index, slot.generation};
}

InviteClientTransactions::Slot* InviteClientTransactions::slot_of(TransactionId id) {
  if (id.slot >= slots_.end()) return nullptr;
  Slot& slot = slots_[id.slot];
  return slot.live && slot.generation == id.generation ? &slot : nullptr;
}

void InviteClientTransactions::abandon(TransactionId id) {
  if (Slot* const slot = slot_of(id)) slot->handler = nullptr;
}

void InviteClientTransactions::cancel(TransactionId id) {
  Slot* const slot = slot_of(id);
  if (slot == nullptr || slot->cancelled) return;
  slot->cancel_wanted = true;
  if (slot->machine.state() == State::proceeding) send_cancel(*slot, id.slot);
}

bool InviteClientTransactions::handle_response(const MessageView& response, std::string_view branch) {
  const std::string_view key = keys_.of_client(branch, method_name(Method::invite));
  const std::uint32_t index =
      index_.find(keys_.hash(key), [&](std::uint32_t other) { return slots_[other].key == key; });
  if (index == host::HashIndex::kNone) {
    ++counters_.unmatched;
    return false;
  }
  carry_out(index, slots_[index].machine.handle_response(response.status()), &response);
  return true;
}

void InviteClientTransactions::carry_out(std::uint32_t index, const InviteClientTransaction::Output& output,
                                         const MessageView* response) {
  Slot& slot = slots_[index];
  const TransactionId id{index, slot.generation};
  if (output.send_ack) acknowledge(slot, *response);
  if (output.send_request) (void)transport_.send(slot.flow, slot.request);
  if (output.stop_retransmit) timers_.clear(TimerName::invite_retransmit, index);
  if (output.stop_end) timers_.clear(TimerName::invite_end, index);
  const host::MonotonicTime now = host_.now();
  if (output.start_retransmit) {
    timers_.set(TimerName::invite_retransmit, index, now + slot.machine.retransmit_interval());
  }
  // An end that is due at once comes with the next turn of the loop, for the handler is told of the response first.
  if (output.start_end) timers_.set(TimerName::invite_end, index, now + slot.machine.end_after(settings_));
  if (slot.cancel_wanted && !slot.cancelled && slot.machine.state() == State::proceeding) send_cancel(slot, index);
  if (output.tell_response && slot.handler != nullptr) slot.handler->on_invite_response(id, *response);
}

void InviteClientTransactions::write_follower(MessageWriter& writer, std::string_view method, std::string_view to) {
  writer.request_line(method, original_.request_uri());
  writer.header(HeaderId::via, first_value(original_, HeaderId::via));
  writer.header(HeaderId::max_forwards, 70);
  for (const HeaderView* route = original_.first(HeaderId::route); route != nullptr; route = original_.next(*route)) {
    writer.header(HeaderId::route, route->value);
  }
  writer.header(HeaderId::from, original_.value(HeaderId::from));
  writer.header(HeaderId::to, to);
  writer.header(HeaderId::call_id, original_.value(HeaderId::call_id));
  const auto cseq = parse_cseq(original_.value(HeaderId::cseq));
  writer.header(HeaderId::cseq, cseq ? cseq->number : 1, ' ', method);
}

void InviteClientTransactions::acknowledge(const Slot& slot, const MessageView& response) {
  original_.parse(slot.request);
  const std::string_view ack = composer_.compose(
      [&](MessageWriter& writer) { write_follower(writer, method_name(Method::ack), response.value(HeaderId::to)); });
  // Lost like one in the network: the far side repeats its answer.
  if (!ack.empty()) (void)transport_.send(slot.flow, ack);
}

void InviteClientTransactions::send_cancel(Slot& slot, std::uint32_t index) {
  slot.cancelled = true;
  original_.parse(slot.request);
  const auto via = parse_via(first_value(original_, HeaderId::via));
  HEXAD_CHECK(via);
  const std::string branch(via->branch());
  const std::string_view cancel = composer_.compose([&](MessageWriter& writer) {
    write_follower(writer, method_name(Method::cancel), original_.value(HeaderId::to));
  });
  if (!cancel.empty()) {
    const auto sent = others_.send(slot.flow, cancel, branch, method_name(Method::cancel), *this);
    if (sent) others_.abandon(*sent);
  }
  timers_.set(TimerName::invite_end, index, host_.now() + 64 * settings_.t1);
}

void InviteClientTransactions::on_timer(TimerName name, std::uint32_t index) {
  Slot& slot = slots_[index];
  if (name == TimerName::invite_retransmit) {
    ++counters_.retransmitted;
    return carry_out(index, slot.machine.handle_retransmit_due(), nullptr);
  }
  const bool unanswered = slot.machine.state() == State::calling || slot.machine.state() == State::proceeding;
  if (unanswered) {
    ++counters_.timed_out;
    return fail(index, host::Error{host::ErrorCode::timed_out, "no final response to an INVITE"});
  }
  slot.machine.handle_end();
  InviteHandler* const handler = slot.handler;
  const TransactionId id{index, slot.generation};
  end(index);
  if (handler != nullptr) handler->on_invite_end(id);
}

void InviteClientTransactions::fail(std::uint32_t index, const host::Error& error) {
  ++counters_.failed;
  Slot& slot = slots_[index];
  slot.machine.handle_failure();
  InviteHandler* const handler = slot.handler;
  const TransactionId id{index, slot.generation};
  end(index);
  if (handler != nullptr) handler->on_invite_failed(id, error);
}

void InviteClientTransactions::end(std::uint32_t index) {
  Slot& slot = slots_[index];
  HEXAD_CHECK(slot.live);
  timers_.clear(TimerName::invite_retransmit, index);
  timers_.clear(TimerName::invite_end, index);
  stored_bytes_ -= slot.request.size();
  index_.erase(slot.hash, index);
  slot.live = false;
  slot.handler = nullptr;
  slots_.give_back(index);
}

// What is answered needs its flow for ACKs only. The INVITEs are gathered before the first handler is called, because a
// handler may send new ones.
template <class Affected>
void InviteClientTransactions::fail_all(const Affected& affected, const host::Error& error) {
  std::vector<TransactionId> failing;
  for (std::uint32_t index = 0; index < slots_.end(); ++index) {
    const Slot& slot = slots_[index];
    const State state = slot.machine.state();
    if (slot.live && (state == State::calling || state == State::proceeding) && affected(slot.flow)) {
      failing.push_back({index, slot.generation});
    }
  }
  for (const TransactionId id : failing) {
    if (slot_of(id) != nullptr) fail(id.slot, error);
  }
}

void InviteClientTransactions::handle_flow_lost(const Flow& lost, const host::Error& error) {
  fail_all([&](const Flow& flow) { return flow.connection == lost.connection; }, error);
}

void InviteClientTransactions::handle_undeliverable(const host::SocketAddress& remote, const host::Error& error) {
  fail_all([&](const Flow& flow) { return flow.transport == Transport::udp && flow.remote == remote; }, error);
}

}  // namespace hexad::sip
