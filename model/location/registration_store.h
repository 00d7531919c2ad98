// The registrations of one peer: bindings of addresses of record to contacts (RFC 3261 section 10.3 calls it the
// location service), each with an absolute expiry on the monotonic clock.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "model/host/deadline_wheel.h"
#include "model/host/error.h"
#include "model/host/hash_index.h"
#include "model/host/host.h"
#include "model/host/keyed_hash.h"
#include "model/host/slab.h"
#include "model/location/contact.h"

namespace hexad::location {

using RecordId = std::uint32_t;   ///< An address of record with at least one contact; reused after its end.
using ContactId = std::uint32_t;  ///< One contact of one record; reused after its end.
inline constexpr std::uint32_t kNone = UINT32_MAX;

enum class Change : std::uint8_t { added, refreshed, removed, expired };
/// "added", "refreshed", "removed", "expired".
std::string_view to_string(Change change);

enum class Reason : std::uint8_t {
  device,         ///< The device registered, refreshed or unregistered.
  expiry,         ///< Nobody refreshed it in time.
  operator_,      ///< An operator or the API removed it.
  moved,          ///< Another peer has a newer registration of this device.
  configuration,  ///< A change of settings no longer admits it.
};
std::string_view to_string(Reason reason);

struct RegistrationChange {
  Change change;
  Reason reason;
  std::string_view aor;
  const Contact& contact;  ///< Its state after the change; for removed and expired the last one it had.
  ContactId id = kNone;
};

class RegistrationListener {
 public:
  /// Called while the store changes: it may read the store, not change it.
  virtual void on_registration(const RegistrationChange& change) = 0;

 protected:
  ~RegistrationListener() = default;
};

/// Each bound answers bound_reached when it is met. Contacts count as registrations.
struct StoreLimits {
  std::uint32_t registrations_max = 100'000;
  std::uint32_t contacts_per_aor_max = 10;
  std::uint32_t aor_bytes_max = 512;
  std::uint32_t contact_bytes_max = 1024;  ///< URI, Call-ID and instance together; at most 65,535.
};

/// True when both texts name the same contact by the rules of their protocol.
using SameContact = bool (*)(std::string_view a, std::string_view b);

class RegistrationStore final : host::DeadlineHandler {
 public:
  /// Draws the key of its hash from the entropy stream "location.hash".
  explicit RegistrationStore(host::Host& host, StoreLimits limits = {});

  const StoreLimits& limits() const { return limits_; }
  std::uint32_t contacts() const { return contacts_.size(); }
  std::uint32_t records() const { return records_.size(); }

  /// The record of an address in its canonical form, or kNone. Nothing is allocated.
  RecordId find(std::string_view aor) const;
  std::string_view aor(RecordId record) const { return {records_[record].aor.get(), records_[record].aor_size}; }
  std::uint32_t contact_count(RecordId record) const { return records_[record].count; }
  const Contact& contact(ContactId id) const { return contacts_[id]; }
  RecordId record_of(ContactId id) const { return contacts_[id].record_; }

  /// Iteration in the order of arrival: of records, and of the contacts of one record. kNone ends it. Any change
  /// but a refresh ends an iteration.
  RecordId first_record() const { return first_; }
  RecordId next_record(RecordId record) const { return records_[record].next; }
  ContactId first_contact(RecordId record) const { return records_[record].first_contact; }
  ContactId next_contact(ContactId id) const { return contacts_[id].next_; }

  /// The contact of the record that `same` finds equal to uri, or kNone. kNone for record kNone.
  ContactId find_contact(RecordId record, std::string_view uri, SameContact same) const;

  /// Whether `added` further contacts fit the address, whose record may be absent (kNone). bound_reached, its detail
  /// naming the bound.
  host::Expected<void> room_for(RecordId record, std::uint32_t added) const;

  /// A new contact, the record made if need be. The caller has made sure that no equal one is there.
  /// bound_reached: nothing was changed. invalid_argument for an expiry that is not positive.
  host::Expected<ContactId> add(std::string_view aor, const ContactUpdate& update, Reason reason = Reason::device);
  /// Takes over everything the update says. The contact keeps its place and its time of registration. Allocates
  /// nothing when the texts are as before. Errors as add().
  host::Expected<void> refresh(ContactId id, const ContactUpdate& update, Reason reason = Reason::device);
  void remove(ContactId id, Reason reason = Reason::device);
  /// Every contact of the record, in order.
  void remove_all(RecordId record, Reason reason = Reason::device);

  /// Listeners are told in the order in which they were added, and outlive the store or are taken out before.
  void add_listener(RegistrationListener& listener) { listeners_.push_back(&listener); }
  void remove_listener(RegistrationListener& listener);

 private:
  struct Record {
    std::unique_ptr<char[]> aor;
    std::size_t hash = 0;
    std::uint32_t aor_size = 0;
    ContactId first_contact = kNone;
    ContactId last_contact = kNone;
    std::uint32_t count = 0;
    RecordId previous = kNone;
    RecordId next = kNone;
  };

  void on_deadline(std::uint32_t id) override;
  host::Expected<void> acceptable(const ContactUpdate& update) const;
  RecordId make_record(std::string_view aor, std::size_t hash);
  void drop_record(RecordId record);
  void unlink(ContactId id);
  void end(ContactId id, Change change, Reason reason);
  void tell(Change change, Reason reason, ContactId id);

  host::Host& host_;
  StoreLimits limits_;
  host::KeyedHash hash_;
  host::Slab<Record> records_;
  host::Slab<Contact> contacts_;
  host::HashIndex index_;
  host::DeadlineWheel expiries_;
  RecordId first_ = kNone;
  RecordId last_ = kNone;
  std::vector<RegistrationListener*> listeners_;
  bool telling_ = false;
};

}  // namespace hexad::location
