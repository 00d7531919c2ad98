#include <openssl/crypto.h>
#include <boost/version.hpp>

#include <fmt/format.h>

#include "scenarios/cli/worlds.h"

namespace hexad::cli {

std::vector<std::pair<std::string, std::string>> versions() {
  return {
      {"hexad", HEXAD_VERSION},
      {"compiler", __VERSION__},
      {"ns3", "3.37"},
      {"openssl", OpenSSL_version(OPENSSL_VERSION_STRING)},
      {"boost", fmt::format("{}.{}.{}", BOOST_VERSION / 100000, BOOST_VERSION / 100 % 1000, BOOST_VERSION % 100)},
  };
}

}  // namespace hexad::cli
