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

std::optional<Defect> read_contact(std::string_view value, std::optional<std::uint32_t> expires_header,
                                   RequestedContact& into) {
  const auto address = parse_name_addr(value);
  if (!address) return Defect{400, "Malformed Contact", HeaderId::contact};
  into = RequestedContact{};
  into.uri = address->uri.text;
  into.expires_seconds = expires_header;
  if (address->params.empty()) return std::nullopt;
  into.q_thousandths = static_cast<std::uint16_t>(contact_q(*address));
  into.instance_id = instance_of(address->params);
  into.reg_id = parse_number(address->params.value("reg-id")).value_or(0);
  if (const auto expires = address->params.find("expires")) into.expires_seconds = expires_or_default(expires->value);
  return std::nullopt;
}

}  // namespace

std::optional<Defect> read_register(const MessageView& request, const CSeqView& cseq, RegisterRequest& into) {
  into.call_id = request.value(HeaderId::call_id);
  into.cseq = cseq.number;
  into.wildcard = false;
  into.contact_count = 0;
  std::optional<std::uint32_t> expires;
  if (const HeaderView* header = request.first(HeaderId::expires)) expires = expires_or_default(header->value);

  std::size_t values = 0;
  std::string_view value;
  for (HeaderValues contacts(request, HeaderId::contact); contacts.next(value); ++values) {
    if (is_wildcard_contact(value)) {
      into.wildcard = true;
      continue;
    }
    if (into.contact_count == RegisterRequest::kContactsMax) return Defect{403, "Too Many Contacts", HeaderId::contact};
    if (auto defect = read_contact(value, expires, into.contacts[into.contact_count])) return defect;
    ++into.contact_count;
  }
  if (into.wildcard && (values > 1 || expires != 0u)) {
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
