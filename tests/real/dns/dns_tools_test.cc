// dig and nslookup as an operator types them, against the DnsServer actor on loopback at a port that the kernel chose.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "model/actors/dns_server.h"
#include "real/host/asio_host.h"
#include "real/host/reactor.h"
#include "tests/support/captured_log.h"
#include "tests/support/verifies.h"

namespace hexad::real {
namespace {

// The cluster of the guides: names and values as they give them.
constexpr const char* kZone = R"(
$TTL 86400
@          IN SOA ns1 hostmaster 1 3600 600 604800 60
           IN NS  ns1
ns1        IN A   192.0.2.53
_sip._tcp  IN SRV 1 0 5060 expe1
           IN SRV 1 0 5060 expe2
expe1      IN A   194.73.59.53
expe2      IN A   194.73.59.54
)";

struct Printed final : ReadableHandler {
  void on_readable(int fd) override {
    char part[1024];
    const auto size = read(fd, part, sizeof part);
    if (size > 0) {
      text.append(part, static_cast<std::size_t>(size));
    } else {
      ended = true;
    }
  }
  std::string text;
  bool ended = false;
};

class DnsTools : public testing::Test {
 protected:
  DnsTools() {
    AsioHostOptions options;
    options.name = "ns1";
    options.log = &log_;
    options.identity = {{"lan1", {{host::IpAddress::loopback(host::Family::ipv4), 8}}, {}, true}};
    host_ = std::make_unique<AsioHost>(reactor_, options);
    actors::DnsServerSettings settings{{{"example.com", "guide.zone", kZone}}};
    settings.port = 0;
    server_ = std::make_unique<actors::DnsServer>(*host_, settings);
  }
  std::string port() const { return std::to_string(server_->server().listening().at(0).port); }

  /// What a command prints while the server serves. Each line's blanks are reduced to one.
  std::vector<std::string> run(const std::string& command) {
    FILE* pipe = popen((command + " 2>&1").c_str(), "r");
    EXPECT_NE(pipe, nullptr) << command;
    if (pipe == nullptr) return {};
    Printed printed;
    {
      // Its own descriptor, since the watch closes it.
      const ReadableWatch watch(reactor_, dup(fileno(pipe)), printed);
      EXPECT_TRUE(reactor_.run_until([&] { return printed.ended; }, std::chrono::seconds(30))) << command;
    }
    pclose(pipe);
    std::vector<std::string> lines;
    std::istringstream in(printed.text);
    for (std::string line; std::getline(in, line);) {
      std::istringstream words(line);
      std::string joined;
      for (std::string word; words >> word;) joined += (joined.empty() ? "" : " ") + word;
      lines.push_back(joined);
    }
    return lines;
  }
  static bool installed(const std::string& program) {
    return std::system(("command -v " + program + " >/dev/null 2>&1").c_str()) == 0;
  }

  support::CapturedLog log_;
  Reactor reactor_;
  std::unique_ptr<AsioHost> host_;
  std::unique_ptr<actors::DnsServer> server_;
};

/// The lines under ";; NAME SECTION:", up to the blank one.
std::vector<std::string> section(const std::vector<std::string>& lines, const std::string& name) {
  std::vector<std::string> found;
  bool inside = false;
  for (const std::string& line : lines) {
    if (line == ";; " + name + " SECTION:") {
      inside = true;
    } else if (line.empty()) {
      inside = false;
    } else if (inside) {
      found.push_back(line);
    }
  }
  return found;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string all;
  for (const std::string& line : lines) all += line + "\n";
  return all;
}

using Lines = std::vector<std::string>;

TEST_F(DnsTools, dig_shows_the_sections_of_the_guides) {
  support::verifies("dns.dig");
  if (!installed("dig")) GTEST_SKIP() << "dig is not installed";
  for (const char* transport : {"+notcp", "+tcp"}) {
    const Lines lines = run("dig @127.0.0.1 -p " + port() + " +tries=2 " + transport + " _sip._tcp.example.com SRV");
    const std::string all = joined(lines);
    EXPECT_NE(all.find("opcode: QUERY, status: NOERROR"), std::string::npos) << all;
    EXPECT_EQ(section(lines, "QUESTION"), Lines{";_sip._tcp.example.com. IN SRV"}) << all;
    EXPECT_EQ(section(lines, "ANSWER"), (Lines{"_sip._tcp.example.com. 86400 IN SRV 1 0 5060 expe1.example.com.",
                                               "_sip._tcp.example.com. 86400 IN SRV 1 0 5060 expe2.example.com."}));
    EXPECT_EQ(section(lines, "AUTHORITY"), Lines{"example.com. 86400 IN NS ns1.example.com."});
    EXPECT_EQ(section(lines, "ADDITIONAL"),
              (Lines{"expe1.example.com. 86400 IN A 194.73.59.53", "expe2.example.com. 86400 IN A 194.73.59.54",
                     "ns1.example.com. 86400 IN A 192.0.2.53"}));
  }
}

TEST_F(DnsTools, dig_says_that_a_name_does_not_exist) {
  if (!installed("dig")) GTEST_SKIP() << "dig is not installed";
  const Lines lines = run("dig @127.0.0.1 -p " + port() + " +tries=2 _sips._tcp.example.com SRV");
  EXPECT_NE(joined(lines).find("status: NXDOMAIN"), std::string::npos) << joined(lines);
  EXPECT_TRUE(section(lines, "ANSWER").empty());
}

TEST_F(DnsTools, nslookup_lists_a_service_record_for_each_peer) {
  support::verifies("dns.nslookup");
  if (!installed("nslookup")) GTEST_SKIP() << "nslookup is not installed";
  const Lines lines = run("nslookup -query=SRV -port=" + port() + " _sip._tcp.example.com 127.0.0.1");
  const std::string all = joined(lines);
  EXPECT_NE(all.find("_sip._tcp.example.com service = 1 0 5060 expe1.example.com.\n"), std::string::npos) << all;
  EXPECT_NE(all.find("_sip._tcp.example.com service = 1 0 5060 expe2.example.com.\n"), std::string::npos) << all;
  EXPECT_EQ(all.find("can't find"), std::string::npos) << all;
  const Lines none = run("nslookup -query=SRV -port=" + port() + " _sip._tcp.example.org 127.0.0.1");
  EXPECT_EQ(joined(none).find("service ="), std::string::npos) << joined(none);
}

}  // namespace
}  // namespace hexad::real
