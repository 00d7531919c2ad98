#include "real/lab/merged_record.h"

#include <algorithm>

namespace hexad::lab {

void MergedRecord::add(std::int64_t at_ns, record::Event event) { waiting_.emplace(at_ns, std::move(event)); }

void MergedRecord::write_until(std::int64_t at_ns) {
  while (!waiting_.empty() && waiting_.begin()->first <= at_ns) {
    auto next = waiting_.extract(waiting_.begin());
    written_ns_ = std::max(written_ns_, next.key());
    recorder_.add(written_ns_, std::move(next.mapped()));
  }
}

void MergedRecord::not_before(std::int64_t at_ns) { written_ns_ = std::max(written_ns_, at_ns); }

}  // namespace hexad::lab
