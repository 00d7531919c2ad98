// Brings the events of several processes into one record in the order of their times. They arrive through pipes a
// little late; an event that comes after later ones were written takes their time, so that time never runs backwards.
#pragma once

#include <map>

#include "reports/record/recorder.h"

namespace hexad::lab {

class MergedRecord {
 public:
  explicit MergedRecord(record::Recorder& recorder) : recorder_(recorder) {}
  /// Keeps the event until write_until() reaches its time. Events of one time are written in the order of their
  /// arrival.
  void add(std::int64_t at_ns, record::Event event);
  /// Writes everything up to and at that time.
  void write_until(std::int64_t at_ns);
  /// Somebody else may have written to the recorder at that time: nothing is written with an earlier one any more.
  void not_before(std::int64_t at_ns);

 private:
  record::Recorder& recorder_;
  std::multimap<std::int64_t, record::Event> waiting_;
  std::int64_t written_ns_ = 0;
};

}  // namespace hexad::lab
