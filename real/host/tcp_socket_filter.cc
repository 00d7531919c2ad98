#include "real/host/tcp_socket_filter.h"

#include <linux/filter.h>
#include <sys/socket.h>

#include <algorithm>

namespace hexad::real {

using host::Family;
using host::FilterAction;
using host::FilterProtocol;
using host::FilterRule;

namespace {

constexpr std::uint32_t kPass = 0xffffffff;  ///< Octets of the packet to keep: all.
constexpr std::uint32_t kDrop = 0;
/// Where the source address stands in the IP header (RFC 791 section 3.1, RFC 8200 section 3).
constexpr std::uint32_t kSourceV4 = 12;
constexpr std::uint32_t kSourceV6 = 8;

sock_filter statement(unsigned code, std::uint32_t k) { return {static_cast<std::uint16_t>(code), 0, 0, k}; }

/// The 32 bits of an address from octet 4 * word on, and which of them belong to the prefix.
std::uint32_t word_of(const host::IpAddress& address, int word) {
  std::uint32_t value = 0;
  for (int i = 0; i < 4; ++i) value = value << 8 | address.octets()[static_cast<std::size_t>(4 * word + i)];
  return value;
}

std::uint32_t mask_of(int prefix_length, int word) {
  const int bits = std::clamp(prefix_length - 32 * word, 0, 32);
  return bits == 0 ? 0 : 0xffffffffu << (32 - bits);
}

/// Return `verdict` when the source lies in the prefix, otherwise go on behind.
void add_rule(std::vector<sock_filter>& program, const host::Prefix& source, std::uint32_t verdict) {
  const bool v4 = source.address.is_v4();
  const std::uint32_t begin = static_cast<std::uint32_t>(SKF_NET_OFF) + (v4 ? kSourceV4 : kSourceV6);
  std::vector<int> words;
  for (int word = 0; word < (v4 ? 1 : 4); ++word)
    if (mask_of(source.length, word) != 0) words.push_back(word);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::uint32_t mask = mask_of(source.length, words[i]);
    // Behind this comparison stand three statements for each further word and the return.
    const auto skip = static_cast<std::uint8_t>(3 * (words.size() - 1 - i) + 1);
    program.push_back(statement(BPF_LD | BPF_W | BPF_ABS, begin + 4 * static_cast<std::uint32_t>(words[i])));
    program.push_back(statement(BPF_ALU | BPF_AND | BPF_K, mask));
    program.push_back({BPF_JMP | BPF_JEQ | BPF_K, 0, skip, word_of(source.address, words[i]) & mask});
  }
  program.push_back(statement(BPF_RET | BPF_K, verdict));
}

/// Empty when nothing is dropped.
std::vector<sock_filter> compile(const std::vector<FilterRule>& rules, const host::SocketAddress& local) {
  std::vector<sock_filter> program;
  bool drops = false;
  std::uint32_t otherwise = kPass;
  for (const FilterRule& rule : rules) {
    if (rule.protocol == FilterProtocol::udp) continue;
    if (local.port < rule.port_first || local.port > rule.port_last) continue;
    if (rule.source && rule.source->address.family() != local.address.family()) continue;
    const std::uint32_t verdict = rule.action == FilterAction::drop ? kDrop : kPass;
    drops = drops || verdict == kDrop;
    if (!rule.source || rule.source->length == 0) {
      otherwise = verdict;
      break;
    }
    add_rule(program, *rule.source, verdict);
  }
  if (!drops) return {};
  program.push_back(statement(BPF_RET | BPF_K, otherwise));
  return program;
}

void detach_filter(int fd) {
  const int unused = 0;
  ::setsockopt(fd, SOL_SOCKET, SO_DETACH_FILTER, &unused, sizeof unused);
}

}  // namespace

bool attach_drop_filter(int fd, const std::vector<FilterRule>& rules, const host::SocketAddress& local) {
  std::vector<sock_filter> program = compile(rules, local);
  if (program.empty() || program.size() > BPF_MAXINSNS) {
    detach_filter(fd);
    return false;
  }
  const sock_fprog loaded{static_cast<unsigned short>(program.size()), program.data()};
  return ::setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &loaded, sizeof loaded) == 0;
}

}  // namespace hexad::real
