#include "model/sip/server_transactions.h"

#include "model/host/check.h"

namespace hexad::sip {
namespace {

using State = NonInviteServerTransaction::State;

}  // namespace

AnswerPath answer_path(const ViaView& top, const Flow& flow) {
  AnswerPath path{flow, flow.remote};
  const auto wanted = answer_address(top, flow.remote, flow.transport == Transport::tls);
  if (flow.transport == Transport::udp) {
    // A maddr of the other family, or one that is a name, cannot be reached from this socket: the source can.
    if (wanted && wanted->address.family() == flow.remote.address.family()) path.flow.remote = *wanted;
    return path;
  }
  // Section 18.2.2: the received address with the port of the sent-by, for that is where the far side listens.
  path.fallback.port = top.port.value_or(default_port(flow.transport));
  return path;
}

ServerTransactions::ServerTransactions(host::Host& host, Timers& timers, TransportLayer& transport,
                                       TransactionKeys& keys, const TransactionSettings& settings)
    : host_(host), timers_(timers), transport_(transport), keys_(keys), settings_(settings) {
  timers_.claim(TimerName::request_linger, *this);
}

ServerTransactions::Received ServerTransactions::receive(const MessageView& request, const ViaView& top,
                                                         const Flow& flow) {
  const TransactionFingerprint key = keys_.of_request(request, top);
  const std::uint32_t found = index_.find(key.first, [&](std::uint32_t index) { return slots_[index].key == key; });
  if (found != host::HashIndex::kNone) {
    ++counters_.repeated;
    const Slot& slot = slots_[found];
    if (slot.machine.handle_request_again().send_response) transmit(slot, responses_.at(slot.response));
    return {Arrival::repeated, {found, slot.generation}};
  }
  if (!make_room()) {
    ++counters_.refused;
    return {Arrival::full, {}};
  }
  const std::uint32_t index = slots_.take();
  Slot& slot = slots_[index];
  slot.machine.start(is_reliable(flow.transport));
  ++slot.generation;
  slot.key = key;
  const AnswerPath path = answer_path(top, flow);
  slot.flow = path.flow;
  slot.fallback_port = path.fallback.port;
  index_.insert(key.first, index);
  ++counters_.created;
  return {Arrival::created, {index, slot.generation}};
}

// Whoever repeats a request does so within a few seconds, and the oldest answers of a full table are older than that.
bool ServerTransactions::make_room() {
  while (slots_.size() >= settings_.server_transactions_max || stored_bytes_ >= settings_.stored_bytes_max) {
    if (first_to_end_ == kNone) return false;
    ++counters_.shortened;
    end_first();
  }
  return true;
}

void ServerTransactions::respond(TransactionId id, int status, std::string_view response) {
  HEXAD_CHECK(id.slot < slots_.end());
  Slot& slot = slots_[id.slot];
  if (slot.generation != id.generation || slot.machine.state() == State::terminated) return;
  const auto output = slot.machine.handle_response(status);
  if (!output.send_response) return;
  transmit(slot, response);
  const host::Duration duration = slot.machine.linger_duration(settings_);
  if (output.start_linger && duration <= host::Duration::zero()) {
    slot.machine.handle_linger_end();
    end(id.slot);
    return;
  }
  responses_.release(slot.response);
  stored_bytes_ += response.size() - slot.response.size;
  slot.response = responses_.store(response);
  if (output.start_linger) linger(id.slot, duration);
}

// A response that the transport cannot take is lost like one in the network: over UDP the far side repeats its
// request, over a stream the connection is gone and so is whoever waited.
void ServerTransactions::transmit(const Slot& slot, std::string_view response) {
  (void)transport_.send_answer(slot.flow, {slot.flow.remote.address, slot.fallback_port}, response);
}

void ServerTransactions::linger(std::uint32_t index, host::Duration duration) {
  Slot& slot = slots_[index];
  slot.ends_at = host_.now() + duration;
  slot.next_to_end = kNone;
  if (first_to_end_ == kNone) {
    first_to_end_ = index;
    timers_.set(TimerName::request_linger, 0, slot.ends_at);
  } else {
    slots_[last_to_end_].next_to_end = index;
  }
  last_to_end_ = index;
}

void ServerTransactions::end_first() {
  const std::uint32_t index = first_to_end_;
  Slot& slot = slots_[index];
  first_to_end_ = slot.next_to_end;
  if (first_to_end_ == kNone) last_to_end_ = kNone;
  slot.machine.handle_linger_end();
  end(index);
}

void ServerTransactions::end(std::uint32_t index) {
  Slot& slot = slots_[index];
  stored_bytes_ -= slot.response.size;
  responses_.release(slot.response);
  slot.response = {};
  index_.erase(slot.key.first, index);
  slots_.give_back(index);
}

void ServerTransactions::on_timer(TimerName, std::uint32_t) {
  const host::MonotonicTime now = host_.now();
  while (first_to_end_ != kNone && slots_[first_to_end_].ends_at <= now) end_first();
  if (first_to_end_ != kNone) timers_.set(TimerName::request_linger, 0, slots_[first_to_end_].ends_at);
}

}  // namespace hexad::sip
