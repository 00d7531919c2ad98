#include "model/dns/exchange.h"

#include "model/dns/codec.h"
#include "model/host/check.h"

namespace hexad::dns {
namespace {

using host::ErrorCode;
using host::Expected;
using host::Transport;
using Direction = host::WireMessage::Direction;

// The dynamic ports of RFC 6335 section 6.
constexpr std::uint16_t kPortFirst = 49152;
constexpr std::uint16_t kPortCount = 16384;
constexpr int kPortTriesMax = 4;

}  // namespace

Exchange::Exchange(const Surroundings& around, std::uint32_t deadline_id, Question question, ExchangeHandler& handler)
    : around_(around),
      deadline_id_(deadline_id),
      question_(std::move(question)),
      handler_(handler),
      servers_(around.settings.servers),
      useless_(servers_.size(), false),
      last_error_{ErrorCode::unreachable, "no DNS server is configured"} {}

Exchange::~Exchange() { around_.wheel.clear(deadline_id_); }

void Exchange::next_attempt() {
  udp_.reset();
  stream_.reset();
  around_.wheel.clear(deadline_id_);
  const std::size_t attempts_max = servers_.size() * around_.settings.rounds;
  while (attempts_ < attempts_max) {
    server_index_ = attempts_++ % servers_.size();
    if (!useless_[server_index_] && try_udp()) return;
  }
  handler_.on_exchanged(tl::unexpected<host::Error>(last_error_));
}

Expected<host::UdpHandle> Exchange::open_port() {
  const host::IpAddress any = host::IpAddress::any(server().address.family());
  for (int i = 0; i < kPortTriesMax; ++i) {
    const auto port = static_cast<std::uint16_t>(kPortFirst + around_.entropy.below(kPortCount));
    auto socket = around_.host.open_udp({any, port}, *this);
    if (socket || socket.error().code != ErrorCode::address_in_use) return socket;
  }
  return around_.host.open_udp({any, 0}, *this);
}

host::Bytes Exchange::compose() {
  query_ = Message{};
  query_.id = static_cast<std::uint16_t>(around_.entropy.below(65536));
  query_.recursion_desired = true;
  query_.questions.push_back(question_);
  auto bytes = encode(query_);
  // A header and one valid name always have a wire form.
  HEXAD_CHECK(bytes.has_value());
  return *std::move(bytes);
}

bool Exchange::try_udp() {
  auto socket = open_port();
  if (!socket) {
    last_error_ = socket.error();
    return false;
  }
  udp_ = *std::move(socket);
  const host::Bytes bytes = compose();
  const host::OutgoingDatagram datagram{server(), bytes, {}};
  const auto sent = udp_->send({&datagram, 1});
  if (!sent || *sent == 0) {
    last_error_ = sent ? host::Error{ErrorCode::bound_reached, "the send queue is full"} : sent.error();
    return false;
  }
  ++around_.counters.queries_sent;
  log(Direction::sent, Transport::udp, udp_->local(), bytes, query_);
  around_.wheel.set(deadline_id_, around_.host.now() + around_.settings.timeout);
  return true;
}

void Exchange::go_tcp() {
  ++around_.counters.truncated;
  udp_.reset();
  reader_ = MessageReader();
  auto stream = around_.host.connect_tcp({server(), {}, around_.settings.tcp_timeout}, *this);
  if (!stream) return give_up_on_server(stream.error());
  stream_ = *std::move(stream);
  around_.wheel.set(deadline_id_, around_.host.now() + around_.settings.tcp_timeout);
}

void Exchange::on_deadline() {
  ++around_.counters.timeouts;
  last_error_ = {ErrorCode::timed_out, server().to_string() + " did not answer"};
  next_attempt();
}

bool Exchange::fits(const Message& answer) const {
  if (!answer.response || answer.id != query_.id || answer.opcode != Opcode::query) return false;
  // A server that could not read the query answers without the question.
  if (answer.questions.empty()) return answer.rcode != Rcode::no_error && answer.rcode != Rcode::no_such_name;
  return answer.questions.size() == 1 && answer.questions[0] == question_;
}

void Exchange::on_datagrams(host::UdpSocket&, std::span<const host::ReceivedDatagram> batch) {
  for (const host::ReceivedDatagram& datagram : batch) {
    auto answer =
        datagram.source == server() ? decode(datagram.payload) : Expected<Message>(host::fail(ErrorCode::malformed));
    if (!answer || !fits(*answer)) {
      ++around_.counters.answers_ignored;
      continue;
    }
    log(Direction::received, Transport::udp, datagram.destination, datagram.payload, *answer);
    if (answer->truncated) return go_tcp();
    return accept(*std::move(answer));
  }
}

void Exchange::on_undeliverable(host::UdpSocket&, const host::SocketAddress& to, const host::Error& error) {
  if (to == server()) give_up_on_server(error);
}

void Exchange::accept(Message answer) {
  if (answer.rcode != Rcode::no_error && answer.rcode != Rcode::no_such_name) {
    return give_up_on_server({ErrorCode::refused, server().to_string() + " answered " + to_string(answer.rcode)});
  }
  ++around_.counters.answers_accepted;
  udp_.reset();
  stream_.reset();
  around_.wheel.clear(deadline_id_);
  handler_.on_exchanged(std::move(answer));
}

void Exchange::give_up_on_server(host::Error error) {
  last_error_ = std::move(error);
  useless_[server_index_] = true;
  next_attempt();
}

void Exchange::on_connected(host::TcpStream& stream) {
  const host::Bytes bytes = compose();
  const auto taken = stream.write(framed(bytes));
  if (!taken || *taken != bytes.size() + 2) {
    return give_up_on_server({ErrorCode::bound_reached, "the stream did not take the query"});
  }
  ++around_.counters.queries_sent;
  log(Direction::sent, Transport::tcp, stream.local(), bytes, query_);
}

void Exchange::on_bytes(host::TcpStream& stream, host::ByteView bytes) {
  reader_.append(bytes);
  const auto message = reader_.next();
  if (!message) return;
  auto answer = decode(*message);
  if (!answer || !fits(*answer)) {
    ++around_.counters.answers_ignored;
    return give_up_on_server({ErrorCode::malformed, server().to_string() + " sent no answer to the question"});
  }
  log(Direction::received, Transport::tcp, stream.local(), *message, *answer);
  accept(*std::move(answer));
}

void Exchange::on_end(host::TcpStream&) {
  give_up_on_server({ErrorCode::reset, server().to_string() + " closed the stream without an answer"});
}

void Exchange::on_failed(host::TcpStream&, const host::Error& error) { give_up_on_server(error); }

void Exchange::log(Direction direction, Transport transport, const host::SocketAddress& local, host::ByteView bytes,
                   const Message& message) const {
  if (!around_.host.log().wants_messages()) return;
  const std::string summary = message.summary();
  around_.host.log().message({direction, "dns", transport, local, server(), bytes, summary});
}

}  // namespace hexad::dns
