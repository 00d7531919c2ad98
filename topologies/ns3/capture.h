// One capture file of one network, in pcap with Ethernet frames and nanoseconds of simulated time. It opens in
// Wireshark and tshark as a capture of a real link would.
#pragma once

#include <cstdint>
#include <fstream>
#include <string>

#include "model/host/bytes.h"
#include "model/host/time.h"

namespace hexad::ns3_world {

struct MacAddress {
  std::uint8_t octets[6] = {};
};

class Capture {
 public:
  /// Throws std::runtime_error when the file cannot be made.
  Capture(std::string file, std::uint64_t size_cap_bytes);

  /// Adds one IP packet in an Ethernet frame. Packets past the size cap are counted, not written.
  void write(host::WallTime time, const MacAddress& from, const MacAddress& to, host::ByteView ip_packet);

  const std::string& file() const { return file_; }
  std::uint64_t packets() const { return packets_; }
  std::uint64_t packets_not_written() const { return packets_not_written_; }
  /// False when the disk is full or failed.
  bool flush();

 private:
  std::string file_;
  std::ofstream out_;
  std::uint64_t size_cap_bytes_;
  std::uint64_t written_bytes_ = 0;
  std::uint64_t packets_ = 0;
  std::uint64_t packets_not_written_ = 0;
};

}  // namespace hexad::ns3_world
