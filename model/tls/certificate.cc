#include "model/tls/certificate.h"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include <algorithm>
#include <chrono>
#include <ctime>

#include "model/host/check.h"
#include "model/tls/certificate_reader.h"

namespace hexad::tls {
namespace {

using host::ErrorCode;
using host::Expected;

// Names reach logs and terminals, so control characters from the wire do not.
std::string printable(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 32 || c == 127; }, '?');
  return text;
}

std::string text_of(const ASN1_STRING* value) {
  return std::string(reinterpret_cast<const char*>(ASN1_STRING_get0_data(value)),
                     static_cast<std::size_t>(ASN1_STRING_length(value)));
}

std::string common_name_of(const X509_NAME* name) {
  const int index = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
  if (index < 0) return {};
  unsigned char* utf8 = nullptr;
  const int size = ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, index)));
  if (size < 0) {
    ERR_clear_error();
    return {};
  }
  std::string text(reinterpret_cast<const char*>(utf8), static_cast<std::size_t>(size));
  OPENSSL_free(utf8);
  return printable(std::move(text));
}

void read_alternative_names(const X509* certificate, CertificateSummary& summary) {
  const GeneralNamesOwner names(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  if (names == nullptr) return;
  for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type == GEN_DNS) summary.dns_names.push_back(printable(text_of(name->d.dNSName)));
    if (name->type == GEN_URI) summary.uris.push_back(printable(text_of(name->d.uniformResourceIdentifier)));
    if (name->type != GEN_IPADD) continue;
    const unsigned char* octets = ASN1_STRING_get0_data(name->d.iPAddress);
    if (ASN1_STRING_length(name->d.iPAddress) == 4) {
      summary.addresses.push_back(host::IpAddress::v4(std::uint32_t{octets[0]} << 24 | std::uint32_t{octets[1]} << 16 |
                                                      std::uint32_t{octets[2]} << 8 | octets[3]));
    } else if (ASN1_STRING_length(name->d.iPAddress) == 16) {
      std::array<std::uint8_t, 16> v6;
      std::copy_n(octets, 16, v6.begin());
      summary.addresses.push_back(host::IpAddress::v6(v6));
    }
  }
}

std::string serial_text(const X509* certificate) {
  const NumberOwner number(ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate), nullptr));
  if (number == nullptr) return {};
  host::Bytes octets(static_cast<std::size_t>(BN_num_bytes(number.get())));
  BN_bn2bin(number.get(), octets.data());
  std::string text = hexadecimal(octets);
  if (text.size() > 1 && text.front() == '0') text.erase(0, 1);
  return text.empty() ? "0" : text;
}

// A passphrase is never asked for: a daemon has nobody to ask.
int no_passphrase(char*, int, int, void* asked) {
  *static_cast<bool*>(asked) = true;
  return -1;
}

// True when PEM reading stopped because there was nothing more of the kind, rather than at something broken.
bool reached_end_of_pem() {
  const unsigned long code = ERR_peek_last_error();
  const bool end = ERR_GET_LIB(code) == ERR_LIB_PEM && ERR_GET_REASON(code) == PEM_R_NO_START_LINE;
  if (end) ERR_clear_error();
  return end;
}

Expected<void> check_pem_size(std::string_view pem, std::string_view what) {
  if (pem.size() <= kPemBytesMax) return {};
  return host::fail(ErrorCode::malformed, fmt::format("{} is larger than {} bytes", what, kPemBytesMax));
}

}  // namespace

std::string hexadecimal(host::ByteView bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const std::uint8_t octet : bytes) {
    text.push_back(kDigits[octet >> 4]);
    text.push_back(kDigits[octet & 15]);
  }
  return text;
}

std::string to_text(host::WallTime time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time.time_since_epoch());
  const auto days = std::chrono::floor<std::chrono::days>(seconds);
  const std::chrono::year_month_day date{std::chrono::sys_days(days)};
  const std::chrono::hh_mm_ss clock(seconds - days);
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02} UTC", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), clock.hours().count(),
                     clock.minutes().count(), clock.seconds().count());
}

host::WallTime to_wall_time(const ASN1_TIME* time) {
  std::tm parts{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) {
    ERR_clear_error();
    return host::WallTime{};
  }
  const std::chrono::sys_days date = std::chrono::year(parts.tm_year + 1900) /
                                     std::chrono::month(static_cast<unsigned>(parts.tm_mon + 1)) /
                                     std::chrono::day(static_cast<unsigned>(parts.tm_mday));
  const std::chrono::seconds seconds = date.time_since_epoch() + std::chrono::hours(parts.tm_hour) +
                                       std::chrono::minutes(parts.tm_min) + std::chrono::seconds(parts.tm_sec);
  // Certificates without an end say the year 9999, which nanoseconds since 1970 cannot hold.
  if (seconds > std::chrono::floor<std::chrono::seconds>(host::WallTime::max().time_since_epoch())) {
    return host::WallTime::max();
  }
  if (seconds < std::chrono::ceil<std::chrono::seconds>(host::WallTime::min().time_since_epoch())) {
    return host::WallTime::min();
  }
  return host::WallTime(seconds);
}

std::string name_text(const X509_NAME* name) {
  std::string text = common_name_of(name);
  if (!text.empty()) return text;
  const BioOwner bio(BIO_new(BIO_s_mem()));
  X509_NAME_print_ex(bio.get(), name, 0, XN_FLAG_ONELINE & ~ASN1_STRFLGS_ESC_MSB);
  return printable(collected_text(bio.get()));
}

CertificateSummary summarize(const X509* certificate) {
  CertificateSummary summary;
  summary.common_name = common_name_of(X509_get_subject_name(certificate));
  read_alternative_names(certificate, summary);
  summary.issuer = name_text(X509_get_issuer_name(certificate));
  summary.serial = serial_text(certificate);
  summary.not_before = to_wall_time(X509_get0_notBefore(certificate));
  summary.not_after = to_wall_time(X509_get0_notAfter(certificate));
  summary.is_ca = X509_check_ca(const_cast<X509*>(certificate)) > 0;
  unsigned char* der = nullptr;
  const int der_size = i2d_X509(certificate, &der);
  if (der_size > 0) {
    std::uint8_t digest[32];
    std::size_t digest_size = sizeof digest;
    HEXAD_CHECK(EVP_Q_digest(ProviderContext::for_parsing().get(), "SHA256", nullptr, der,
                             static_cast<std::size_t>(der_size), digest, &digest_size) == 1);
    OPENSSL_free(der);
    summary.fingerprint = hexadecimal(digest);
  }
  ERR_clear_error();
  return summary;
}

Expected<std::vector<CertificateOwner>> parse_certificates(OSSL_LIB_CTX* context, std::string_view pem,
                                                           std::string_view what) {
  if (auto size = check_pem_size(pem, what); !size) return tl::unexpected(size.error());
  const BioOwner bio = open_text(pem);
  std::vector<CertificateOwner> certificates;
  ERR_clear_error();
  while (true) {
    X509* certificate = X509_new_ex(context, nullptr);
    bool asked = false;
    if (PEM_read_bio_X509(bio.get(), &certificate, no_passphrase, &asked) == nullptr) {
      X509_free(certificate);
      break;
    }
    certificates.emplace_back(certificate);
  }
  if (!reached_end_of_pem()) {
    return host::fail(ErrorCode::malformed, fmt::format("certificate {} of {} is unreadable: {}",
                                                        certificates.size() + 1, what, take_openssl_reason()));
  }
  if (certificates.empty()) {
    return host::fail(ErrorCode::malformed,
                      fmt::format("{} holds no PEM certificate (-----BEGIN CERTIFICATE-----)", what));
  }
  return certificates;
}

Expected<std::vector<RevocationListOwner>> parse_revocation_lists(std::string_view pem) {
  if (auto size = check_pem_size(pem, "the revocation list"); !size) return tl::unexpected(size.error());
  const BioOwner bio = open_text(pem);
  std::vector<RevocationListOwner> lists;
  ERR_clear_error();
  bool asked = false;
  while (X509_CRL* list = PEM_read_bio_X509_CRL(bio.get(), nullptr, no_passphrase, &asked)) lists.emplace_back(list);
  if (!reached_end_of_pem()) {
    return host::fail(ErrorCode::malformed,
                      fmt::format("revocation list {} is unreadable: {}", lists.size() + 1, take_openssl_reason()));
  }
  if (lists.empty()) {
    return host::fail(ErrorCode::malformed, "the text holds no PEM revocation list (-----BEGIN X509 CRL-----)");
  }
  return lists;
}

Expected<KeyOwner> parse_private_key(OSSL_LIB_CTX* context, std::string_view pem) {
  if (auto size = check_pem_size(pem, "the private key"); !size) return tl::unexpected(size.error());
  const BioOwner bio = open_text(pem);
  bool asked = false;
  ERR_clear_error();
  KeyOwner key(PEM_read_bio_PrivateKey_ex(bio.get(), nullptr, no_passphrase, &asked, context, nullptr));
  if (key != nullptr) {
    ERR_clear_error();
    return key;
  }
  if (asked) {
    ERR_clear_error();
    return host::fail(ErrorCode::malformed, "the private key is protected by a passphrase; store it without one");
  }
  if (pem.find("PRIVATE KEY-----") == std::string_view::npos) {
    ERR_clear_error();
    return host::fail(ErrorCode::malformed, "the text holds no PEM private key (-----BEGIN PRIVATE KEY-----)");
  }
  return host::fail(ErrorCode::malformed, fmt::format("the private key is unreadable: {}", take_openssl_reason()));
}

Expected<std::vector<CertificateSummary>> read_certificates(std::string_view pem) {
  const auto certificates = parse_certificates(ProviderContext::for_parsing().get(), pem, "the text");
  if (!certificates) return tl::unexpected(certificates.error());
  std::vector<CertificateSummary> summaries;
  for (const CertificateOwner& certificate : *certificates) summaries.push_back(summarize(certificate.get()));
  return summaries;
}

}  // namespace hexad::tls
