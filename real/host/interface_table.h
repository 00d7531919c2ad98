// The network cards of a host and which of them a datagram or stream belongs to: the machine's own, followed as they
// change, or a fixed identity that the owner gave.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/host/host.h"
#include "real/host/descriptor.h"

namespace hexad::real {

class InterfaceTable final : DescriptorEvents {
 public:
  /// `identity` empty: the machine's cards; then `devices` names the kernel devices that are lan1, lan2 ..., or is
  /// empty for every card under its kernel name.
  InterfaceTable(Loop& loop, std::vector<host::Interface> identity, std::vector<std::string> devices);

  const std::vector<host::Interface>& interfaces() const { return interfaces_; }
  bool is_identity() const { return is_identity_; }
  void watch(host::InterfaceHandler* handler) { handler_ = handler; }

  /// Index into interfaces() of a card by what the kernel told about a packet; -1 for loopback and unknown ones.
  int index_of(int device_index, const host::IpAddress& local) const;
  int index_of(const host::IpAddress& local) const;

  bool owns(const host::IpAddress& address) const;
  /// Identity only: all addresses of one family, in order.
  std::vector<host::IpAddress> addresses(host::Family family) const;
  /// Identity only: the address to send from to `remote`: on the same subnet, or the first.
  std::optional<host::IpAddress> source_for(const host::IpAddress& remote) const;

 private:
  void on_readable() override;
  void refresh();

  bool is_identity_;
  std::vector<std::string> devices_;
  std::vector<host::Interface> interfaces_;
  std::vector<int> device_indices_;  ///< The kernel's number of each interface.
  std::unique_ptr<Descriptor> changes_;
  host::InterfaceHandler* handler_ = nullptr;
};

}  // namespace hexad::real
