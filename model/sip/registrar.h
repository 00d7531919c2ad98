// The registrar (RFC 3261 section 10.3): judges a REGISTER step by step, changes the registration store all or nothing,
// and writes the bindings that result. It knows no transactions and sends nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/host/host.h"
#include "model/location/registration_store.h"
#include "model/sip/flow.h"
#include "model/sip/refresh_strategy.h"
#include "model/sip/register_request.h"
#include "model/wire/sip/check.h"
#include "model/wire/sip/message_writer.h"

namespace hexad::sip {

struct RegistrarSettings {
  /// The domains registered here ("SIP Domain" of the guides), in any case. Others are refused with 403, as a peer
  /// with "SIP Registration Proxy Mode: Off" does.
  std::vector<std::string> domains;
  /// Names of this peer and its cluster, which a Request-URI may hold instead of the domain; the address that the
  /// request came to is always taken.
  std::vector<std::string> host_names;
  RefreshSettings refresh;
  bool write_date = true;  ///< Put the wall clock into a 200 (section 10.3, step 8).
};

struct RegistrarCounters {
  std::uint64_t accepted = 0;  ///< 200 with a change; `fetched` counts those without.
  std::uint64_t fetched = 0;
  std::uint64_t refused = 0;
  std::uint64_t too_brief = 0;       ///< Of these: 423.
  std::uint64_t out_of_order = 0;    ///< Of these: 500 for an older CSeq.
  std::uint64_t in_maintenance = 0;  ///< Of these: 503 in maintenance mode.
};

class Registrar {
 public:
  struct Outcome {
    int status = 200;
    std::string_view reason;                      ///< Empty: the RFC's phrase.
    location::RecordId record = location::kNone;  ///< 200: whose bindings are listed; kNone when none are left.
    std::optional<std::uint32_t> min_expires;     ///< 423.
    std::optional<std::uint32_t> retry_after;     ///< 503.
  };

  /// host and store outlive it. Draws from the entropy stream "sip.registrar" with RefreshStrategy::variable only.
  Registrar(host::Host& host, location::RegistrationStore& store, RegistrarSettings settings);

  const RegistrarSettings& settings() const { return settings_; }
  /// Holds for requests from now on; registrations that are there stay.
  void set_settings(RegistrarSettings settings);

  /// In maintenance mode nothing is registered or refreshed (503); devices may still unregister (decisions of ours on
  /// maintenance mode). What is registered ends by its expiry.
  void set_in_maintenance(bool on) { in_maintenance_ = on; }
  bool in_maintenance() const { return in_maintenance_; }

  /// True when the host part of a URI is one of the domains, this peer's names, or `local`, the address it came to.
  bool is_responsible_for(const UriView& uri, const host::IpAddress& local) const;

  /// Carries out a REGISTER that check_request() accepted and whose Require names nothing. `flow` as it came.
  Outcome handle(const MessageView& request, const RequestFields& fields, const Flow& flow);
  /// Contact header fields with what is left of each expiry, and Date; for the 200 of this outcome.
  void write_bindings(MessageWriter& writer, const Outcome& outcome) const;

  const RegistrarCounters& counters() const { return counters_; }

 private:
  struct Step {
    location::ContactId present = location::kNone;  ///< The binding that the contact updates; kNone: a new one.
    std::uint32_t granted_seconds = 0;              ///< 0: remove it.
    bool superseded = false;                        ///< A later contact of the same request is equal.
  };

  Outcome judge(const MessageView& request, const RequestFields& fields, const Flow& flow);
  std::optional<Outcome> judge_address(const RequestFields& fields, const Flow& flow);
  bool only_removes() const;
  std::optional<Outcome> remove_all(location::RecordId record);
  std::optional<Outcome> plan(location::RecordId record);
  std::optional<Outcome> plan_contact(location::RecordId record, std::size_t index);
  void supersede_earlier(std::size_t index);
  std::optional<Outcome> check_room(location::RecordId record) const;
  location::ContactId carry_out(const Flow& flow);
  bool is_domain(const HostView& host) const;
  bool is_out_of_order(const location::Contact& binding) const;
  location::ContactUpdate update_of(const RequestedContact& contact) const;

  host::Host& host_;
  location::RegistrationStore& store_;
  RegistrarSettings settings_;
  host::Entropy& entropy_;
  bool in_maintenance_ = false;
  RegisterRequest request_;
  std::array<Step, RegisterRequest::kContactsMax> steps_;
  std::string aor_;
  mutable std::int64_t date_second_ = -1;
  mutable std::string date_;
  RegistrarCounters counters_;
};

/// URI equality as the registration store asks for it (RFC 3261 section 19.1.4).
bool same_contact_uri(std::string_view a, std::string_view b);

}  // namespace hexad::sip
