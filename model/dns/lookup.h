// One question under way: the exchanges that it takes to follow its CNAMEs, and the queries that wait for it.
#pragma once

#include <optional>
#include <vector>

#include "model/dns/exchange.h"
#include "model/dns/stub_resolver.h"

namespace hexad::dns {

class Lookup final : public ExchangeHandler {
 public:
  Lookup(StubResolver& resolver, std::uint32_t id, Question question);
  ~Lookup();
  void join(Query& query);
  void on_deadline();

  std::uint32_t id() const { return id_; }
  const Question& question() const { return result_.question; }
  std::vector<Query*> take_waiters() { return std::move(waiters_); }

 private:
  void on_exchanged(host::Expected<Message> answer) override;
  void ask();
  void use(const Resolution& cached);
  bool follow_aliases(const Message& answer);
  void conclude(const Message& answer);
  void fail(host::Error error);

  StubResolver& resolver_;
  std::uint32_t id_;
  bool started_ = false;
  std::optional<Exchange> exchange_;
  std::vector<Query*> waiters_;
  Resolution result_;
  std::uint32_t ttl_seconds_;
  unsigned aliases_ = 0;
};

}  // namespace hexad::dns
