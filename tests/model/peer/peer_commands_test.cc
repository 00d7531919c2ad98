// Goal: what operators ask of a running peer by xCommand is done or refused with a sentence, and told where it is to be
// told. Method: command lines over HTTPS from another machine of the network, with a phone registered.
#include "model/actors/operator.h"
#include "model/actors/sip_endpoint.h"
#include "model/dns/authoritative_server.h"
#include "model/dns/zone_file.h"
#include "model/http/server.h"
#include "model/peer/ping.h"
#include "model/wire/xml/document.h"
#include "tests/model/peer/peer_world.h"

namespace hexad::peer {
namespace {

/// A program on another machine that takes feedback.
struct FeedbackReceiver final : http::RequestHandler {
  void on_request(http::Request request, http::Responder responder) override {
    documents.push_back(request.body);
    responder.respond({});
  }
  std::vector<std::string> documents;
};

class PeerCommands : public ::testing::Test {
 protected:
  void start(const std::string& more = {}) {
    PeerMaterial material = world_.with_certificate(world_.material("SIP Domain 1 Name: example.com\n" + more));
    ASSERT_EQ(world_.start(std::move(material)), "");
    actors::OperatorSettings settings;
    settings.peers.push_back({"peer1", {*host::IpAddress::parse("10.0.0.11"), 443}, "peer1.example.com"});
    settings.release = config::Release::x8_9;
    settings.password = "TANDBERG";
    tls::Policy policy;
    policy.ca_certificates_pem = world_.laboratory.authority.certificate_pem();
    settings.context = *world_.library.context(policy, nullptr);
    operator_ = std::make_unique<actors::Operator>(world_.phone, std::move(settings));
  }
  /// What the command line answers, or why it refuses.
  std::string run(const std::string& line) {
    actors::OperatorTask task{++number_, "peer1", actors::Interface::cli, actors::OperatorTask::What::run, {},
                              {},        line};
    EXPECT_TRUE(operator_->perform(task));
    for (int second = 0; second < 15; ++second) {
      world_.network.run_for(1s);
      const auto* done = world_.phone.captured().last("operator_done");
      if (done == nullptr || done->fields.at("step") != std::to_string(number_)) continue;
      return done->fields.at(done->fields.at("outcome") == "ok" ? "value" : "detail");
    }
    return "nothing";
  }
  void register_phone(const std::string& aor) {
    actors::SipEndpointSettings settings;
    settings.address_of_record = aor;
    settings.discovery = dns::SipDiscovery::static_address;
    settings.server = world_.host.address().to_string();
    settings.expires_seconds = 60;
    endpoint_ = std::make_unique<actors::SipEndpoint>(world_.phone, settings, nullptr);
    world_.network.run_for(1s);
    ASSERT_NE(world_.phone.captured().last("registered"), nullptr);
  }
  bool says(const std::string& line, const std::string& wanted) {
    const std::string answer = run(line);
    if (answer.find(wanted) != std::string::npos) return true;
    ADD_FAILURE() << line << " answers\n" << answer << "\nwithout " << wanted;
    return false;
  }

  PeerWorld world_;
  std::unique_ptr<actors::Operator> operator_;
  std::unique_ptr<actors::SipEndpoint> endpoint_;
  std::uint32_t number_ = 0;
};

class Locating : public PeerCommands {
 protected:
  void SetUp() override {
    start();
    register_phone("sip:alice@example.com");
    ASSERT_TRUE(server_.listen(world_.phone.at(8080)));
    run("xCommand FeedbackRegister ID: 1 URL: \"http://10.0.0.100:8080/\" Expression.1: /Event/Locate");
  }
  /// The event that came of it; without a name where none came.
  xml::Element locate(const std::string& arguments) {
    receiver_.documents.clear();
    EXPECT_TRUE(says("xCommand Locate " + arguments, "The answer comes as the feedback event Locate."));
    if (receiver_.documents.size() != 1) return {};
    const auto document = xml::read(receiver_.documents[0]);
    EXPECT_TRUE(document && document->child("Locate") != nullptr) << receiver_.documents[0];
    return *document->child("Locate");
  }
  static std::string at(const xml::Element& event, std::initializer_list<const char*> path) {
    const xml::Element* here = &event;
    for (const char* name : path) {
      here = here->child(name);
      if (here == nullptr) return "-";
    }
    return here->text;
  }

  FeedbackReceiver receiver_;
  http::Server server_{world_.phone, {}, receiver_};
};

TEST_F(Locating, a_registered_alias_is_told_as_an_event_with_its_contact) {
  const xml::Element event = locate("Alias: alice@example.com HopCount: 5 Protocol: SIP");
  EXPECT_EQ(at(event, {"Result"}), "Found");
  EXPECT_EQ(at(event, {"SourceAlias"}), "xcom-locate");
  EXPECT_EQ(at(event, {"SourceZone"}), "LocalZone");
  EXPECT_EQ(at(event, {"HopCount"}), "5");
  EXPECT_EQ(at(event, {"Registration", "AOR"}), "sip:alice@example.com");
  EXPECT_EQ(at(event, {"Registration", "Contact"}).substr(0, 10), "sip:alice@");
  EXPECT_EQ(at(locate("Alias: sip:alice@EXAMPLE.com HopCount: 0 Protocol: SIP"), {"Result"}), "Found");
}

TEST_F(Locating, nobody_of_that_name_or_protocol_is_told_too) {
  const xml::Element event =
      locate("Alias: bob@example.com HopCount: 5 Protocol: SIP SourceAlias: me Authenticated: Yes SourceZone: Partner");
  EXPECT_EQ(at(event, {"Result"}), "Not found");
  EXPECT_EQ(at(event, {"Search", "Result"}), "Not found");
  EXPECT_EQ(at(event, {"SourceAlias"}), "me");
  EXPECT_EQ(at(event, {"Authenticated"}), "Yes");
  EXPECT_EQ(at(event, {"SourceZone"}), "Partner");
  EXPECT_EQ(at(locate("Alias: alice@example.com HopCount: 5 Protocol: H323"), {"Result"}), "Not found");
}

TEST_F(Locating, search_rules_say_where_to_look_and_other_zones_are_not_searched) {
  run("xCommand TransformAdd Pattern: \"([^@]*)\" Type: Regex Behavior: Replace Replace: \"\\1@example.com\"");
  run("xCommand SearchRuleAdd Name: away ZoneName: Partner Priority: 10");
  xml::Element event = locate("Alias: alice HopCount: 5 Protocol: SIP");
  EXPECT_EQ(at(event, {"Result"}), "Not found") << "no rule leads to the Local Zone";
  EXPECT_EQ(at(event, {"Search", "Zone"}), "Partner");
  EXPECT_EQ(at(event, {"Search", "Result"}), "Not searched");
  run("xCommand SearchRuleAdd Name: here ZoneName: LocalZone Priority: 5");
  event = locate("Alias: alice HopCount: 5 Protocol: SIP");
  EXPECT_EQ(at(event, {"Result"}), "Found");
  EXPECT_EQ(at(event, {"Search", "Rule"}), "here");
  EXPECT_EQ(at(event, {"Search", "Alias"}), "alice@example.com");
}

TEST_F(Locating, who_takes_no_feedback_is_told_where_the_answer_goes) {
  run("xCommand FeedbackDeregister ID: 1");
  EXPECT_TRUE(says("xCommand Locate Alias: alice@example.com HopCount: 5 Protocol: SIP", "nobody takes it"));
  run("xCommand FeedbackRegister ID: 1 URL: \"http://10.0.0.100:8080/\" Expression.1: /Status/Zones");
  EXPECT_TRUE(says("xCommand Locate Alias: alice@example.com HopCount: 5 Protocol: SIP", "nobody takes it"));
  EXPECT_TRUE(receiver_.documents.empty());
}

TEST_F(Locating, no_feedback_goes_to_a_server_whose_certificate_was_revoked) {
  tls::CertificateRequest request = world_.laboratory.request("manager");
  request.addresses = {world_.phone.address()};
  const tls::Credentials credentials = world_.laboratory.issue(request);
  http::Server secure(world_.phone, {}, receiver_);
  const tls::Policy serving = world_.laboratory.policy(tls::Verify::none);
  const auto context = world_.library.context(serving, &credentials);
  ASSERT_TRUE(context && secure.listen_tls(world_.phone.at(8443), *context, nullptr));
  run("xCommand FeedbackRegister ID: 1 URL: \"https://10.0.0.100:8443/\" Expression.1: /Event/Locate");
  EXPECT_EQ(at(locate("Alias: alice@example.com HopCount: 5 Protocol: SIP"), {"Result"}), "Found");
  support::SeededEntropy entropy(1, "ca", "crl");
  const std::string serial = tls::read_certificates(credentials.certificate_chain_pem).value()[0].serial;
  std::string list = world_.laboratory.authority
                         .revocation_list({serial}, tls::test::kNewYear - tls::test::kDay,
                                          tls::test::kNewYear + 10 * tls::test::kDay, entropy)
                         .value();
  for (std::size_t at = 0; (at = list.find('\n', at)) != std::string::npos;) list.replace(at, 1, "\\n");
  EXPECT_TRUE(says("xCommand CRLUpload Lists: \"" + list + "\"", "OK"));
  EXPECT_EQ(at(locate("Alias: alice@example.com HopCount: 5 Protocol: SIP"), {"Result"}), "-");
  EXPECT_TRUE(says("xStatus Feedback", "was revoked"));
}

TEST_F(PeerCommands, force_config_update_says_what_stands_in_its_way) {
  start();
  EXPECT_TRUE(says("xCommand ForceConfigUpdate", "This peer is in no cluster"));
  run("xConfiguration Alternates Peer 1 Address: 10.0.0.11");
  EXPECT_TRUE(says("xCommand ForceConfigUpdate", "This peer is the primary"));
  run("xConfiguration Alternates Peer 1 Address: 10.0.0.12");
  EXPECT_TRUE(says("xCommand ForceConfigUpdate", "The primary 10.0.0.12 is in the state Unknown"));
}

TEST_F(PeerCommands, network_interface_lists_the_cards) {
  start();
  const std::string answer = run("xCommand NetworkInterface");
  EXPECT_NE(answer.find("Interface 1:"), std::string::npos) << answer;
  EXPECT_NE(answer.find("10.0.0.11/24"), std::string::npos) << answer;
}

TEST_F(PeerCommands, clear_all_status_forgets_what_was_and_keeps_what_is) {
  start();
  register_phone("sip:alice@example.com");
  register_phone("sip:bob@example.com");
  endpoint_.reset();
  EXPECT_TRUE(says("xStatus SIP RegistrationsAccepted", "RegistrationsAccepted: 2"));
  run("xCommand RemoveRegistration Registration: 1");
  EXPECT_TRUE(says("xStatus ResourceUsage Registrations", "Max: 2"));
  const std::string alarms = run("xStatus Alarm");
  EXPECT_TRUE(says("xCommand ClearAllStatus", "status=OK"));
  EXPECT_TRUE(says("xStatus ResourceUsage Registrations", "Max: 1"));
  EXPECT_TRUE(says("xStatus ResourceUsage Registrations", "Current: 1"));
  EXPECT_TRUE(says("xStatus SIP RegistrationsAccepted", "RegistrationsAccepted: 0"));
  EXPECT_EQ(run("xStatus Alarm"), alarms);
}

TEST_F(PeerCommands, warnings_are_the_alarms_under_their_older_name) {
  start("SIP UDP Port: 5062\n");
  run("xCommand LinkDelete LinkId: 1");
  EXPECT_TRUE(says("xStatus Warnings", "ID: 45002"));
  run("xCommand AlarmAcknowledge Id: 45002");
  EXPECT_TRUE(says("xStatus Warnings", "State: \"Acknowledged\""));
}

TEST_F(PeerCommands, zones_links_and_pipes_are_shown_as_they_are_set) {
  start(
      "Zones Zone 4 Name: Partner\nZones Zone 4 Type: Neighbor\nZones Zone 4 Neighbor Peer 2 Address: 10.0.0.40\n"
      "Zones Zone 5 Name: Idle\nZones Zone 5 Type: DNS\nZones Zone 5 H323 Mode: Off\nZones Zone 5 SIP Mode: Off\n"
      "Zones LocalZone SubZones SubZone 2 Name: Branch\nBandwidth Pipe 3 Name: Line\n"
      "Bandwidth Pipe 3 Bandwidth Total Mode: Limited\nBandwidth Pipe 3 Bandwidth Total Limit: 2000\n"
      "Bandwidth Link 9 Name: Leased\nBandwidth Link 9 Node1 Name: Branch\nBandwidth Link 9 Node2 Name: Partner\n"
      "Bandwidth Link 9 Pipe2 Name: line\n"
      "Bandwidth Pipe 4 Bandwidth Total Mode: Limited\n");
  register_phone("sip:alice@example.com");
  EXPECT_TRUE(says("xStatus Zones LocalZone Registrations", "Count: 1"));
  EXPECT_TRUE(says("xStatus Zones LocalZone SubZone 2", "Name: \"Branch\""));
  EXPECT_TRUE(says("xStatus Zones Zone 4 Peer 2", "Address: \"10.0.0.40\""));
  EXPECT_EQ(run("xStatus Zones Zone 4").find("Status"), std::string::npos) << "nobody has asked whether it is there";
  EXPECT_TRUE(says("xStatus Zones Zone 5", "Status: \"Off\""));
  EXPECT_TRUE(says("xStatus Links Link 9 Node2", "Name: \"Partner\""));
  EXPECT_TRUE(says("xStatus Pipes Pipe 3 Bandwidth", "Total: 2000"));
  EXPECT_TRUE(says("xStatus Pipes Pipe 3 Bandwidth", "PerCall: \"Unlimited\""));
  EXPECT_TRUE(says("xStatus Pipes Pipe 3 Link 9", "Name: \"Leased\""));
  EXPECT_EQ(run("xStatus Pipes Pipe 4").find("Link"), std::string::npos) << "a pipe without a name limits no link";
}

TEST_F(PeerCommands, port_usage_lists_where_the_peer_can_be_reached_now) {
  start();
  EXPECT_TRUE(says("xStatus PortUsage", "Address: \"0.0.0.0:5061\""));
  EXPECT_TRUE(says("xStatus PortUsage", "Transport: \"HTTPS\""));
  run("xConfiguration SIP TLS Port: 5071");
  EXPECT_TRUE(says("xStatus PortUsage", "Address: \"0.0.0.0:5071\""));
  EXPECT_EQ(run("xStatus PortUsage").find("5061"), std::string::npos);
}

TEST_F(PeerCommands, ping_tells_who_answers_and_what_was_tried) {
  start();
  struct Nobody final : host::ListenerHandler {
    void on_accepted(host::TcpListener&, host::StreamHandle) override {}
  } nobody;
  const auto listener = world_.phone.listen_tcp({world_.phone.at(5060)}, nobody);
  ASSERT_TRUE(listener);
  const std::string open = run("xCommand Ping Host: 10.0.0.100 Port: 5060");
  EXPECT_NE(open.find("Outcome: \"Answered\""), std::string::npos) << open;
  EXPECT_NE(open.find("Method: \"TCP connection to port 5060\""), std::string::npos) << open;
  EXPECT_NE(open.find("Milliseconds: "), std::string::npos) << open;
  EXPECT_TRUE(says("xCommand Ping Host: 10.0.0.100", "Outcome: \"Answered, port closed\""));
  EXPECT_TRUE(says("xCommand Ping Host: 2001:db8::100", "Outcome: \"Answered, port closed\""));
  EXPECT_TRUE(says("xCommand Ping Host: 10.0.0.77", "Outcome: \"No answer\""));
  EXPECT_TRUE(says("xCommand Ping Host: 10.0.0.100 Port: 0", "Port must be a whole number from 1 to 65535"));
}

TEST_F(PeerCommands, a_peer_may_end_while_a_ping_is_under_way) {
  start();
  ASSERT_TRUE(world_.host.log().wants_messages());
  actors::OperatorTask task{++number_, "peer1", actors::Interface::cli,         actors::OperatorTask::What::run,
                            {},        {},      "xCommand Ping Host: 10.0.0.77"};
  ASSERT_TRUE(operator_->perform(task));
  world_.network.run_for(1s);
  ASSERT_EQ(world_.phone.captured().last("operator_done"), nullptr) << "it waits for an answer";
  world_.peer.reset();
  world_.network.run_for(15s);
  EXPECT_NE(world_.phone.captured().last("operator_done"), nullptr);
}

TEST_F(PeerCommands, ping_finds_the_address_of_a_name) {
  start("DNS Server 1 Address: 10.0.0.100\n");
  dns::AuthoritativeSettings settings;
  settings.listen = {world_.phone.at(53)};
  dns::AuthoritativeServer names(world_.phone, settings);
  auto zone = dns::parse_zone("$TTL 60\n@ IN SOA ns root 1 60 60 60 60\n@ NS ns\nns A 10.0.0.100\n", "test.zone",
                              dns::Name::parse("example.com").value());
  ASSERT_TRUE(zone);
  names.zones().set(*std::move(zone));
  ASSERT_TRUE(names.start());
  EXPECT_TRUE(says("xCommand Ping Host: ns.example.com", "Address: \"10.0.0.100\""));
  EXPECT_TRUE(says("xCommand Ping Host: nobody.example.com", "Outcome: \"Name not found\""));
}

TEST_F(PeerCommands, ping_is_for_administrators_and_eight_at_a_time) {
  support::SimHost& host = world_.network.add_host("alone", {"10.0.0.12/24"});
  status::EventLog events(host);
  status::Alarms alarms(host, events);
  config::ActiveConfiguration configuration(config::Release::x12, nullptr);
  admin::Accounts accounts(host, nullptr, alarms, events);
  admin::CommandTable commands(config::Release::x12);
  admin::StatusTree status;
  admin::Services services{host, nullptr, configuration, alarms, events, accounts, commands, status};
  const Ping ping(services, [](const std::string&, const auto&) {});
  int refused = 0, answered = 0;
  const auto call = [&](admin::Role role) {
    commands.call("Ping", {{"Host", "10.0.0.100"}}, {"admin", role, "", "cli"},
                  [&](const admin::CommandResult& result) { ++(result.ok ? answered : refused); });
  };
  call(admin::Role::read_only);
  EXPECT_EQ(refused, 1);
  for (std::size_t i = 0; i <= Ping::kProbesMax; ++i) call(admin::Role::administrator);
  EXPECT_EQ(refused, 2);
  world_.network.run_for(10s);
  EXPECT_EQ(answered, 8);
  call(admin::Role::administrator);
  world_.network.run_for(10s);
  EXPECT_EQ(answered, 9) << "there is room again";
}

}  // namespace
}  // namespace hexad::peer
