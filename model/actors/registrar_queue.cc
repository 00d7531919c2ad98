#include "model/actors/registrar_queue.h"

#include <algorithm>

namespace hexad::actors {

void RegistrarQueue::start(std::vector<dns::SipCandidate> candidates, host::MonotonicTime now) {
  std::erase_if(failed_at_, [now](const auto& failure) { return now - failure.second >= kFailureMemory; });
  std::stable_sort(candidates.begin(), candidates.end(), [&](const dns::SipCandidate& a, const dns::SipCandidate& b) {
    if (a.transport != b.transport) return false;
    if (a.priority != b.priority) return a.priority < b.priority;
    return !failed_at_.contains(a.address) && failed_at_.contains(b.address);
  });
  waiting_.assign(candidates.begin(), candidates.end());
}

std::optional<dns::SipCandidate> RegistrarQueue::next() {
  if (waiting_.empty()) return std::nullopt;
  dns::SipCandidate candidate = std::move(waiting_.front());
  waiting_.pop_front();
  return candidate;
}

void RegistrarQueue::note_failure(const host::SocketAddress& address, host::MonotonicTime now) {
  failed_at_[address] = now;
}

}  // namespace hexad::actors
