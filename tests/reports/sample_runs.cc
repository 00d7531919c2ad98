#include "tests/reports/sample_runs.h"

#include <fmt/format.h>

#include <algorithm>

namespace hexad::reports::sample {
namespace {

using namespace record;

constexpr std::int64_t kMs = 1'000'000;
constexpr std::int64_t kS = 1'000'000'000;

std::string sip_request(const std::string& phone, const std::string& peer, int sequence) {
  return fmt::format(
      "REGISTER sip:example.com SIP/2.0\r\nVia: SIP/2.0/UDP {0}:5060;branch=z9hG4bK{0}x{1}\r\n"
      "From: <sip:{0}@example.com>;tag=1\r\nTo: <sip:{0}@example.com>\r\nCall-ID: {0}@{2}\r\n"
      "CSeq: {1} REGISTER\r\nContact: <sip:{0}@10.1.0.101:5060>\r\nExpires: 60\r\nContent-Length: 0\r\n\r\n",
      phone, sequence, peer);
}

std::string sip_response(const std::string& phone, const std::string& peer, int sequence, const std::string& status) {
  return fmt::format(
      "SIP/2.0 {3}\r\nVia: SIP/2.0/UDP {0}:5060;branch=z9hG4bK{0}x{1}\r\nFrom: <sip:{0}@example.com>;tag=1\r\n"
      "To: <sip:{0}@example.com>;tag=2\r\ni: {0}@{2}\r\nCSeq: {1} REGISTER\r\nContent-Length: 0\r\n\r\n",
      phone, sequence, peer, status);
}

class RunBuilder {
 public:
  void add(std::int64_t at, Event event) { entries_.push_back({at, std::move(event)}); }

  void message(std::int64_t at, const std::string& node, bool sent, const std::string& local, const std::string& remote,
               const std::string& summary, const std::string& bytes, const std::string& protocol = "sip") {
    add(at, Message{node, sent, protocol, "UDP", local, remote, summary, bytes});
  }

  /// Both ends of a message; `delay` later it is there.
  void carried(std::int64_t at, const std::string& from, const std::string& from_address, const std::string& to,
               const std::string& to_address, const std::string& summary, const std::string& bytes,
               const std::string& protocol = "sip") {
    message(at, from, true, from_address, to_address, summary, bytes, protocol);
    message(at + 2 * kMs, to, false, to_address, from_address, summary, bytes, protocol);
  }

  void boot(std::int64_t at) {
    const auto started = std::get<RunStarted>(entries_.front().event);
    for (const auto& node : started.nodes) {
      if (node.role != "router") add(at, MachineChanged{node.name, "running"});
    }
  }

  void registers(std::int64_t at, const std::string& phone, const std::string& phone_address, const std::string& peer,
                 const std::string& peer_address, int sequence) {
    carried(at, phone, phone_address, peer, peer_address, "REGISTER sip:example.com",
            sip_request(phone, peer, sequence));
    carried(at + 3 * kMs, peer, peer_address, phone, phone_address, "200 OK (REGISTER)",
            sip_response(phone, peer, sequence, "200 OK"));
    add(at + 5 * kMs, LogLine{phone,
                              "info",
                              "endpoint",
                              sequence == 1 ? "registered" : "refreshed",
                              "The registration is valid for 60 s",
                              {{"peer", peer_address}}});
  }

  std::vector<Entry> finish() {
    std::stable_sort(entries_.begin(), entries_.end(),
                     [](const Entry& a, const Entry& b) { return a.at_ns < b.at_ns; });
    return std::move(entries_);
  }

 private:
  std::vector<Entry> entries_;
};

RunStarted one_lan(std::uint32_t phones, std::int64_t duration) {
  RunStarted started{"srv-failover",
                     "Phones find their registrar by DNS SRV and another one when it dies",
                     "one-lan",
                     "ns3",
                     "x12",
                     7,
                     duration,
                     "hexad run srv-failover --seed 7",
                     {{"lan", "10.1.0.0/16", 2 * kMs}},
                     {},
                     {"ep.sip.srv", "ep.sip.sticky"}};
  for (int i = 1; i <= 3; ++i) {
    started.nodes.push_back({fmt::format("peer{}", i), "peers", "peer", {{"lan", fmt::format("10.1.0.{}", 10 + i)}}});
  }
  started.nodes.push_back({"dns", "", "dns", {{"lan", "10.1.0.2"}}});
  for (std::uint32_t i = 0; i < phones; ++i) {
    started.nodes.push_back({fmt::format("phones-{}", i + 1),
                             "phones",
                             "endpoint",
                             {{"lan", fmt::format("10.1.{}.{}", 1 + i / 200, 1 + i % 200)}}});
  }
  return started;
}

std::string address(const RunStarted& started, const std::string& name) {
  for (const auto& node : started.nodes) {
    if (node.name == name) return node.attachments.front().second + ":5060";
  }
  return "";
}

void phones_find_a_peer(RunBuilder& run, const RunStarted& started) {
  const auto at_of = [&](const std::string& name) { return address(started, name); };
  for (int i = 1; i <= 6; ++i) {
    const std::string phone = fmt::format("phones-{}", i);
    const std::string first = i % 2 == 0 ? "peer1" : "peer2";
    const std::int64_t at = kS + i * 40 * kMs;
    const std::string query = fmt::format("{}\x81\x80\x01\xff", i);
    run.carried(at, phone, at_of(phone), "dns", "10.1.0.2:53", "SRV? _sip._udp.example.com", query, "dns");
    run.carried(at + 5 * kMs, "dns", "10.1.0.2:53", phone, at_of(phone), "SRV peer1, peer2, peer3", query + "\x02",
                "dns");
    run.registers(at + 10 * kMs, phone, at_of(phone), first, at_of(first), 1);
  }
}

/// The phones of peer1 ask it in vain; phones-2 is then refused by peer2, the others are welcome at peer3.
void phones_leave_peer1(RunBuilder& run, const RunStarted& started) {
  const auto at_of = [&](const std::string& name) { return address(started, name); };
  for (int i = 2; i <= 6; i += 2) {
    const std::string phone = fmt::format("phones-{}", i);
    const std::string request = sip_request(phone, "peer1", 2);
    for (int retry = 0; retry < 3; ++retry) {
      const std::int64_t at = 46 * kS + i * 100 * kMs + retry * 500 * kMs;
      run.message(at, phone, true, at_of(phone), at_of("peer1"), "REGISTER sip:example.com", request);
      run.add(at + 2 * kMs, PacketLost{"lan", "powered_off", "UDP", at_of(phone), at_of("peer1"), 420,
                                       "REGISTER sip:example.com SIP/2.0", 1});
    }
    run.add(50 * kS + i * kMs, LogLine{phone, "warning", "endpoint", "registration_lost", "peer1 does not answer", {}});
    if (i == 2) {
      run.carried(51 * kS, phone, at_of(phone), "peer2", at_of("peer2"), "REGISTER sip:example.com",
                  sip_request(phone, "peer2", 3));
      run.carried(51 * kS + 3 * kMs, "peer2", at_of("peer2"), phone, at_of(phone), "403 Forbidden (REGISTER)",
                  sip_response(phone, "peer2", 3, "403 Forbidden</script><script>alert(1)</script>\x1b[31m"));
    } else {
      run.registers(51 * kS + i * 10 * kMs, phone, at_of(phone), "peer3", at_of("peer3"), 1);
    }
  }
}

void checks_of_failing_run(RunBuilder& run) {
  run.add(90 * kS, CheckResult{"every_phone_is_registered_at_the_start",
                               "registered",
                               Verdict::pass,
                               "all phones are registered by 10 s",
                               "6 of 6 phones were",
                               {},
                               0,
                               10 * kS,
                               {},
                               {"ep.sip.srv"}});
  run.add(90 * kS, CheckResult{"every_phone_finds_another_peer",
                               "moved",
                               Verdict::fail,
                               "each phone on peer1 is registered with peer2 or peer3 within 25 s of 30 s",
                               "phones-2 was registered nowhere from 50.002 s on",
                               {"phones-2: peer1 from 1.095 s to 30 s (peer1 lost its power); then nowhere",
                                "phones-4: peer1 from 1.175 s to 30 s; peer3 from 51.045 s on"},
                               30 * kS,
                               55 * kS,
                               {"phones-2"},
                               {"ep.sip.srv", "ep.sip.sticky"}});
  run.add(90 * kS, CheckResult{"calls_survive",
                               "messages",
                               Verdict::invalid,
                               "each call lives on",
                               "no call was up when peer1 died",
                               {},
                               30 * kS,
                               31 * kS,
                               {},
                               {"route.mid-call"}});
}

}  // namespace

std::vector<Entry> failing_run() {
  RunBuilder run;
  const RunStarted started = one_lan(6, 90 * kS);
  const auto at_of = [&](const std::string& name) { return address(started, name); };
  run.add(0, started);
  run.boot(0);
  run.add(0, StepDone{1, "boot all", true, ""});
  phones_find_a_peer(run, started);
  run.add(30 * kS, StepDone{2, "power off peer1", true, ""});
  run.add(30 * kS, FaultApplied{1, "power_off", "peer1", "peer1 loses its power"});
  run.add(30 * kS, MachineChanged{"peer1", "off"});
  phones_leave_peer1(run, started);
  run.add(52 * kS, LogLine{"peer2", "error", "alarm", "raised", "Capacity <b>alarm</b>", {{"id", "30012"}}});
  run.message(60 * kS, "peer3", false, at_of("peer3"), "192.0.2.66:9999", "OPTIONS sip:x",
              "OPTIONS sip:x SIP/2.0\r\n\r\n");
  run.add(60 * kS, PacketLost{"lan", "no_port", "TCP", at_of("phones-1"), "10.1.0.12:5061", 60, "", 0});
  run.add(90 * kS, FaultEnded{1, 11, 0, 0, 0});
  checks_of_failing_run(run);
  run.add(90 * kS,
          RunEnded{Verdict::fail,
                   {"The check every_phone_finds_another_peer failed.", "The check calls_survive never ran."}});
  return run.finish();
}

std::vector<Entry> nat_run() {
  RunBuilder run;
  RunStarted started{"nat-dmz",
                     "A phone at home reaches a peer in the DMZ through two translations",
                     "dmz",
                     "ns3",
                     "x12",
                     3,
                     40 * kS,
                     "hexad run nat-dmz --seed 3",
                     {{"inside", "10.1.0.0/24 fd00:1::/64", 0},
                      {"dmz", "10.9.0.0/24", 0},
                      {"internet", "203.0.113.0/24", 20 * kMs},
                      {"home", "192.168.1.0/24", 1 * kMs}},
                     {},
                     {"fw.dmz"}};
  started.nodes = {
      {"peer1", "", "peer", {{"dmz", "10.9.0.11"}}},
      {"inner-firewall", "", "router", {{"inside", "10.1.0.1 fd00:1::1"}, {"dmz", "10.9.0.1"}}, {"firewall, 2 rules"}},
      {"outer-firewall",
       "",
       "router",
       {{"dmz", "10.9.0.254"}, {"internet", "203.0.113.9"}},
       {"203.0.113.9 is 10.9.0.11"}},
      {"home-router", "", "router", {{"internet", "203.0.113.77"}, {"home", "192.168.1.1"}}, {"NAPT home to internet"}},
      {"public-dns", "", "dns", {{"internet", "203.0.113.53"}}},
      {"inner-dns", "", "dns", {{"inside", "10.1.0.2 fd00:1::2"}}},
      {"desk", "", "endpoint", {{"inside", "10.1.0.101 fd00:1::101"}}},
      {"home-phone", "", "endpoint", {{"home", "192.168.1.50"}}}};
  run.add(0, started);
  run.boot(0);
  for (int round = 0; round < 3; ++round) {
    const std::int64_t at = (1 + 12 * round) * kS;
    const std::string request = sip_request("home-phone", "peer1", round + 1);
    const std::string answer = sip_response("home-phone", "peer1", round + 1, "200 OK");
    run.message(at, "home-phone", true, "192.168.1.50:5060", "203.0.113.9:5060", "REGISTER sip:example.com", request);
    run.message(at + 22 * kMs, "peer1", false, "10.9.0.11:5060", "203.0.113.77:40001", "REGISTER sip:example.com",
                request);
    run.message(at + 23 * kMs, "peer1", true, "10.9.0.11:5060", "203.0.113.77:40001", "200 OK (REGISTER)", answer);
    run.message(at + 45 * kMs, "home-phone", false, "192.168.1.50:5060", "203.0.113.9:5060", "200 OK (REGISTER)",
                answer);
    run.add(at + 45 * kMs, LogLine{"home-phone",
                                   "info",
                                   "endpoint",
                                   round == 0 ? "registered" : "refreshed",
                                   "valid for 60 s",
                                   {{"peer", "203.0.113.9:5060"}}});
    run.registers(at + 100 * kMs, "desk", "10.1.0.101:5060", "peer1", "10.9.0.11:5060", round + 1);
  }
  // The home router forgets its mapping, so that what the peer sends on its own finds nobody.
  run.message(35 * kS, "peer1", true, "10.9.0.11:5060", "203.0.113.77:40001", "OPTIONS sip:home-phone",
              "OPTIONS sip:home-phone SIP/2.0\r\nCall-ID: ping\r\n\r\n");
  run.add(35 * kS + 20 * kMs, PacketLost{"internet", "no_mapping", "UDP", "203.0.113.9:5060", "203.0.113.77:40001", 180,
                                         "OPTIONS sip:home-phone SIP/2.0", 0});
  run.add(40 * kS, CheckResult{"both_phones_register",
                               "registered",
                               Verdict::pass,
                               "desk and home-phone are registered by 10 s",
                               "both were",
                               {},
                               0,
                               10 * kS,
                               {},
                               {"fw.dmz"}});
  run.add(40 * kS, RunEnded{Verdict::pass, {}});
  return run.finish();
}

std::vector<Entry> crowd_run(std::uint32_t phones) {
  RunBuilder run;
  RunStarted started = one_lan(phones, 300 * kS);
  started.scenario = "crowd";
  started.repeat_command = "hexad run crowd --seed 7";
  run.add(0, started);
  run.boot(0);
  run.add(150 * kS, FaultApplied{1, "kill", "peer1", "the process on peer1 is killed"});
  run.add(150 * kS, MachineChanged{"peer1", "killed"});
  for (std::uint32_t i = 0; i < phones; ++i) {
    const auto& phone = started.nodes[4 + i];
    const std::string from = phone.attachments.front().second + ":5060";
    int sequence = 1;
    bool moved = false;
    for (std::int64_t at = kS + i * (40 * kS / phones); at < 299 * kS; at += 50 * kS) {
      std::uint32_t peer = 1 + i % 3;
      if (peer == 1 && at > 150 * kS) {
        if (!moved) {
          run.message(at, phone.name, true, from, "10.1.0.11:5060", "REGISTER sip:example.com",
                      sip_request(phone.name, "peer1", 9));
          run.add(at + kMs, LogLine{phone.name, "warning", "endpoint", "registration_lost", "connection refused", {}});
          sequence = 1;
          moved = true;
        }
        if (i + 3 >= phones) continue;
        peer = 2 + i % 2;
        run.registers(at + 10 * kMs, phone.name, from, fmt::format("peer{}", peer),
                      fmt::format("10.1.0.{}:5060", 10 + peer), sequence++);
        continue;
      }
      run.registers(at, phone.name, from, fmt::format("peer{}", peer), fmt::format("10.1.0.{}:5060", 10 + peer),
                    sequence++);
    }
  }
  run.add(300 * kS, FaultEnded{1, 0, 0, 1667, 0});
  const std::string last = fmt::format("phones-{}", phones - phones % 3 + (phones % 3 > 0 ? 1 : -2));
  run.add(300 * kS, CheckResult{"all_phones_move",
                                "moved",
                                Verdict::fail,
                                "each phone of peer1 is registered elsewhere",
                                last + " is not",
                                {last + ": peer1 until 150 s, then nowhere"},
                                150 * kS,
                                260 * kS,
                                {last},
                                {}});
  run.add(300 * kS, RunEnded{Verdict::fail, {"The check all_phones_move failed."}});
  return run.finish();
}

}  // namespace hexad::reports::sample
