// The real world with real hexadd processes, or scripts in their place. Times here are those of the machine: waits end
// with what they wait for.
#include "real/lab/lab_world.h"

#include <fmt/format.h>

#include "model/actors/dns_server.h"
#include "model/actors/sip_endpoint.h"
#include "real/lab/loopback_topology.h"
#include "tests/real/lab/lab_fixture.h"

namespace hexad::lab {
namespace {

using world::FaultKind;

topology::Topology two_peers_and_two_phones() {
  topology::Topology topology;
  topology.name = "lab";
  for (const char* name : {"peer1", "peer2"}) {
    topology.nodes.push_back(node(name, name[4] == '1' ? "10.1.0.11" : "10.1.0.12"));
    topology.nodes.back().role = topology::PeerRole{};
  }
  topology.nodes.push_back(node("ns1", "10.1.0.53"));
  topology.nodes.back().role = topology::DnsRole{
      {{"example.com", "lab.zone",
        "@ 60 SOA ns root 1 3600 600 86400 60\nns 60 A 10.1.0.53\npeer1 60 A 10.1.0.11\npeer2 60 A 10.1.0.12\n"
        "_sip._tcp.cluster 60 SRV 1 1 5060 peer1\n_sip._tcp.cluster 60 SRV 2 1 5060 peer2\n"}},
      true};
  for (const bool fixed : {false, true}) {
    topology.nodes.push_back(node(fixed ? "fixed" : "phone", fixed ? "10.1.0.102" : "10.1.0.101"));
    topology::EndpointRole role;
    role.discovery = fixed ? topology::Discovery::static_address : topology::Discovery::srv;
    role.server = fixed ? "10.1.0.11" : "cluster.example.com";
    topology.nodes.back().role = role;
    topology.nodes.back().dns_servers = {host::IpAddress::parse("10.1.0.53").value()};
  }
  return topology;
}

/// Says "rang" 5 ms after its start, as soon as the loop comes by.
class AlarmClock final : public host::Program, public host::TimerHandler {
 public:
  explicit AlarmClock(host::Host& host) : host_(host), timer_(host.make_timer(*this)) { timer_->arm_after(5ms); }
  void on_timer(host::Timer&) override {
    rang = true;
    host_.log().write(host::Severity::info, "clock", "rang", "rings");
  }
  bool rang = false;

 private:
  host::Host& host_;
  host::TimerHandle timer_;
};

class LabWorldTest : public ::testing::Test, public world::ProgramFactory, public PeerFilesProvider {
 protected:
  LabWorldTest() : topology_(on_loopback(two_peers_and_two_phones()).value()) {
    recorder_.observe(entries_);
    make_world(std::filesystem::path(HEXAD_BINARY_DIR) / "bin/hexadd");
  }
  void make_world(const std::filesystem::path& hexadd) {
    world_.reset();
    world_ = std::make_unique<LabWorld>(topology_, LabOptions{hexadd, folder_.path(), std::chrono::seconds(5)}, *this,
                                        *this, recorder_);
  }

  std::unique_ptr<host::Program> make_program(const topology::Node& node, host::Host& host) override {
    if (const auto* dns = std::get_if<topology::DnsRole>(&node.role)) {
      actors::DnsServerSettings settings;
      settings.zones.push_back({dns->zones[0].origin, dns->zones[0].file, dns->zones[0].text});
      settings.port = dns_port();
      return std::make_unique<actors::DnsServer>(host, settings);
    }
    if (alarm_clocks_) return std::make_unique<AlarmClock>(host);
    const auto& role = std::get<topology::EndpointRole>(node.role);
    actors::SipEndpointSettings settings;
    settings.address_of_record = "sip:" + node.name + "@example.com";
    settings.server = role.server;
    settings.discovery =
        role.discovery == topology::Discovery::srv ? dns::SipDiscovery::rfc3263 : dns::SipDiscovery::static_address;
    settings.retry_interval = 1s;
    settings.dns_servers = {{node.dns_servers[0], dns_port()}};
    return std::make_unique<actors::SipEndpoint>(host, settings, nullptr);
  }
  PeerFiles files_of(const topology::Node& peer) override {
    PeerFiles files;
    files.configuration = fmt::format(
        "SIP Mode: On\nSIP TCP Mode: On\nSIP UDP Mode: On\nEthernet 1 IP V4 Address: {}\nSIP Domain 1 Name: "
        "example.com\n{}",
        peer.attachments[0].address.to_string(), more_settings_);
    files.release = "x12";
    return files;
  }

  void boot(std::initializer_list<const char*> names) {
    for (const char* name : names) {
      const auto booted = world_->boot(name);
      ASSERT_TRUE(booted) << booted.error().to_string();
    }
  }
  /// Where a phone is registered: "peer1", "peer2", or an empty text.
  std::string registered(const char* phone) {
    const auto& endpoint = dynamic_cast<const actors::SipEndpoint&>(*world_->program(phone));
    if (!endpoint.registered()) return {};
    for (const topology::Node& each : topology_.nodes) {
      if (each.attachments[0].address == endpoint.registrar().address) return each.name;
    }
    return "nobody known";
  }
  bool advance_until(const std::function<bool()>& condition, host::Duration limit) {
    for (const auto end = world_->now() + limit; !condition() && world_->now() < end;) {
      const auto advanced = world_->advance_to(world_->now() + 50ms);
      EXPECT_TRUE(advanced) << advanced.error().to_string();
      if (!advanced) return false;
    }
    return condition();
  }
  host::Expected<world::FaultId> inflict(FaultKind kind, const char* name) {
    world::Fault fault;
    fault.kind = kind;
    fault.node = name;
    return world_->apply(fault);
  }

  TemporaryFolder folder_;
  topology::Topology topology_;
  std::string more_settings_;
  bool alarm_clocks_ = false;
  record::Recorder recorder_{""};
  Entries entries_;
  std::unique_ptr<LabWorld> world_;
};

TEST_F(LabWorldTest, a_phone_registers_moves_when_its_peer_is_killed_and_the_fault_says_what_it_touched) {
  boot({"ns1", "peer1", "peer2", "phone"});
  ASSERT_TRUE(advance_until([&] { return registered("phone") == "peer1"; }, 5s));
  EXPECT_EQ(world_->state("peer1"), world::MachineState::running);
  const auto fault = inflict(FaultKind::kill, "peer1");
  ASSERT_TRUE(fault);
  EXPECT_EQ(world_->state("peer1"), world::MachineState::killed);
  EXPECT_TRUE(advance_until([&] { return registered("phone") == "peer2"; }, 5s));
  EXPECT_EQ(world_->effect(*fault).streams_ended, 1u);
  EXPECT_EQ(entries_.count("phone", "registration_lost"), 1u);
  ASSERT_TRUE(world_->boot("peer1")) << "a killed peer boots again, on the same ports";
  EXPECT_EQ(world_->state("peer1"), world::MachineState::running);
  EXPECT_TRUE(world_->advance_to(world_->now() + 200ms));
  EXPECT_EQ(entries_.count("peer1", "started"), 2u);
  EXPECT_TRUE(entries_.in_order());
  EXPECT_GE(entries_.count("peer1", "registered"), 1u) << "the processes' own lines are in the record";
}

TEST_F(LabWorldTest, a_peer_without_power_is_silent_until_it_is_booted_again) {
  boot({"peer1"});
  const auto fault = inflict(FaultKind::power_off, "peer1");
  ASSERT_TRUE(fault);
  EXPECT_EQ(world_->state("peer1"), world::MachineState::off);
  boot({"fixed"});
  ASSERT_TRUE(world_->advance_to(world_->now() + 500ms));
  EXPECT_EQ(registered("fixed"), "");
  EXPECT_EQ(entries_.count("fixed", "registration_failed"), 0u) << "silence, not a refusal";
  EXPECT_GT(world_->effect(*fault).packets_dropped, 0u);
  ASSERT_TRUE(world_->boot("peer1"));
  EXPECT_TRUE(advance_until([&] { return registered("fixed") == "peer1"; }, 14s));
  EXPECT_GT(world_->effect(*fault).packets_dropped, 0u) << "what it did is not forgotten";
}

TEST_F(LabWorldTest, faults_that_loopback_cannot_have_are_refused_in_words) {
  boot({"ns1", "phone"});
  for (const FaultKind kind : {FaultKind::link_down, FaultKind::loss, FaultKind::delay}) {
    const auto refused = inflict(kind, "phone");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, host::ErrorCode::not_supported);
    EXPECT_EQ(refused.error().detail,
              fmt::format("the real world has no {}: its network is the loopback", world::to_string(kind)));
  }
  EXPECT_EQ(inflict(FaultKind::power_off, "phone").error().code, host::ErrorCode::not_supported);
  EXPECT_EQ(inflict(FaultKind::kill, "nobody").error().code, host::ErrorCode::not_found);
  EXPECT_EQ(inflict(FaultKind::kill, "peer1").error().code, host::ErrorCode::invalid_argument);
  EXPECT_EQ(world_->boot("phone").error().code, host::ErrorCode::invalid_argument);
  EXPECT_EQ(world_->boot("nobody").error().code, host::ErrorCode::not_found);
  EXPECT_EQ(world_->effect(99).touched(), 0u);
  const auto killed = inflict(FaultKind::kill, "phone");
  ASSERT_TRUE(killed);
  EXPECT_EQ(world_->program("phone"), nullptr);
  EXPECT_EQ(world_->heal(*killed).error().code, host::ErrorCode::not_supported);
  EXPECT_TRUE(world_->boot("phone"));
}

TEST_F(LabWorldTest, what_a_step_lets_happen_is_in_the_record_when_it_returns) {
  alarm_clocks_ = true;
  boot({"phone", "fixed"});
  for (const auto end = world_->now() + 10ms; world_->now() < end;) {
  }
  const auto& clock = dynamic_cast<const AlarmClock&>(*world_->program("phone"));
  ASSERT_FALSE(clock.rang) << "nothing happens between the steps";
  ASSERT_TRUE(inflict(FaultKind::kill, "fixed"));
  EXPECT_TRUE(clock.rang);
  EXPECT_EQ(entries_.count("phone", "rang"), 1u);
}

TEST_F(LabWorldTest, time_goes_by_before_anything_is_booted) {
  EXPECT_EQ(world_->now().time_since_epoch(), 0s);
  EXPECT_TRUE(world_->advance_to(host::MonotonicTime(100ms)));
  EXPECT_GE(world_->now().time_since_epoch(), 100ms);
}

TEST_F(LabWorldTest, a_peer_that_cannot_start_says_why) {
  more_settings_ = "SIP UDP Prot: 5060\n";
  const auto booted = world_->boot("peer1");
  ASSERT_FALSE(booted);
  EXPECT_NE(booted.error().detail.find("peer1 does not start (exit code 2): hexadd: "), std::string::npos)
      << booted.error().detail;
  EXPECT_NE(booted.error().detail.find("the nearest is 'SIP UDP Port'"), std::string::npos);
}

TEST_F(LabWorldTest, a_peer_that_dies_by_itself_ends_the_run) {
  make_world(folder_.program("echo '" + started_line() + "' >&3\necho 'out of memory' >&2\nsleep 0.2\nexit 7\n"));
  boot({"peer1"});
  const auto advanced = world_->advance_to(world_->now() + 10s);
  ASSERT_FALSE(advanced);
  EXPECT_EQ(advanced.error().detail, "the process of peer1 ended by itself (exit code 7): out of memory");
}

TEST_F(LabWorldTest, a_peer_that_begins_anew_within_its_process_has_restarted) {
  // It begins anew when it is told to, after it was seen to run.
  const std::string told = (folder_.path() / "told").string();
  make_world(folder_.program("echo '" + started_line() + "' >&3\nwhile [ ! -e " + told +
                             " ]; do sleep 0.01; done\necho '" + peer_line("restarting") + "' >&3\nsleep 60\n"));
  boot({"peer1"});
  std::ofstream(told) << "now";
  EXPECT_TRUE(advance_until([&] { return entries_.machine_states("peer1") == "running restarting running"; }, 10s))
      << entries_.machine_states("peer1");
  EXPECT_EQ(world_->state("peer1"), world::MachineState::running);
}

TEST_F(LabWorldTest, a_peer_whose_record_cannot_be_read_ends_the_run) {
  make_world(folder_.program("echo '" + started_line() + "' >&3\necho nonsense >&3\nsleep 60\n"));
  boot({"peer1"});
  const auto advanced = world_->advance_to(world_->now() + 10s);
  ASSERT_FALSE(advanced);
  EXPECT_EQ(advanced.error().code, host::ErrorCode::malformed);
}

TEST_F(LabWorldTest, a_missing_program_and_a_folder_that_cannot_be_written_are_errors) {
  make_world(folder_.path() / "missing");
  EXPECT_EQ(world_->boot("peer1").error().code, host::ErrorCode::not_found);
  world_ = std::make_unique<LabWorld>(topology_, LabOptions{"/bin/true", "/proc/nowhere", 5s}, *this, *this, recorder_);
  EXPECT_EQ(world_->boot("peer1").error().code, host::ErrorCode::disk_failed);
}

TEST_F(LabWorldTest, a_machine_that_is_too_slow_makes_the_run_invalid) {
  world_ = std::make_unique<LabWorld>(topology_, LabOptions{"/bin/true", folder_.path(), -1s}, *this, *this, recorder_);
  const auto advanced = world_->advance_to(host::MonotonicTime(10ms));
  ASSERT_FALSE(advanced);
  EXPECT_EQ(advanced.error().code, host::ErrorCode::timed_out);
}

}  // namespace
}  // namespace hexad::lab
