#include "tests/real/host/private_network.h"

#include <gtest/gtest.h>
#include <sched.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <string>

namespace hexad::real {

namespace {

bool is_private = false;

void write_file(const char* path, const std::string& text) { std::ofstream(path) << text; }

bool enter_namespace() {
  if (::unshare(CLONE_NEWNET) == 0) return true;
  const auto user = std::to_string(::getuid());
  const auto group = std::to_string(::getgid());
  if (::unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0) return false;
  write_file("/proc/self/setgroups", "deny");
  write_file("/proc/self/uid_map", "0 " + user + " 1");
  write_file("/proc/self/gid_map", "0 " + group + " 1");
  return true;
}

bool set_up_addresses() {
  std::FILE* ip = ::popen("ip -batch - 2>/dev/null", "w");
  if (ip == nullptr) return false;
  // The dummy device `silent` swallows what it is given; `vacant` first asks for a neighbour that never answers.
  std::fputs(
      "link set lo up\n"
      "address add 10.1.0.11/32 dev lo\n"
      "address add 10.1.0.12/32 dev lo\n"
      "address add 10.2.0.11/32 dev lo\n"
      "address add 10.2.0.12/32 dev lo\n"
      "address add fd00:1::11/128 dev lo\n"
      "address add fd00:1::12/128 dev lo\n"
      "address add fd00:2::11/128 dev lo\n"
      "address add fd00:2::12/128 dev lo\n"
      "link add silent type dummy\n"
      "link set silent up\n"
      "address add 10.3.0.1/24 dev silent\n"
      "address add fd00:3::1/64 dev silent nodad\n"
      "link add vacant type dummy\n"
      "link set vacant arp on up\n"
      "address add 10.4.0.1/24 dev vacant\n",
      ip);
  if (::pclose(ip) != 0) return false;
  write_file("/proc/sys/net/ipv4/neigh/vacant/mcast_solicit", "1");
  write_file("/proc/sys/net/ipv4/neigh/vacant/retrans_time_ms", "50");
  return true;
}

class PrivateNetwork final : public ::testing::Environment {
 public:
  void SetUp() override { is_private = enter_namespace() && set_up_addresses(); }
};

[[maybe_unused]] const auto* const kRegistered = ::testing::AddGlobalTestEnvironment(new PrivateNetwork);

}  // namespace

bool has_private_network() { return is_private; }

}  // namespace hexad::real
