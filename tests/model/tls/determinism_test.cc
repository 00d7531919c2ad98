// The same seed gives byte-identical conversations: in one process, in two, with other clocks, with other neighbours.
#include <gtest/gtest.h>

#include <cstdio>

#include "tests/model/tls/stream_fixture.h"
#include "tests/model/tls/transcript.h"

namespace hexad::tls::test {
namespace {

std::string run_program(const std::string& arguments) {
  const std::string command = std::string(HEXAD_TRANSCRIPT_PROGRAM) + " " + arguments + " 2>/dev/null";
  FILE* pipe = popen(command.c_str(), "r");
  std::string text;
  char buffer[4096];
  while (const std::size_t size = std::fread(buffer, 1, sizeof buffer, pipe)) text.append(buffer, size);
  EXPECT_EQ(pclose(pipe), 0) << command;
  return text;
}

TEST(Determinism, equal_seeds_give_equal_bytes_and_others_do_not) {
  const std::string text = transcript_of(7);
  EXPECT_GT(text.size(), 8000u);
  EXPECT_EQ(text, transcript_of(7));
  EXPECT_NE(text, transcript_of(8));
}

TEST(Determinism, two_processes_whose_clocks_are_ten_years_apart_say_the_same_bytes) {
  const std::string now = run_program("0 7");
  EXPECT_EQ(now, run_program("315360000 7"));
  EXPECT_EQ(now, transcript_of(7));
}

/// What phone0 first says to its server when so many other phones have said theirs before.
std::string hello_of_phone0(int others) {
  support::SimNetwork network(7);
  Laboratory laboratory;
  Library library(Randomness::simulated);
  support::SimHost& server_host = network.add_host("server", {"10.0.0.1/24"});
  PlainAcceptor acceptor;
  const auto listener = server_host.listen_tcp({server_host.at(5061)}, acceptor).value();
  std::vector<host::StreamHandle> streams;
  std::vector<Notes> notes(static_cast<std::size_t>(others) + 1);
  for (int i = others; i >= 0; --i) {
    support::SimHost& phone = network.add_host(fmt::format("phone{}", i), {fmt::format("10.0.0.{}/24", 10 + i)});
    acceptor.notes.received.clear();
    streams.push_back(tls_connect(phone, library.context(laboratory.policy(), nullptr).value(), {server_host.at(5061)},
                                  {.session = {.server_name = "server"}}, notes[static_cast<std::size_t>(i)])
                          .value());
    network.run_for(1s);
  }
  return acceptor.notes.received;
}

TEST(Determinism, further_nodes_change_nobody_elses_hello) {
  const std::string alone = hello_of_phone0(0);
  EXPECT_GT(alone.size(), 100u);
  EXPECT_EQ(alone, hello_of_phone0(3));
}

}  // namespace
}  // namespace hexad::tls::test
