// The replicated table "registrations": what is registered here goes to the other peers at once, what is registered
// there is held here, found by its address of record and shown. A refresh that changes nothing costs nothing: while its
// peer is connected a copy lives, and from the loss of that peer on as long as the registration can last at most.
#pragma once

#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "model/cluster/replicated_table.h"
#include "model/host/deadline_wheel.h"
#include "model/host/hash_index.h"
#include "model/host/keyed_hash.h"
#include "model/host/slab.h"
#include "model/location/registration_store.h"
#include "model/wire/cluster/registration_row.h"

namespace hexad::peer {

class SharedRegistrations final : public cluster::ReplicatedTable,
                                  location::RegistrationListener,
                                  host::DeadlineHandler {
 public:
  /// `changed` is called when own rows have changed. Draws the key of its hash from "peer.shared_registrations".
  SharedRegistrations(host::Host& host, location::RegistrationStore& store, std::function<void()> changed);
  ~SharedRegistrations() override;

  /// Of another peer. The texts live until the next change.
  struct Copy {
    wire::cluster::RegistrationRow row;
    cluster::Origin origin = 0;
    bool former = false;  ///< Of a boot of that peer which is over, or of a peer that is lost: it lives until `ends`.
    std::optional<host::MonotonicTime> ends;
    host::MonotonicTime registered_at{};
  };
  /// Those that count, in no particular but a stable order.
  void for_each(const std::function<void(const Copy&)>& visit) const;
  std::vector<Copy> find(std::string_view aor) const;
  /// All that are held, those that a newer one stands before included.
  std::uint32_t copies() const { return copies_.size(); }

  std::string_view name() const override { return "registrations"; }
  void encode(std::uint32_t row, host::Bytes& out) override;
  bool put(cluster::Origin origin, std::uint32_t row, host::ByteView value) override;
  void erase(cluster::Origin origin, std::uint32_t row) override;
  std::uint32_t held(cluster::Origin origin) const override { return of_[origin].count; }
  bool lacks_rows(cluster::Origin origin) const override { return of_[origin].lacks_rows; }
  void told_again(cluster::Origin origin) override { of_[origin].lacks_rows = false; }
  void lost(cluster::Origin origin) override;
  void regained(cluster::Origin origin) override;
  void retire(cluster::Origin origin) override;
  void forget(cluster::Origin origin) override;

 private:
  static constexpr std::uint32_t kNone = UINT32_MAX;
  /// What a row said when it was sent last.
  struct Sent {
    std::size_t hash = 0;
    std::uint32_t interval_seconds = 0;
  };
  struct Held {
    std::unique_ptr<std::uint8_t[]> bytes;  ///< As it came.
    std::uint32_t size = 0;
    cluster::Origin origin = 0;
    std::uint32_t row = 0;
    std::size_t hash = 0;  ///< Of the address of record.
    host::MonotonicTime registered_at{};
    bool used = false, former = false, superseded = false;
    std::optional<host::MonotonicTime> ends;
  };
  struct Origins {
    std::vector<std::uint32_t> by_row;  ///< The number of the copy, or kNone.
    std::uint32_t count = 0;
    bool lost = false;
    bool lacks_rows = false;  ///< Some have run out.
  };

  void on_registration(const location::RegistrationChange& change) override;
  void on_deadline(std::uint32_t id) override;
  wire::cluster::RegistrationRow row_of(const location::Contact& contact, std::string_view aor) const;
  wire::cluster::RegistrationRow row_of(const Held& held) const;
  Copy copy_of(std::uint32_t id) const;
  void keep(std::uint32_t id, const wire::cluster::RegistrationRow& row, host::ByteView value);
  void drop(std::uint32_t id);
  void let_run_out(std::uint32_t id);
  void settle_with_copies(std::uint32_t id, const wire::cluster::RegistrationRow& row);
  /// Copies of what this one stood before, now that it goes.
  void settle_without(std::uint32_t id);
  /// Whether a copy, with its row, counts before another one; nothing where they are no copies of one registration.
  std::optional<bool> counts_before(const Held& held, const wire::cluster::RegistrationRow& row,
                                    const Held& other) const;
  void settle_with_own(const wire::cluster::RegistrationRow& row, host::MonotonicTime registered_at);

  host::Host& host_;
  location::RegistrationStore& store_;
  std::function<void()> changed_;
  host::KeyedHash hash_;
  std::vector<Sent> sent_;  ///< By contact.
  host::Slab<Held> copies_;
  host::HashIndex index_;
  host::DeadlineWheel deadlines_;
  Origins of_[cluster::kOriginsMax];
};

}  // namespace hexad::peer
