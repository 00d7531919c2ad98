#include "topologies/ns3/inbound_filter.h"

namespace hexad::ns3_world {

void InboundFilter::on_sent(const host::SocketAddress& local, const host::SocketAddress& remote,
                            host::MonotonicTime now) {
  if (rules_.empty()) return;
  if (asked_.size() >= kQuestionsMax) {
    for (auto question = asked_.begin(); question != asked_.end();) {
      question = question->second + kAnswerTime < now ? asked_.erase(question) : std::next(question);
    }
    if (asked_.size() >= kQuestionsMax) return;
  }
  asked_[{local, remote}] = now;
}

host::FilterAction InboundFilter::judge_datagram(const host::SocketAddress& source, const host::SocketAddress& local,
                                                 host::MonotonicTime now) const {
  if (rules_.empty()) return host::FilterAction::allow;
  const auto question = asked_.find({local, source});
  if (question != asked_.end() && now - question->second <= kAnswerTime) return host::FilterAction::allow;
  return host::judge(rules_, host::FilterProtocol::udp, source.address, local.port);
}

host::FilterAction InboundFilter::judge_stream(const host::SocketAddress& source,
                                               const host::SocketAddress& local) const {
  if (rules_.empty()) return host::FilterAction::allow;
  return host::judge(rules_, host::FilterProtocol::tcp, source.address, local.port);
}

}  // namespace hexad::ns3_world
