#include "model/peer/shared_accounts.h"

#include <nlohmann/json.hpp>

#include "model/admin/account_rows.h"

namespace hexad::peer {
namespace {

using Json = nlohmann::json;

/// Of the store: name -> when it was changed last, by whom, and whether it is gone.
constexpr std::string_view kStampKind = "account_stamp";
constexpr std::size_t kNameBytesMax = 128, kRowBytesMax = 4096;
/// No peer gets so far by counting its changes; from beyond, the next change would soon have no number.
constexpr std::uint64_t kNumberMax = std::uint64_t{1} << 62;

bool own_of_each_peer(std::string_view name) { return name == "admin" || name == "root"; }

std::string text(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

SharedAccounts::SharedAccounts(admin::Services& services, const AccountsRoles& roles, std::string serial,
                               std::function<void()> changed)
    : services_(services),
      roles_(roles),
      serial_(std::move(serial)),
      changed_(std::move(changed)),
      deadlines_(services.host, *this) {
  services_.accounts.observe([this](const std::string& name) { on_changed(name); });
}

SharedAccounts::~SharedAccounts() { services_.accounts.observe(nullptr); }

/// Accounts of before the first cluster have the lowest number: whoever changed one since is right. Those of a newcomer
/// have none at all.
void SharedAccounts::start(Boot boot) {
  boot_ = boot;
  if (boot == Boot::member) {
    load_stamps();
  } else {
    forget_stamps();
  }
  if (boot == Boot::alone) return;
  const std::uint64_t number = boot == Boot::newcomer ? 0 : 1;
  for (const admin::Account* account : services_.accounts.all()) {
    if (!own_of_each_peer(account->name)) stamps_.emplace(account->name, Stamp{number, serial_, false});
  }
  highest_ = std::max<std::uint64_t>(highest_, 1);
  for (const auto& [account, stamp] : stamps_) feed().changed(row_of(account));
}

void SharedAccounts::load_stamps() {
  if (services_.store == nullptr) return;
  for (const config::Row& row : services_.store->rows(kStampKind).value_or(std::vector<config::Row>())) {
    const Json json = Json::parse(row.value, nullptr, false);
    if (!json.is_object()) continue;
    Stamp stamp{json.value("number", std::uint64_t{0}), text(json, "serial"), json.value("gone", false)};
    highest_ = std::max(highest_, stamp.number);
    stamps_.emplace(row.key, std::move(stamp));
  }
}

/// Of another cluster, or of none: they say nothing in this one.
void SharedAccounts::forget_stamps() {
  if (services_.store == nullptr) return;
  for (const config::Row& row : services_.store->rows(kStampKind).value_or(std::vector<config::Row>())) {
    (void)services_.store->remove(kStampKind, row.key);
  }
}

void SharedAccounts::settle_role() {
  if (boot_ != Boot::newcomer || !roles_.is_primary()) return;
  boot_ = Boot::member;
  for (auto& [name, known] : stamps_) {
    if (known.number == 0) stamp(name, {1, known.serial, known.gone});
  }
}

/// What only a newcomer has goes, once it has heard what there is: it was not made in this cluster.
void SharedAccounts::regained(cluster::Origin origin) {
  settle_role();
  if (boot_ != Boot::newcomer || !roles_.has_heard_primary(origin)) return;
  boot_ = Boot::member;
  std::vector<std::string> only_here;
  for (const auto& [name, known] : stamps_) {
    if (known.number == 0) only_here.push_back(name);
  }
  for (const std::string& name : only_here) {
    adopting_ = true;
    (void)services_.accounts.remove(name, {"system", serial_, "replication"});
    adopting_ = false;
    stamps_.erase(name);
  }
}

std::uint32_t SharedAccounts::row_of(const std::string& name) {
  const auto [found, added] = rows_.emplace(name, static_cast<std::uint32_t>(names_.size()));
  if (added) names_.push_back(name);
  return found->second;
}

void SharedAccounts::on_changed(const std::string& name) {
  if (own_of_each_peer(name) || adopting_ || boot_ == Boot::alone) return;
  stamp(name, {highest_ + 1, serial_, services_.accounts.find(name) == nullptr});
}

void SharedAccounts::stamp(const std::string& name, Stamp stamp) {
  highest_ = std::max(highest_, stamp.number);
  if (services_.store != nullptr) {
    const Json json{{"number", stamp.number}, {"serial", stamp.serial}, {"gone", stamp.gone}};
    // What cannot be kept counts for this boot; the store has its own alarm.
    (void)services_.store->write(kStampKind, name, json.dump());
  }
  stamps_[name] = std::move(stamp);
  feed().changed(row_of(name));
  changed_();
}

void SharedAccounts::encode(std::uint32_t row, host::Bytes& out) {
  const std::string& name = names_[row];
  Stamp stamp = stamps_[name];
  if (boot_ == Boot::newcomer && roles_.is_primary()) stamp.number = std::max<std::uint64_t>(stamp.number, 1);
  Json json{{"name", name}, {"number", stamp.number}, {"serial", stamp.serial}, {"gone", stamp.gone}};
  if (const admin::Account* account = services_.accounts.find(name); account != nullptr && !stamp.gone) {
    json["account"] = admin::account_row(*account);
  }
  const std::string text = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  out.insert(out.end(), text.begin(), text.end());
}

bool SharedAccounts::put(cluster::Origin origin, std::uint32_t row, host::ByteView value) {
  if (row >= kNamesMax || value.size() > kRowBytesMax) return false;
  const Json json = Json::parse(host::as_text(value), nullptr, false);
  if (!json.is_object() || !json.contains("number") || !json["number"].is_number_unsigned()) return false;
  if (json["number"].get<std::uint64_t>() > kNumberMax) return false;
  const std::string name = text(json, "name");
  const auto gone = json.find("gone");
  if (name.empty() || name.size() > kNameBytesMax || own_of_each_peer(name)) return false;
  Stamp stamp{json["number"].get<std::uint64_t>(), text(json, "serial"),
              gone != json.end() && gone->is_boolean() && gone->get<bool>()};
  of_[origin].insert(row);
  settle_role();
  // A newcomer's.
  if (stamp.number == 0) return true;
  const auto known = stamps_.find(name);
  if (known != stamps_.end() && known->second.key() >= stamp.key()) return true;
  if (known == stamps_.end() && stamps_.size() >= kNamesMax) return true;
  const auto taken = take_over(name, stamp, text(json, "account"));
  if (taken) {
    unkept_.erase(name);
    this->stamp(name, std::move(stamp));
  } else if (taken.error().code != host::ErrorCode::malformed) {
    unkept_[name] = {std::move(stamp), text(json, "account")};
    if (!deadlines_.is_set(0)) deadlines_.set(0, services_.host.now() + kTryAgain);
  }
  return true;
}

void SharedAccounts::on_deadline(std::uint32_t) {
  const std::map<std::string, Unkept, std::less<>> again = std::exchange(unkept_, {});
  for (const auto& [name, unkept] : again) {
    const auto known = stamps_.find(name);
    if (known != stamps_.end() && known->second.key() >= unkept.stamp.key()) continue;
    if (take_over(name, unkept.stamp, unkept.row)) {
      stamp(name, unkept.stamp);
    } else {
      unkept_.emplace(name, unkept);
    }
  }
  if (!unkept_.empty()) deadlines_.set(0, services_.host.now() + kTryAgain);
}

host::Expected<void> SharedAccounts::take_over(const std::string& name, const Stamp& stamp, const std::string& row) {
  const config::Author author{"system", stamp.serial, "replication"};
  adopting_ = true;
  host::Expected<void> done;
  if (stamp.gone) {
    if (services_.accounts.find(name) != nullptr) done = services_.accounts.remove(name, author);
  } else if (const auto account = admin::account_from_row(name, row)) {
    done = services_.accounts.adopt(*account, author);
  } else {
    done = host::fail(host::ErrorCode::malformed, "no account");
  }
  adopting_ = false;
  return done;
}

}  // namespace hexad::peer
