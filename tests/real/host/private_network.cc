#include "tests/real/host/private_network.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <fstream>
#include <string>

namespace hexad::real {

bool run_ip(const std::string& commands) {
  std::FILE* ip = ::popen("ip -batch - 2>/dev/null", "w");
  if (ip == nullptr) return false;
  std::fputs(commands.c_str(), ip);
  return ::pclose(ip) == 0;
}

namespace {

bool is_private = false;
bool dead_ends = false;

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
  std::string commands = "link set lo up\n";
  for (const char* lan : {"1", "2"})
    for (const char* number : {"11", "12"}) {
      commands += std::string("address add 10.") + lan + ".0." + number + "/32 dev lo\n";
      commands += std::string("address add fd00:") + lan + "::" + number + "/128 dev lo\n";
    }
  return run_ip(commands);
}

/// A network card whose other end is a descriptor that nobody reads; where the kernel has none, a dummy.
bool make_card(const char* name, short flags) {
  const int fd = ::open("/dev/net/tun", O_RDWR | O_CLOEXEC);
  ifreq request{};
  request.ifr_flags = static_cast<short>(flags | IFF_NO_PI);
  std::strncpy(request.ifr_name, name, IFNAMSIZ - 1);
  // The descriptor stays open for as long as the program: the card goes with it.
  if (fd >= 0 && ::ioctl(fd, TUNSETIFF, &request) == 0) return true;
  if (fd >= 0) ::close(fd);
  return run_ip(std::string("link add ") + name + " type dummy\nlink set " + name + " arp on\n");
}

/// `silent` has no neighbours to ask for and swallows everything; `vacant` asks for a neighbour that never answers.
bool set_up_dead_ends() {
  if (!make_card("silent", IFF_TUN) || !make_card("vacant", IFF_TAP)) return false;
  write_file("/proc/sys/net/ipv4/neigh/vacant/mcast_solicit", "1");
  write_file("/proc/sys/net/ipv4/neigh/vacant/retrans_time_ms", "50");
  return run_ip(
      "link set silent arp off up\n"
      "address add 10.3.0.1/24 dev silent\n"
      "address add fd00:3::1/64 dev silent nodad\n"
      "link set vacant up\n"
      "address add 10.4.0.1/24 dev vacant\n");
}

class PrivateNetwork final : public ::testing::Environment {
 public:
  void SetUp() override {
    is_private = enter_namespace() && set_up_addresses();
    dead_ends = is_private && set_up_dead_ends();
  }
};

[[maybe_unused]] const auto* const kRegistered = ::testing::AddGlobalTestEnvironment(new PrivateNetwork);

}  // namespace

bool has_private_network() { return is_private; }
bool has_dead_ends() { return dead_ends; }

}  // namespace hexad::real
