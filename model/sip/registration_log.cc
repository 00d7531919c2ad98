#include "model/sip/registration_log.h"

#include <string>
#include <string_view>

namespace hexad::sip {
namespace {

struct Wording {
  std::string_view event, text;
};

Wording wording_of(const location::RegistrationChange& change) {
  using location::Change;
  switch (change.change) {
    case Change::added: return {"registered", "A device registered"};
    case Change::expired: return {"registration_expired", "A registration ended because nobody refreshed it"};
    case Change::removed:
      if (change.reason == location::Reason::device) return {"unregistered", "A device ended its registration"};
      return {"registration_removed", "A registration was removed"};
    case Change::refreshed: break;
  }
  return {};
}

}  // namespace

// Enough for every phone of a large cluster at once; a device that comes and goes without end is held back.
RegistrationLog::RegistrationLog(host::Host& host, location::RegistrationStore& store)
    : host_(host), store_(store), lines_(20'000, std::chrono::milliseconds(1)) {
  store_.add_listener(*this);
}

RegistrationLog::~RegistrationLog() { store_.remove_listener(*this); }

void RegistrationLog::on_registration(const location::RegistrationChange& change) {
  const Wording wording = wording_of(change);
  if (wording.event.empty() || !lines_.allow(host_.now())) return;
  const location::Contact& contact = change.contact;
  const std::string from = contact.flow().remote.to_string();
  const std::string expires = std::to_string(contact.expires_in_seconds(host_.now()));
  host_.log().write(host::Severity::info, "sip", wording.event, wording.text,
                    {{"aor", change.aor},
                     {"contact", contact.uri()},
                     {"from", from},
                     {"transport", host::to_string(contact.flow().transport)},
                     {"expires_seconds", expires},
                     {"reason", location::to_string(change.reason)}});
}

}  // namespace hexad::sip
