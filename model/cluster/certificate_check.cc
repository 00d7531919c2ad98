#include "model/cluster/certificate_check.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/cluster/peer_names.h"
#include "model/tls/peer_name.h"

namespace hexad::cluster {

std::vector<std::string> names_to_check(const tls::PeerCertificate& certificate, const std::string& configured) {
  // A peer that is listed by name must be shown by that name, and it alone is looked up.
  if (!host::IpAddress::parse(configured)) return {configured};
  std::vector<std::string> names;
  if (!certificate.common_name.empty()) names.push_back(certificate.common_name);
  for (const std::string& name : certificate.dns_names) {
    if (names.size() < CertificateCheck::kNamesMax && std::find(names.begin(), names.end(), name) == names.end()) {
      names.push_back(name);
    }
  }
  return names;
}

namespace {

/// The certificate's names in words, the common name first.
std::string shown_names(const tls::PeerCertificate& certificate) {
  const std::string names = tls::names_in_words(certificate);
  if (certificate.common_name.empty()) return names;
  return certificate.common_name + (names.empty() ? "" : ", " + names);
}

}  // namespace

std::string fault_of_names(const tls::PeerCertificate& certificate, const std::string& configured) {
  if (host::IpAddress::parse(configured)) return {};
  // The common name counts beside alternative names here: the guides say "the CN or a SAN".
  tls::PeerCertificate common;
  common.common_name = certificate.common_name;
  if (tls::certificate_names(certificate, configured, {}) || tls::certificate_names(common, configured, {})) return {};
  return fmt::format("its certificate (for {}) does not name {}", shown_names(certificate), configured);
}

CertificateCheck::CertificateCheck(dns::StubResolver& resolver, const Settings& settings,
                                   const tls::PeerCertificate& certificate, std::string configured,
                                   host::IpAddress address, Done done)
    : resolver_(resolver),
      settings_(settings),
      configured_(std::move(configured)),
      address_(address),
      done_(std::move(done)),
      fault_of_names_(fault_of_names(certificate, configured_)),
      shown_(shown_names(certificate)),
      names_(names_to_check(certificate, configured_)) {
  names_address_ =
      std::find(certificate.addresses.begin(), certificate.addresses.end(), address) != certificate.addresses.end();
}

std::optional<std::string> CertificateCheck::begin() {
  if (!fault_of_names_.empty()) return fault_of_names_;
  if (names_address_ && host::IpAddress::parse(configured_)) return std::string();
  // Mappings count before DNS, whichever name they are of.
  std::vector<std::string> unmapped;
  for (const std::string& name : names_) {
    const auto address = mapped(settings_, name);
    if (!address) {
      unmapped.push_back(name);
      continue;
    }
    if (*address == address_) return std::string();
    resolved_ += fmt::format("{}{} is mapped to {}", resolved_.empty() ? "" : ", ", name, address->to_string());
  }
  names_ = std::move(unmapped);
  if (ask_next()) return std::nullopt;
  return fault();
}

bool CertificateCheck::ask_next() {
  while (next_ < names_.size()) {
    const auto name = dns::Name::parse(names_[next_]);
    const auto type = settings_.family == host::Family::ipv4 ? dns::Type::a : dns::Type::aaaa;
    if (name) {
      auto query = resolver_.resolve(*name, type, *this);
      if (query) {
        query_ = std::move(*query);
        return true;
      }
    }
    ++next_;
  }
  return false;
}

void CertificateCheck::on_resolved(dns::Query&, const dns::Resolution& resolution) {
  std::string addresses;
  for (const dns::Record& record : resolution.records) {
    const auto address = record.address();
    if (!address) continue;
    if (*address == address_) return finish(std::string());
    addresses += (addresses.empty() ? "" : " and ") + address->to_string();
  }
  resolved_ += fmt::format("{}{} has {}", resolved_.empty() ? "" : ", ", names_[next_],
                           !addresses.empty()                                       ? addresses
                           : resolution.outcome == dns::Resolution::Outcome::failed ? "no answer from DNS"
                                                                                    : "no address");
  ++next_;
  if (!ask_next()) finish(fault());
}

void CertificateCheck::finish(const std::string& fault) {
  // Whoever is told may destroy this.
  const Done done = std::move(done_);
  done(fault);
}

std::string CertificateCheck::fault() const {
  return fmt::format("no name of its certificate (for {}) stands for {}: {}", shown_, address_.to_string(),
                     resolved_.empty() ? "there is none to look up" : resolved_);
}

}  // namespace hexad::cluster
