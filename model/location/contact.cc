#include "model/location/contact.h"

#include <chrono>
#include <cstring>

namespace hexad::location {

std::string_view to_string(Protocol protocol) { return protocol == Protocol::sip ? "SIP" : "H.323"; }

std::uint32_t Contact::expires_in_seconds(host::MonotonicTime now) const {
  if (expires_at_ <= now) return 0;
  return static_cast<std::uint32_t>(std::chrono::ceil<std::chrono::seconds>(expires_at_ - now).count());
}

void Contact::assign(const ContactUpdate& update, host::MonotonicTime now) {
  cseq_ = update.cseq;
  reg_id_ = update.reg_id;
  q_thousandths_ = update.q_thousandths;
  protocol_ = update.protocol;
  flow_ = update.flow;
  expires_at_ = now + update.expires;
  assign_texts(update);
}

// A refresh repeats its texts to the letter, which then stay where they are; those of a device that has restarted have
// most often the same length, and take their place.
void Contact::assign_texts(const ContactUpdate& update) {
  if (uri_size_ == update.uri.size() && call_id_size_ == update.call_id.size() &&
      instance_id_size_ == update.instance_id.size()) {
    char* at = text_.get();
    for (const std::string_view part : {update.uri, update.call_id, update.instance_id}) {
      if (!part.empty()) std::memmove(at, part.data(), part.size());
      at += part.size();
    }
    return;
  }
  const std::size_t size = update.uri.size() + update.call_id.size() + update.instance_id.size();
  // The new texts may be views into the old block, so that the old one goes last.
  std::unique_ptr<char[]> text(new char[size]);
  char* at = text.get();
  for (const std::string_view part : {update.uri, update.call_id, update.instance_id}) {
    if (!part.empty()) std::memcpy(at, part.data(), part.size());
    at += part.size();
  }
  text_ = std::move(text);
  uri_size_ = static_cast<std::uint16_t>(update.uri.size());
  call_id_size_ = static_cast<std::uint16_t>(update.call_id.size());
  instance_id_size_ = static_cast<std::uint16_t>(update.instance_id.size());
}

void Contact::release() { *this = Contact{}; }

}  // namespace hexad::location
