#include "real/host/interface_table.h"

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

#include "real/host/kernel_interfaces.h"

namespace hexad::real {

using host::Family;
using host::IpAddress;

namespace {

/// A netlink socket that is readable when links, addresses or routes change (rtnetlink(7)); -1 when there is none.
int open_change_notices() {
  const int fd = ::socket(AF_NETLINK, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, NETLINK_ROUTE);
  if (fd < 0) return -1;
  sockaddr_nl local{};
  local.nl_family = AF_NETLINK;
  local.nl_groups = RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR | RTMGRP_IPV4_ROUTE | RTMGRP_IPV6_ROUTE;
  if (::bind(fd, reinterpret_cast<const sockaddr*>(&local), sizeof local) != 0) {
    ::close(fd);
    return -1;
  }
  return fd;
}

}  // namespace

InterfaceTable::InterfaceTable(Loop& loop, std::vector<host::Interface> identity, std::vector<std::string> devices)
    : is_identity_(!identity.empty()), devices_(std::move(devices)), interfaces_(std::move(identity)) {
  if (is_identity_) return;
  const int fd = open_change_notices();
  if (fd >= 0) {
    changes_ = std::make_unique<Descriptor>(loop, fd, static_cast<DescriptorEvents&>(*this));
    changes_->wait_readable();
  }
  refresh();
}

void InterfaceTable::refresh() {
  KernelInterfaces found = read_kernel_interfaces(devices_);
  interfaces_ = std::move(found.interfaces);
  device_indices_ = std::move(found.device_indices);
}

void InterfaceTable::on_readable() {
  std::array<std::uint8_t, 8192> ignored;
  // The notices only say that something changed; a lost one (ENOBUFS) says so too.
  for (int i = 0; i < 64 && ::recv(changes_->fd(), ignored.data(), ignored.size(), 0) >= 0; ++i) {
  }
  changes_->wait_readable();
  const std::vector<host::Interface> before = interfaces_;
  refresh();
  if (handler_ != nullptr && before != interfaces_) handler_->on_interfaces_changed();
}

int InterfaceTable::index_of(int device_index, const IpAddress& local) const {
  for (std::size_t i = 0; i < device_indices_.size(); ++i)
    if (device_indices_[i] == device_index) return static_cast<int>(i);
  // What a machine sends to its own address passes its loopback device, and every address of an identity is there.
  return index_of(local);
}

int InterfaceTable::index_of(const IpAddress& local) const {
  for (std::size_t i = 0; i < interfaces_.size(); ++i)
    for (const host::Prefix& prefix : interfaces_[i].addresses)
      if (prefix.address == local) return static_cast<int>(i);
  return -1;
}

bool InterfaceTable::owns(const IpAddress& address) const { return index_of(address) >= 0; }

std::vector<IpAddress> InterfaceTable::addresses(Family family) const {
  std::vector<IpAddress> list;
  for (const host::Interface& interface : interfaces_)
    for (const host::Prefix& prefix : interface.addresses)
      if (prefix.address.family() == family) list.push_back(prefix.address);
  return list;
}

std::optional<IpAddress> InterfaceTable::source_for(const IpAddress& remote) const {
  std::optional<IpAddress> first;
  for (const host::Interface& interface : interfaces_)
    for (const host::Prefix& prefix : interface.addresses) {
      if (prefix.address.family() != remote.family()) continue;
      if (prefix.contains(remote)) return prefix.address;
      if (!first) first = prefix.address;
    }
  return first;
}

}  // namespace hexad::real
