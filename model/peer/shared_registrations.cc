#include "model/peer/shared_registrations.h"

#include <algorithm>

namespace hexad::peer {

using location::Contact;
using location::ContactId;
using wire::cluster::RegistrationRow;

namespace {

/// Room for the age of a registration at the far side, and for its last refresh being on its way.
constexpr host::Duration kSlack = std::chrono::seconds(1);

enum class Order : std::uint8_t { other_device, newer, older };

/// How registration `a` stands to `b`, which has the same address of record.
Order order_of(const RegistrationRow& a, host::MonotonicTime a_since, const RegistrationRow& b,
               host::MonotonicTime b_since) {
  if (a.contact != b.contact || a.reg_id != b.reg_id) return Order::other_device;
  // RFC 3261 section 10.3, step 7: with one Call-ID the higher CSeq is the later.
  if (a.call_id == b.call_id && a.cseq != b.cseq) return a.cseq > b.cseq ? Order::newer : Order::older;
  const bool same = a.instance_id.empty() && b.instance_id.empty() ? a.remote.address == b.remote.address
                                                                   : a.instance_id == b.instance_id;
  if (!same && a.call_id != b.call_id) return Order::other_device;
  return a_since > b_since ? Order::newer : Order::older;
}

}  // namespace

SharedRegistrations::SharedRegistrations(host::Host& host, location::RegistrationStore& store,
                                         std::function<void()> changed)
    : host_(host),
      store_(store),
      changed_(std::move(changed)),
      hash_(host.entropy("peer.shared_registrations")),
      deadlines_(host, *this) {
  store_.add_listener(*this);
}

SharedRegistrations::~SharedRegistrations() { store_.remove_listener(*this); }

RegistrationRow SharedRegistrations::row_of(const Contact& contact, std::string_view aor) const {
  RegistrationRow row;
  row.aor = aor;
  row.contact = contact.uri();
  row.call_id = contact.call_id();
  row.instance_id = contact.instance_id();
  row.cseq = contact.cseq();
  row.reg_id = contact.reg_id();
  row.interval_seconds = std::max(1u, contact.expires_in_seconds(host_.now()));
  const auto age = std::chrono::duration_cast<std::chrono::seconds>(host_.now() - contact.registered_at());
  row.age_seconds = static_cast<std::uint32_t>(std::max<std::int64_t>(0, age.count()));
  row.q_thousandths = contact.q_thousandths();
  row.protocol = static_cast<std::uint8_t>(contact.protocol());
  row.transport = static_cast<std::uint8_t>(contact.flow().transport);
  row.remote = contact.flow().remote;
  return row;
}

RegistrationRow SharedRegistrations::row_of(const Held& held) const {
  // It was decoded before it was kept.
  return wire::cluster::decode_registration({held.bytes.get(), held.size}).value_or(RegistrationRow{});
}

/// An interval that grew is told: copies may not end before what they are copies of. One that shrank is not.
void SharedRegistrations::on_registration(const location::RegistrationChange& change) {
  const ContactId id = change.id;
  if (change.change == location::Change::removed || change.change == location::Change::expired) {
    feed().erased(id);
    return changed_();
  }
  RegistrationRow row = row_of(change.contact, change.aor);
  const std::uint32_t interval = row.interval_seconds;
  row.cseq = row.age_seconds = 0;
  row.interval_seconds = 1;
  host::Bytes bytes;
  wire::cluster::encode(row, bytes);
  const std::size_t hash = hash_(host::ByteView(bytes));
  if (id >= sent_.size()) sent_.resize(id + 1);
  const bool same = change.change == location::Change::refreshed && sent_[id].hash == hash;
  if (same && interval <= sent_[id].interval_seconds) return;
  sent_[id] = {hash, interval};
  feed().changed(id);
  changed_();
}

void SharedRegistrations::encode(std::uint32_t row, host::Bytes& out) {
  const Contact& contact = store_.contact(row);
  RegistrationRow value = row_of(contact, store_.aor(store_.record_of(row)));
  value.interval_seconds = std::max(value.interval_seconds, sent_[row].interval_seconds);
  wire::cluster::encode(value, out);
}

bool SharedRegistrations::put(cluster::Origin origin, std::uint32_t row, host::ByteView value) {
  const auto decoded = wire::cluster::decode_registration(value);
  if (!decoded || row >= store_.limits().registrations_max) return false;
  Origins& of = of_[origin];
  if (row >= of.by_row.size()) of.by_row.resize(row + 1, kNone);
  if (of.by_row[row] != kNone) drop(of.by_row[row]);
  const std::uint32_t id = copies_.take();
  of.by_row[row] = id;
  ++of.count;
  Held& held = copies_[id];
  held.origin = origin;
  held.row = row;
  keep(id, *decoded, value);
  if (of.lost) let_run_out(id);
  settle_with_copies(id, *decoded);
  if (!copies_[id].superseded) settle_with_own(*decoded, held.registered_at);
  return true;
}

void SharedRegistrations::keep(std::uint32_t id, const RegistrationRow& row, host::ByteView value) {
  Held& held = copies_[id];
  held.used = true;
  held.former = held.superseded = false;
  held.ends.reset();
  held.size = static_cast<std::uint32_t>(value.size());
  held.bytes = std::make_unique<std::uint8_t[]>(value.size());
  std::copy(value.begin(), value.end(), held.bytes.get());
  held.registered_at = host_.now() - std::chrono::seconds(row.age_seconds);
  held.hash = hash_(row.aor);
  index_.insert(held.hash, id);
}

void SharedRegistrations::erase(cluster::Origin origin, std::uint32_t row) {
  Origins& of = of_[origin];
  if (row < of.by_row.size() && of.by_row[row] != kNone) drop(of.by_row[row]);
}

/// It has run out.
void SharedRegistrations::on_deadline(std::uint32_t id) {
  if (!copies_[id].former) of_[copies_[id].origin].lacks_rows = true;
  drop(id);
}

void SharedRegistrations::drop(std::uint32_t id) {
  Held& held = copies_[id];
  settle_without(id);
  deadlines_.clear(id);
  index_.erase(held.hash, id);
  Origins& of = of_[held.origin];
  if (!held.former) {
    of.by_row[held.row] = kNone;
    --of.count;
  }
  held.bytes.reset();
  held.used = false;
  copies_.give_back(id);
}

void SharedRegistrations::let_run_out(std::uint32_t id) {
  Held& held = copies_[id];
  if (held.ends) return;
  held.ends = host_.now() + std::chrono::seconds(row_of(held).interval_seconds) + kSlack;
  deadlines_.set(id, *held.ends);
}

/// What a peer tells now counts before what is left of its former boots.
std::optional<bool> SharedRegistrations::counts_before(const Held& held, const RegistrationRow& row,
                                                       const Held& other) const {
  const RegistrationRow theirs = row_of(other);
  if (theirs.aor != row.aor) return std::nullopt;
  const Order order = order_of(row, held.registered_at, theirs, other.registered_at);
  if (order == Order::other_device) return std::nullopt;
  return held.origin == other.origin && held.former != other.former ? other.former : order == Order::newer;
}

/// Of the copies of one registration of a device the newest counts.
void SharedRegistrations::settle_with_copies(std::uint32_t id, const RegistrationRow& row) {
  Held& held = copies_[id];
  index_.find(held.hash, [&](std::uint32_t other) {
    if (other == id || copies_[other].superseded) return false;
    if (const auto before = counts_before(held, row, copies_[other])) {
      (*before ? copies_[other] : held).superseded = true;
    }
    return false;
  });
}

void SharedRegistrations::settle_without(std::uint32_t id) {
  if (copies_[id].superseded) return;
  std::vector<std::uint32_t> freed;
  const std::string aor(row_of(copies_[id]).aor);
  index_.find(copies_[id].hash, [&](std::uint32_t other) {
    if (other != id && copies_[other].superseded && row_of(copies_[other]).aor == aor) freed.push_back(other);
    return false;
  });
  for (const std::uint32_t other : freed) copies_[other].superseded = false;
  copies_[id].superseded = true;
  for (const std::uint32_t other : freed) {
    if (!copies_[other].superseded) settle_with_copies(other, row_of(copies_[other]));
  }
}

/// What is registered here ends where the device has moved on, and is told again where it has come back since.
void SharedRegistrations::settle_with_own(const RegistrationRow& row, host::MonotonicTime registered_at) {
  const location::RecordId record = store_.find(row.aor);
  if (record == location::kNone) return;
  for (ContactId id = store_.first_contact(record); id != location::kNone; id = store_.next_contact(id)) {
    const Contact& contact = store_.contact(id);
    const RegistrationRow own = row_of(contact, row.aor);
    const Order order = order_of(row, registered_at, own, contact.registered_at());
    if (order == Order::newer) return store_.remove(id, location::Reason::moved);
    if (order != Order::older) continue;
    feed().changed(id);
    return changed_();
  }
}

void SharedRegistrations::lost(cluster::Origin origin) {
  of_[origin].lost = true;
  for (const std::uint32_t id : of_[origin].by_row) {
    if (id != kNone) let_run_out(id);
  }
}

void SharedRegistrations::regained(cluster::Origin origin) {
  if (!of_[origin].lost) return;
  of_[origin].lost = false;
  for (const std::uint32_t id : of_[origin].by_row) {
    if (id == kNone) continue;
    copies_[id].ends.reset();
    deadlines_.clear(id);
  }
}

void SharedRegistrations::retire(cluster::Origin origin) {
  Origins& of = of_[origin];
  // One boot before this one is enough: what a peer can make another one hold is twice what it can have.
  for (std::uint32_t id = 0; id < copies_.end(); ++id) {
    if (copies_[id].used && copies_[id].origin == origin && copies_[id].former) drop(id);
  }
  for (const std::uint32_t id : of.by_row) {
    if (id == kNone) continue;
    let_run_out(id);
    copies_[id].former = true;
  }
  of.by_row.clear();
  of.count = 0;
}

void SharedRegistrations::forget(cluster::Origin origin) {
  for (std::uint32_t id = 0; id < copies_.end(); ++id) {
    if (copies_[id].used && copies_[id].origin == origin) drop(id);
  }
  of_[origin] = {};
}

SharedRegistrations::Copy SharedRegistrations::copy_of(std::uint32_t id) const {
  const Held& held = copies_[id];
  return {row_of(held), held.origin, held.former, held.ends, held.registered_at};
}

void SharedRegistrations::for_each(const std::function<void(const Copy&)>& visit) const {
  for (std::uint32_t id = 0; id < copies_.end(); ++id) {
    if (copies_[id].used && !copies_[id].superseded) visit(copy_of(id));
  }
}

std::vector<SharedRegistrations::Copy> SharedRegistrations::find(std::string_view aor) const {
  std::vector<Copy> found;
  index_.find(hash_(aor), [&](std::uint32_t id) {
    if (copies_[id].superseded) return false;
    if (Copy copy = copy_of(id); copy.row.aor == aor) found.push_back(copy);
    return false;
  });
  return found;
}

}  // namespace hexad::peer
