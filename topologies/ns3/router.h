// A router: forwards between its cards, with a firewall and address translation when its role asks for them.
#pragma once

#include "topologies/ns3/firewall.h"
#include "topologies/ns3/ip_stack.h"
#include "topologies/ns3/loss.h"
#include "topologies/ns3/nat.h"

namespace hexad::ns3_world {

class Router final : public Forwarder {
 public:
  /// Role, stack and observer outlive the router. The router takes over the stack's arrivals, and answers on the
  /// networks for the public addresses of its static NAT.
  Router(const topology::RouterRole& role, IpStack& stack, LossObserver& observer);
  ~Router();
  void on_arrival(host::Bytes packet, int card) override;

 private:
  /// `translated`: the NAT has given the packet its inside destination.
  void forward(host::Bytes packet, int card, bool translated);
  void drop(std::string_view reason, host::ByteView packet, int card);
  const std::string& network(int card) const { return stack_.device(card).channel().name(); }

  IpStack& stack_;
  LossObserver& observer_;
  bool looks_inside_;  ///< Whole packets are needed: there is a firewall or a translation.
  Reassembler reassembler_;
  Nat nat_;
  Firewall firewall_;
};

}  // namespace hexad::ns3_world
