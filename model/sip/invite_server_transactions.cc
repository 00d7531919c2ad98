#include "model/sip/invite_server_transactions.h"

#include "model/host/check.h"
#include "model/sip/server_transactions.h"

namespace hexad::sip {

using State = InviteServerTransaction::State;

InviteServerTransactions::InviteServerTransactions(host::Host& host, Timers& timers, TransportLayer& transport,
                                                   TransactionKeys& keys, const TransactionSettings& settings)
    : host_(host), timers_(timers), transport_(transport), keys_(keys), settings_(settings) {
  timers_.claim(TimerName::answer_retransmit, *this);
  timers_.claim(TimerName::answer_end, *this);
}

InviteServerTransactions::Received InviteServerTransactions::receive(const MessageView& invite, const ViaView& top,
                                                                     const Flow& flow) {
  const TransactionFingerprint key = keys_.of_request(invite, top);
  if (const std::uint32_t found = find(key); found != host::HashIndex::kNone) {
    ++counters_.repeated;
    const Slot& slot = slots_[found];
    carry_out(found, slot.machine.handle_request_again(), responses_.at(slot.response));
    return {Arrival::repeated, {found, slot.generation}};
  }
  if (slots_.size() >= settings_.invite_transactions_max || stored_bytes_ >= settings_.stored_bytes_max) {
    ++counters_.refused;
    return {Arrival::full, {}};
  }
  const std::uint32_t index = slots_.take();
  Slot& slot = slots_[index];
  slot.machine = {};
  slot.machine.start(is_reliable(flow.transport));
  ++slot.generation;
  slot.key = key;
  slot.live = true;
  slot.response = {};
  const AnswerPath path = answer_path(top, flow);
  slot.flow = path.flow;
  slot.fallback_port = path.fallback.port;
  index_.insert(key.first, index);
  ++counters_.created;
  return {Arrival::created, {index, slot.generation}};
}

bool InviteServerTransactions::receive_ack(const MessageView& ack, const ViaView& top) {
  const std::uint32_t found = find(keys_.of_request(ack, top));
  if (found == host::HashIndex::kNone) return false;
  Slot& slot = slots_[found];
  // By the branch of its INVITE comes the ACK of a refusal only (section 17.1.1.3); some send that of a 2xx with it.
  if (slot.machine.state() == State::accepted) return false;
  carry_out(found, slot.machine.handle_ack(), {});
  return true;
}

TransactionId InviteServerTransactions::cancelled_by(const MessageView& cancel, const ViaView& top) {
  const std::uint32_t found = find(keys_.of_cancelled(cancel, top));
  return found == host::HashIndex::kNone ? TransactionId{} : TransactionId{found, slots_[found].generation};
}

std::uint32_t InviteServerTransactions::find(const TransactionFingerprint& key) const {
  return index_.find(key.first, [&](std::uint32_t index) { return slots_[index].key == key; });
}

const InviteServerTransactions::Slot* InviteServerTransactions::slot_of(TransactionId id) const {
  if (id.slot >= slots_.end()) return nullptr;
  const Slot& slot = slots_[id.slot];
  return slot.live && slot.generation == id.generation ? &slot : nullptr;
}

bool InviteServerTransactions::is_answered(TransactionId id) const {
  const Slot* const slot = slot_of(id);
  return slot == nullptr || slot->machine.state() != State::proceeding;
}

void InviteServerTransactions::respond(TransactionId id, int status, std::string_view response) {
  if (slot_of(id) == nullptr) return;
  carry_out(id.slot, slots_[id.slot].machine.handle_response(status, settings_), response);
}

void InviteServerTransactions::carry_out(std::uint32_t index, const InviteServerTransaction::Output& output,
                                         std::string_view response) {
  Slot& slot = slots_[index];
  if (output.send_response) transmit(slot, response);
  if (output.store_response) {
    responses_.release(slot.response);
    stored_bytes_ += response.size() - slot.response.size;
    slot.response = responses_.store(response);
  }
  if (output.stop_retransmit) timers_.clear(TimerName::answer_retransmit, index);
  const host::MonotonicTime now = host_.now();
  if (output.start_retransmit) {
    timers_.set(TimerName::answer_retransmit, index, now + slot.machine.retransmit_interval());
  }
  if (!output.start_end) return;
  const host::Duration after = slot.machine.end_after(settings_);
  if (after > host::Duration::zero()) return timers_.set(TimerName::answer_end, index, now + after);
  slot.machine.handle_end();
  end(index);
}

// A response that the transport cannot take is lost like one in the network.
void InviteServerTransactions::transmit(const Slot& slot, std::string_view response) {
  (void)transport_.send_answer(slot.flow, {slot.flow.remote.address, slot.fallback_port}, response);
}

void InviteServerTransactions::on_timer(TimerName name, std::uint32_t index) {
  Slot& slot = slots_[index];
  if (name == TimerName::answer_retransmit) {
    ++counters_.retransmitted;
    return carry_out(index, slot.machine.handle_retransmit_due(settings_), responses_.at(slot.response));
  }
  if (slot.machine.handle_end().timed_out) ++counters_.unacknowledged;
  end(index);
}

void InviteServerTransactions::end(std::uint32_t index) {
  Slot& slot = slots_[index];
  HEXAD_CHECK(slot.live);
  timers_.clear(TimerName::answer_retransmit, index);
  timers_.clear(TimerName::answer_end, index);
  stored_bytes_ -= slot.response.size;
  responses_.release(slot.response);
  slot.response = {};
  slot.live = false;
  index_.erase(slot.key.first, index);
  slots_.give_back(index);
}

}  // namespace hexad::sip
