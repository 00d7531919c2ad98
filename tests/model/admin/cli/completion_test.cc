#include "model/admin/cli/completion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/model/admin/cli/one_peer.h"

namespace hexad::admin {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

TEST(Completion, begins_with_the_words_of_a_line) {
  OnePeer peer;
  EXPECT_THAT(completions(peer.services, "xc"), ElementsAre("xConfiguration", "xCommand"));
  EXPECT_THAT(completions(peer.services, ""), Contains("help"));
}

TEST(Completion, follows_the_settings_to_their_values) {
  OnePeer peer;
  EXPECT_THAT(completions(peer.services, "xConfiguration SIP U"), ElementsAre("UDP"));
  EXPECT_THAT(completions(peer.services, "xconfiguration sip udp m"), ElementsAre("Mode:"));
  EXPECT_THAT(completions(peer.services, "xConfiguration SIP UDP Mode: "), ElementsAre("On", "Off"));
  EXPECT_THAT(completions(peer.services, "xConfiguration SIP UDP Mode: of"), ElementsAre("Off"));
  EXPECT_THAT(completions(peer.services, "xConfiguration Nowhere "), IsEmpty());
}

TEST(Completion, offers_the_entries_in_use_and_the_next_free_one) {
  OnePeer peer;
  ASSERT_TRUE(peer.run("xConfiguration SIP Domain 1 Name: a.example").ok);
  ASSERT_TRUE(peer.run("xConfiguration SIP Domain 3 Name: b.example").ok);
  EXPECT_THAT(completions(peer.services, "xConfiguration SIP Domain "), ElementsAre("1", "3", "2", "Add"));
  EXPECT_THAT(completions(peer.services, "xConfiguration SIP Domain 3 N"), ElementsAre("Name:"));
}

TEST(Completion, offers_commands_parameters_once_and_their_words) {
  OnePeer peer;
  EXPECT_THAT(completions(peer.services, "xCommand DefaultL"), ElementsAre("DefaultLinksAdd"));
  EXPECT_THAT(completions(peer.services, "xCommand CheckPattern Type: Re"), ElementsAre("Regex"));
  EXPECT_THAT(completions(peer.services, "xCommand CheckPattern Type: Regex "), Not(Contains("Type:")));
  EXPECT_THAT(completions(peer.services, "xCommand CheckPattern Type: Regex T"), ElementsAre("Target:"));
}

TEST(Completion, follows_the_status_tree) {
  OnePeer peer;
  EXPECT_THAT(completions(peer.services, "xStatus R"), ElementsAre("Registrations"));
  EXPECT_THAT(completions(peer.services, "xStatus Registrations "), ElementsAre("Registration"));
  EXPECT_THAT(completions(peer.services, "xStatus Registrations Registration 1 A"), ElementsAre("AOR", "Aliases"));
}

TEST(Completion, gives_nothing_for_a_hostile_line) {
  OnePeer peer;
  EXPECT_THAT(completions(peer.services, "xConfiguration \"open"), IsEmpty());
  EXPECT_THAT(completions(peer.services, std::string(10000, 'x')), IsEmpty());
  EXPECT_THAT(completions(peer.services, "xConfiguration SIP Domain [1..200] "), IsEmpty());
}

}  // namespace
}  // namespace hexad::admin
