#include "model/sip/register_request.h"

#include "model/wire/sip/chars.h"

namespace hexad::sip {
namespace {

// "<urn:uuid:...>" as a quoted string. One with escapes is kept out: it could not be echoed to the letter.
std::string_view instance_of(const ParamsView& params) {
  std::string_view value = params.value("+sip.instance");
  if (value.size() < 5 || value.find('\\') != value.npos) return {};
  if (!value.starts_with("\"<") || !value.ends_with(">\"")) return {};
  return value.substr(2, value.size() - 4);
}

void read_contact(const NameAddrView& address, std::optional<std::uint32_t> expires_header, RequestedContact& into) {
  into = RequestedContact{};
  into.uri = address.uri.text;
  into.expires_seconds = expires_header;
  if (address.params.empty()) return;
  into.q_thousandths = static_cast<std::uint16_t>(contact_q(address));
  into.instance_id = instance_of(address.params);
  into.reg_id = parse_number(address.params.value("reg-id")).value_or(0);
  if (const auto expires = address.params.find("expires")) into.expires_seconds = expires_or_default(expires->value);
}

std::optional<Defect> read_contacts(const MessageView& request, std::optional<std::uint32_t> expires,
                                    RegisterRequest& into) {
  std::string_view value;
  for (HeaderValues contacts(request, HeaderId::contact); contacts.next(value);) {
    if (is_wildcard_contact(value)) continue;
    if (into.contact_count == RegisterRequest::kContactsMax) return Defect{403, "Too Many Contacts", HeaderId::contact};
    const auto address = parse_name_addr(value);
    if (!address) return Defect{400, "Malformed Contact", HeaderId::contact};
    read_contact(*address, expires, into.contacts[into.contact_count++]);
  }
  return std::nullopt;
}

}  // namespace

std::optional<Defect> read_register(const MessageView& request, const RequestFields& fields, RegisterRequest& into) {
  into.call_id = request.value(HeaderId::call_id);
  into.cseq = fields.cseq.number;
  into.wildcard = fields.wildcard;
  into.contact_count = 0;
  std::optional<std::uint32_t> expires;
  if (const HeaderView* header = request.first(HeaderId::expires)) expires = expires_or_default(header->value);
  if (fields.contacts == 1 && !fields.wildcard) {
    read_contact(fields.contact, expires, into.contacts[0]);
    into.contact_count = 1;
  } else if (auto defect = read_contacts(request, expires, into)) {
    return defect;
  }
  if (into.wildcard && (fields.contacts > 1 || expires != 0u)) {
    return Defect{400, "Wildcard Contact Needs Expires 0 and Stands Alone", HeaderId::contact};
  }
  return std::nullopt;
}

void canonical_aor(const UriView& to, std::string& into) {
  into.clear();
  append_address_of_record(to, into);
  if (to.scheme == Scheme::sips) into.erase(3, 1);
}

}  // namespace hexad::sip
