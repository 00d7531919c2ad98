#include "model/wire/sip/header_id.h"

#include <array>

#include "model/wire/sip/chars.h"

namespace hexad::sip {
namespace {

struct KnownHeader {
  HeaderId id;
  std::string_view name;
  char compact = '\0';
};

constexpr KnownHeader kKnown[] = {
    {HeaderId::accept, "Accept"},
    {HeaderId::accept_contact, "Accept-Contact", 'a'},
    {HeaderId::accept_encoding, "Accept-Encoding"},
    {HeaderId::accept_language, "Accept-Language"},
    {HeaderId::alert_info, "Alert-Info"},
    {HeaderId::allow, "Allow"},
    {HeaderId::allow_events, "Allow-Events", 'u'},
    {HeaderId::authentication_info, "Authentication-Info"},
    {HeaderId::authorization, "Authorization"},
    {HeaderId::call_id, "Call-ID", 'i'},
    {HeaderId::call_info, "Call-Info"},
    {HeaderId::contact, "Contact", 'm'},
    {HeaderId::content_disposition, "Content-Disposition"},
    {HeaderId::content_encoding, "Content-Encoding", 'e'},
    {HeaderId::content_language, "Content-Language"},
    {HeaderId::content_length, "Content-Length", 'l'},
    {HeaderId::content_type, "Content-Type", 'c'},
    {HeaderId::cseq, "CSeq"},
    {HeaderId::date, "Date"},
    {HeaderId::diversion, "Diversion"},
    {HeaderId::error_info, "Error-Info"},
    {HeaderId::event, "Event", 'o'},
    {HeaderId::expires, "Expires"},
    {HeaderId::flow_timer, "Flow-Timer"},
    {HeaderId::from, "From", 'f'},
    {HeaderId::history_info, "History-Info"},
    {HeaderId::identity, "Identity", 'y'},
    {HeaderId::identity_info, "Identity-Info", 'n'},
    {HeaderId::in_reply_to, "In-Reply-To"},
    {HeaderId::join, "Join"},
    {HeaderId::max_forwards, "Max-Forwards"},
    {HeaderId::mime_version, "MIME-Version"},
    {HeaderId::min_expires, "Min-Expires"},
    {HeaderId::min_se, "Min-SE"},
    {HeaderId::organization, "Organization"},
    {HeaderId::p_asserted_identity, "P-Asserted-Identity"},
    {HeaderId::p_preferred_identity, "P-Preferred-Identity"},
    {HeaderId::path, "Path"},
    {HeaderId::priority, "Priority"},
    {HeaderId::privacy, "Privacy"},
    {HeaderId::proxy_authenticate, "Proxy-Authenticate"},
    {HeaderId::proxy_authorization, "Proxy-Authorization"},
    {HeaderId::proxy_require, "Proxy-Require"},
    {HeaderId::rack, "RAck"},
    {HeaderId::reason, "Reason"},
    {HeaderId::record_route, "Record-Route"},
    {HeaderId::refer_to, "Refer-To", 'r'},
    {HeaderId::referred_by, "Referred-By", 'b'},
    {HeaderId::reject_contact, "Reject-Contact", 'j'},
    {HeaderId::replaces, "Replaces"},
    {HeaderId::reply_to, "Reply-To"},
    {HeaderId::request_disposition, "Request-Disposition", 'd'},
    {HeaderId::require, "Require"},
    {HeaderId::retry_after, "Retry-After"},
    {HeaderId::route, "Route"},
    {HeaderId::rseq, "RSeq"},
    {HeaderId::server, "Server"},
    {HeaderId::service_route, "Service-Route"},
    {HeaderId::session_expires, "Session-Expires", 'x'},
    {HeaderId::sip_etag, "SIP-ETag"},
    {HeaderId::sip_if_match, "SIP-If-Match"},
    {HeaderId::subject, "Subject", 's'},
    {HeaderId::subscription_state, "Subscription-State"},
    {HeaderId::supported, "Supported", 'k'},
    {HeaderId::timestamp, "Timestamp"},
    {HeaderId::to, "To", 't'},
    {HeaderId::unsupported, "Unsupported"},
    {HeaderId::user_agent, "User-Agent"},
    {HeaderId::via, "Via", 'v'},
    {HeaderId::warning, "Warning"},
    {HeaderId::www_authenticate, "WWW-Authenticate"},
};

constexpr std::size_t kKnownCount = sizeof kKnown / sizeof kKnown[0];
static_assert(kKnownCount + 1 == kHeaderIdCount, "the table lists every id but `other`");

// A perfect hash: length, first, middle and last letter tell all known names apart in a table of 1,024 slots. The
// multipliers were found by trial; build_slots() refuses to compile when a new name collides.
constexpr std::size_t kSlotCount = 1024;

constexpr unsigned folded(char c) { return static_cast<unsigned char>(c) | 0x20u; }

constexpr std::size_t slot_of(std::string_view name) {
  return (name.size() * 62u + folded(name.front()) * 28u + folded(name[name.size() / 2]) * 33u +
          folded(name.back()) * 54u) %
         kSlotCount;
}

struct Slots {
  std::array<std::uint8_t, kSlotCount> index{};
  bool collides = false;
};

constexpr Slots build_slots() {
  Slots slots;
  for (auto& index : slots.index) index = kKnownCount;
  for (std::size_t i = 0; i < kKnownCount; ++i) {
    if (kKnown[i].id != static_cast<HeaderId>(i)) slots.collides = true;
    std::uint8_t& index = slots.index[slot_of(kKnown[i].name)];
    if (index != kKnownCount) slots.collides = true;
    index = static_cast<std::uint8_t>(i);
  }
  return slots;
}

constexpr Slots kSlots = build_slots();
static_assert(!kSlots.collides, "two header names share a slot, or the table is not in the order of the enum");

constexpr std::array<HeaderId, 128> build_compact() {
  std::array<HeaderId, 128> by_letter{};
  for (auto& id : by_letter) id = HeaderId::other;
  for (const KnownHeader& known : kKnown) {
    if (known.compact == '\0') continue;
    by_letter[static_cast<std::size_t>(known.compact)] = known.id;
    by_letter[static_cast<std::size_t>(known.compact - 32)] = known.id;
  }
  return by_letter;
}

constexpr std::array<HeaderId, 128> kByLetter = build_compact();

}  // namespace

HeaderId header_id(std::string_view name) {
  if (name.empty()) return HeaderId::other;
  if (name.size() == 1) {
    const auto letter = static_cast<unsigned char>(name[0]);
    return letter < kByLetter.size() ? kByLetter[letter] : HeaderId::other;
  }
  const std::size_t index = kSlots.index[slot_of(name)];
  if (index == kKnownCount) return HeaderId::other;
  const std::string_view known = kKnown[index].name;
  // Nearly everybody writes a name as the standard does.
  return known == name || equals_ignoring_case(known, name) ? kKnown[index].id : HeaderId::other;
}

std::string_view header_name(HeaderId id) {
  return id == HeaderId::other ? std::string_view() : kKnown[static_cast<std::size_t>(id)].name;
}

char compact_name(HeaderId id) { return id == HeaderId::other ? '\0' : kKnown[static_cast<std::size_t>(id)].compact; }

bool is_single_valued(HeaderId id) {
  switch (id) {
    case HeaderId::call_id:
    case HeaderId::content_disposition:
    case HeaderId::content_length:
    case HeaderId::content_type:
    case HeaderId::cseq:
    case HeaderId::date:
    case HeaderId::event:
    case HeaderId::expires:
    case HeaderId::flow_timer:
    case HeaderId::from:
    case HeaderId::max_forwards:
    case HeaderId::mime_version:
    case HeaderId::min_expires:
    case HeaderId::min_se:
    case HeaderId::rack:
    case HeaderId::refer_to:
    case HeaderId::referred_by:
    case HeaderId::replaces:
    case HeaderId::retry_after:
    case HeaderId::rseq:
    case HeaderId::session_expires:
    case HeaderId::sip_etag:
    case HeaderId::sip_if_match:
    case HeaderId::subscription_state:
    case HeaderId::to: return true;
    default: return false;
  }
}

}  // namespace hexad::sip
