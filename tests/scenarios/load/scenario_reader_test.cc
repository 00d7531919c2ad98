// Goal: a scenario is read into the value that the player needs, whole and in order.
#include <gtest/gtest.h>

#include <set>

#include "scenarios/load/scenario_reader.h"
#include "tests/support/verifies.h"
#include "tests/topologies/load/bad_files.h"
#include "topologies/load/catalog.h"
#include "topologies/load/yaml_tree.h"

namespace hexad {
namespace {

using namespace std::chrono_literals;

const std::string kTopologies = HEXAD_SOURCE_DIR "/topologies/catalog";
const std::string kScenarios = HEXAD_SOURCE_DIR "/scenarios/catalog";

scenario::Scenario read_text(const std::string& text) {
  const test::ScratchFolder scratch;
  const auto scenario = scenario::read_scenario(scratch.write("story.yaml", text), kTopologies);
  EXPECT_TRUE(scenario.has_value()) << (scenario ? "" : scenario.error().to_string());
  return scenario.value_or(scenario::Scenario{});
}

const std::string kStory = R"(# A story.
# Still its title.
#
# And what is behind it.
topology: one-lan
duration: 3 min
seed: 7
release: x8.9
worlds: ns3
verifies: [ep.sip.srv-query]
steps:
  - {at: 1 min, power_off: [peer1, peer2], label: dark}
  - {at: 0 s, boot: [dns, peers]}
  - {at: 1 s, boot: phones, spread: 6 s}
  - {at: 2 min, heal: dark}
  - {at: 90 s, loss: {network: lan, probability: 5 %}, for: 30 s}
checks:
  - name: everyone_registers
    registered: {endpoints: phones, with: [peer3, peer1], by: 10 s}
    verifies: [ep.sip.srv-select, ep.sip.srv-query]
  - name: everyone_asks
    messages: {protocol: dns, matching: "SRV?", from: phones, at_least: 1, each: true}
)";

TEST(ScenarioReader, a_story_is_read_whole) {
  const auto story = read_text(kStory);
  EXPECT_EQ(story.name, "story");
  EXPECT_EQ(story.title, "A story. Still its title.");
  EXPECT_EQ(story.description, "A story.\nStill its title.\n\nAnd what is behind it.");
  EXPECT_EQ(story.duration, 3min);
  EXPECT_EQ(story.seed, 7U);
  EXPECT_EQ(story.release, "x8.9");
  EXPECT_EQ(story.worlds, std::vector<std::string>{"ns3"});
  EXPECT_EQ(story.topology.name, "one-lan");
  EXPECT_EQ(story.verifies, (std::vector<std::string>{"ep.sip.srv-query", "ep.sip.srv-select"}));
}

TEST(ScenarioReader, steps_stand_in_the_order_of_time_and_say_what_they_do) {
  const auto story = read_text(kStory);
  std::vector<std::string> texts;
  for (const auto& step : story.steps) texts.push_back(step.text);
  EXPECT_EQ(texts, (std::vector<std::string>{"boot dns, peers", "boot phones over 6 s", "power off peer1, peer2",
                                             "lose 5 % of the packets of network lan for 30 s", "heal dark"}));
  EXPECT_EQ(story.steps[0].line, 13);
}

TEST(ScenarioReader, names_of_many_become_nodes_in_the_order_of_the_topology) {
  const auto story = read_text(kStory);
  const auto& boot = std::get<scenario::Boot>(story.steps[0].action);
  EXPECT_EQ(boot.nodes.nodes, (std::vector<std::string>{"peer1", "peer2", "peer3", "ns1"}));
  const auto& registered = std::get<scenario::Registered>(story.checks[0].expectation);
  EXPECT_EQ(registered.endpoints.nodes.size(), 6U);
  EXPECT_EQ(registered.on->nodes, (std::vector<std::string>{"peer1", "peer3"}));
  EXPECT_EQ(registered.on->text, "peer3, peer1");
}

TEST(ScenarioReader, a_fault_on_two_machines_is_two_faults_and_its_heal_knows_its_step) {
  const auto story = read_text(kStory);
  const auto& dark = std::get<scenario::Inflict>(story.steps[2].action);
  ASSERT_EQ(dark.faults.size(), 2U);
  EXPECT_EQ(dark.faults[1].node, "peer2");
  EXPECT_EQ(dark.faults[1].kind, world::FaultKind::power_off);
  EXPECT_FALSE(dark.lasts.has_value());
  EXPECT_EQ(std::get<scenario::Heal>(story.steps[4].action).step, 2U);
  EXPECT_DOUBLE_EQ(std::get<scenario::Inflict>(story.steps[3].action).faults[0].probability, 0.05);
}

TEST(ScenarioReader, without_a_window_a_count_is_over_the_whole_run) {
  const auto story = read_text(kStory);
  const auto window = scenario::window_of(story.checks[1].expectation);
  EXPECT_EQ(window.from, 0s);
  EXPECT_EQ(window.to, 3min);
  EXPECT_EQ(scenario::kind_of(story.checks[1].expectation), "messages");
}

TEST(ScenarioReader, expectations_are_sentences) {
  const auto story = read_text(kStory);
  EXPECT_EQ(scenario::to_sentence(story.checks[0].expectation),
            "each of phones is registered with peer3, peer1 by 10 s");
  EXPECT_EQ(scenario::to_sentence(story.checks[1].expectation),
            "each of phones sends at least 1 dns messages 'SRV?' between 0 s and 3 min");
}

TEST(ScenarioReader, changes_of_the_topology_belong_to_the_scenario) {
  std::string text = kStory;
  text.replace(text.find("duration"), 0, "topology_changes: {endpoints: {phones: {transport: tls, count: 8}}}\n");
  const auto story = read_text(text);
  const auto phones = story.topology.select("phones");
  ASSERT_EQ(phones.size(), 8U);
  EXPECT_EQ(std::get<topology::EndpointRole>(phones[0]->role).transport, host::Transport::tls);
}

TEST(ScenarioReader, defaults_are_the_newest_release_seed_one_and_both_worlds) {
  const auto story = read_text(
      "# A story.\ntopology: one-lan\nduration: 1 min\nsteps: [{at: 0 s, boot: all}]\n"
      "checks: [{name: a, registered: {endpoints: phones, by: 10 s}}]\n");
  EXPECT_EQ(story.release, "x12");
  EXPECT_EQ(story.seed, 1U);
  EXPECT_EQ(story.worlds, (std::vector<std::string>{"ns3", "real"}));
}

TEST(ScenarioReader, a_router_may_lose_its_power_without_ever_being_booted) {
  const auto story = read_text(
      "# A story.\ntopology: two-sites\nduration: 2 min\n"
      "steps: [{at: 0 s, boot: all}, {at: 1 min, power_off: router-a, for: 30 s}]\n"
      "checks: [{name: a, registered: {endpoints: distant, by: 10 s}}]\n");
  EXPECT_EQ(std::get<scenario::Boot>(story.steps[0].action).nodes.nodes.size(), story.topology.nodes.size() - 2);
}

TEST(ScenarioCatalog, every_scenario_loads_is_short_and_names_real_requirements) {
  const auto ledger = yaml::read_text_file(HEXAD_SOURCE_DIR "/reports/requirements.yaml");
  ASSERT_TRUE(ledger.has_value()) << ledger.error().to_string();
  const auto entries = topology::list_catalog(kScenarios);
  EXPECT_GE(entries.size(), 8U);
  for (const auto& entry : entries) {
    SCOPED_TRACE(entry.name);
    const auto scenario = scenario::read_scenario(entry.file, kTopologies);
    ASSERT_TRUE(scenario.has_value()) << scenario.error().to_string();
    for (const std::string& id : scenario->verifies) {
      EXPECT_NE(ledger->find("- id: " + id + "\n"), std::string::npos) << id << " is no requirement";
    }
    // A procedure of the guides is as long as its steps are many.
    const auto& steps = scenario->steps;
    const auto operations = std::count_if(steps.begin(), steps.end(), [](const scenario::Step& step) {
      return std::holds_alternative<scenario::Operate>(step.action);
    });
    const auto text = yaml::read_text_file(entry.file);
    EXPECT_LE(std::count(text->begin(), text->end(), '\n'), 60 + 3 * operations);
  }
}

TEST(ScenarioReader, an_operator_is_told_what_to_do_by_which_interfaces) {
  const auto read = read_text(R"(# An operator.
topology: one-peer
duration: 1 min
steps:
  - {at: 0 s, boot: all}
  - {at: 1 s, operate: peer1, via: [web, json], set: "sip udp port: 5070", verifies: ui.time-page}
  - {at: 2 s, operate: peer1, by: desk, read: SIP UDP Port, expect: "5070"}
  - {at: 3 s, operate: peer1, run: xCommand Restart, refused: true}
checks:
  - name: phones_register
    registered: {endpoints: phones, by: 10 s}
)");
  ASSERT_EQ(read.steps.size(), 4U);
  const auto& set = std::get<scenario::Operate>(read.steps[1].action);
  EXPECT_EQ(set.by, "desk");
  EXPECT_EQ(set.via, (std::vector<std::string>{"web", "json"}));
  ASSERT_EQ(set.settings.size(), 1U);
  EXPECT_EQ(set.settings[0].path, "SIP UDP Port") << "as the settings table spells it";
  EXPECT_EQ(set.settings[0].value, "5070");
  EXPECT_EQ(read.steps[1].text, "set SIP UDP Port: 5070 on peer1 by web, json");
  EXPECT_EQ(read.verifies, std::vector<std::string>{"ui.time-page"});
  const auto& look = std::get<scenario::Operate>(read.steps[2].action);
  EXPECT_EQ(look.what, scenario::Operate::What::read);
  EXPECT_EQ(look.via, std::vector<std::string>{"cli"});
  EXPECT_EQ(look.expect, "5070");
  EXPECT_TRUE(std::get<scenario::Operate>(read.steps[3].action).refused);
}

TEST(ScenarioReader, an_operator_uploads_packages_and_certificates) {
  const auto read = read_text(R"(# An operator.
topology: one-peer
duration: 1 min
steps:
  - {at: 0 s, boot: all}
  - {at: 1 s, operate: peer1, upgrade: x12, expect: has started}
  - {at: 2 s, operate: peer1, certificate: {}}
  - at: 3 s
    operate: peer1
    certificate: {common_name: cluster.example.com, names: [a.example.com], begins: 1 s, ends: 5 s, stranger: true}
checks:
  - name: phones_register
    registered: {endpoints: phones, by: 10 s}
)");
  ASSERT_EQ(read.steps.size(), 4U);
  const auto& upgrade = std::get<scenario::Operate>(read.steps[1].action);
  EXPECT_EQ(upgrade.what, scenario::Operate::What::upgrade);
  EXPECT_EQ(upgrade.release, "x12");
  EXPECT_EQ(upgrade.expect, "has started");
  EXPECT_EQ(read.steps[1].text, "begin the upgrade to x12 on peer1 by cli");
  const auto& own = std::get<scenario::Operate>(read.steps[2].action).certificate;
  EXPECT_EQ(own.common_name, "peer1.example.com");
  EXPECT_EQ(own.names, std::vector<std::string>{"peer1.example.com"});
  EXPECT_FALSE(own.ends.has_value());
  const auto& other = std::get<scenario::Operate>(read.steps[3].action).certificate;
  EXPECT_EQ(other.common_name, "cluster.example.com");
  EXPECT_EQ(other.names, std::vector<std::string>{"a.example.com"});
  EXPECT_EQ(other.begins, 1s);
  EXPECT_EQ(other.ends, 5s);
  EXPECT_TRUE(other.by_stranger);
  EXPECT_EQ(read.steps[3].text, "upload a certificate for a.example.com on peer1 by cli");
}

TEST(ScenarioReader, several_settings_are_set_at_once_and_an_empty_value_clears_one) {
  const auto read = read_text(R"(# An operator.
topology: one-peer
duration: 1 min
steps:
  - {at: 0 s, boot: all}
  - at: 1 s
    operate: peer1
    via: [web, json, xml]
    set: ["Alternates Cluster Name: cluster.example.com", "Alternates Peer 1 Address: 10.1.0.11",
          "Alternates Peer 2 Address:", "Alternates Peer 3 Address: "]
  - {at: 2 s, operate: peer1, set: "Alternates Peer 1 Address:"}
checks:
  - name: phones_register
    registered: {endpoints: phones, by: 10 s}
)");
  ASSERT_EQ(read.steps.size(), 3U);
  const auto& set = std::get<scenario::Operate>(read.steps[1].action);
  ASSERT_EQ(set.settings.size(), 4U);
  EXPECT_EQ(set.settings[1].path, "Alternates Peer 1 Address");
  EXPECT_EQ(set.settings[1].value, "10.1.0.11");
  EXPECT_EQ(set.settings[2].value, "");
  EXPECT_EQ(set.settings[3].value, "");
  EXPECT_EQ(read.steps[1].text,
            "set Alternates Cluster Name: cluster.example.com; Alternates Peer 1 Address: 10.1.0.11; Alternates Peer 2 "
            "Address: (nothing) and 1 more on peer1 by web, json, xml");
  EXPECT_EQ(std::get<scenario::Operate>(read.steps[2].action).settings.at(0).value, "");
}

TEST(ScenarioReader, checks_on_states_say_when_and_of_whom) {
  const auto read = read_text(R"(# States.
topology: one-lan
duration: 3 min
steps: [{at: 0 s, boot: all}]
checks:
  - name: alarm_at
    alarm: {node: peers, id: 20004, raised: true, instance: 10.1.0.13, holds: "no answer", at: 1 min}
  - name: alarm_never
    alarm: {node: peers, id: 20004, raised: false, between: [10 s, 1 min]}
  - name: state_of_a_node
    peer_state: {node: peers, of: peer3, state: Failed, from: 1 min, by: 2 min}
  - name: state_of_an_address
    peer_state: {node: peer1, of: 10.1.0.12, state: Active, at: 1 min}
  - name: state_of_a_stranger
    peer_state: {node: peer1, of: 10.1.0.99, state: Failed, at: 1 min}
  - name: database
    database: {node: [peer1, peer2], state: Recovering, by: 1 min}
  - name: all_the_same
    same_configuration: {nodes: peers, by: 1 min}
)");
  ASSERT_EQ(read.checks.size(), 7U);
  std::vector<std::string> sentences;
  for (const auto& check : read.checks) sentences.push_back(scenario::to_sentence(check.expectation));
  EXPECT_EQ(sentences, (std::vector<std::string>{
                           "each of peers has alarm 20004 of '10.1.0.13' with 'no answer' in it raised at 1 min",
                           "none of peers has alarm 20004 raised from 10 s to 1 min",
                           "each of peers takes peer3 for Failed by 2 min, but not before 1 min",
                           "each of peer1 takes 10.1.0.12 for Active at 1 min",
                           "each of peer1 takes 10.1.0.99 for Failed at 1 min",
                           "the cluster database of each of peer1, peer2 is Recovering by 1 min",
                           "peers have the same configuration by 1 min",
                       }));
  const auto& of_a_node = std::get<scenario::PeerStateIs>(read.checks[2].expectation);
  EXPECT_EQ(of_a_node.nodes.nodes, (std::vector<std::string>{"peer1", "peer2"})) << "nobody takes itself for anything";
  EXPECT_EQ(of_a_node.of_node, "peer3");
  EXPECT_EQ(std::get<scenario::PeerStateIs>(read.checks[3].expectation).of_node, "peer2");
  EXPECT_EQ(std::get<scenario::PeerStateIs>(read.checks[4].expectation).of_node, "");
  EXPECT_EQ(scenario::window_of(read.checks[2].expectation).from, 1min);
  EXPECT_EQ(scenario::kind_of(read.checks[6].expectation), "same_configuration");
}

TEST(ScenarioReader, a_cluster_is_not_begun_without_a_primary) {
  support::verifies("form.choose-primary");
  const auto story = [](const std::string& primary) {
    return "# A cluster is begun.\ntopology: three-peers\nduration: 1 min\nsteps:\n  - {at: 0 s, boot: all}\n"
           "  - {at: 1 s, procedure: create-cluster, peers: [peer1, peer2]" +
           primary + "}\nchecks:\n  - name: alike\n    same_configuration: {nodes: peers, by: 30 s}\n";
  };
  const test::ScratchFolder scratch;
  const auto without = scenario::read_scenario(scratch.write("story.yaml", story("")), kTopologies);
  ASSERT_FALSE(without.has_value());
  EXPECT_NE(without.error().to_string().find("expected primary: and the peer whose configuration all will have"),
            std::string::npos);
  const auto with = read_text(story(", primary: peer1"));
  ASSERT_EQ(with.steps.size(), 2U);
  const auto& begun = std::get<scenario::Procedure>(with.steps[1].action);
  EXPECT_EQ(begun.primary, "peer1");
  EXPECT_EQ(begun.peers.nodes, (std::vector<std::string>{"peer1", "peer2"}));
  EXPECT_EQ(with.steps[1].text, "begin the procedure create-cluster with peer1, peer2, peer1 being the primary");
}

TEST(ScenarioReader, a_phone_calls_another_one_or_a_uri) {
  const auto story = read_text(
      "# Two phones talk.\ntopology: three-peers\nduration: 1 min\nsteps:\n  - {at: 0 s, boot: all}\n"
      "  - {at: 1 s, call: {from: phones-1, to: phones-2, talks: 5 s}}\n"
      "  - {at: 2 s, call: {from: phones-2, to: \"sip:desk@example.org\"}}\n"
      "checks:\n  - name: alike\n    same_configuration: {nodes: peers, by: 30 s}\n");
  ASSERT_EQ(story.steps.size(), 3U);
  const auto& first = std::get<scenario::PlaceCall>(story.steps[1].action);
  EXPECT_EQ(first.from, "phones-1");
  EXPECT_EQ(first.uri, "sip:phones-2@example.com");
  EXPECT_EQ(first.talks, 5s);
  EXPECT_EQ(story.steps[1].text, "phones-1 calls sip:phones-2@example.com and talks for 5 s");
  const auto& second = std::get<scenario::PlaceCall>(story.steps[2].action);
  EXPECT_EQ(second.uri, "sip:desk@example.org");
  EXPECT_EQ(second.talks, 0s);
}

}  // namespace
}  // namespace hexad
