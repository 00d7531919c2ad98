// The anchor of the REGISTER benchmark: a UDP program that does nothing but answer. It reads batches with recvmmsg and
// answers each SIP request with a 200 OK of 450 bytes made of the request's own Via, From, To, Call-ID and CSeq lines,
// so that SIPp takes it. Usage: udp_responder ADDRESS:PORT (IPv4); it ends with SIGTERM.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace {

constexpr std::size_t kBatch = 64;
constexpr std::size_t kRequestBytes = 4096;
constexpr std::size_t kAnswerBytes = 450;
constexpr std::size_t kAnswerRoom = kRequestBytes + 512;

/// Writes text one piece behind the other; what does not fit is cut off.
class Answer {
 public:
  explicit Answer(char* room) : room_(room) {}
  void add(std::string_view text) {
    const std::size_t size = text.size() < kAnswerRoom - size_ ? text.size() : kAnswerRoom - size_;
    std::memcpy(room_ + size_, text.data(), size);
    size_ += size;
  }
  std::size_t size() const { return size_; }

 private:
  char* room_;
  std::size_t size_ = 0;
};

bool starts_with(std::string_view line, std::string_view name) { return line.substr(0, name.size()) == name; }

bool is_copied(std::string_view line) {
  return starts_with(line, "Via:") || starts_with(line, "From:") || starts_with(line, "Call-ID:") ||
         starts_with(line, "CSeq:");
}

std::size_t answer_to(std::string_view request, char* room) {
  Answer answer(room);
  answer.add("SIP/2.0 200 OK\r\n");
  while (!request.empty()) {
    const std::size_t end = request.find("\r\n");
    if (end == 0 || end == std::string_view::npos) break;
    const std::string_view line = request.substr(0, end);
    request.remove_prefix(end + 2);
    if (is_copied(line)) {
      answer.add(line);
      answer.add("\r\n");
    } else if (starts_with(line, "To:")) {
      answer.add(line);
      answer.add(line.find(";tag=") == std::string_view::npos ? ";tag=answered\r\n" : "\r\n");
    }
  }
  constexpr std::string_view kEnd = "\r\nContent-Length: 0\r\n\r\n";
  constexpr std::string_view kFiller = "Server: ";
  if (answer.size() + kFiller.size() + kEnd.size() < kAnswerBytes) {
    answer.add(kFiller);
    while (answer.size() + kEnd.size() < kAnswerBytes) answer.add("x");
    answer.add(kEnd);
  } else {
    answer.add(kEnd.substr(2));
  }
  return answer.size();
}

struct Buffers {
  std::array<std::array<char, kRequestBytes>, kBatch> requests;
  std::array<std::array<char, kAnswerRoom>, kBatch> answers;
  std::array<sockaddr_in, kBatch> sources;
  std::array<iovec, kBatch> in_vectors, out_vectors;
  std::array<mmsghdr, kBatch> in, out;
};

int open_socket(const char* place) {
  const char* const colon = std::strrchr(place, ':');
  sockaddr_in local{};
  local.sin_family = AF_INET;
  char address[INET_ADDRSTRLEN] = {};
  if (colon == nullptr || static_cast<std::size_t>(colon - place) >= sizeof address) return -1;
  std::memcpy(address, place, static_cast<std::size_t>(colon - place));
  local.sin_port = htons(static_cast<std::uint16_t>(std::atoi(colon + 1)));
  if (::inet_pton(AF_INET, address, &local.sin_addr) != 1) return -1;
  const int fd = ::socket(AF_INET, SOCK_DGRAM, 0);
  const int bytes = 4 * 1024 * 1024;
  ::setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
  if (::bind(fd, reinterpret_cast<const sockaddr*>(&local), sizeof local) != 0) return -1;
  return fd;
}

void serve(int fd, Buffers& b) {
  while (true) {
    for (std::size_t i = 0; i < kBatch; ++i) b.in[i].msg_hdr.msg_namelen = sizeof(sockaddr_in);
    const int count = ::recvmmsg(fd, b.in.data(), kBatch, MSG_WAITFORONE, nullptr);
    if (count <= 0) continue;
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
      const std::string_view request(b.requests[i].data(), b.in[i].msg_len);
      b.out_vectors[i] = {b.answers[i].data(), answer_to(request, b.answers[i].data())};
      b.out[i].msg_hdr.msg_namelen = sizeof(sockaddr_in);
    }
    for (int sent = 0; sent < count;) {
      const int more = ::sendmmsg(fd, b.out.data() + sent, static_cast<unsigned>(count - sent), 0);
      // What the kernel does not take is lost; SIPp asks again.
      sent += more > 0 ? more : 1;
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  const int fd = argc == 2 ? open_socket(argv[1]) : -1;
  if (fd < 0) {
    std::fprintf(stderr, "usage: udp_responder ADDRESS:PORT, an IPv4 address of this machine and a free port\n");
    return 2;
  }
  static Buffers b;
  for (std::size_t i = 0; i < kBatch; ++i) {
    b.in_vectors[i] = {b.requests[i].data(), kRequestBytes};
    b.in[i].msg_hdr.msg_iov = &b.in_vectors[i];
    b.out[i].msg_hdr.msg_iov = &b.out_vectors[i];
    b.in[i].msg_hdr.msg_iovlen = b.out[i].msg_hdr.msg_iovlen = 1;
    b.in[i].msg_hdr.msg_name = b.out[i].msg_hdr.msg_name = &b.sources[i];
  }
  serve(fd, b);
}
