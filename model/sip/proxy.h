// A transaction-stateful proxy (RFC 3261 section 16, with RFC 5393 against loops): takes a request, asks where it goes,
// sends it there, together or in turn, and relays the one answer that counts. Where requests go is not its matter: a
// TargetFinder says so. Each dialog runs through here, for both sides get a Record-Route with a token of their flow.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/host/host.h"
#include "model/host/slab.h"
#include "model/sip/composer.h"
#include "model/sip/flow_tokens.h"
#include "model/sip/forwarding.h"
#include "model/sip/stack.h"
#include "model/sip/text_arena.h"

namespace hexad::sip {

struct ProxySettings {
  /// Timer C (section 16.6, step 11): how long a call may go without a sign of life before its answer.
  host::Duration ring_timeout = std::chrono::seconds(185);
  std::uint32_t contexts_max = 65'536;
  std::size_t stored_bytes_max = 128u * 1024 * 1024;  ///< Of requests that are under way.
  std::uint32_t branches_max = 32;                    ///< Of one request; more targets are left out.
};

/// One place that a request is sent to.
struct ProxyTarget {
  std::string uri;           ///< The Request-URI there.
  std::optional<Flow> flow;  ///< The way there; nothing: `hop`.
  struct Hop {
    Transport transport = Transport::tcp;
    host::SocketAddress address;
    std::string server_name;
  };
  std::optional<Hop> hop;  ///< Nothing, and no flow: as the URI says.
  std::vector<std::string> routes;
  std::uint16_t q_thousandths = 1000;  ///< Targets of one value are tried together, higher ones first.
};

/// Where a request goes, or the answer that it gets instead.
struct ProxyDecision {
  StatusLine refuse{0};  ///< Status 0: it goes to the targets.
  std::vector<ProxyTarget> targets;
};

struct ProxyCounters {
  std::uint64_t relayed = 0;   ///< Requests that went to a target.
  std::uint64_t refused = 0;   ///< Answered here, with a refusal.
  std::uint64_t looped = 0;    ///< Of these, those that had been here before.
  std::uint64_t orphaned = 0;  ///< ACKs that led nowhere.
};

class TargetFinder {
 public:
  /// The request is no part of a dialog that runs through here. Answered by Proxy::decide(ticket), in here or later.
  virtual void find_targets(std::uint64_t ticket, const IncomingRequest& request) = 0;
  /// The same for an ACK, which waits for nothing: what is known by now.
  virtual ProxyDecision targets_at_once(const IncomingRequest& ack) = 0;
  /// Whether a URI's host and port mean this program.
  virtual bool is_here(const UriView& uri, const host::IpAddress& local) const = 0;

 protected:
  ~TargetFinder() = default;
};

class Proxy final : ResponseHandler, InviteHandler, TimerOwner {
 public:
  /// Everything outlives it.
  Proxy(host::Host& host, Stack& stack, TargetFinder& finder, const ProxySettings& settings = {});

  /// Any request but ACK and CANCEL, checked as far as every element checks it.
  void handle(const IncomingRequest& request);
  /// The ACK of a 2xx.
  void handle_ack(const IncomingRequest& ack);
  /// True when a request that it relays was cancelled; the CANCEL itself is the caller's to answer.
  bool handle_cancel(const IncomingRequest& cancel);

  void decide(std::uint64_t ticket, ProxyDecision decision);

  std::uint32_t size() const { return contexts_.size(); }
  const ProxyCounters& counters() const { return counters_; }

 private:
  struct Branch {
    TransactionId id;
    bool pending = false;  ///< No final response yet.
    bool live = false;     ///< The client transaction has not ended.
  };
  /// Section 16.7: the response context.
  struct Context {
    std::uint32_t generation = 0;
    bool live = false, invite = false, answered = false, cancelled = false, decided = false;
    TransactionId server;
    Flow upstream;
    TextArena::Place request;
    std::vector<ProxyTarget> targets;  ///< By falling q; those before `next` were tried.
    std::size_t next = 0;
    std::vector<Branch> branches;
    int best_status = 0;
    std::string best;  ///< The best refusal so far, without our Via.
  };
  /// What a branch's client transaction belongs to.
  struct Owner {
    std::uint32_t context = UINT32_MAX;
    std::uint32_t branch = 0;
  };
  /// What stands before the way of a request: Route values of ours, and the flow that the last of them names.
  struct RouteState {
    std::size_t own = 0;
    std::optional<Flow> flow;
    std::string next;  ///< The URI of the first value that is not ours; empty: there is none.
    bool next_is_strict = false;
  };

  void on_response(TransactionId id, const MessageView& response) override;
  void on_timeout(TransactionId id) override;
  void on_transport_error(TransactionId id, const host::Error& error) override;
  void on_invite_response(TransactionId id, const MessageView& response) override;
  void on_invite_failed(TransactionId id, const host::Error& error) override;
  void on_invite_end(TransactionId id) override;
  void on_timer(TimerName name, std::uint32_t index) override;

  bool refuse_at_once(const IncomingRequest& request);
  void refuse(const IncomingRequest& request, StatusLine line);
  RouteState read_routes(const MessageView& request, const host::IpAddress& local) const;
  /// The only target of a request that says itself where it goes: by a Route or within a dialog.
  std::optional<ProxyTarget> target_of(const MessageView& request, const UriView& uri, const RouteState& routes,
                                       const host::IpAddress& local) const;
  std::uint32_t open_context(const IncomingRequest& request);
  void send_ack(const IncomingRequest& ack, const ProxyTarget& target, std::size_t routes_done);
  void try_next(std::uint32_t index);
  void try_target(std::uint32_t index, const ProxyTarget& target);
  host::Expected<Flow> flow_to(const ProxyTarget& target);
  /// Composes the request for a target; empty when it does not fit.
  std::string_view forwarded(const MessageView& request, const ProxyTarget& target, const Flow& upstream,
                             const Flow& flow, std::size_t routes_done, std::string_view branch);
  std::string record_route(const Flow& flow);
  std::string make_branch(const MessageView& request);
  std::string loop_mark(const MessageView& request) const;
  bool is_looped(const MessageView& request) const;

  Context* context_of(const Owner& owner);
  Owner owner_of(const std::vector<Owner>& owners, TransactionId id) const;
  void relay(Context& context, const MessageView& response);
  void take_response(const Owner& owner, const MessageView& response);
  void take_failure(const Owner& owner, int status);
  void keep_best(Context& context, int status, std::string_view text);
  void settle(std::uint32_t index);
  void answer_best(std::uint32_t index);
  void answer_here(Context& context, int status, std::string_view reason = {});
  void cancel_pending(Context& context);
  void end_branch(const Owner& owner);
  void close_if_over(std::uint32_t index);

  host::Host& host_;
  Stack& stack_;
  TargetFinder& finder_;
  ProxySettings settings_;
  mutable FlowTokens tokens_;
  host::KeyedHash loop_hash_;
  std::string mark_;  ///< Of this boot, in each branch parameter.
  std::uint64_t branches_made_ = 0;
  host::Slab<Context, 8> contexts_;
  std::vector<Owner> invite_owners_, other_owners_;  ///< By the number of the client transaction.
  std::vector<std::uint32_t> invite_contexts_;       ///< By the number of the INVITE server transaction.
  std::size_t stored_bytes_ = 0;
  TextArena requests_;
  MessageView message_;
  Composer composer_;
  ProxyCounters counters_;
};

}  // namespace hexad::sip
