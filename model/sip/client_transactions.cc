#include "model/sip/client_transactions.h"

#include <utility>
#include <vector>

#include "model/host/check.h"

namespace hexad::sip {

using State = NonInviteClientTransaction::State;

ClientTransactions::ClientTransactions(host::Host& host, Timers& timers, TransportLayer& transport,
                                       TransactionKeys& keys, const TransactionSettings& settings)
    : host_(host),
      timers_(timers),
      transport_(transport),
      keys_(keys),
      settings_(settings),
      timer_lines_(100, std::chrono::milliseconds(10)) {
  for (const TimerName name : {TimerName::request_retransmit, TimerName::request_timeout, TimerName::response_linger}) {
    timers_.claim(name, *this);
  }
}

host::Expected<TransactionId> ClientTransactions::send(const Flow& flow, std::string_view request,
                                                       std::string_view branch, std::string_view method,
                                                       ResponseHandler& handler) {
  if (slots_.size() >= settings_.client_transactions_max || stored_bytes_ >= settings_.stored_bytes_max) {
    return host::fail(host::ErrorCode::bound_reached, "client transactions");
  }
  const std::string_view key = keys_.of_client(branch, method);
  const std::size_t hash = keys_.hash(key);
  const bool taken =
      index_.find(hash, [&](std::uint32_t other) { return slots_[other].key == key; }) != host::HashIndex::kNone;
  if (taken) return host::fail(host::ErrorCode::invalid_argument, "a request with this branch is under way");
  if (auto sent = transport_.send(flow, request); !sent) return tl::unexpected(sent.error());

  const std::uint32_t index = slots_.take();
  Slot& slot = slots_[index];
  ++slot.generation;
  slot.hash = hash;
  slot.key.assign(key);
  slot.request.assign(request);
  slot.method.assign(method);
  slot.flow = flow;
  slot.handler = &handler;
  slot.live = true;
  stored_bytes_ += slot.request.size();
  index_.insert(hash, index);
  ++counters_.created;
  start_timers(index, slot.machine.start(is_reliable(flow.transport), settings_));
  return TransactionId{index, slot.generation};
}

void ClientTransactions::abandon(TransactionId id) {
  if (id.slot >= slots_.end()) return;
  Slot& slot = slots_[id.slot];
  if (slot.live && slot.generation == id.generation) slot.handler = nullptr;
}

void ClientTransactions::start_timers(std::uint32_t index, const NonInviteClientTransaction::Output& output) {
  const host::MonotonicTime now = host_.now();
  if (output.retransmit_in) timers_.set(TimerName::request_retransmit, index, now + *output.retransmit_in);
  if (output.timeout_in) timers_.set(TimerName::request_timeout, index, now + *output.timeout_in);
  if (!output.linger_for) return;
  timers_.clear(TimerName::request_retransmit, index);
  timers_.clear(TimerName::request_timeout, index);
  timers_.set(TimerName::response_linger, index, now + *output.linger_for);
}

void ClientTransactions::handle_response(const MessageView& response) {
  const auto via = parse_via(first_value(response, HeaderId::via));
  const auto cseq = parse_cseq(response.value(HeaderId::cseq));
  HEXAD_CHECK(via && cseq);
  const std::string_view key = keys_.of_client(via->branch(), cseq->method);
  const std::uint32_t index =
      index_.find(keys_.hash(key), [&](std::uint32_t other) { return slots_[other].key == key; });
  if (index == host::HashIndex::kNone) {
    ++counters_.unmatched;
    return;
  }
  Slot& slot = slots_[index];
  const auto output = slot.machine.handle_response(response.status(), settings_);
  start_timers(index, output);
  if (!output.tell_response || !slot.handler) return;
  ResponseHandler* handler = slot.handler;
  if (response.status() >= 200) slot.handler = nullptr;
  handler->on_response({index, slot.generation}, response);
}

void ClientTransactions::on_timer(TimerName name, std::uint32_t index) {
  switch (name) {
    case TimerName::request_retransmit: retransmit(index); break;
    case TimerName::request_timeout: time_out(index); break;
    default:
      slots_[index].machine.handle_linger_end();
      end(index);
      break;
  }
}

void ClientTransactions::retransmit(std::uint32_t index) {
  Slot& slot = slots_[index];
  note_timer(TimerName::request_retransmit, slot);
  ++counters_.retransmitted;
  start_timers(index, slot.machine.handle_retransmit_due(settings_));
  // A datagram that this host does not take is lost like any other; timer E or F sees to it.
  (void)transport_.send(slot.flow, slot.request);
}

void ClientTransactions::time_out(std::uint32_t index) {
  note_timer(TimerName::request_timeout, slots_[index]);
  ++counters_.timed_out;
  slots_[index].machine.handle_failure();
  ResponseHandler* handler = slots_[index].handler;
  const TransactionId id{index, slots_[index].generation};
  end(index);
  if (handler) handler->on_timeout(id);
}

void ClientTransactions::fail(std::uint32_t index, const host::Error& error) {
  ++counters_.failed;
  slots_[index].machine.handle_failure();
  ResponseHandler* handler = slots_[index].handler;
  const TransactionId id{index, slots_[index].generation};
  end(index);
  if (handler) handler->on_transport_error(id, error);
}

void ClientTransactions::end(std::uint32_t index) {
  Slot& slot = slots_[index];
  HEXAD_CHECK(slot.live);
  for (const TimerName name : {TimerName::request_retransmit, TimerName::request_timeout, TimerName::response_linger}) {
    timers_.clear(name, index);
  }
  stored_bytes_ -= slot.request.size();
  index_.erase(slot.hash, index);
  slot.live = false;
  slot.handler = nullptr;
  slots_.give_back(index);
}

// The requests are gathered before the first handler is called, because a handler may send new ones.
template <class Affected>
void ClientTransactions::fail_all(const Affected& affected, const host::Error& error) {
  std::vector<TransactionId> failing;
  for (std::uint32_t index = 0; index < slots_.end(); ++index) {
    const Slot& slot = slots_[index];
    if (slot.live && slot.machine.state() != State::completed && affected(slot.flow)) {
      failing.push_back({index, slot.generation});
    }
  }
  for (const TransactionId id : failing) {
    if (slots_[id.slot].live && slots_[id.slot].generation == id.generation) fail(id.slot, error);
  }
}

void ClientTransactions::handle_flow_lost(const Flow& lost, const host::Error& error) {
  fail_all([&](const Flow& flow) { return flow.connection == lost.connection; }, error);
}

void ClientTransactions::handle_undeliverable(const host::SocketAddress& remote, const host::Error& error) {
  fail_all([&](const Flow& flow) { return flow.transport == Transport::udp && flow.remote == remote; }, error);
}

void ClientTransactions::note_timer(TimerName name, const Slot& slot) {
  if (!timer_lines_.allow(host_.now())) return;
  const std::string remote = slot.flow.remote.to_string();
  host_.log().write(host::Severity::debug, "sip", "transaction_timer", "A timer of a client transaction fired",
                    {{"timer", to_string(name)}, {"method", slot.method}, {"to", remote}});
}

}  // namespace hexad::sip
