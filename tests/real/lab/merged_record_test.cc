#include "real/lab/merged_record.h"

#include "tests/real/lab/lab_fixture.h"

namespace hexad::lab {
namespace {

class MergedRecordTest : public ::testing::Test {
 protected:
  MergedRecordTest() { recorder_.observe(entries_); }
  void add(std::int64_t at, const char* name) { merged_.add(at, record::MachineChanged{name, "running"}); }
  std::string written() const {
    std::string text;
    for (const record::Entry& entry : entries_.all) {
      text += std::get<record::MachineChanged>(entry.event).node + "@" + std::to_string(entry.at_ns) + " ";
    }
    return text;
  }
  record::Recorder recorder_{""};
  Entries entries_;
  MergedRecord merged_{recorder_};
};

TEST_F(MergedRecordTest, writes_in_the_order_of_times_whatever_the_order_of_arrival) {
  add(30, "c"), add(10, "a"), add(20, "b");
  EXPECT_EQ(written(), "");
  merged_.write_until(20);
  EXPECT_EQ(written(), "a@10 b@20 ");
  merged_.write_until(100);
  EXPECT_EQ(written(), "a@10 b@20 c@30 ");
}

TEST_F(MergedRecordTest, events_of_one_time_keep_the_order_of_their_arrival) {
  add(10, "b"), add(10, "a"), add(10, "c");
  merged_.write_until(10);
  EXPECT_EQ(written(), "b@10 a@10 c@10 ");
}

TEST_F(MergedRecordTest, what_comes_late_takes_the_time_of_what_was_written) {
  add(50, "a");
  merged_.write_until(60);
  add(40, "late");
  merged_.write_until(60);
  EXPECT_EQ(written(), "a@50 late@50 ");
  EXPECT_TRUE(entries_.in_order());
}

TEST_F(MergedRecordTest, never_before_what_somebody_else_wrote) {
  merged_.not_before(70);
  merged_.not_before(20);
  add(40, "a");
  merged_.write_until(60);
  EXPECT_EQ(written(), "a@70 ");
}

}  // namespace
}  // namespace hexad::lab
