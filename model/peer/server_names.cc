#include "model/peer/server_names.h"

#include <algorithm>
#include <utility>

namespace hexad::peer {
namespace {

constexpr host::Duration kAgain = std::chrono::hours(1);
constexpr host::Duration kRetry = std::chrono::seconds(30);

}  // namespace

ServerNames::ServerNames(host::Host& host, dns::StubResolver& resolver, Changed changed)
    : resolver_(resolver), changed_(std::move(changed)), timer_(host.make_timer(*this)) {}

void ServerNames::set(std::vector<Named> names, std::string domain) {
  const bool same = domain == domain_ && names.size() == entries_.size() &&
                    std::equal(names.begin(), names.end(), entries_.begin(),
                               [](const Named& named, const Entry& entry) { return named == entry.named; });
  if (same) return;
  domain_ = std::move(domain);
  told_once_ = false;
  entries_.clear();
  for (Named& named : names) entries_.push_back(Entry{std::move(named), {}, nullptr, false, false});
  timer_->arm_after(host::Duration(0));
}

bool ServerNames::looking() const {
  return std::any_of(entries_.begin(), entries_.end(),
                     [](const Entry& entry) { return entry.addresses.empty() && !entry.looked_up; });
}

std::string ServerNames::unresolved() const {
  for (const Entry& entry : entries_) {
    if (entry.addresses.empty()) return entry.named.text;
  }
  return {};
}

void ServerNames::on_timer(host::Timer&) {
  bool any_names = false;
  for (Entry& entry : entries_) {
    if (const auto address = host::IpAddress::parse(entry.named.text)) {
      entry.addresses = {*address};
    } else {
      any_names = true;
      if (!entry.query) ask(entry, false);
    }
  }
  tell();
  if (any_names) timer_->arm_after(unresolved().empty() ? kAgain : kRetry);
}

void ServerNames::ask(Entry& entry, bool v6) {
  std::string text = entry.named.text;
  if (text.find('.') == std::string::npos && !domain_.empty()) text += "." + domain_;
  entry.v6 = v6;
  const auto name = dns::Name::parse(text);
  auto query = name ? resolver_.resolve(*name, v6 ? dns::Type::aaaa : dns::Type::a, *this)
                    : host::Expected<dns::QueryHandle>(tl::unexpected<host::Error>(name.error()));
  if (query) {
    entry.query = std::move(*query);
  } else {
    entry.looked_up = true;
  }
}

void ServerNames::on_resolved(dns::Query& query, const dns::Resolution& resolution) {
  const auto entry =
      std::find_if(entries_.begin(), entries_.end(), [&](const Entry& each) { return each.query.get() == &query; });
  if (entry == entries_.end()) return;
  const dns::QueryHandle done = std::move(entry->query);
  std::vector<host::IpAddress> found;
  for (const dns::Record& record : resolution.records) {
    if (const auto address = record.address()) found.push_back(*address);
  }
  if (found.empty() && !entry->v6) {
    ask(*entry, true);
    if (entry->query) return;
  }
  if (!std::exchange(entry->looked_up, true)) told_once_ = false;
  // An outage of DNS is no reason to forget what was known.
  if (!found.empty()) entry->addresses = std::move(found);
  tell();
  timer_->arm_after(unresolved().empty() ? kAgain : kRetry);
}

void ServerNames::tell() {
  std::vector<host::SocketAddress> now;
  for (const Entry& entry : entries_) {
    if (!entry.addresses.empty()) now.push_back({entry.addresses.front(), entry.named.port});
  }
  if (told_once_ && now == told_) return;
  told_once_ = true;
  told_ = now;
  changed_(told_);
}

}  // namespace hexad::peer
