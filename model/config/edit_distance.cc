#include "model/config/edit_distance.h"

#include <algorithm>

namespace hexad::config {

EditDistance::EditDistance(std::string_view wanted) : size_(std::min(wanted.size(), kWantedMax)) {
  for (std::size_t i = 0; i < size_; ++i) places_[static_cast<unsigned char>(wanted[i])] |= Column{1} << i;
}

// A column of the table of distances is kept as its differences downwards: +1 where `more` has a bit, -1 where `less`
// has. `distance` is the column's last cell.
std::size_t EditDistance::to(std::string_view text, std::size_t bound) const {
  const std::size_t lengths = size_ > text.size() ? size_ - text.size() : text.size() - size_;
  if (lengths >= bound) return bound;
  if (size_ == 0) return text.size();
  const Column last = Column{1} << (size_ - 1);
  Column more = ~Column{0};
  Column less = 0;
  std::size_t distance = size_;
  for (std::size_t left = text.size(); left > 0; --left) {
    const Column equal = places_[static_cast<unsigned char>(text[text.size() - left])];
    const Column vertical = equal | less;
    const Column horizontal = (((equal & more) + more) ^ more) | equal;
    Column right_more = less | ~(horizontal | more);
    Column right_less = more & horizontal;
    if ((right_more & last) != 0) ++distance;
    if ((right_less & last) != 0) --distance;
    // Each character that is left takes one away at most.
    if (distance >= left - 1 && distance - (left - 1) >= bound) return bound;
    right_more = right_more << 1 | 1;
    right_less <<= 1;
    more = right_less | ~(vertical | right_more);
    less = right_more & vertical;
  }
  return distance;
}

}  // namespace hexad::config
