// Frames that a far side says, made of an input: most of them such that an honest peer takes them, some only nearly.
#pragma once

#include <array>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/admin/account_rows.h"
#include "model/config/backup_cipher.h"
#include "model/wire/cluster/codec.h"
#include "model/wire/cluster/licence_row.h"
#include "model/wire/cluster/registration_row.h"
#include "tests/fuzz/session/input.h"

namespace hexad::fuzz {

inline wire::cluster::Digest digest_from(Input& input) {
  wire::cluster::Digest digest{};
  digest[0] = input.octet();
  return digest;
}

inline host::Bytes registration_from(Input& input) {
  wire::cluster::RegistrationRow row;
  const std::string aor = fmt::format("sip:device{}@example.com", input.below(6));
  row.aor = aor;
  row.contact = input.flag() ? "sip:device@10.0.0.100:5060" : "sip:other@10.0.0.101:5060";
  row.call_id = input.flag() ? "call" : "another";
  row.cseq = static_cast<std::uint32_t>(input.number());
  row.interval_seconds = static_cast<std::uint32_t>(input.number()) | 1u;
  row.age_seconds = static_cast<std::uint32_t>(input.number());
  row.transport = static_cast<std::uint8_t>(input.below(3));
  row.remote = *host::SocketAddress::parse("10.0.0.100:5060");
  host::Bytes bytes;
  encode(row, bytes);
  return bytes;
}

inline host::Bytes licences_from(Input& input) {
  wire::cluster::LicenceRow row;
  for (char letter = 'A'; letter <= 'Z'; ++letter) {
    if (input.below(4) == 0) continue;
    row.kinds.push_back({letter, static_cast<std::uint32_t>(input.number() % (wire::cluster::kLicencesMax + 1)),
                         static_cast<std::uint32_t>(input.number() % (wire::cluster::kLicencesMax + 1))});
  }
  host::Bytes bytes;
  encode(row, bytes);
  return bytes;
}

inline host::Bytes account_from(Input& input) {
  constexpr std::array<const char*, 4> kNames{"alice", "bob", "admin", "root"};
  admin::Account account;
  account.name = input.below(8) == 0 ? input.text(8) : kNames[input.below(kNames.size())];
  account.role = static_cast<admin::Role>(input.below(3));
  account.password_hash = "$scrypt$ln=14,r=8,p=1$BBBB$BBBB";
  const nlohmann::json json{{"name", account.name},
                            {"number", input.number()},
                            {"serial", input.text(8)},
                            {"gone", input.below(4) == 0},
                            {"account", account_row(account)}};
  const std::string text = json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  return {text.begin(), text.end()};
}

inline host::Bytes row_value_from(Input& input, std::uint32_t table) {
  const std::uint8_t how = input.octet();
  const host::ByteView raw = input.bytes(how < 200 ? 0 : 255);
  if (how >= 200) return {raw.begin(), raw.end()};
  return table == 0 ? registration_from(input) : table == 1 ? licences_from(input) : account_from(input);
}

/// A document of what `base` holds and a few lines more, some of them of no peer but its owner.
inline std::vector<wire::cluster::Frame> copy_from(Input& input, const config::Configuration& base) {
  constexpr std::array<const char*, 8> kLines{"SIP Domain 2 Name: evil.example.com",
                                              "Alternates Peer 3 Address: 10.0.0.99",
                                              "Alternates Cluster Name: other.example.com",
                                              "SystemUnit Name: mallory",
                                              "Alternates Cluster Link DeadInterval: 3",
                                              "Alternates Cluster TLSVerificationMode: Enforce",
                                              "SIP Mode: Off",
                                              "Zones Zone 1 Name: z"};
  std::string lines = input.flag() ? base.cluster_wide_part().to_lines() : std::string();
  for (std::uint32_t more = input.below(4); more > 0; --more) {
    const std::uint8_t which = input.octet();
    lines += (which < 240 ? std::string(kLines[which % kLines.size()]) : input.text(40)) + "\n";
  }
  nlohmann::json json;
  json["settings"] = lines;
  std::string text = json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  if (input.below(8) == 0) text = input.text(60);
  wire::cluster::ConfigurationCopy copy;
  copy.digest = input.below(4) == 0 ? digest_from(input) : config::checksum_of(text);
  copy.parts = 1 + input.below(3);
  std::vector<wire::cluster::Frame> frames;
  for (copy.part = 0; copy.part < copy.parts; ++copy.part) {
    const std::size_t size = text.size() / copy.parts + 1;
    copy.text = text.substr(std::min(copy.part * size, text.size()), size);
    frames.emplace_back(copy);
    if (input.below(16) == 0) frames.emplace_back(copy);
  }
  return frames;
}

/// What was told to a machine of each table, so that a beat can be true, and sequences rise.
struct Told {
  struct Table {
    std::uint64_t sequence = 0;
    std::set<std::uint32_t> rows;
  };
  std::uint64_t boot = 0;
  std::array<Table, 3> tables;

  wire::cluster::Beat beat() const {
    wire::cluster::Beat beat;
    for (const Table& table : tables) {
      beat.tables.push_back({table.sequence, static_cast<std::uint32_t>(table.rows.size())});
    }
    return beat;
  }
};

inline wire::cluster::Changes changes_from(Input& input, Told& told) {
  wire::cluster::Changes changes;
  changes.table = input.below(4);
  changes.from_start = input.below(4) == 0;
  Told::Table& table = told.tables[changes.table % told.tables.size()];
  std::uint64_t last = input.below(8) == 0 ? 0 : table.sequence;
  for (std::uint32_t rows = 1 + input.below(4); rows > 0; --rows) {
    wire::cluster::Changes::Row row;
    const std::uint8_t jump = input.octet();
    row.sequence = jump < 240 ? last + 1 : input.number();
    if (row.sequence <= last) break;
    last = row.sequence;
    row.row = static_cast<std::uint32_t>(changes.table == 1 ? 0 : input.number());
    row.erased = input.below(5) == 0;
    if (!row.erased) row.value = row_value_from(input, changes.table);
    if (row.erased) table.rows.erase(row.row);
    if (!row.erased) table.rows.insert(row.row);
    changes.rows.push_back(std::move(row));
  }
  table.sequence = std::max(table.sequence, last);
  return changes;
}

}  // namespace hexad::fuzz
