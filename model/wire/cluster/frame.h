// What peers of a cluster say to one another on TCP 4371 (recovery) and 4372 (synchronisation), as values. The bytes
// are ours: a length of four octets, big-endian, then a Protobuf message (frames.proto), so that a field can be added
// and an older peer skips it. codec.h turns one into the other.
//
//   4371   dialler: Hello      listener: Hello or Refusal
//          both: Changes..., RecoveryDone, each for the tables of its own, then the connection is closed
//   4372   dialler: Hello      listener: Hello or Refusal, and from then on nothing but a Refusal
//          dialler: Beat, State, Changes, Configuration*, in any order
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "model/host/bytes.h"

namespace hexad::wire::cluster {

/// The newest form of the frames that this program speaks, and the oldest that it understands.
inline constexpr std::uint32_t kSchema = 1, kSchemaOldest = 1;

using Digest = std::array<std::uint8_t, 32>;

/// How a peer stands, told again whenever it changes.
struct State {
  std::vector<std::string> peer_list;  ///< As configured, in its order; at most 6.
  std::uint32_t primary_index = 0;     ///< 1..6; 0: not told.
  std::string primary;                 ///< The address of the peer that the index stands for; empty: not known.
  std::uint64_t incarnation = 0;       ///< Of the cluster, drawn by whoever founded it; 0: none yet.
  bool time_synchronised = false;      ///< By NTP.
  bool upgrading = false;
  bool suspended = false;  ///< A primary: it copies its configuration to nobody for now.
  std::string suspended_why;
  std::uint64_t configuration_revision = 0;
  Digest configuration_digest{};  ///< Of what is cluster-wide.
  bool operator==(const State&) const = default;
};

/// How far the sender holds a table of the receiver's.
struct Position {
  std::string table;
  std::uint64_t boot = 0;      ///< The receiver's boot that it is from; 0: nothing is held.
  std::uint64_t sequence = 0;  ///< Every change up to this one.
  bool operator==(const Position&) const = default;
};

/// The first frame, each way, on every connection.
struct Hello {
  std::uint32_t schema = kSchema, schema_oldest = kSchemaOldest;
  std::string cluster_name;
  std::string release;     ///< "x12"
  std::string version;     ///< Of the software, "X12.5"
  std::string serial;      ///< The serial number of the system.
  std::uint64_t boot = 0;  ///< Drawn at each boot; never 0.
  Digest key_proof{};      ///< X8.1: that the sender knows the pre-shared key. Zeros otherwise.
  State state;
  std::vector<std::string> tables;  ///< Of the sender; Changes::table is an index into it.
  std::vector<Position> positions;  ///< Of the sender in the receiver's tables.
  bool operator==(const Hello&) const = default;
};

/// Why a listener closes a connection.
struct Refusal {
  enum class Reason : std::uint8_t {
    unknown,        ///< A reason that this program does not know.
    stranger,       ///< The source is not in the peer list.
    certificate,    ///< Its certificate does not authenticate it (Enforce).
    key,            ///< It does not know the pre-shared key.
    cluster_name,   ///< Another cluster name.
    release,        ///< Another software version.
    schema,         ///< No form of the frames in common.
    incarnation,    ///< Founded apart: "Cluster is in inconsistent state".
    recover_first,  ///< On 4372, before a recovery on 4371 has succeeded.
    malformed,      ///< What came is no frame, or none that may come here.
    busy,           ///< A bound was reached; to be tried again later.
    own_self,       ///< It is the very peer that dials.
  };
  Reason reason = Reason::unknown;
  std::string detail;   ///< One sentence.
  std::string release;  ///< Of the listener.
  std::string version;
  std::uint64_t incarnation = 0;
  bool operator==(const Refusal&) const = default;
};
/// "stranger", "certificate", ...
std::string_view to_string(Refusal::Reason reason);

/// Nothing else was to be said; the figures let a receiver notice that it holds something else.
struct Beat {
  struct Table {
    std::uint64_t sequence = 0;  ///< Of the last change that was sent.
    std::uint32_t rows = 0;
    bool operator==(const Table&) const = default;
  };
  std::vector<Table> tables;  ///< In the order of Hello::tables.
  bool operator==(const Beat&) const = default;
};

/// Changes of one table of the sender's own rows, by rising sequence.
struct Changes {
  struct Row {
    std::uint64_t sequence = 0;
    std::uint32_t row = 0;  ///< The row's number at its owner; used again after its end.
    bool erased = false;
    host::Bytes value;  ///< The owner of the table knows its form. Empty for erased.
    bool operator==(const Row&) const = default;
  };
  std::uint32_t table = 0;
  bool from_start = false;  ///< The first of a whole copy: what was held of this table before is dropped.
  std::vector<Row> rows;
  bool operator==(const Changes&) const = default;
};

/// On 4371: the sender has sent all that the receiver lacked of its tables.
struct RecoveryDone {
  bool operator==(const RecoveryDone&) const = default;
};

/// The primary: its cluster-wide configuration is now this one.
struct ConfigurationAnnounce {
  std::uint64_t revision = 0;
  Digest digest{};
  bool operator==(const ConfigurationAnnounce&) const = default;
};

/// A subordinate asks its primary. With `anyway` it wants the copy even where the digests agree.
struct ConfigurationRequest {
  Digest digest{};
  bool anyway = false;
  bool operator==(const ConfigurationRequest&) const = default;
};

/// The answer where both have the same, or where there is none for now.
struct ConfigurationAnswer {
  enum class What : std::uint8_t { same, suspended, not_primary, unreadable };
  What what = What::same;
  std::string detail;
  std::uint64_t revision = 0;
  Digest digest{};
  bool operator==(const ConfigurationAnswer&) const = default;
};

/// The answer in parts, 0 .. parts - 1 in order.
struct ConfigurationCopy {
  std::uint64_t revision = 0;
  Digest digest{};
  std::uint32_t part = 0, parts = 1;
  std::string text;  ///< A piece of the whole text, at most kCopyPartBytesMax.
  bool operator==(const ConfigurationCopy&) const = default;
};
inline constexpr std::size_t kCopyPartBytesMax = 32 * 1024;

using Frame = std::variant<Hello, Refusal, Beat, State, Changes, RecoveryDone, ConfigurationAnnounce,
                           ConfigurationRequest, ConfigurationAnswer, ConfigurationCopy>;
/// "hello", "refusal", ...
std::string_view name_of(const Frame& frame);

}  // namespace hexad::wire::cluster
