#include "model/sip/server_transactions.h"

#include "model/host/check.h"

namespace hexad::sip {
namespace {

using State = NonInviteServerTransaction::State;

// A buffer that one large message made long does not stay so in the pool.
constexpr std::size_t kPooledBytesMax = 2048;

void empty(std::string& buffer) {
  buffer.clear();
  if (buffer.capacity() > kPooledBytesMax) buffer.shrink_to_fit();
}

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
  const std::string_view key = keys_.of_request(request, top);
  const std::size_t hash = keys_.hash(key);
  const std::uint32_t found = index_.find(hash, [&](std::uint32_t index) { return slots_[index].key == key; });
  if (found != host::HashIndex::kNone) {
    ++counters_.repeated;
    Slot& slot = slots_[found];
    if (slot.machine.handle_request_again().send_response) transmit(slot);
    return {Arrival::repeated, {found, slot.generation}};
  }
  if (slots_.size() >= settings_.server_transactions_max || stored_bytes_ >= settings_.stored_bytes_max) {
    ++counters_.refused;
    return {Arrival::full, {}};
  }
  const std::uint32_t index = slots_.take();
  Slot& slot = slots_[index];
  slot.machine.start(is_reliable(flow.transport));
  ++slot.generation;
  slot.hash = hash;
  slot.key.assign(key);
  const AnswerPath path = answer_path(top, flow);
  slot.flow = path.flow;
  slot.fallback = path.fallback;
  stored_bytes_ += slot.key.size();
  index_.insert(hash, index);
  ++counters_.created;
  return {Arrival::created, {index, slot.generation}};
}

void ServerTransactions::respond(TransactionId id, int status, std::string_view response) {
  HEXAD_CHECK(id.slot < slots_.end());
  Slot& slot = slots_[id.slot];
  if (slot.generation != id.generation || slot.machine.state() == State::terminated) return;
  const auto output = slot.machine.handle_response(status);
  if (!output.send_response) return;
  stored_bytes_ += response.size() - slot.response.size();
  slot.response.assign(response);
  transmit(slot);
  if (!output.start_linger) return;
  const host::Duration linger = slot.machine.linger_duration(settings_);
  if (linger > host::Duration::zero()) {
    timers_.set(TimerName::request_linger, id.slot, host_.now() + linger);
  } else {
    slot.machine.handle_linger_end();
    end(id.slot);
  }
}

// A response that the transport cannot take is lost like one in the network: over UDP the far side repeats its
// request, over a stream the connection is gone and so is whoever waited.
void ServerTransactions::transmit(Slot& slot) { (void)transport_.send_answer(slot.flow, slot.fallback, slot.response); }

void ServerTransactions::end(std::uint32_t index) {
  Slot& slot = slots_[index];
  stored_bytes_ -= slot.key.size() + slot.response.size();
  index_.erase(slot.hash, index);
  empty(slot.key);
  empty(slot.response);
  slots_.give_back(index);
}

void ServerTransactions::on_timer(TimerName, std::uint32_t index) {
  slots_[index].machine.handle_linger_end();
  end(index);
}

}  // namespace hexad::sip
