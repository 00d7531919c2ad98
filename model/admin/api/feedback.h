// Feedback: up to three URLs register by command for events and changes of status, and get each as an XML document by
// POST. Registrations live until they are removed or the peer restarts (ours).
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/admin/api/feedback_delivery.h"
#include "model/admin/services.h"

namespace hexad::admin {

class Feedback final : public status::LineSink {
 public:
  static constexpr std::size_t kUrlsMax = 3;
  static constexpr std::size_t kExpressionsMax = 15;

  /// Adds the commands FeedbackRegister and FeedbackDeregister and the status element Feedback to the services, and
  /// listens to their event log. `services` outlives it, and calls neither after it is gone.
  Feedback(Services& services, FeedbackSettings settings);
  ~Feedback();
  Feedback(const Feedback&) = delete;
  Feedback& operator=(const Feedback&) = delete;

  /// An event by the product's name ("RegistrationAdded") and what is known of it, told to whoever wants Event/NAME as
  /// <Event><RegistrationAdded>...</RegistrationAdded></Event>.
  void event(const Node& what);
  /// What servers of https URLs must show a certificate for, from the next document on; null: nobody is trusted, and no
  /// further https URL is taken.
  void trust(tls::ContextHandle context);
  /// Whether anybody takes a path such as "Event/Locate".
  bool wanted(std::string_view path) const;
  /// Whether anybody is registered: saves making what nobody wants.
  bool any() const;
  /// The status element changed: whoever wants Status/ELEMENT gets it whole, as <Status><Registrations>...
  void changed(std::string_view element);

 private:
  struct Registration {
    std::string url;
    std::vector<std::string> expressions;
    std::unique_ptr<FeedbackDelivery> delivery;
  };

  void on_line(const status::LoggedLine& line) override;
  void add_commands();
  CommandResult subscribe(const CommandCall& call);
  CommandResult unsubscribe(const CommandCall& call);
  Node status() const;
  void publish(std::string_view path, const std::string& document);

  Services& services_;
  FeedbackSettings settings_;
  std::array<Registration, kUrlsMax> registrations_;  ///< By ID - 1; without a delivery it is free.
};

}  // namespace hexad::admin
