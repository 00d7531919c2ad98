// Texts keep their content wherever they were put, and memory that was given back is used again.
#include "model/sip/text_arena.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <string>

namespace hexad::sip {
namespace {

std::string text_of(std::size_t number) {
  // Lengths from 1 to 10,000: packed ones and, every seventh, one with a chunk of its own.
  const std::size_t size = number % 7 == 6 ? 5000 + number % 5000 : 1 + number * 37 % 900;
  return std::string(size, static_cast<char>('a' + number % 26));
}

struct Stored {
  std::size_t number;
  TextArena::Place place;
};

TEST(TextArena, texts_stay_as_they_are_while_others_come_and_go) {
  TextArena arena;
  std::deque<Stored> stored;
  for (std::size_t number = 0; number < 5000; ++number) {
    stored.push_back({number, arena.store(text_of(number))});
    if (stored.size() > 200) {
      // Mostly the oldest goes, and now and then one from the middle.
      const std::size_t at = number % 11 == 0 ? 100 : 0;
      EXPECT_EQ(arena.at(stored[at].place), text_of(stored[at].number));
      arena.release(stored[at].place);
      stored.erase(stored.begin() + static_cast<std::ptrdiff_t>(at));
    }
  }
  for (const Stored& one : stored) EXPECT_EQ(arena.at(one.place), text_of(one.number));
}

TEST(TextArena, chunks_are_used_again_once_their_texts_are_gone) {
  TextArena arena;
  const std::string text(1000, 'x');
  std::uint32_t chunks = 0;
  std::deque<TextArena::Place> stored;
  for (int i = 0; i < 10'000; ++i) {
    stored.push_back(arena.store(text));
    chunks = std::max(chunks, stored.back().chunk + 1);
    if (stored.size() > 100) {
      arena.release(stored.front());
      stored.pop_front();
    }
  }
  EXPECT_LE(chunks, 9u) << "a hundred texts of 1,000 octets in chunks of 16 KiB, the first and the last not full";
}

TEST(TextArena, a_long_text_leaves_its_number_to_the_next_one) {
  TextArena arena;
  const std::string text(60'000, 'x');
  const TextArena::Place first = arena.store(text);
  arena.release(first);
  const TextArena::Place second = arena.store(text);
  EXPECT_EQ(second.chunk, first.chunk);
  EXPECT_EQ(arena.at(second), text);
}

TEST(TextArena, no_text_takes_no_place) {
  TextArena arena;
  const TextArena::Place nothing = arena.store("");
  EXPECT_EQ(arena.at(nothing), "");
  arena.release(nothing);
  arena.release(TextArena::Place{});
}

}  // namespace
}  // namespace hexad::sip
