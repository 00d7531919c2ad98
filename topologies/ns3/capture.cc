#include "topologies/ns3/capture.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <stdexcept>

#include "topologies/ns3/octets.h"

namespace hexad::ns3_world {
namespace {

constexpr std::uint32_t kNanosecondMagic = 0xa1b23c4d;
constexpr std::uint32_t kSnapLength = 65535;
constexpr std::uint32_t kEthernet = 1;
constexpr std::size_t kFrameHeaderBytes = 14;

/// The file's numbers are big-endian, whatever machine wrote it: captures of one run are equal byte by byte anywhere.
template <std::size_t Size>
void write_numbers(std::ofstream& out, const std::array<std::uint8_t, Size>& header) {
  out.write(reinterpret_cast<const char*>(header.data()), Size);
}

}  // namespace

Capture::Capture(std::string file, std::uint64_t size_cap_bytes)
    : file_(std::move(file)), out_(file_, std::ios::binary | std::ios::trunc), size_cap_bytes_(size_cap_bytes) {
  if (!out_) throw std::runtime_error("cannot write the capture " + file_);
  std::array<std::uint8_t, 24> header{};
  put32(header.data(), kNanosecondMagic);
  put16(header.data() + 4, 2);
  put16(header.data() + 6, 4);
  put32(header.data() + 16, kSnapLength);
  put32(header.data() + 20, kEthernet);
  write_numbers(out_, header);
  written_bytes_ = header.size();
}

void Capture::write(host::WallTime time, const MacAddress& from, const MacAddress& to, host::ByteView ip_packet) {
  ++packets_;
  std::array<std::uint8_t, 16 + kFrameHeaderBytes> header{};
  if (written_bytes_ + header.size() + ip_packet.size() > size_cap_bytes_) {
    ++packets_not_written_;
    return;
  }
  const std::int64_t since_1970 = time.time_since_epoch().count();
  const auto size = static_cast<std::uint32_t>(kFrameHeaderBytes + ip_packet.size());
  put32(header.data(), static_cast<std::uint32_t>(since_1970 / 1'000'000'000));
  put32(header.data() + 4, static_cast<std::uint32_t>(since_1970 % 1'000'000'000));
  put32(header.data() + 8, size);
  put32(header.data() + 12, size);
  std::copy_n(to.octets, 6, header.data() + 16);
  std::copy_n(from.octets, 6, header.data() + 22);
  put16(header.data() + 28, ip_packet[0] >> 4 == 4 ? 0x0800 : 0x86dd);
  write_numbers(out_, header);
  out_.write(reinterpret_cast<const char*>(ip_packet.data()), static_cast<std::streamsize>(ip_packet.size()));
  written_bytes_ += header.size() + ip_packet.size();
}

bool Capture::flush() {
  out_.flush();
  return static_cast<bool>(out_);
}

}  // namespace hexad::ns3_world
