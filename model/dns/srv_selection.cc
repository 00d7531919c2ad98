#include "model/dns/srv_selection.h"

#include <algorithm>

namespace hexad::dns {
namespace {

using Iterator = std::vector<Srv>::iterator;

// Draws the order of the records of one priority.
void order_by_weight(Iterator first, Iterator last, host::Entropy& entropy) {
  // "The following order is arbitrary, except that those with weight 0 are placed at the beginning": a shuffle makes
  // it fair among the zeros.
  for (auto at = first; last - at > 1; ++at) {
    const auto other = static_cast<std::ptrdiff_t>(entropy.below(static_cast<std::uint64_t>(last - at)));
    std::iter_swap(at, at + other);
  }
  std::stable_partition(first, last, [](const Srv& record) { return record.weight == 0; });
  for (; last - first > 1; ++first) {
    std::uint64_t sum = 0;
    for (auto at = first; at != last; ++at) sum += at->weight;
    const std::uint64_t drawn = entropy.below(sum + 1);
    std::uint64_t running = 0;
    auto chosen = first;
    for (; chosen + 1 != last; ++chosen) {
      running += chosen->weight;
      if (running >= drawn) break;
    }
    // The rest keeps its order, zeros first.
    std::rotate(first, chosen, chosen + 1);
  }
}

}  // namespace

std::vector<Srv> order_by_priority_and_weight(std::vector<Srv> records, host::Entropy& entropy) {
  std::stable_sort(records.begin(), records.end(), [](const Srv& a, const Srv& b) { return a.priority < b.priority; });
  for (auto first = records.begin(); first != records.end();) {
    const auto last =
        std::find_if(first, records.end(), [&](const Srv& record) { return record.priority != first->priority; });
    order_by_weight(first, last, entropy);
    first = last;
  }
  return records;
}

std::vector<Srv> srv_values(const std::vector<Record>& records) {
  std::vector<Srv> values;
  for (const Record& record : records) {
    if (const Srv* srv = record.as<Srv>()) values.push_back(*srv);
  }
  return values;
}

bool service_is_unavailable(const std::vector<Srv>& records) {
  return records.size() == 1 && records[0].target.is_root();
}

}  // namespace hexad::dns
