// Captures, as tshark reads them.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <string>

#include "tests/topologies/ns3/busy_run.h"

namespace hexad::ns3_world {
namespace {

/// The lines that tshark prints of the packets that match a display filter, with every checksum checked. Its reassembly
/// is told to expect lost segments; as it comes, it calls a message malformed when one of its segments comes twice.
std::string tshark(const std::string& file, const std::string& filter, const std::string& more = {}) {
  std::string command = "tshark -n -r '" + file + "' -Y '" + filter + "' " + more;
  for (const char* preference :
       {"ip.check_checksum", "tcp.check_checksum", "udp.check_checksum", "tcp.reassemble_out_of_order"}) {
    command += std::string(" -o ") + preference + ":TRUE";
  }
  command += " 2>/dev/null";
  std::FILE* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) return "tshark did not start";
  std::string text;
  std::array<char, 4096> buffer;
  while (const std::size_t size = std::fread(buffer.data(), 1, buffer.size(), pipe)) text.append(buffer.data(), size);
  return ::pclose(pipe) == 0 ? text : "tshark failed: " + text;
}

std::size_t lines(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

TEST(CaptureTest, tshark_finds_nothing_malformed_and_every_checksum_right) {
  const BusyRun run = busy_run(3, fresh_folder("capture"));
  ASSERT_EQ(run.captures.size(), 2u);
  for (const CaptureSummary& capture : run.captures) {
    EXPECT_EQ(capture.packets_not_written, 0u);
    EXPECT_EQ(lines(tshark(capture.file, "frame")), capture.packets);
    EXPECT_EQ(tshark(capture.file, "_ws.malformed"), "");
    EXPECT_EQ(tshark(capture.file,
                     "ip.checksum.status == 0 || tcp.checksum.status == 0 || udp.checksum.status == 0 || "
                     "icmp.checksum.status == 0 || icmpv6.checksum.status == 0"),
              "");
    EXPECT_NE(tshark(capture.file, "ip.checksum.status == 1 && tcp.checksum.status == 1"), "");
    EXPECT_NE(tshark(capture.file, "udp.checksum.status == 1"), "");
  }
}

TEST(CaptureTest, the_captures_show_what_happened) {
  const BusyRun run = busy_run(3, fresh_folder("capture-story"));
  ASSERT_EQ(run.captures[0].network, "core");
  const std::string& core = run.captures[0].file;
  const std::string& home = run.captures[1].file;
  for (const std::string filter :
       {"icmp.type == 3 && icmp.code == 3", "icmpv6.type == 1 && icmpv6.code == 4", "ip.flags.mf == 1", "ipv6.fraghdr",
        "tcp.flags.fin == 1", "tcp.flags.reset == 1", "tcp.analysis.retransmission"}) {
    EXPECT_NE(tshark(core, filter), "") << filter;
  }
  EXPECT_NE(tshark(home, "ip.src == 192.168.1.10"), "");
  EXPECT_EQ(tshark(core, "ip.addr == 192.168.1.10"), "") << "the home address stays at home";
  const std::string first = tshark(core, "frame.number == 1", "-T fields -e frame.time_epoch");
  EXPECT_EQ(first.substr(0, 9), "176722560") << "the simulated wall clock begins with 2026";
}

TEST(CaptureTest, a_capture_stops_at_its_cap_with_whole_packets_and_says_so) {
  const BusyRun run = busy_run(3, fresh_folder("capture-cap"), 50000);
  EXPECT_GT(run.captures[0].packets_not_written, 0u);
  EXPECT_LE(std::filesystem::file_size(run.captures[0].file), 50000u);
  EXPECT_EQ(lines(tshark(run.captures[0].file, "frame")),
            run.captures[0].packets - run.captures[0].packets_not_written);
}

TEST(CaptureTest, one_network_can_be_chosen_and_an_unknown_one_is_refused) {
  topology::Topology topology;
  record::Recorder recorder{""};
  struct Nothing final : world::ProgramFactory {
    std::unique_ptr<host::Program> make_program(const topology::Node&, host::Host&) override { return nullptr; }
  } factory;
  Ns3WorldOptions options;
  options.capture = "moon";
  auto unknown = Ns3World::make(topology, 1, factory, recorder, options);
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, host::ErrorCode::invalid_argument);
  topology.networks.resize(2);
  topology.networks[0].name = "earth";
  topology.networks[1].name = "moon";
  options.pcap_folder = "/does/not/exist";
  auto unwritable = Ns3World::make(topology, 1, factory, recorder, options);
  ASSERT_FALSE(unwritable);
  EXPECT_EQ(unwritable.error().code, host::ErrorCode::disk_failed);
  options.pcap_folder = fresh_folder("capture-one");
  auto world = Ns3World::make(topology, 1, factory, recorder, options);
  ASSERT_TRUE(world);
  const auto captures = (*world)->finish();
  ASSERT_TRUE(captures);
  ASSERT_EQ(captures->size(), 1u);
  EXPECT_EQ((*captures)[0].network, "moon");
}

}  // namespace
}  // namespace hexad::ns3_world
