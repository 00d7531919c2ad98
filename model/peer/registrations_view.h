// Registrations as operators see and end them: the status element Registrations and the commands RemoveRegistration and
// FindRegistration (XML API guide; Status > Registrations > By device).
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "model/admin/services.h"
#include "model/location/registration_store.h"

namespace hexad::peer {

class RegistrationsView final : location::RegistrationListener {
 public:
  /// What one answer lists at most: the number a registration can have in the products' commands.
  static constexpr std::uint32_t kListedMax = 3750;

  /// Adds element and commands. Both outlive it.
  RegistrationsView(admin::Services& services, location::RegistrationStore& store);
  ~RegistrationsView();
  RegistrationsView(const RegistrationsView&) = delete;
  RegistrationsView& operator=(const RegistrationsView&) = delete;

  /// Told of RegistrationAdded and RegistrationRemoved, with the registration's leaves, before the store is done with
  /// the change: the teller may read it, not change it. Null: nobody is.
  /// `wanted` is asked before an event is made.
  void tell(std::function<bool()> wanted, std::function<void(const admin::Node& event)> teller) {
    wanted_ = std::move(wanted);
    teller_ = std::move(teller);
  }

  /// The name of one registration for as long as it lasts: 8-4-4-4-12 hexadecimal digits. The same after a refresh,
  /// another one when the device comes back later.
  std::string serial_number(location::ContactId id) const;

 private:
  void on_registration(const location::RegistrationChange& change) override;
  admin::Node status() const;
  void describe(admin::Node& node, location::ContactId id) const;
  /// By number in the list or by serial number; kNone when there is none.
  location::ContactId find(const admin::CommandCall& call) const;
  location::ContactId at_number(std::int64_t number) const;
  location::ContactId with_serial(std::string_view serial) const;
  admin::CommandResult remove(const admin::CommandCall& call);
  admin::CommandResult find_alias(const admin::CommandCall& call) const;

  admin::Services& services_;
  location::RegistrationStore& store_;
  std::uint64_t added_ = 0;
  std::function<bool()> wanted_;
  std::function<void(const admin::Node&)> teller_;
};

}  // namespace hexad::peer
