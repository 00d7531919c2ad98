#include "model/sip/registrar.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "model/host/check.h"
#include "model/wire/sip/chars.h"
#include "model/wire/sip/fields.h"

namespace hexad::sip {
namespace {

using location::ContactId;
using location::kNone;
using location::RecordId;
using Outcome = Registrar::Outcome;

// A full store empties itself as registrations end: about one refresh interval.
constexpr std::uint32_t kRetryAfterSeconds = 60;

Outcome refused(int status, std::string_view reason = {}) {
  Outcome outcome;
  outcome.status = status;
  outcome.reason = reason;
  return outcome;
}

Outcome too_brief(std::uint32_t minimum_seconds) {
  Outcome outcome = refused(423);
  outcome.min_expires = minimum_seconds;
  return outcome;
}

Outcome under_maintenance() {
  Outcome outcome = refused(503, "Maintenance Mode");
  outcome.retry_after = kRetryAfterSeconds;
  return outcome;
}

Outcome full() {
  Outcome outcome = refused(503, "Registrations Full");
  outcome.retry_after = kRetryAfterSeconds;
  return outcome;
}

bool names(const std::vector<std::string>& list, std::string_view host) {
  return std::any_of(list.begin(), list.end(),
                     [&](const std::string& each) { return equals_ignoring_case(each, host); });
}

}  // namespace

bool same_contact_uri(std::string_view a, std::string_view b) {
  const auto first = parse_uri(a), second = parse_uri(b);
  return first && second && same_uri(*first, *second);
}

Registrar::Registrar(host::Host& host, location::RegistrationStore& store, RegistrarSettings settings)
    : host_(host), store_(store), settings_(), entropy_(host.entropy("sip.registrar")) {
  HEXAD_CHECK(store.limits().contacts_per_aor_max <= RegisterRequest::kContactsMax);
  set_settings(std::move(settings));
}

void Registrar::set_settings(RegistrarSettings settings) {
  HEXAD_CHECK(settings.refresh.minimum_seconds >= 1 &&
              settings.refresh.minimum_seconds <= settings.refresh.maximum_seconds);
  settings_ = std::move(settings);
}

bool Registrar::is_domain(const HostView& host) const { return names(settings_.domains, host.text); }

bool Registrar::is_responsible_for(const UriView& uri, const host::IpAddress& local) const {
  if (!uri.is_sip()) return false;
  return is_domain(uri.host) || (uri.host.address && *uri.host.address == local) ||
         names(settings_.host_names, uri.host.text);
}

Outcome Registrar::handle(const MessageView& request, const RequestFields& fields, const Flow& flow) {
  const Outcome outcome = judge(request, fields, flow);
  if (outcome.status == 200) {
    ++(request_.wildcard || request_.contact_count > 0 ? counters_.accepted : counters_.fetched);
  } else {
    ++counters_.refused;
    if (outcome.status == 423) ++counters_.too_brief;
    if (outcome.status == 500) ++counters_.out_of_order;
    if (outcome.status == 503 && in_maintenance_) ++counters_.in_maintenance;
  }
  return outcome;
}

Outcome Registrar::judge(const MessageView& request, const RequestFields& fields, const Flow& flow) {
  if (auto refusal = judge_address(fields, flow)) return *refusal;
  if (const auto defect = read_register(request, fields, request_)) return refused(defect->status, defect->reason);
  if (in_maintenance_ && !only_removes()) return under_maintenance();
  RecordId record = store_.find(aor_);
  if (request_.wildcard) {
    if (auto refusal = remove_all(record)) return *refusal;
    record = kNone;
  } else if (request_.contact_count > 0) {
    if (auto refusal = plan(record)) return *refusal;
    const ContactId stored = carry_out(flow);
    record = stored != kNone ? store_.record_of(stored) : store_.find(aor_);
  }
  Outcome outcome;
  outcome.record = record;
  return outcome;
}

// Steps 1 and 5: is the Request-URI's domain ours, and the address of record one of that domain?
std::optional<Outcome> Registrar::judge_address(const RequestFields& fields, const Flow& flow) {
  const UriView& to = fields.to.uri;
  if (!is_responsible_for(fields.target, flow.local.address)) return refused(403, "Domain Not Served Here");
  if (!to.is_sip() || !to.user) return refused(404, "Address of Record Not Valid");
  if (!is_domain(to.host)) {
    // Without a domain in the Request-URI there is none that the address could fail to belong to.
    return is_domain(fields.target.host) ? refused(404, "Address of Record Not in Domain")
                                         : refused(403, "Domain Not Served Here");
  }
  canonical_aor(to, aor_);
  if (aor_.size() > store_.limits().aor_bytes_max) return refused(404, "Address of Record Too Long");
  return std::nullopt;
}

bool Registrar::only_removes() const {
  if (request_.wildcard) return true;
  const auto end = request_.contacts.begin() + static_cast<std::ptrdiff_t>(request_.contact_count);
  return request_.contact_count > 0 && std::all_of(request_.contacts.begin(), end, [](const RequestedContact& contact) {
           return contact.expires_seconds == 0u;
         });
}

bool Registrar::is_out_of_order(const location::Contact& binding) const {
  return binding.call_id() == request_.call_id && request_.cseq <= binding.cseq();
}

// Step 6.
std::optional<Outcome> Registrar::remove_all(RecordId record) {
  if (record == kNone) return std::nullopt;
  for (ContactId id = store_.first_contact(record); id != kNone; id = store_.next_contact(id)) {
    if (is_out_of_order(store_.contact(id))) return refused(500, "CSeq Out of Order");
  }
  store_.remove_all(record);
  return std::nullopt;
}

// Step 7 without its changes: every contact is judged before the first one is stored.
std::optional<Outcome> Registrar::plan(RecordId record) {
  for (std::size_t i = 0; i < request_.contact_count; ++i) {
    if (auto refusal = plan_contact(record, i)) return refusal;
  }
  return check_room(record);
}

std::optional<Outcome> Registrar::plan_contact(RecordId record, std::size_t index) {
  const RequestedContact& contact = request_.contacts[index];
  Step& step = steps_[index];
  step = Step{};
  step.present = store_.find_contact(record, contact.uri, same_contact_uri);
  if (step.present != kNone && is_out_of_order(store_.contact(step.present))) return refused(500, "CSeq Out of Order");
  if (contact.expires_seconds != 0u) {
    const auto granted = grant_expiry(settings_.refresh, contact.expires_seconds, entropy_);
    if (!granted) return too_brief(settings_.refresh.minimum_seconds);
    step.granted_seconds = *granted;
  }
  if (contact.uri.size() + request_.call_id.size() + contact.instance_id.size() > store_.limits().contact_bytes_max) {
    return refused(403, "Contact Too Long");
  }
  if (index > 0) supersede_earlier(index);
  return std::nullopt;
}

// Equal contacts in one request: the last one counts, as if it were alone.
void Registrar::supersede_earlier(std::size_t index) {
  const std::string_view uri = request_.contacts[index].uri;
  for (std::size_t i = 0; i < index; ++i) {
    const std::string_view earlier = request_.contacts[i].uri;
    if (!steps_[i].superseded && (earlier == uri || same_contact_uri(earlier, uri))) steps_[i].superseded = true;
  }
}

std::optional<Outcome> Registrar::check_room(RecordId record) const {
  std::uint32_t added = 0, removed = 0;
  for (std::size_t i = 0; i < request_.contact_count; ++i) {
    const Step& step = steps_[i];
    if (step.superseded) continue;
    if (step.granted_seconds > 0 && step.present == kNone) ++added;
    if (step.granted_seconds == 0 && step.present != kNone) ++removed;
  }
  const std::uint32_t present = record == kNone ? 0 : store_.contact_count(record);
  const std::uint32_t net = added > removed ? added - removed : 0;
  if (net == 0) return std::nullopt;
  if (present + net > store_.limits().contacts_per_aor_max) return refused(403, "Too Many Contacts");
  if (!store_.room_for(record, net)) return full();
  return std::nullopt;
}

location::ContactUpdate Registrar::update_of(const RequestedContact& contact) const {
  location::ContactUpdate update;
  update.uri = contact.uri;
  update.call_id = request_.call_id;
  update.instance_id = contact.instance_id;
  update.cseq = request_.cseq;
  update.reg_id = contact.reg_id;
  update.q_thousandths = contact.q_thousandths;
  update.protocol = location::Protocol::sip;
  return update;
}

// Removals come first, so that a request at a bound can replace one contact by another. Nothing in here can fail: the
// plan has seen to every bound. Returns a contact that is stored now; kNone when the request only removed some.
ContactId Registrar::carry_out(const Flow& flow) {
  for (std::size_t i = 0; i < request_.contact_count; ++i) {
    const Step& step = steps_[i];
    if (!step.superseded && step.granted_seconds == 0 && step.present != kNone) store_.remove(step.present);
  }
  ContactId stored = kNone;
  for (std::size_t i = 0; i < request_.contact_count; ++i) {
    const Step& step = steps_[i];
    if (step.superseded || step.granted_seconds == 0) continue;
    location::ContactUpdate update = update_of(request_.contacts[i]);
    update.flow = flow;
    update.expires = std::chrono::seconds(step.granted_seconds);
    if (step.present != kNone) {
      HEXAD_CHECK(store_.refresh(step.present, update).has_value());
      stored = step.present;
    } else {
      const auto added = store_.add(aor_, update);
      HEXAD_CHECK(added.has_value());
      stored = *added;
    }
  }
  return stored;
}

void Registrar::write_bindings(MessageWriter& writer, const Outcome& outcome) const {
  const host::MonotonicTime now = host_.now();
  if (outcome.record != kNone) {
    for (ContactId id = store_.first_contact(outcome.record); id != kNone; id = store_.next_contact(id)) {
      const location::Contact& contact = store_.contact(id);
      writer.begin_header(HeaderId::contact);
      writer.put('<');
      writer.put(contact.uri());
      writer.put(">;expires=");
      writer.put(contact.expires_in_seconds(now));
      if (const unsigned q = contact.q_thousandths(); q < 1000) {
        const char digits[] = {'0', '.', static_cast<char>('0' + q / 100), static_cast<char>('0' + q / 10 % 10),
                               static_cast<char>('0' + q % 10)};
        writer.put(";q=");
        writer.put(std::string_view(digits, sizeof digits));
      }
      if (!contact.instance_id().empty()) {
        writer.put(";+sip.instance=\"<");
        writer.put(contact.instance_id());
        writer.put(">\"");
      }
      writer.end_header();
    }
  }
  if (!settings_.write_date) return;
  const std::int64_t second = host::unix_seconds(host_.wall_now());
  if (second != date_second_) {
    date_second_ = second;
    date_ = date_text(host_.wall_now());
  }
  writer.header(HeaderId::date, date_);
}

}  // namespace hexad::sip
