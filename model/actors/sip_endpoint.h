// A phone or room system that registers with a cluster and stays registered, by the discovery methods of the guides
// ("Cluster peer failure: SIP" in the cluster guides): DNS SRV, round-robin DNS, or the static address of one peer.
//
//   state        it waits for             then
//   locating     DNS                      registering, or waiting when DNS has nothing
//   registering  the answer to REGISTER   registered, or registering with the next server, or waiting after the last
//   registered   the time to refresh      refreshing
//   refreshing   the answer to REGISTER   registered; locating when it fails
//   waiting      the retry interval       locating
//
// Losing the flow while registered or refreshing leads to locating at once; after six registrations in a row that
// lasted less than five seconds each, to waiting. A registration is refreshed after three quarters to nine tenths of
// the time granted. Events in the log, component "endpoint", with their fields:
//
//   locating, waiting (seconds), registering (target), registration_failed (target, reason)
//   registered (peer, expires), refreshed (peer, expires), registration_lost (peer, reason), listen_failed
#pragma once

#include <string>
#include <vector>

#include "model/actors/phone_calls.h"
#include "model/actors/registrar_queue.h"
#include "model/dns/sip_server_locator.h"
#include "model/dns/stub_resolver.h"
#include "model/host/host.h"
#include "model/sip/stack.h"

namespace hexad::actors {

struct SipEndpointSettings {
  std::string address_of_record;  ///< "sip:phone1@example.com"
  dns::SipDiscovery discovery = dns::SipDiscovery::rfc3263;
  std::string server;  ///< A domain or host name, or an address, perhaps with a port.
  host::Transport transport = host::Transport::tcp;
  std::uint32_t expires_seconds = 60;  ///< What it asks for.
  /// Between rounds that found no server, less up to a tenth so that phones spread out; at least one second.
  host::Duration retry_interval = std::chrono::seconds(30);
  std::vector<host::SocketAddress> dns_servers;
  std::uint16_t local_port = 5060;      ///< 0: chosen by the host.
  host::Duration keepalive_interval{};  ///< CRLF pings over TCP and TLS (RFC 5626 section 4.4.1); 0: none.
  host::Duration rings = std::chrono::milliseconds(500);  ///< Until it answers a call.
  int answers = 200;                                      ///< Or a refusal, at once.
};

class SipEndpoint final : public host::Program,
                          dns::SipLocationHandler,
                          sip::ResponseHandler,
                          sip::FlowHandler,
                          host::TimerHandler {
 public:
  /// Starts at once: the first lookup leaves in the loop's next turn. A setting that can never work (a server that is
  /// no name, an address of record that is no SIP URI) is told by "waiting" or "registration_failed" in the log, again
  /// and again. `tls` outlives the endpoint, and may be null for one that uses UDP or TCP.
  SipEndpoint(host::Host& host, SipEndpointSettings settings, sip::StreamFactory* tls);
  ~SipEndpoint() override;

  enum class State : std::uint8_t { locating, registering, registered, refreshing, waiting };
  State state() const { return state_; }
  bool registered() const { return state_ == State::registered || state_ == State::refreshing; }
  /// Where it is registered, or tries to be; of no meaning before the first attempt.
  const host::SocketAddress& registrar() const { return candidate_.address; }
  /// Its calls, over the flow of its registration.
  PhoneCalls& calls() { return calls_; }

 private:
  void on_located(dns::SipLocation& location, const host::Expected<std::vector<dns::SipCandidate>>& found) override;
  void on_response(sip::TransactionId id, const sip::MessageView& response) override;
  void on_timeout(sip::TransactionId id) override;
  void on_transport_error(sip::TransactionId id, const host::Error& error) override;
  void on_flow_open(const sip::Flow&) override {}
  void on_flow_lost(const sip::Flow& flow, const host::Error& error) override;
  void on_timer(host::Timer& timer) override;

  void listen();
  void locate();
  void try_next();
  void wait(std::string_view why);
  host::Expected<void> send_register();
  void accepted(const sip::MessageView& response);
  void refused(const sip::MessageView& response);
  /// The server did not take or keep the registration: goes on to the next.
  void failed(std::string_view reason);
  void lost(std::string_view reason);
  void note_failure();
  void forget_flow();
  std::uint32_t granted_seconds(const sip::MessageView& response) const;
  void say(host::Severity severity, std::string_view event, std::string_view text,
           std::initializer_list<host::LogField> fields = {});
  dns::SipTarget target() const;

  host::Host& host_;
  SipEndpointSettings settings_;
  host::Entropy& entropy_;
  dns::StubResolver resolver_;
  dns::SipServerLocator locator_;
  sip::Stack stack_;
  PhoneCalls calls_;
  host::TimerHandle timer_;
  dns::SipLocationHandle location_;
  RegistrarQueue queue_;
  std::vector<host::SocketAddress> tried_;  ///< Since the last success or wait, for round robin.

  State state_ = State::locating;
  dns::SipCandidate candidate_;
  std::optional<sip::Flow> flow_;
  std::optional<sip::TransactionId> transaction_;
  std::string call_id_, from_, contact_uri_;
  std::uint32_t cseq_ = 0;
  std::uint32_t expires_seconds_;  ///< What it asks for now: more than in the settings after a 423.
  bool interval_raised_ = false;   ///< By a 423 to this attempt.
  host::MonotonicTime registered_at_{};
  unsigned brief_registrations_ = 0;
};

}  // namespace hexad::actors
