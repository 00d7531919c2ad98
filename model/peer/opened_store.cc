#include "model/peer/opened_store.h"

#include <fmt/format.h>

namespace hexad::peer {
namespace {

constexpr std::uint32_t kDatabaseFailure = 15005;
constexpr std::uint32_t kDatabaseNotLoaded = 15008;

}  // namespace

OpenedStore open_store(host::Host& host) {
  OpenedStore opened;
  auto store = config::Store::open(host.disk(), "peer.db", &host.entropy("store"));
  if (!store && store.error().code == host::ErrorCode::corrupted) {
    const std::string fault = store.error().to_string();
    const auto aside = config::Store::set_aside(host.disk());
    opened.not_read = fmt::format("The configuration could not be read ({}); {}, and the peer began anew", fault,
                                  aside ? "it is kept as " + *aside : "it could not be moved aside");
    if (aside) store = config::Store::open(host.disk(), "peer.db", &host.entropy("store"));
  }
  if (store) {
    if (!(*store)->journal_damage().empty()) opened.not_read = (*store)->journal_damage();
    opened.store = std::move(*store);
  } else if (store.error().code != host::ErrorCode::not_supported) {
    opened.not_kept = "Changes will be lost at the next restart: " + store.error().to_string();
  }
  return opened;
}

void tell_alarms(const OpenedStore& opened, status::Alarms& alarms) {
  if (!opened.not_read.empty()) {
    alarms.raise(kDatabaseFailure, opened.not_read);
    alarms.raise(kDatabaseNotLoaded, opened.not_read);
  }
  if (!opened.not_kept.empty()) {
    alarms.raise(kDatabaseFailure, opened.not_kept);
    alarms.raise(status::kConfigurationNotSaved, opened.not_kept);
  }
  if (!opened.store) return;
  const auto tell = [&alarms, not_read = opened.not_read](const std::optional<host::Error>& failure) {
    const std::string detail = failure ? failure->to_string() : not_read;
    alarms.set(kDatabaseFailure, !detail.empty(), detail);
    alarms.set(status::kConfigurationNotSaved, failure.has_value(), detail);
  };
  tell(opened.store->last_failure());
  opened.store->on_health(tell);
}

}  // namespace hexad::peer
