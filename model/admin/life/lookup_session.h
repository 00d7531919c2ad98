// The questions of one network tool, put to DNS servers at once; the answer is complete when the last has ended.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "model/admin/command.h"
#include "model/dns/stub_resolver.h"

namespace hexad::admin {

class LookupSession final : dns::ResolutionHandler {
 public:
  /// Called once, from a resolver's call.
  using Ended = std::function<void(CommandResult)>;
  LookupSession(host::Host& host, Ended ended) : host_(host), ended_(std::move(ended)) {}

  /// Servers that are asked in turn until one answers.
  std::size_t add_resolver(std::vector<host::SocketAddress> servers);
  void add_question(std::size_t resolver, const dns::Name& name, dns::Type type);
  /// Sends them. With none, or none that can be sent, it has ended at once.
  void start();
  bool over() const { return over_; }

 private:
  struct Asked {
    std::size_t resolver = 0;
    dns::Name name;
    dns::Type type = dns::Type::a;
    dns::QueryHandle query;
    bool done = false;
    dns::Resolution resolution;
  };
  void on_resolved(dns::Query& query, const dns::Resolution& resolution) override;
  void end_if_complete();
  Node described(const Asked& asked, std::uint32_t number) const;

  host::Host& host_;
  Ended ended_;
  std::vector<std::unique_ptr<dns::StubResolver>> resolvers_;
  std::vector<Asked> asked_;
  bool started_ = false;
  bool over_ = false;
};

/// "10 20 5060 peer1.example.com": a record's data as nslookup and zone files write it.
std::string data_text(const dns::Record& record);

}  // namespace hexad::admin
