// What a proxy changes in a message that it forwards, and nothing else (RFC 3261 sections 16.6 and 16.7): everything
// that it does not know passes as it came.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "model/sip/flow.h"
#include "model/wire/sip/message_view.h"
#include "model/wire/sip/message_writer.h"
#include "model/wire/sip/via.h"

namespace hexad::sip {

/// Max-Forwards of a request that came without (section 16.6, step 3).
inline constexpr std::uint8_t kMaxForwards = 70;

struct ForwardPlan {
  std::string_view uri;  ///< The new Request-URI.
  Transport transport = Transport::udp;
  host::SocketAddress sent_by;  ///< Of our Via.
  std::string_view branch;      ///< Of our Via, the cookie included.
  host::SocketAddress source;   ///< Where the request came from: for received= and rport= of the Via below ours.
  std::size_t routes_done = 0;  ///< How many of the first Route values are taken off.
  /// Put before the Route values that stay, complete values.
  std::span<const std::string_view> routes;
  /// Put behind them: what was the Request-URI, for a next hop that is a strict router.
  std::string_view last_route;
  /// Our Record-Route values, the topmost first; complete values.
  std::span<const std::string_view> record_routes;
};

/// Writes the header of the forwarded request; the caller finishes the writer with its body. `top` is its first Via.
void write_forwarded_request(MessageWriter& writer, const MessageView& request, const ViaView& top,
                             const ForwardPlan& plan);

/// Writes the header of a response on its way back: without the first Via value, which is ours.
void write_forwarded_response(MessageWriter& writer, const MessageView& response);

/// The hops that are left for the request once it is forwarded: kMaxForwards where it does not say. Not for one that
/// has none left (wire/sip/check.h: check_hops_left()).
std::uint8_t hops_left_after(const MessageView& request);

}  // namespace hexad::sip
