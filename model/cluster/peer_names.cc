#include "model/cluster/peer_names.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

namespace hexad::cluster {
namespace {

bool same_name(std::string_view a, std::string_view b) {
  const auto without_dot = [](std::string_view name) {
    return !name.empty() && name.back() == '.' ? name.substr(0, name.size() - 1) : name;
  };
  a = without_dot(a);
  b = without_dot(b);
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

}  // namespace

std::optional<host::IpAddress> mapped(const Settings& settings, std::string_view name) {
  if (!settings.maps_names) return std::nullopt;
  for (const Mapping& mapping : settings.mappings) {
    if (same_name(mapping.name, name) && mapping.address.family() == settings.family) return mapping.address;
  }
  return std::nullopt;
}

PeerNames::PeerNames(host::Host& host, dns::StubResolver& resolver, std::function<void()> changed)
    : resolver_(resolver), changed_(std::move(changed)), timer_(host.make_timer(*this)) {}

PeerNames::~PeerNames() = default;

void PeerNames::set(const Settings& settings) {
  const bool family_changed = settings.family != settings_.family;
  const bool mappings_changed = settings.maps_names != settings_.maps_names || settings.mappings != settings_.mappings;
  settings_ = settings;
  std::vector<Entry> entries;
  for (const std::string& text : settings.listed()) {
    const auto old =
        std::find_if(entries_.begin(), entries_.end(), [&](const Entry& each) { return each.named.text == text; });
    if (old == entries_.end() || family_changed) {
      entries.emplace_back().named.text = text;
      continue;
    }
    entries.push_back(std::move(*old));
    old->named.text.clear();
    // What is known counts until something else is.
    if (mappings_changed) entries.back().query.reset();
  }
  entries_ = std::move(entries);
  for (Entry& entry : entries_) {
    if (mappings_changed || (!entry.named.address && !entry.query)) look_up(entry);
  }
  plan();
}

const PeerNames::Named* PeerNames::find(std::string_view text) const {
  const auto found =
      std::find_if(entries_.begin(), entries_.end(), [&](const Entry& each) { return each.named.text == text; });
  return found == entries_.end() ? nullptr : &found->named;
}

void PeerNames::look_up(Entry& entry) {
  const std::string& text = entry.named.text;
  if (const auto address = host::IpAddress::parse(text)) {
    const bool fits = address->family() == settings_.family;
    entry.named = {text, fits ? std::optional(*address) : std::nullopt, fits,
                   fits ? "" : fmt::format("{} is not of the cluster's IP version", text)};
    return;
  }
  if (const auto address = mapped(settings_, text)) {
    entry.named = {text, *address, true, ""};
    return;
  }
  const auto name = dns::Name::parse(text);
  if (!name) {
    entry.named.fault = fmt::format("'{}' is no name", text);
    return;
  }
  auto query = resolver_.resolve(*name, settings_.family == host::Family::ipv4 ? dns::Type::a : dns::Type::aaaa, *this);
  if (query) {
    entry.query = std::move(*query);
  } else {
    entry.named.fault = query.error().to_string();
  }
}

void PeerNames::on_resolved(dns::Query& query, const dns::Resolution& resolution) {
  const auto entry =
      std::find_if(entries_.begin(), entries_.end(), [&](const Entry& each) { return each.query.get() == &query; });
  if (entry == entries_.end()) return;
  entry->query.reset();
  std::optional<host::IpAddress> address;
  for (const dns::Record& record : resolution.records) {
    if (!address) address = record.address();
  }
  found(*entry, address,
        resolution.outcome == dns::Resolution::Outcome::failed
            ? fmt::format("DNS gave no answer for {} ({})", entry->named.text, resolution.error.to_string())
            : fmt::format("DNS knows no address of {}", entry->named.text));
}

void PeerNames::found(Entry& entry, std::optional<host::IpAddress> address, std::string fault) {
  const Named before = entry.named;
  entry.named.current = address.has_value();
  entry.named.fault = address ? std::string() : std::move(fault);
  if (address) entry.named.address = address;
  plan();
  const Named& now = entry.named;
  if (before.address != now.address || before.current != now.current || before.fault != now.fault) changed_();
}

void PeerNames::plan() {
  bool any = false, missing = false;
  for (const Entry& entry : entries_) {
    if (host::IpAddress::parse(entry.named.text) || mapped(settings_, entry.named.text)) continue;
    any = true;
    missing = missing || !entry.named.current;
  }
  if (!any) return timer_->cancel();
  if (missing) {
    timer_->arm_after(kAgainSoon);
  } else if (!timer_->armed()) {
    timer_->arm_after(kAgain);
  }
}

void PeerNames::on_timer(host::Timer&) {
  for (Entry& entry : entries_) {
    if (!entry.query && !host::IpAddress::parse(entry.named.text)) look_up(entry);
  }
  plan();
}

}  // namespace hexad::cluster
