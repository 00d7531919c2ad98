#include "model/admin/life/revocation_list.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <memory>

#include "model/tls/certificate.h"

namespace hexad::admin {
namespace {

using BioOwner = std::unique_ptr<BIO, decltype(&BIO_free_all)>;
using ListOwner = std::unique_ptr<X509_CRL, decltype(&X509_CRL_free)>;
using AsnTimeOwner = std::unique_ptr<ASN1_TIME, decltype(&ASN1_TIME_free)>;

constexpr std::string_view kBeginning = "-----BEGIN X509 CRL-----";

std::string one_line(const X509_NAME* name) {
  const BioOwner text(BIO_new(BIO_s_mem()), &BIO_free_all);
  if (text == nullptr || X509_NAME_print_ex(text.get(), name, 0, XN_FLAG_RFC2253) < 0) return {};
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(text.get(), &bytes);
  return size > 0 ? std::string(bytes, static_cast<std::size_t>(size)) : std::string();
}

host::WallTime wall_time(const ASN1_TIME* time) {
  if (time == nullptr) return {};
  const AsnTimeOwner epoch(ASN1_TIME_set(nullptr, 0), &ASN1_TIME_free);
  int days = 0;
  int seconds = 0;
  if (epoch == nullptr || ASN1_TIME_diff(&days, &seconds, epoch.get(), time) != 1) return {};
  constexpr int kDaysMax = 100'000;  // WallTime counts nanoseconds and ends in 2262.
  if (days > kDaysMax) days = kDaysMax;
  return host::WallTime(std::chrono::hours(24) * days + std::chrono::seconds(seconds));
}

std::size_t count_of(std::string_view text, std::string_view what) {
  std::size_t count = 0;
  for (auto at = text.find(what); at != std::string_view::npos; at = text.find(what, at + what.size())) ++count;
  return count;
}

RevocationListSummary summary_of(const X509_CRL* list) {
  RevocationListSummary summary;
  summary.issuer = one_line(X509_CRL_get_issuer(list));
  const auto* revoked = X509_CRL_get_REVOKED(const_cast<X509_CRL*>(list));
  if (revoked != nullptr) summary.revoked = static_cast<std::size_t>(sk_X509_REVOKED_num(revoked));
  summary.next_update = wall_time(X509_CRL_get0_nextUpdate(list));
  return summary;
}

}  // namespace

host::Expected<std::vector<RevocationListSummary>> read_revocation_lists(std::string_view pem) {
  if (pem.size() > tls::kPemBytesMax) {
    return host::fail(host::ErrorCode::malformed, "The revocation list is larger than 1 MB");
  }
  const std::size_t expected = count_of(pem, kBeginning);
  if (expected == 0) {
    return host::fail(host::ErrorCode::malformed, "The file holds no revocation list in PEM form (BEGIN X509 CRL)");
  }
  const BioOwner text(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &BIO_free_all);
  std::vector<RevocationListSummary> lists;
  while (text != nullptr && lists.size() < expected) {
    const ListOwner list(PEM_read_bio_X509_CRL(text.get(), nullptr, nullptr, nullptr), &X509_CRL_free);
    if (list == nullptr) break;
    lists.push_back(summary_of(list.get()));
  }
  ERR_clear_error();
  if (lists.size() < expected) {
    return host::fail(host::ErrorCode::malformed,
                      "Revocation list " + std::to_string(lists.size() + 1) + " of the file cannot be read");
  }
  return lists;
}

}  // namespace hexad::admin
