#include "model/admin/life/identity.h"

#include "model/admin/life/common.h"
#include "model/admin/life/software.h"
#include "model/admin/life/system_rows.h"
#include "model/tls/certificate.h"

namespace hexad::admin {
namespace {

constexpr std::size_t kSerialNumberOctets = 4;

std::string serial_number_of(Services& services) {
  SystemRows rows(services.store);
  std::string number = rows.text(system_row::kSerialNumber);
  if (!number.empty()) return number;
  number = services.host.entropy("admin.identity").hex(kSerialNumberOctets);
  for (char& c : number) {
    if (c >= 'a' && c <= 'f') c = static_cast<char>(c - 'a' + 'A');
  }
  // A write that fails raises the store's own alarm; this boot keeps the number all the same.
  (void)rows.put(system_row::kSerialNumber, number);
  return number;
}

}  // namespace

Identity::Identity(Services& services, const BootPlan& boot)
    : services_(services),
      version_(boot.version),
      release_(boot.release),
      restarts_(boot.restarts),
      booted_(services.host.now()),
      serial_number_(serial_number_of(services)) {
  services_.status.add("SystemUnit", [this] { return system_unit(); });
  services_.status.add("Time", [this] { return time(); });
}

std::string Identity::host_name() const {
  const config::Configuration& now = services_.configuration.current();
  std::string name = setting_text(now, "IP DNS Hostname");
  if (name.empty()) return std::string(services_.host.name());
  const std::string domain = setting_text(now, "IP DNS Domain Name");
  if (!domain.empty()) name += "." + domain;
  return name;
}

Node Identity::system_unit() const {
  Node unit("SystemUnit");
  unit.add("Product", product_of(release_));
  unit.add("Uptime", std::to_string(std::chrono::duration_cast<std::chrono::seconds>(uptime()).count()));
  unit.add("SystemTime", tls::to_text(services_.host.wall_now()));
  unit.add("Restarts", std::to_string(restarts_));
  Node& software = unit.add("Software");
  software.add("Version", version_);
  software.add("Name", product_of(release_));
  Node& configuration = software.add("Configuration");
  if (describe_) describe_(configuration);
  Node& hardware = unit.add("Hardware");
  hardware.add("SerialNumber", serial_number_);
  return unit;
}

Node Identity::time() const {
  Node time("Time");
  time.add("UTC", tls::to_text(services_.host.wall_now()));
  const std::string zone = setting_text(services_.configuration.current(), "TimeZone Name");
  time.add("TimeZone", zone.empty() ? std::string_view("GMT") : std::string_view(zone));
  return time;
}

}  // namespace hexad::admin
