#include <google/protobuf/arena.h>

#include <array>

#include "frames.pb.h"
#include "model/host/check.h"
#include "model/wire/cluster/codec.h"
#include "model/wire/cluster/texts.h"

namespace hexad::wire::cluster {
namespace {

const std::string& name(const std::string& text) {
  HEXAD_CHECK(text.size() <= kNameBytesMax);
  return text;
}

/// Zeros are what an absent digest means.
template <class Message>
void fill_digest(Message& out, const Digest& digest) {
  if (digest != Digest{}) out.set_digest(digest.data(), digest.size());
}

void fill(proto::State& out, const State& state) {
  HEXAD_CHECK(state.peer_list.size() <= kPeersMax && state.primary_index <= kPeersMax);
  for (const std::string& peer : state.peer_list) out.add_peer_list(name(peer));
  out.set_primary_index(state.primary_index);
  out.set_primary(name(state.primary));
  out.set_incarnation(state.incarnation);
  out.set_time_synchronised(state.time_synchronised);
  out.set_upgrading(state.upgrading);
  out.set_suspended(state.suspended);
  out.set_suspended_why(clean_detail(state.suspended_why));
  out.set_configuration_revision(state.configuration_revision);
  const Digest& digest = state.configuration_digest;
  if (digest != Digest{}) out.set_configuration_digest(digest.data(), digest.size());
}

/// Puts one frame into the message's oneof.
struct Filler {
  proto::Frame& out;

  void operator()(const Hello& hello) const {
    HEXAD_CHECK(hello.boot != 0);
    HEXAD_CHECK(hello.tables.size() <= kTablesMax && hello.positions.size() <= kTablesMax);
    proto::Hello& to = *out.mutable_hello();
    to.set_schema(hello.schema);
    to.set_schema_oldest(hello.schema_oldest);
    to.set_cluster_name(name(hello.cluster_name));
    to.set_release(name(hello.release));
    to.set_version(name(hello.version));
    to.set_serial(name(hello.serial));
    to.set_boot(hello.boot);
    if (hello.key_proof != Digest{}) to.set_key_proof(hello.key_proof.data(), hello.key_proof.size());
    fill(*to.mutable_state(), hello.state);
    for (const std::string& table : hello.tables) to.add_tables(name(table));
    for (const Position& position : hello.positions) {
      proto::Position& one = *to.add_positions();
      one.set_table(name(position.table));
      one.set_boot(position.boot);
      one.set_sequence(position.sequence);
    }
  }
  void operator()(const Refusal& refusal) const {
    proto::Refusal& to = *out.mutable_refusal();
    to.set_reason(static_cast<std::uint32_t>(refusal.reason));
    to.set_detail(clean_detail(refusal.detail));
    to.set_release(name(refusal.release));
    to.set_version(name(refusal.version));
    to.set_incarnation(refusal.incarnation);
  }
  void operator()(const Beat& beat) const {
    HEXAD_CHECK(beat.tables.size() <= kTablesMax);
    proto::Beat& to = *out.mutable_beat();
    for (const Beat::Table& table : beat.tables) {
      proto::Beat_Table& one = *to.add_tables();
      one.set_sequence(table.sequence);
      one.set_rows(table.rows);
    }
  }
  void operator()(const State& state) const { fill(*out.mutable_state(), state); }
  void operator()(const Changes& changes) const {
    HEXAD_CHECK(changes.table < kTablesMax && changes.rows.size() <= kRowsMax);
    std::uint64_t last = 0;
    proto::Changes& to = *out.mutable_changes();
    to.set_table(changes.table);
    to.set_from_start(changes.from_start);
    for (const Changes::Row& row : changes.rows) {
      HEXAD_CHECK(row.sequence > last && row.value.size() <= (row.erased ? 0 : kRowBytesMax));
      last = row.sequence;
      proto::Changes_Row& one = *to.add_rows();
      one.set_sequence(row.sequence);
      one.set_row(row.row);
      one.set_erased(row.erased);
      if (!row.value.empty()) one.set_value(row.value.data(), row.value.size());
    }
  }
  void operator()(const RecoveryDone&) const { out.mutable_recovery_done(); }
  void operator()(const ConfigurationAnnounce& announce) const {
    proto::ConfigurationAnnounce& to = *out.mutable_announce();
    to.set_revision(announce.revision);
    fill_digest(to, announce.digest);
  }
  void operator()(const ConfigurationRequest& request) const {
    proto::ConfigurationRequest& to = *out.mutable_request();
    fill_digest(to, request.digest);
    to.set_anyway(request.anyway);
  }
  void operator()(const ConfigurationAnswer& answer) const {
    proto::ConfigurationAnswer& to = *out.mutable_answer();
    to.set_what(static_cast<std::uint32_t>(answer.what));
    to.set_detail(clean_detail(answer.detail));
    to.set_revision(answer.revision);
    fill_digest(to, answer.digest);
  }
  void operator()(const ConfigurationCopy& copy) const {
    HEXAD_CHECK(copy.part < copy.parts && copy.parts <= kCopyPartsMax && copy.text.size() <= kCopyPartBytesMax);
    proto::ConfigurationCopy& to = *out.mutable_copy();
    to.set_revision(copy.revision);
    fill_digest(to, copy.digest);
    to.set_part(copy.part);
    to.set_parts(copy.parts);
    to.set_text(copy.text);
  }
};

}  // namespace

void encode(const Frame& frame, host::Bytes& out) {
  // Most frames fit into the first block, so that the message itself costs no allocation.
  std::array<char, 4096> block;
  google::protobuf::Arena arena(block.data(), block.size());
  auto& message = *google::protobuf::Arena::CreateMessage<proto::Frame>(&arena);
  std::visit(Filler{message}, frame);
  const std::size_t size = message.ByteSizeLong();
  HEXAD_CHECK(size > 0 && size <= kFrameBytesMax);
  const std::size_t at = out.size();
  out.resize(at + kLengthBytes + size);
  for (std::size_t octet = 0; octet < kLengthBytes; ++octet) {
    out[at + octet] = static_cast<std::uint8_t>(size >> (8 * (kLengthBytes - 1 - octet)));
  }
  HEXAD_CHECK(message.SerializeToArray(out.data() + at + kLengthBytes, static_cast<int>(size)));
}

}  // namespace hexad::wire::cluster
