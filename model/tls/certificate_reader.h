// Reading OpenSSL's certificate objects. Private to model/tls.
#pragma once

#include <vector>

#include "model/tls/certificate.h"
#include "model/tls/openssl_handles.h"

namespace hexad::tls {

CertificateSummary summarize(const X509* certificate);
/// The common name of a name, else the whole name in one line; without control characters.
std::string name_text(const X509_NAME* name);
host::WallTime to_wall_time(const ASN1_TIME* time);
/// All certificates of a PEM text in the library context given. malformed when there is none or one does not parse;
/// `what` names the text in the sentence, such as "the CA list".
host::Expected<std::vector<CertificateOwner>> parse_certificates(OSSL_LIB_CTX* context, std::string_view pem,
                                                                 std::string_view what);
host::Expected<std::vector<RevocationListOwner>> parse_revocation_lists(std::string_view pem);
host::Expected<KeyOwner> parse_private_key(OSSL_LIB_CTX* context, std::string_view pem);
std::string hexadecimal(host::ByteView bytes);

}  // namespace hexad::tls
