// xCommand Locate: searches for an alias as a call would, by the transforms and search rules of the settings, and tells
// the answer as the feedback event Locate (XML API guide; administration guide, "About zones"). The leaves of the event
// are ours.
//
// Only the Local Zone is searched here, which are this peer's registrations; a step that leads elsewhere is told as not
// searched. A peer without any search rule searches its Local Zone, as the rule that systems start with says. An alias
// is searched for in the protocol that is given only.
#pragma once

#include <functional>

#include "model/admin/services.h"
#include "model/location/registration_store.h"

namespace hexad::peer {

class Locate {
 public:
  /// Adds the command. Both outlive it.
  Locate(admin::Services& services, const location::RegistrationStore& store);
  Locate(const Locate&) = delete;
  Locate& operator=(const Locate&) = delete;

  /// `wanted`: whether anybody takes the event Locate as feedback. `teller` is told the event, after the command was
  /// answered.
  void tell(std::function<bool()> wanted, std::function<void(const admin::Node& event)> teller) {
    wanted_ = std::move(wanted);
    teller_ = std::move(teller);
  }

 private:
  void run(const admin::CommandCall& call, const admin::CommandReply& reply) const;
  admin::Node search(const admin::CommandCall& call) const;
  /// Adds what is registered as `alias` to the event; false when nothing is.
  bool search_local_zone(const std::string& alias, location::Protocol protocol, admin::Node& event) const;

  admin::Services& services_;
  const location::RegistrationStore& store_;
  std::function<bool()> wanted_;
  std::function<void(const admin::Node&)> teller_;
};

}  // namespace hexad::peer
