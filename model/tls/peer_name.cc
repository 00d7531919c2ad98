#include "model/tls/peer_name.h"

#include <algorithm>

namespace hexad::tls {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view without_final_dot(std::string_view name) {
  return !name.empty() && name.back() == '.' ? name.substr(0, name.size() - 1) : name;
}

// The wildcard stands for exactly one whole label, the leftmost, and two labels at least follow it.
bool wildcard_matches(std::string_view pattern, std::string_view name) {
  if (pattern.size() < 3 || pattern.substr(0, 2) != "*.") return false;
  const std::string_view suffix = pattern.substr(1);
  const std::size_t dot = name.find('.');
  if (dot == std::string_view::npos || dot == 0) return false;
  return suffix.find('.', 1) != std::string_view::npos && equal_ignoring_case(suffix, name.substr(dot));
}

bool host_name_matches(std::string_view pattern, std::string_view name, bool wildcards) {
  pattern = without_final_dot(pattern);
  name = without_final_dot(name);
  if (name.empty()) return false;
  return equal_ignoring_case(pattern, name) || (wildcards && wildcard_matches(pattern, name));
}

// The domain of "sip:example.com"; empty for other schemes and for a URI with a user part.
std::string_view sip_domain(std::string_view uri) {
  if (uri.size() < 4 || !equal_ignoring_case(uri.substr(0, 4), "sip:")) return {};
  const std::string_view rest = uri.substr(4);
  if (rest.find('@') != std::string_view::npos) return {};
  return rest.substr(0, rest.find_first_of(";?"));
}

}  // namespace

bool certificate_names(const CertificateSummary& certificate, std::string_view expected, const NameRules& rules) {
  if (expected.empty()) return false;
  const auto address = host::IpAddress::parse(expected);
  if (address) {
    const auto& addresses = certificate.addresses;
    if (std::find(addresses.begin(), addresses.end(), *address) != addresses.end()) return true;
  } else {
    for (const std::string& name : certificate.dns_names) {
      if (host_name_matches(name, expected, rules.wildcards)) return true;
    }
  }
  for (const std::string& uri : certificate.uris) {
    if (equal_ignoring_case(uri, expected)) return true;
    const std::string_view domain = sip_domain(uri);
    if (!domain.empty() && equal_ignoring_case(domain, without_final_dot(expected))) return true;
  }
  const bool has_alternative_name =
      !certificate.dns_names.empty() || !certificate.addresses.empty() || !certificate.uris.empty();
  if (!rules.common_name_fallback || has_alternative_name) return false;
  return host_name_matches(certificate.common_name, expected, rules.wildcards && !address);
}

std::string names_in_words(const CertificateSummary& certificate) {
  constexpr std::size_t kNamesMax = 10;
  std::vector<std::string> names = certificate.dns_names;
  for (const host::IpAddress& address : certificate.addresses) names.push_back(address.to_string());
  names.insert(names.end(), certificate.uris.begin(), certificate.uris.end());
  if (names.empty() && !certificate.common_name.empty()) names.push_back(certificate.common_name);
  if (names.empty()) return "nobody";
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), kNamesMax); ++i) {
    if (i > 0) text += ", ";
    text += names[i].substr(0, 255);
  }
  if (names.size() > kNamesMax) text += ", and more";
  return text;
}

}  // namespace hexad::tls
