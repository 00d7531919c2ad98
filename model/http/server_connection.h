// One connection to the server: reads requests one after another, hands each to the handler, writes its answer as the
// stream takes it, and only then looks at the next, so that what a client can make it hold is bounded.
//
//   idle --bytes--> head --> body --> handling --answer--> writing --> idle
//                    any fault, timeout, or "close" --answer--> writing --> lingering --FIN or time--> closed
//
// While it lingers it has sent its FIN and throws away what still comes: a reset would take the answer from the client
// (RFC 9112 section 9.6).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "model/host/tcp.h"
#include "model/http/server.h"
#include "model/wire/http/parser.h"

namespace hexad::http {

class ServerConnection;

/// What a connection needs of its server.
class ServerConnectionOwner {
 public:
  virtual const ServerSettings& settings() const = 0;
  virtual ServerCounters& counters() = 0;
  virtual RequestHandler& handler() = 0;
  virtual host::MonotonicTime now() const = 0;
  /// "Thu, 01 Jan 2026 00:00:00 GMT"
  virtual std::string_view date() = 0;
  /// on_deadline() at that time, in place of an earlier wish.
  virtual void set_deadline(std::uint32_t slot, host::MonotonicTime when) = 0;
  virtual void clear_deadline(std::uint32_t slot) = 0;
  /// go_on() in the loop's next turn.
  virtual void come_back(ServerConnection& connection) = 0;
  /// Whether one more body over ServerSettings::body_bytes_max may be held; give_back_large_body() follows.
  virtual bool take_large_body() = 0;
  virtual void give_back_large_body() = 0;
  /// A request was answered by the server itself.
  virtual void on_refused(const ServerConnection& connection, const Fault& fault) = 0;
  /// It is over; the owner forgets it.
  virtual void on_closed(ServerConnection& connection) = 0;

 protected:
  ~ServerConnectionOwner() = default;
};

class ServerConnection final : public host::StreamHandler, public std::enable_shared_from_this<ServerConnection> {
 public:
  struct Options {
    std::uint32_t slot = 0;  ///< The owner's number of it.
    bool secure = false;
  };
  ServerConnection(ServerConnectionOwner& owner, const Options& options, host::StreamHandle stream);
  /// Right after construction.
  void start();

  std::uint32_t slot() const { return slot_; }
  const host::SocketAddress& remote() const { return remote_; }
  void on_deadline();
  void go_on();
  /// The server is gone.
  void abandon();

 private:
  enum class Phase : std::uint8_t { idle, head, body, handling, resting, writing, lingering, closed };

  void on_bytes(host::TcpStream& stream, host::ByteView bytes) override;
  void on_writable(host::TcpStream& stream) override;
  void on_end(host::TcpStream& stream) override;
  void on_failed(host::TcpStream& stream, const host::Error& error) override;

  bool reading() const { return phase_ == Phase::idle || phase_ == Phase::head || phase_ == Phase::body; }
  void read(std::string_view& bytes);
  void read_held();
  void hold(std::string_view bytes);
  void accept_head(bool body_came);
  bool bound_body(const Framing& framing);
  void forget_request();
  void hand_over();
  void refuse(Fault fault);
  void answer(std::uint64_t request_number, Response response);
  void compose(Response response);
  void flush();
  void finish_answer();
  void linger();
  void close();
  void watch();

  ServerConnectionOwner* owner_;
  std::uint32_t slot_;
  bool secure_;
  Phase phase_ = Phase::idle;
  Phase watched_ = Phase::closed;  ///< The phase whose deadline is set.
  bool in_read_ = false;           ///< read() is on the stack and goes on by itself.
  bool paused_ = false;
  bool far_ended_ = false;
  bool keep_alive_ = true;
  bool head_only_ = false;
  bool version_1_0_ = false;
  bool large_body_ = false;  ///< Taken from the owner.
  std::uint64_t request_number_ = 0;
  std::uint32_t requests_in_turn_ = 0;
  std::size_t discarded_bytes_ = 0;
  std::size_t body_bytes_max_ = 0;
  host::SocketAddress remote_, local_;
  RequestParser parser_;
  Request request_;
  std::string held_;  ///< Bytes after the request that is being handled.
  std::size_t held_read_ = 0;
  std::string out_;   ///< Head and small body of the answer.
  std::string body_;  ///< A large body.
  std::size_t written_ = 0;
  std::size_t written_in_time_ = 0;  ///< Since the deadline of writing was set.
  host::StreamHandle stream_;
};

}  // namespace hexad::http
