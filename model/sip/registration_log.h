// Tells the log who came and went, with the words that checks in scenarios name: registered, unregistered,
// registration_expired, registration_removed. Refreshes are not told.
#pragma once

#include "model/host/host.h"
#include "model/host/rate_limit.h"
#include "model/location/registration_store.h"

namespace hexad::sip {

class RegistrationLog final : public location::RegistrationListener {
 public:
  /// Both outlive it. Listens from now on, until it is destroyed.
  RegistrationLog(host::Host& host, location::RegistrationStore& store);
  ~RegistrationLog();
  RegistrationLog(const RegistrationLog&) = delete;
  RegistrationLog& operator=(const RegistrationLog&) = delete;

 private:
  void on_registration(const location::RegistrationChange& change) override;

  host::Host& host_;
  location::RegistrationStore& store_;
  host::RateLimit lines_;
};

}  // namespace hexad::sip
