#include "model/actors/registrar_queue.h"

#include <algorithm>

namespace hexad::actors {

void RegistrarQueue::start(const std::vector<dns::SipCandidate>& candidates, host::MonotonicTime now) {
  std::erase_if(failed_at_, [now](const auto& failure) { return now - failure.second >= kFailureMemory; });
  waiting_.clear();
  for (const dns::SipCandidate& candidate : candidates) {
    const bool known = std::any_of(waiting_.begin(), waiting_.end(), [&](const dns::SipCandidate& other) {
      return other.transport == candidate.transport && other.address == candidate.address &&
             other.name == candidate.name;
    });
    if (!known) waiting_.push_back(candidate);
  }
  // Equals stand next to each other: the locator gives one transport after the other, each by ascending priority.
  for (auto begin = waiting_.begin(); begin != waiting_.end();) {
    const auto end = std::find_if(begin, waiting_.end(), [&](const dns::SipCandidate& other) {
      return other.transport != begin->transport || other.priority != begin->priority;
    });
    std::stable_partition(begin, end,
                          [&](const dns::SipCandidate& each) { return !failed_at_.contains(each.address); });
    begin = end;
  }
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
