// Any bytes as a frame between peers, as a stream of frames, and as a row of registrations or of licences. Laws: what
// is accepted is within the bounds, is encoded without complaint and comes back the same, to the same bytes; a stream
// cut anywhere gives the same frames and the same fault as whole.
#include <algorithm>
#include <string>
#include <vector>

#include "model/host/check.h"
#include "model/wire/cluster/codec.h"
#include "model/wire/cluster/licence_row.h"
#include "model/wire/cluster/registration_row.h"

namespace {

using namespace hexad;
using namespace hexad::wire::cluster;

void check_bounds(const State& state) {
  HEXAD_CHECK(state.peer_list.size() <= kPeersMax && state.suspended_why.size() <= kDetailBytesMax);
  HEXAD_CHECK(state.primary.size() <= kNameBytesMax);
}

void check_bounds(const Frame& frame) {
  if (const auto* state = std::get_if<State>(&frame)) check_bounds(*state);
  if (const auto* hello = std::get_if<Hello>(&frame)) {
    check_bounds(hello->state);
    HEXAD_CHECK(hello->boot != 0 && hello->cluster_name.size() <= kNameBytesMax);
    HEXAD_CHECK(hello->tables.size() <= kTablesMax && hello->positions.size() <= kTablesMax);
  }
  if (const auto* refusal = std::get_if<Refusal>(&frame)) {
    HEXAD_CHECK(refusal->detail.size() <= kDetailBytesMax && !to_string(refusal->reason).empty());
  }
  if (const auto* beat = std::get_if<Beat>(&frame)) HEXAD_CHECK(beat->tables.size() <= kTablesMax);
  if (const auto* changes = std::get_if<Changes>(&frame)) {
    HEXAD_CHECK(changes->table < kTablesMax && changes->rows.size() <= kRowsMax);
    for (const Changes::Row& row : changes->rows) HEXAD_CHECK(row.value.size() <= kRowBytesMax);
  }
  if (const auto* copy = std::get_if<ConfigurationCopy>(&frame)) {
    HEXAD_CHECK(copy->part < copy->parts && copy->parts <= kCopyPartsMax && copy->text.size() <= kCopyPartBytesMax);
  }
}

/// What the bytes are to the decoder, after it has kept its laws: a frame's name, or the detail of its refusal.
std::string judge_frame(host::ByteView content) {
  const auto frame = decode(content);
  if (!frame) {
    HEXAD_CHECK(frame.error().code == host::ErrorCode::malformed && !frame.error().detail.empty());
    return frame.error().detail;
  }
  check_bounds(*frame);
  host::Bytes bytes;
  encode(*frame, bytes);
  const auto again = decode(host::ByteView(bytes).subspan(kLengthBytes));
  HEXAD_CHECK(again && *again == *frame);
  host::Bytes same;
  encode(*again, same);
  HEXAD_CHECK(same == bytes);
  return std::string(name_of(*frame));
}

template <class Decode>
void check_row(host::ByteView content, Decode decode_row) {
  const auto row = decode_row(content);
  if (!row) return;
  host::Bytes bytes;
  encode(*row, bytes);
  const auto again = decode_row(bytes);
  HEXAD_CHECK(again && *again == *row);
}

std::vector<std::string> judge_stream(host::ByteView stream, std::size_t piece_bytes) {
  std::vector<std::string> judged;
  FrameReader reader;
  while (!stream.empty()) {
    const host::ByteView piece = stream.first(std::min(piece_bytes, stream.size()));
    stream = stream.subspan(piece.size());
    if (!reader.push(piece)) break;
    auto content = reader.next();
    for (; content && *content; content = reader.next()) judged.push_back(judge_frame(**content));
    if (!content) {
      judged.push_back(content.error().detail);
      HEXAD_CHECK(!reader.push(piece) && !reader.next() && reader.held_bytes() == 0);
      break;
    }
    HEXAD_CHECK(reader.held_bytes() < kLengthBytes + kFrameBytesMax);
  }
  return judged;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const host::ByteView bytes(data + 1, size - 1);
  judge_frame(bytes);
  check_row(bytes, decode_registration);
  check_row(bytes, decode_licences);
  const std::vector<std::string> whole = judge_stream(bytes, SIZE_MAX);
  HEXAD_CHECK(judge_stream(bytes, 1) == whole);
  HEXAD_CHECK(judge_stream(bytes, 1u + data[0] % 61u) == whole);
  return 0;
}
