// A whole conversation between two simulated hosts, as text: same seed, same text.
#pragma once

#include <string>

#include "tests/model/tls/laboratory.h"

namespace hexad::tls::test {

/// Both certificates, both sessions' every byte in hexadecimal, for both versions of TLS, with mutual certificates.
inline std::string transcript_of(std::uint64_t seed) {
  Laboratory laboratory(seed);
  const Credentials server = laboratory.issue("server"), client = laboratory.issue("client");
  Library library(Randomness::simulated);
  std::string text = server.certificate_chain_pem + server.private_key_pem + client.certificate_chain_pem;
  for (const Version version : {Version::tls12, Version::tls13}) {
    Policy policy = laboratory.policy();
    policy.version_min = policy.version_max = version;
    Pair pair(library.context(policy, &client).value(), library.context(policy, &server).value(),
              {.server_name = "server"}, {}, seed);
    pair.run();
    HEXAD_CHECK(pair.client.established() && pair.server.established());
    HEXAD_CHECK(pair.client.write(host::as_bytes("REGISTER")).has_value());
    pair.run();
    pair.client.close();
    pair.run();
    for (const std::uint8_t octet : pair.transcript) text += fmt::format("{:02x}", octet);
    text += '\n';
  }
  return text;
}

}  // namespace hexad::tls::test
