// Goal: a peer is administered over HTTPS by real requests, keeps what it was told over restarts, and says so when it
// cannot. Method: an operator actor on another machine of the network; the peer boots again on the same disk.
#include "model/actors/operator.h"

#include "model/status/alarms.h"
#include "tests/model/peer/peer_world.h"

namespace hexad::peer {
namespace {

using actors::Interface;
using actors::OperatorTask;

class Administered : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(world_.start(material()), ""); }

  PeerMaterial material() { return world_.with_certificate(world_.material("SIP Domain 1 Name: example.com\n")); }

  void hire(const char* password = "TANDBERG") {
    actors::OperatorSettings settings;
    settings.peers.push_back({"peer1", {*host::IpAddress::parse("10.0.0.11"), 443}, "peer1.example.com"});
    settings.release = config::Release::x8_9;
    settings.password = password;
    tls::Policy policy;
    policy.ca_certificates_pem = world_.laboratory.authority.certificate_pem();
    settings.context = *world_.library.context(policy, nullptr);
    operator_ = std::make_unique<actors::Operator>(world_.phone, std::move(settings));
  }
  /// "ok On", "refused ...": what came of it.
  std::string ask(OperatorTask task) {
    if (!operator_) hire();
    task.peer = "peer1";
    task.number = ++number_;
    EXPECT_TRUE(operator_->perform(task));
    world_.network.run_for(15s);
    const auto* done = world_.phone.captured().last("operator_done");
    if (done == nullptr || done->fields.at("step") != std::to_string(number_)) return "nothing";
    const std::string& outcome = done->fields.at("outcome");
    return outcome + " " + done->fields.at(outcome == "ok" ? "value" : "detail");
  }
  std::string set(Interface via, std::string path, std::string value) {
    return ask({0, {}, via, OperatorTask::What::set, std::move(path), std::move(value), {}});
  }
  std::string read(Interface via, std::string path) {
    return ask({0, {}, via, OperatorTask::What::read, std::move(path), {}, {}});
  }
  std::string run(std::string line) { return ask({0, {}, Interface::cli, OperatorTask::What::run, {}, {}, line}); }

  /// The configuration log as the JSON API has it.
  std::string log_text() {
    http::ClientSettings settings;
    settings.server = {*host::IpAddress::parse("10.0.0.11"), 443};
    settings.host_name = "peer1.example.com";
    tls::Policy policy;
    policy.ca_certificates_pem = world_.laboratory.authority.certificate_pem();
    settings.context = *world_.library.context(policy, nullptr);
    http::Client client(world_.phone, settings);
    http::Request request;
    request.target = "/api/v1/logs/configuration";
    request.headers.set("Authorization", "Basic YWRtaW46VEFOREJFUkc=");
    std::string body;
    client.send(request, [&](host::Expected<http::Response> answer) { body = answer ? answer->body : "failed"; });
    world_.network.run_for(5s);
    return body;
  }

  PeerWorld world_;
  std::unique_ptr<actors::Operator> operator_;
  std::uint32_t number_ = 0;
};

constexpr Interface kInterfaces[] = {Interface::cli, Interface::json, Interface::xml, Interface::web};

TEST_F(Administered, every_interface_sets_what_every_other_reads) {
  int port = 5070;
  for (const Interface by : kInterfaces) {
    const std::string value = std::to_string(++port);
    EXPECT_EQ(set(by, "SIP UDP Port", value).substr(0, 2), "ok") << to_string(by);
    for (const Interface via : kInterfaces) {
      EXPECT_EQ(read(via, "SIP UDP Port"), "ok " + value)
          << "set by " << to_string(by) << ", read by " << to_string(via);
    }
    EXPECT_EQ(world_.listening()[0], "TCP 0.0.0.0:5060") << "what was not changed serves on";
    EXPECT_NE(std::find(world_.peer->listening().begin(), world_.peer->listening().end(),
                        Listening{host::Transport::udp,
                                  {host::IpAddress::any(host::Family::ipv4), static_cast<std::uint16_t>(port)}}),
              world_.peer->listening().end());
  }
}

TEST_F(Administered, an_operator_who_is_told_another_address_goes_there_from_then_on) {
  EXPECT_EQ(read(Interface::json, "SIP UDP Port"), "ok 5060");
  OperatorTask task{0, {}, Interface::json, OperatorTask::What::read, "SIP UDP Port", {}, {}};
  task.address = host::IpAddress::parse("10.0.0.99").value();
  EXPECT_EQ(ask(task), "nothing") << "nobody is there, and that takes its time";
  world_.network.run_for(15s);
  EXPECT_EQ(world_.phone.captured().last("operator_done")->fields.at("outcome"), "failed");
  task.address = host::IpAddress::parse("10.0.0.11").value();
  EXPECT_EQ(ask(task), "ok 5060");
  EXPECT_EQ(set(Interface::web, "SIP UDP Port", "5070").substr(0, 2), "ok");
}

TEST_F(Administered, a_list_entry_is_made_and_read_by_every_interface) {
  for (const Interface via : kInterfaces) {
    const std::string path = "SIP Domain " + std::to_string(2 + static_cast<int>(via)) + " Name";
    const std::string name = std::string(to_string(via)) + ".example.com";
    EXPECT_EQ(set(via, path, name).substr(0, 2), "ok") << to_string(via);
    EXPECT_EQ(read(Interface::json, path), "ok " + name) << to_string(via);
  }
  for (const Interface via : kInterfaces) EXPECT_EQ(read(via, "SIP Domain 2 Name"), "ok web.example.com");
}

TEST_F(Administered, a_bad_value_is_refused_everywhere_and_changes_nothing) {
  for (const Interface via : kInterfaces) {
    EXPECT_EQ(set(via, "SIP UDP Port", "70000").substr(0, 7), "refused") << to_string(via);
    EXPECT_EQ(read(via, "SIP UDP Port"), "ok 5060");
  }
}

TEST_F(Administered, with_an_address_that_the_machine_has_not_the_operator_gets_in_to_put_it_right) {
  EXPECT_EQ(set(Interface::json, "Ethernet 1 IP V4 Address", "10.0.0.99").substr(0, 2), "ok");
  operator_.reset();
  ASSERT_EQ(world_.boot(material()), "");
  EXPECT_TRUE(world_.listening().empty()) << "phones are told a wrong address by nobody";
  EXPECT_EQ(read(Interface::json, "Ethernet 1 IP V4 Address"), "ok 10.0.0.99");
  EXPECT_NE(world_.peer->alarms().find(status::kAdministrationNotServed), nullptr);
  EXPECT_EQ(set(Interface::json, "Ethernet 1 IP V4 Address", "10.0.0.11").substr(0, 2), "ok");
  operator_.reset();
  ASSERT_EQ(world_.boot(material()), "");
  EXPECT_FALSE(world_.listening().empty());
  EXPECT_EQ(world_.peer->alarms().find(status::kAdministrationNotServed), nullptr);
}

TEST_F(Administered, what_was_set_is_there_after_a_restart_and_the_installation_does_not_undo_it) {
  EXPECT_EQ(set(Interface::json, "SIP TCP Mode", "Off").substr(0, 2), "ok");
  operator_.reset();
  ASSERT_EQ(world_.boot(material()), "");
  EXPECT_EQ(read(Interface::cli, "SIP TCP Mode"), "ok Off");
  EXPECT_EQ(read(Interface::cli, "SIP Domain 1 Name"), "ok example.com");
  for (const Listening& one : world_.peer->listening()) EXPECT_NE(one.transport, host::Transport::tcp);
}

TEST_F(Administered, the_configuration_log_is_there_after_a_restart) {
  EXPECT_EQ(set(Interface::cli, "SystemUnit Name", "Before").substr(0, 2), "ok");
  operator_.reset();
  ASSERT_EQ(world_.boot(material()), "");
  EXPECT_NE(run("xConfiguration SystemUnit Name").find("Before"), std::string::npos);
  EXPECT_NE(log_text().find("xconfiguration SystemUnit Name - changed from:  to: Before"), std::string::npos)
      << log_text();
}

TEST_F(Administered, the_installation_counts_again_when_it_is_told_to) {
  EXPECT_EQ(set(Interface::json, "SIP Domain 1 Name", "example.org").substr(0, 2), "ok");
  operator_.reset();
  PeerMaterial again = material();
  again.apply_configuration = true;
  ASSERT_EQ(world_.boot(std::move(again)), "");
  EXPECT_EQ(read(Interface::cli, "SIP Domain 1 Name"), "ok example.com");
}

TEST_F(Administered, an_installation_that_could_not_start_leaves_nothing_behind) {
  PeerMaterial wrong = world_.with_certificate(world_.material("Ethernet 1 IP V4 Address: 10.0.0.99\n"));
  EXPECT_NE(world_.start(wrong), "");
  ASSERT_EQ(world_.boot(material()), "");
  EXPECT_EQ(read(Interface::cli, "Ethernet 1 IP V4 Address"), "ok ");
}

TEST_F(Administered, a_wrong_password_is_refused) {
  hire("guess");
  EXPECT_EQ(read(Interface::json, "SIP UDP Port").substr(0, 7), "refused");
  EXPECT_EQ(read(Interface::web, "SIP UDP Port").substr(0, 7), "refused");
}

TEST_F(Administered, a_store_that_cannot_be_read_is_moved_aside_and_the_peer_says_so) {
  operator_.reset();
  world_.peer.reset();
  auto file = world_.host.disk().open("peer.db", host::OpenMode::read_write);
  ASSERT_TRUE(file);
  const std::string garbage(4096, 'x');
  ASSERT_TRUE((*file)->write_at(0, host::as_bytes(garbage)));
  file->reset();
  ASSERT_EQ(world_.boot(material()), "");
  EXPECT_NE(run("xStatus Alarm").find("15008"), std::string::npos);
  EXPECT_NE(run("xStatus Alarm").find("15005"), std::string::npos);
  EXPECT_EQ(read(Interface::cli, "SIP Domain 1 Name"), "ok example.com");
}

TEST_F(Administered, a_journal_damaged_before_what_was_saved_last_is_kept_and_the_peer_says_so) {
  for (const char* port : {"5071", "5072", "5073"})
    ASSERT_EQ(set(Interface::cli, "SIP UDP Port", port).rfind("ok", 0), 0u);
  host::Bytes store(1 << 20), journal(1 << 20);
  const auto read_all = [&](const char* name, host::Bytes& bytes) {
    bytes.resize((*world_.host.disk().open(name, host::OpenMode::read_only))->read_at(0, bytes).value());
  };
  read_all("peer.db", store);
  read_all("peer.db-wal", journal);
  operator_.reset();
  world_.peer.reset();
  ASSERT_GT(journal.size(), 3 * 4096U);
  journal[100] ^= 1;  // In the first frame.
  const auto write_all = [&](const char* name, const host::Bytes& bytes) {
    ASSERT_TRUE((*world_.host.disk().open(name, host::OpenMode::create))->write_at(0, bytes));
  };
  write_all("peer.db", store);
  write_all("peer.db-wal", journal);
  ASSERT_EQ(world_.boot(material()), "");
  EXPECT_NE(run("xStatus Alarm").find("15008"), std::string::npos);
  EXPECT_NE(run("xStatus Alarm").find("15005"), std::string::npos);
  EXPECT_TRUE(world_.host.disk().exists("peer.db.corrupt-1-wal"));
}

TEST_F(Administered, a_disk_that_fails_refuses_the_change_and_raises_an_alarm) {
  EXPECT_EQ(read(Interface::cli, "SIP UDP Port"), "ok 5060");
  world_.host.memory_disk().fail_after(0, host::ErrorCode::disk_full);
  const std::string answer = set(Interface::cli, "SIP UDP Port", "5090");
  EXPECT_EQ(answer.substr(0, 7), "refused") << answer;
  EXPECT_EQ(read(Interface::json, "SIP UDP Port"), "ok 5060");
  EXPECT_NE(run("xStatus Alarm").find("15005"), std::string::npos);
}

}  // namespace
}  // namespace hexad::peer
