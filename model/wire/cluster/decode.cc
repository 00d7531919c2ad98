#include <google/protobuf/arena.h>

#include <algorithm>
#include <array>

#include "frames.pb.h"
#include "model/wire/cluster/codec.h"
#include "model/wire/cluster/texts.h"

namespace hexad::wire::cluster {
namespace {

/// Takes values out of a message and remembers the first that is out of its bounds.
class Taker {
 public:
  const char* fault() const { return fault_; }
  bool good() const { return fault_ == nullptr; }
  void require(bool holds, const char* what) {
    if (!holds && fault_ == nullptr) fault_ = what;
  }

  std::string name(const std::string& text) {
    if (const char* fault = fault_of_name(text)) require(false, fault);
    return good() ? text : std::string();
  }
  Digest digest(const std::string& text) {
    Digest digest{};
    require(text.empty() || text.size() == digest.size(), "a digest is not of 32 bytes");
    if (good() && !text.empty()) std::copy(text.begin(), text.end(), reinterpret_cast<char*>(digest.data()));
    return digest;
  }

  State take(const proto::State& from) {
    State state;
    require(from.peer_list_size() <= static_cast<int>(kPeersMax), "a peer list holds more than 6 peers");
    for (const std::string& peer : from.peer_list()) {
      if (good()) state.peer_list.push_back(name(peer));
    }
    require(from.primary_index() <= kPeersMax, "the index of the primary is over 6");
    state.primary_index = from.primary_index();
    state.primary = name(from.primary());
    state.incarnation = from.incarnation();
    state.time_synchronised = from.time_synchronised();
    state.upgrading = from.upgrading();
    state.suspended = from.suspended();
    state.suspended_why = clean_detail(from.suspended_why());
    state.configuration_revision = from.configuration_revision();
    state.configuration_digest = digest(from.configuration_digest());
    return state;
  }

  Hello take(const proto::Hello& from) {
    Hello hello;
    hello.schema = from.schema();
    hello.schema_oldest = from.schema_oldest();
    hello.cluster_name = name(from.cluster_name());
    hello.release = name(from.release());
    hello.version = name(from.version());
    hello.serial = name(from.serial());
    hello.boot = from.boot();
    require(hello.boot != 0, "a Hello names no boot");
    hello.key_proof = digest(from.key_proof());
    hello.state = take(from.state());
    require(from.tables_size() <= static_cast<int>(kTablesMax), "more than 32 tables");
    require(from.positions_size() <= static_cast<int>(kTablesMax), "more than 32 positions");
    if (!good()) return hello;
    for (const std::string& table : from.tables()) hello.tables.push_back(name(table));
    for (const proto::Position& position : from.positions()) {
      hello.positions.push_back({name(position.table()), position.boot(), position.sequence()});
    }
    return hello;
  }

  Refusal take(const proto::Refusal& from) {
    Refusal refusal;
    const bool known = from.reason() <= static_cast<std::uint32_t>(Refusal::Reason::own_self);
    refusal.reason = known ? static_cast<Refusal::Reason>(from.reason()) : Refusal::Reason::unknown;
    refusal.detail = clean_detail(from.detail());
    refusal.release = name(from.release());
    refusal.version = name(from.version());
    refusal.incarnation = from.incarnation();
    return refusal;
  }

  Beat take(const proto::Beat& from) {
    Beat beat;
    require(from.tables_size() <= static_cast<int>(kTablesMax), "more than 32 tables");
    if (!good()) return beat;
    for (const proto::Beat_Table& table : from.tables()) beat.tables.push_back({table.sequence(), table.rows()});
    return beat;
  }

  Changes take(const proto::Changes& from) {
    Changes changes;
    require(from.table() < kTablesMax, "the number of a table is over 31");
    require(from.rows_size() <= static_cast<int>(kRowsMax), "more than 1024 rows");
    changes.table = from.table();
    changes.from_start = from.from_start();
    if (!good()) return changes;
    changes.rows.reserve(static_cast<std::size_t>(from.rows_size()));
    std::uint64_t last = 0;
    for (const proto::Changes_Row& row : from.rows()) {
      require(row.value().size() <= kRowBytesMax, "a row is larger than 16 kB");
      require(row.sequence() > last, "rows do not stand by rising sequence");
      require(!row.erased() || row.value().empty(), "a row is erased and has a value");
      last = row.sequence();
      if (!good()) return changes;
      changes.rows.push_back({row.sequence(), row.row(), row.erased(), {row.value().begin(), row.value().end()}});
    }
    return changes;
  }

  ConfigurationAnswer take(const proto::ConfigurationAnswer& from) {
    using What = ConfigurationAnswer::What;
    ConfigurationAnswer answer;
    require(from.what() <= static_cast<std::uint32_t>(What::unreadable),
            "an answer about the configuration is none that this program knows");
    if (good()) answer.what = static_cast<What>(from.what());
    answer.detail = clean_detail(from.detail());
    answer.revision = from.revision();
    answer.digest = digest(from.digest());
    return answer;
  }

  ConfigurationCopy take(const proto::ConfigurationCopy& from) {
    ConfigurationCopy copy;
    require(from.parts() >= 1 && from.parts() <= kCopyPartsMax, "a copy has no parts or more than 1024");
    require(from.part() < from.parts(), "a part is not one of its copy's");
    require(from.text().size() <= kCopyPartBytesMax, "a part of a copy is larger than 32 kB");
    copy.revision = from.revision();
    copy.digest = digest(from.digest());
    copy.part = from.part();
    copy.parts = from.parts();
    if (good()) copy.text = from.text();
    return copy;
  }

  Frame take(const proto::Frame& from) {
    switch (from.kind_case()) {
      case proto::Frame::kHello: return take(from.hello());
      case proto::Frame::kRefusal: return take(from.refusal());
      case proto::Frame::kBeat: return take(from.beat());
      case proto::Frame::kState: return take(from.state());
      case proto::Frame::kChanges: return take(from.changes());
      case proto::Frame::kRecoveryDone: return RecoveryDone{};
      case proto::Frame::kAnnounce:
        return ConfigurationAnnounce{from.announce().revision(), digest(from.announce().digest())};
      case proto::Frame::kRequest:
        return ConfigurationRequest{digest(from.request().digest()), from.request().anyway()};
      case proto::Frame::kAnswer: return take(from.answer());
      case proto::Frame::kCopy: return take(from.copy());
      case proto::Frame::KIND_NOT_SET: break;
    }
    require(false, "a frame of a kind that this program does not know: a newer program's frame");
    return RecoveryDone{};
  }

 private:
  const char* fault_ = nullptr;
};

}  // namespace

host::Expected<Frame> decode(host::ByteView bytes) {
  if (bytes.empty()) return host::fail(host::ErrorCode::malformed, "a frame is empty");
  if (bytes.size() > kFrameBytesMax) return host::fail(host::ErrorCode::malformed, "a frame is larger than 128 kB");
  // Most frames fit into the first block, so that the message itself costs no allocation.
  std::array<char, 4096> block;
  google::protobuf::Arena arena(block.data(), block.size());
  auto& message = *google::protobuf::Arena::CreateMessage<proto::Frame>(&arena);
  if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return host::fail(host::ErrorCode::malformed, "a frame is no Protobuf message");
  }
  Taker taker;
  Frame frame = taker.take(message);
  if (!taker.good()) return host::fail(host::ErrorCode::malformed, taker.fault());
  return frame;
}

}  // namespace hexad::wire::cluster
