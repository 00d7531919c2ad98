#include "model/location/registration_store.h"

#include <algorithm>
#include <cstring>

#include "model/host/check.h"

namespace hexad::location {

std::string_view to_string(Change change) {
  switch (change) {
    case Change::added: return "added";
    case Change::refreshed: return "refreshed";
    case Change::removed: return "removed";
    case Change::expired: return "expired";
  }
  return "";
}

std::string_view to_string(Reason reason) {
  switch (reason) {
    case Reason::device: return "device";
    case Reason::expiry: return "expiry";
    case Reason::operator_: return "operator";
    case Reason::moved: return "moved";
    case Reason::configuration: return "configuration";
  }
  return "";
}

RegistrationStore::RegistrationStore(host::Host& host, StoreLimits limits)
    : host_(host), limits_(limits), hash_(host.entropy("location.hash")), expiries_(host, *this) {
  HEXAD_CHECK(limits.contact_bytes_max <= UINT16_MAX);
}

RecordId RegistrationStore::find(std::string_view address) const {
  return index_.find(hash_(address), [&](std::uint32_t record) { return aor(record) == address; });
}

ContactId RegistrationStore::find_contact(RecordId record, std::string_view uri, SameContact same) const {
  if (record == kNone) return kNone;
  for (ContactId id = first_contact(record); id != kNone; id = next_contact(id)) {
    if (contacts_[id].uri() == uri || same(contacts_[id].uri(), uri)) return id;
  }
  return kNone;
}

host::Expected<void> RegistrationStore::room_for(RecordId record, std::uint32_t added) const {
  const std::uint32_t present = record == kNone ? 0 : contact_count(record);
  if (added > limits_.contacts_per_aor_max || present > limits_.contacts_per_aor_max - added) {
    return host::fail(host::ErrorCode::bound_reached, "contacts per address");
  }
  if (added > limits_.registrations_max || contacts() > limits_.registrations_max - added) {
    return host::fail(host::ErrorCode::bound_reached, "registrations");
  }
  return {};
}

host::Expected<void> RegistrationStore::acceptable(const ContactUpdate& update) const {
  if (update.expires <= host::Duration::zero()) return host::fail(host::ErrorCode::invalid_argument, "expires");
  if (update.uri.size() + update.call_id.size() + update.instance_id.size() > limits_.contact_bytes_max) {
    return host::fail(host::ErrorCode::bound_reached, "length of a contact");
  }
  return {};
}

host::Expected<ContactId> RegistrationStore::add(std::string_view address, const ContactUpdate& update, Reason reason) {
  HEXAD_CHECK(!telling_);
  if (auto fits = acceptable(update); !fits) return tl::unexpected(fits.error());
  if (address.size() > limits_.aor_bytes_max) {
    return host::fail(host::ErrorCode::bound_reached, "length of an address of record");
  }
  const std::size_t hash = hash_(address);
  RecordId record = index_.find(hash, [&](std::uint32_t other) { return aor(other) == address; });
  if (auto room = room_for(record, 1); !room) return tl::unexpected(room.error());
  if (record == kNone) record = make_record(address, hash);

  const ContactId id = contacts_.take();
  Contact& contact = contacts_[id];
  contact.assign(update, host_.now());
  contact.registered_at_ = host_.now();
  contact.record_ = record;
  contact.next_ = kNone;
  Record& owner = records_[record];
  if (owner.last_contact == kNone) {
    owner.first_contact = id;
  } else {
    contacts_[owner.last_contact].next_ = id;
  }
  owner.last_contact = id;
  ++owner.count;
  expiries_.set(id, contact.expires_at_);
  tell(Change::added, reason, id);
  return id;
}

host::Expected<void> RegistrationStore::refresh(ContactId id, const ContactUpdate& update, Reason reason) {
  HEXAD_CHECK(!telling_ && contacts_[id].record_ != kNone);
  if (auto fits = acceptable(update); !fits) return fits;
  contacts_[id].assign(update, host_.now());
  expiries_.set(id, contacts_[id].expires_at_);
  tell(Change::refreshed, reason, id);
  return {};
}

void RegistrationStore::remove(ContactId id, Reason reason) { end(id, Change::removed, reason); }

void RegistrationStore::remove_all(RecordId record, Reason reason) {
  // The record goes with its last contact, so that the next one is looked up before.
  for (ContactId id = first_contact(record); id != kNone;) {
    const ContactId next = next_contact(id);
    end(id, Change::removed, reason);
    id = next;
  }
}

void RegistrationStore::remove_listener(RegistrationListener& listener) { std::erase(listeners_, &listener); }

void RegistrationStore::on_deadline(std::uint32_t id) { end(id, Change::expired, Reason::expiry); }

void RegistrationStore::end(ContactId id, Change change, Reason reason) {
  HEXAD_CHECK(!telling_ && contacts_[id].record_ != kNone);
  const RecordId record = contacts_[id].record_;
  expiries_.clear(id);
  unlink(id);
  tell(change, reason, id);
  contacts_[id].release();
  contacts_.give_back(id);
  if (records_[record].count == 0) drop_record(record);
}

void RegistrationStore::unlink(ContactId id) {
  Record& owner = records_[contacts_[id].record_];
  ContactId before = kNone;
  for (ContactId at = owner.first_contact; at != id; at = contacts_[at].next_) before = at;
  (before == kNone ? owner.first_contact : contacts_[before].next_) = contacts_[id].next_;
  if (owner.last_contact == id) owner.last_contact = before;
  --owner.count;
}

RecordId RegistrationStore::make_record(std::string_view address, std::size_t hash) {
  const RecordId id = records_.take();
  Record& record = records_[id];
  record = Record{};
  record.aor.reset(new char[address.size()]);
  if (!address.empty()) std::memcpy(record.aor.get(), address.data(), address.size());
  record.aor_size = static_cast<std::uint32_t>(address.size());
  record.hash = hash;
  record.previous = last_;
  (last_ == kNone ? first_ : records_[last_].next) = id;
  last_ = id;
  index_.insert(hash, id);
  return id;
}

void RegistrationStore::drop_record(RecordId id) {
  Record& record = records_[id];
  (record.previous == kNone ? first_ : records_[record.previous].next) = record.next;
  (record.next == kNone ? last_ : records_[record.next].previous) = record.previous;
  index_.erase(record.hash, id);
  record = Record{};
  records_.give_back(id);
}

void RegistrationStore::tell(Change change, Reason reason, ContactId id) {
  if (listeners_.empty()) return;
  telling_ = true;
  const RegistrationChange told{change, reason, aor(contacts_[id].record_), contacts_[id], id};
  for (RegistrationListener* listener : listeners_) listener->on_registration(told);
  telling_ = false;
}

}  // namespace hexad::location
