// Our side of the link to one peer: recovery on 4371 first, then synchronisation on 4372, which carries what we have to
// say. After a loss or a failure it begins again, later each time.
//
//   idle -> recovering -> synchronising -> up
//             |               |            |
//             +--> waiting <--+------------+      and from waiting to recovering
#pragma once

#include <memory>

#include "model/cluster/certificate_check.h"
#include "model/cluster/link_owner.h"

namespace hexad::cluster {

class OutgoingLink final : FrameHandler, host::TimerHandler {
 public:
  /// For the whole of a recovery without progress, and for the answer to a Hello. Ours.
  static constexpr host::Duration kAnswerTimeout = std::chrono::seconds(10);

  OutgoingLink(LinkOwner& owner, RemotePeer& peer);
  ~OutgoingLink();

  /// Begins where it is idle, at once where it waits for its next attempt, and anew where nobody has taken up its
  /// connection yet: what was dialled to a machine without power is repeated late.
  void start();
  void start_if_idle() {
    if (phase_ == Phase::idle) start();
  }
  /// Ends what there is; start() begins anew.
  void stop();
  /// A link that is up is of no use any more, and is to be made again.
  void lose_if_up(const std::string& why);

  bool up() const { return phase_ == Phase::up; }
  /// The far side takes what it is told: what waits for it is within bounds.
  bool has_room() const { return up() && stream_->room() > 0; }
  /// Sends, where the link is up; false otherwise.
  bool send(const wire::cluster::Frame& frame);
  /// Own rows have changed.
  void send_rows();
  /// Says something when nothing was said since the last call of this.
  void beat();

 private:
  enum class Phase : std::uint8_t { idle, waiting, recovering, synchronising, up };

  void on_connected(FrameStream& stream) override;
  void on_frame(FrameStream& stream, wire::cluster::Frame frame) override;
  void on_room(FrameStream& stream) override;
  void on_over(FrameStream& stream, const host::Error& error) override;
  void on_timer(host::Timer& timer) override;

  void connect(Phase phase);
  void say_hello();
  void on_hello(const wire::cluster::Hello& hello);
  void on_recovery_frame(wire::cluster::Frame& frame);
  void send_recovery();
  void end_recovery_when_done();
  void come_up();
  void fail(const std::string& why, std::optional<wire::cluster::Refusal> refusal = {}, bool of_network = false);
  void wait();
  std::uint16_t port() const { return phase_ == Phase::recovering ? kRecoveryPort : kSynchronisationPort; }

  LinkOwner& owner_;
  RemotePeer& peer_;
  Phase phase_ = Phase::idle;
  std::unique_ptr<FrameStream> stream_;
  std::unique_ptr<FrameStream> ended_;  ///< A recovery whose last words are on their way.
  std::unique_ptr<CertificateCheck> check_;
  host::TimerHandle timer_;
  RowSender sender_;
  bool connected_ = false;
  bool greeted_ = false;  ///< The far side has said Hello on this connection.
  bool sent_all_ = false, received_all_ = false;
  std::uint32_t failures_ = 0;
};

}  // namespace hexad::cluster
