#include "model/admin/life/life.h"

namespace hexad::admin {

Life::Life(Services& services, LifeSettings settings)
    : services_(services),
      settings_(std::move(settings)),
      identity_(services, settings_.boot),
      maintenance_mode_(services),
      restart_(services),
      option_keys_(services, restart_),
      certificates_(services, identity_.host_name()) {
  identity_.describe_software_with([this](Node& configuration) { option_keys_.describe(configuration); });
  services_.events.add(1, "System Start", {{"Service", "System"}, {"Detail", identity_.version()}});
  for (const std::string& note : settings_.boot.notes) {
    services_.events.add(1, "System Start", {{"Service", "System"}, {"Detail", note}});
  }
}

Life::~Life() = default;

}  // namespace hexad::admin
