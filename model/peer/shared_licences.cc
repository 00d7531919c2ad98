#include "model/peer/shared_licences.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "model/wire/cluster/licence_row.h"

namespace hexad::peer {

using cluster::LicenceCounts;
using cluster::LicenceKindRow;
using wire::cluster::LicenceRow;

namespace {

constexpr std::string_view kRemembered = "licences/";
constexpr std::uint32_t kOwnRow = 0;

std::string key_of(std::string_view peer) { return fmt::format("{}{}", kRemembered, peer); }

std::size_t at(const LicenceKindRow& row) { return static_cast<std::size_t>(row.kind); }

}  // namespace

SharedLicences::SharedLicences(admin::Services& services, admin::OptionKeys& keys, cluster::Cluster& cluster)
    : services_(services),
      keys_(keys),
      cluster_(cluster),
      pool_(services.configuration.current().release()),
      alarms_(services.alarms),
      deadlines_(services.host, *this) {
  keys_.observe(*this);
}

/// Whoever is listed is a peer of the cluster by now; of others nothing counts any more.
void SharedLicences::start() {
  started_ = true;
  cluster::Memory& memory = cluster_.memory();
  std::vector<std::string> listed;
  for (cluster::Origin origin = 0; origin < cluster::kOriginsMax; ++origin) {
    const cluster::RemotePeer* const remote = cluster_.remote(origin);
    if (remote == nullptr) continue;
    listed.push_back(remote->text);
    const std::string text = memory.text(key_of(remote->text));
    if (text.empty() || !pool_.restore(remote->text, text, services_.host.now())) continue;
    of_[origin].name = remote->text;
    keep(remote->text);
  }
  for (const auto& [peer, text] : memory.under(kRemembered)) {
    if (std::find(listed.begin(), listed.end(), peer) == listed.end()) memory.put(key_of(peer), {});
  }
  own_changed();
}

void SharedLicences::set_user(const LicenceUser* user) {
  user_ = user;
  own_changed();
}

void SharedLicences::use_changed() { own_changed(); }

std::optional<cluster::LicenceRefusal> SharedLicences::admit(cluster::LicenceKind kind) const {
  return pool_.admit(kind, in_use_here(kind), in_use(kind), services_.host.now());
}

void SharedLicences::own_changed() {
  if (!started_) return;
  LicenceCounts installed{};
  for (const LicenceKindRow& row : cluster::licence_kinds()) {
    installed[at(row)] = static_cast<std::uint32_t>(keys_.licences(row.letter));
  }
  pool_.set_own(installed);
  show_soon();
  host::Bytes bytes;
  encode(kOwnRow, bytes);
  if (bytes == sent_) return;
  sent_ = std::move(bytes);
  feed().changed(kOwnRow);
  cluster_.rows_changed();
}

void SharedLicences::encode(std::uint32_t, host::Bytes& out) {
  LicenceRow own;
  for (const LicenceKindRow& row : cluster::licence_kinds()) {
    const std::uint32_t installed = pool_.own(row.kind);
    const std::uint32_t in_use = std::min(in_use_here(row.kind), wire::cluster::kLicencesMax);
    if (installed > 0 || in_use > 0) own.kinds.push_back({row.letter, installed, in_use});
  }
  wire::cluster::encode(own, out);
}

/// Kinds that only a newer program pools are passed over.
bool SharedLicences::put(cluster::Origin origin, std::uint32_t row, host::ByteView value) {
  const auto decoded = wire::cluster::decode_licences(value);
  if (!decoded || row != kOwnRow) return false;
  LicenceCounts installed{}, in_use{};
  for (const LicenceKindRow& known : cluster::licence_kinds()) {
    for (const LicenceRow::Kind& kind : decoded->kinds) {
      if (kind.letter != known.letter) continue;
      installed[at(known)] = kind.installed;
      in_use[at(known)] = kind.in_use;
    }
  }
  of_[origin].held = true;
  tell(origin, installed, in_use);
  return true;
}

void SharedLicences::erase(cluster::Origin origin, std::uint32_t) {
  if (!of_[origin].held) return;
  of_[origin].held = false;
  tell(origin, {}, {});
}

void SharedLicences::tell(cluster::Origin origin, const LicenceCounts& installed, const LicenceCounts& in_use) {
  const cluster::RemotePeer* const remote = cluster_.remote(origin);
  if (remote == nullptr) return;
  of_[origin].name = remote->text;
  pool_.tell(remote->text, installed, in_use, services_.host.now());
  if (of_[origin].connected) pool_.regain(remote->text);
  keep(remote->text);
  show_soon();
}

void SharedLicences::lost(cluster::Origin origin) {
  Remote& of = of_[origin];
  of.connected = false;
  if (of.name.empty()) return;
  pool_.lose(of.name, services_.host.now());
  keep(of.name);
  show_soon();
}

void SharedLicences::regained(cluster::Origin origin) {
  Remote& of = of_[origin];
  of.connected = true;
  if (of.name.empty()) return;
  pool_.regain(of.name);
  keep(of.name);
  show_soon();
}

void SharedLicences::forget(cluster::Origin origin) {
  const std::string name = of_[origin].name;
  of_[origin] = {};
  if (name.empty()) return;
  pool_.forget(name);
  cluster_.memory().put(key_of(name), {});
  show_soon();
}

void SharedLicences::keep(const std::string& peer) {
  cluster_.memory().put(key_of(peer), pool_.remembered(peer, services_.host.now()));
}

/// What is over is kept once: nothing of it changes any more.
void SharedLicences::keep_loans() {
  for (const cluster::LicencePool::Loss& loss : pool_.losses(services_.host.now())) {
    if (loss.used < cluster::LicencePool::kLoan + kKeepEvery) keep(loss.peer);
    if (!loss.over()) deadlines_.set(kKeep, services_.host.now() + kKeepEvery);
  }
}

void SharedLicences::show_soon() {
  if (started_) deadlines_.set(kShow, services_.host.now());
}

void SharedLicences::on_deadline(std::uint32_t id) {
  if (id == kShow) return show();
  keep_loans();
}

void SharedLicences::show() {
  const host::MonotonicTime now = services_.host.now();
  alarms_.show(
      pool_, [this](cluster::LicenceKind kind) { return in_use_here(kind); }, now);
  LicenceCounts installed{}, usable{};
  for (const LicenceKindRow& row : cluster::licence_kinds()) {
    installed[at(row)] = pool_.own(row.kind);
    usable[at(row)] = pool_.usable(row.kind, now);
  }
  log_changes("licences_installed", "licences of this peer's option keys: ", installed, told_installed_);
  log_changes("licence_pool", "licences that can be used: ", usable, told_usable_);
  const auto next = pool_.until_next_change(now);
  if (!next) return;
  deadlines_.set(kShow, now + *next);
  if (!deadlines_.is_set(kKeep)) deadlines_.set(kKeep, now + kKeepEvery);
}

void SharedLicences::log_changes(std::string_view event, const char* text, const LicenceCounts& now,
                                 LicenceCounts& told) const {
  std::vector<std::pair<std::string_view, std::string>> numbers;
  for (const LicenceKindRow& row : cluster::licence_kinds()) {
    if (now[at(row)] != told[at(row)]) numbers.emplace_back(row.leaf, std::to_string(now[at(row)]));
  }
  told = now;
  if (numbers.empty()) return;
  std::vector<host::LogField> fields;
  std::string listed;
  for (const auto& [leaf, number] : numbers) {
    fields.push_back({leaf, number});
    listed += fmt::format("{}{}: {}", listed.empty() ? "" : ", ", leaf, number);
  }
  services_.host.log().write(host::Severity::info, "cluster", event, text + listed, fields);
}

}  // namespace hexad::peer
