// One run of the RFC 3263 procedure: the questions it puts, step by step, and the candidates it gathers. The steps are
// NAPTR (where wanted), SRV for each service at once, then the addresses of all targets at once.
#pragma once

#include <map>
#include <vector>

#include "model/dns/sip_server_locator.h"
#include "model/host/timer.h"

namespace hexad::dns {

class SipLocationProcedure final : public SipLocation, ResolutionHandler, host::TimerHandler {
 public:
  struct Surroundings {
    StubResolver& resolver;
    host::Entropy& entropy;
    const SipLocatorSettings& settings;
  };
  /// `name` is empty for a target that is a literal address.
  SipLocationProcedure(host::Host& host, const Surroundings& around, SipTarget target, std::optional<Name> name,
                       std::optional<host::IpAddress> literal, SipLocationHandler& handler);

 private:
  /// A server whose addresses are wanted: one SRV target, or the host itself.
  struct Server {
    host::Transport transport;
    Name name;
    std::uint16_t port;
    std::uint16_t priority = 0, weight = 0;
  };
  struct Service {
    host::Transport transport;
    Name name;
    QueryHandle query;
    std::vector<Srv> targets;
    bool unavailable = false;
  };
  struct Addresses {
    std::vector<host::IpAddress> v4, v6;
  };

  void on_timer(host::Timer& timer) override;
  void on_resolved(Query& query, const Resolution& resolution) override;

  void begin();
  void ask_naptr();
  void naptr_resolved(const Resolution& resolution);
  void ask_services();
  void service_resolved(Service& service, const Resolution& resolution);
  void services_done();
  void ask_addresses();
  void ask_address(const Name& name, Type type);
  void address_resolved(const Resolution& resolution);
  void finish();
  void conclude(host::Expected<std::vector<SipCandidate>> result);

  bool may_use(host::Transport transport) const;
  bool wants(host::Family family) const;
  host::Transport fallback_transport() const;
  void remember_address(const Record& record, const Name& name);
  void append_candidates(const Server& server, std::vector<SipCandidate>& candidates) const;
  void keep_error(const Resolution& resolution);
  void put(const Name& name, Type type, QueryHandle& into);

  Surroundings around_;
  SipTarget target_;
  std::optional<Name> name_;
  std::optional<host::IpAddress> literal_;
  SipLocationHandler& handler_;
  host::TimerHandle timer_;  ///< Fires once, for the loop's next turn.
  QueryHandle naptr_;
  std::vector<Service> services_;
  std::vector<Server> servers_;
  std::map<std::string, Addresses> addresses_;  ///< By Name::key().
  std::vector<QueryHandle> address_queries_;
  std::size_t outstanding_ = 0;
  std::optional<host::Error> error_;  ///< The last failure to get an answer from DNS.
};

}  // namespace hexad::dns
