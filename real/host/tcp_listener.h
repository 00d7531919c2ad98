// Listening sockets: one, or for a wildcard of a host with an identity one for each of its addresses.
#pragma once

#include <memory>
#include <vector>

#include "model/host/host.h"
#include "real/host/descriptor.h"
#include "real/host/inbound_filter.h"
#include "real/host/interface_table.h"

namespace hexad::real {

class RealTcpListener final : public host::TcpListener, FilteredListener {
 public:
  static host::Expected<host::ListenerHandle> listen(Loop& loop, const InterfaceTable& interfaces,
                                                     InboundFilter& filter, const host::TcpListenOptions& options,
                                                     host::ListenerHandler& handler);
  RealTcpListener(Loop& loop, const InterfaceTable& interfaces, InboundFilter& filter, const host::SocketAddress& local,
                  host::ListenerHandler& handler);
  ~RealTcpListener() override;
  host::SocketAddress local() const override { return local_; }

 private:
  class Port;
  void on_rules_changed() override;

  Loop& loop_;
  const InterfaceTable& interfaces_;
  InboundFilter& filter_;
  host::SocketAddress local_;
  host::ListenerHandler& handler_;
  Alive alive_;
  std::vector<std::unique_ptr<Port>> ports_;
};

}  // namespace hexad::real
