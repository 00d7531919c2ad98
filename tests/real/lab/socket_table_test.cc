#include "real/lab/socket_table.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "real/lab/loopback_block.h"

namespace hexad::lab {
namespace {

/// A socket bound to an address of this process's block, with a port of the kernel's choosing.
class Bound {
 public:
  Bound(int kind, unsigned last) : fd(socket(AF_INET, kind | SOCK_CLOEXEC, 0)) {
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(LoopbackBlock::of_this_process()->address(last).v4_value());
    EXPECT_EQ(bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    socklen_t size = sizeof address;
    getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
  }
  ~Bound() { close(fd); }
  void connect_to(const Bound& other) const {
    EXPECT_EQ(connect(fd, reinterpret_cast<const sockaddr*>(&other.address), sizeof other.address), 0);
  }
  int fd;
  sockaddr_in address{};
};

TEST(SocketTable, counts_the_connections_of_others_with_an_address_and_what_nobody_reads_there) {
  const host::IpAddress address = LoopbackBlock::of_this_process()->address(240);
  EXPECT_EQ(sockets_at(address).established, 0u);
  const Bound server(SOCK_STREAM, 240), client(SOCK_STREAM, 241);
  ASSERT_EQ(listen(server.fd, 5), 0);
  EXPECT_EQ(sockets_at(address).with_unread_data, 0u);
  client.connect_to(server);
  EXPECT_EQ(sockets_at(address).established, 1u);
  EXPECT_EQ(sockets_at(address).with_unread_data, 1u) << "a connection that nobody accepts";
  const int accepted = accept(server.fd, nullptr, nullptr);
  EXPECT_EQ(sockets_at(address).with_unread_data, 0u);
  EXPECT_EQ(send(client.fd, "x", 1, 0), 1);
  EXPECT_EQ(sockets_at(address).with_unread_data, 1u);
  close(accepted);
}

TEST(SocketTable, counts_datagrams_that_nobody_reads) {
  const Bound server(SOCK_DGRAM, 242), client(SOCK_DGRAM, 243);
  client.connect_to(server);
  EXPECT_EQ(send(client.fd, "x", 1, 0), 1);
  const SocketCounts counts = sockets_at(LoopbackBlock::of_this_process()->address(242));
  EXPECT_EQ(counts.with_unread_data, 1u);
  EXPECT_EQ(counts.established, 0u);
}

TEST(SocketTable, knows_nothing_of_ipv6) {
  const SocketCounts counts = sockets_at(host::IpAddress::loopback(host::Family::ipv6));
  EXPECT_EQ(counts.established + counts.with_unread_data, 0u);
}

}  // namespace
}  // namespace hexad::lab
