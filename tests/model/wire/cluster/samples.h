// Frames of every kind to test with, and Protobuf written by hand, so that a test can say what no encoder of ours
// would.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/wire/cluster/codec.h"

namespace hexad::wire::cluster {

inline Digest digest_from(std::uint8_t first) {
  Digest digest;
  for (std::uint8_t& octet : digest) octet = first++;
  return digest;
}

inline State sample_state() {
  State state;
  state.peer_list = {"peer1.example.com", "10.1.0.12", "2001:db8::3"};
  state.primary_index = 2;
  state.primary = "10.1.0.12";
  state.incarnation = 0xfedcba9876543210;
  state.time_synchronised = true;
  state.upgrading = true;
  state.suspended = true;
  state.suspended_why = "peer3 is being upgraded";
  state.configuration_revision = 77;
  state.configuration_digest = digest_from(1);
  return state;
}

inline Hello sample_hello() {
  Hello hello;
  hello.cluster_name = "cluster.b\xc3\xbcro.example.com";
  hello.release = "x12";
  hello.version = "X12.5";
  hello.serial = "52A01234";
  hello.boot = 0x8000000000000001;
  hello.key_proof = digest_from(100);
  hello.state = sample_state();
  hello.tables = {"registrations", "calls"};
  hello.positions = {{"registrations", 5, 900}, {"calls", 0, 0}};
  return hello;
}

inline Changes sample_changes() {
  Changes changes;
  changes.table = 1;
  changes.from_start = true;
  changes.rows = {{1, 0, false, {1, 2, 3, 0, 255}}, {2, 5, true, {}}, {900, UINT32_MAX, false, {}}};
  return changes;
}

/// One of each kind, full and with its defaults.
inline std::vector<Frame> sample_frames() {
  Hello least;
  least.boot = 1;
  return {sample_hello(),
          least,
          Refusal{Refusal::Reason::own_self, "That is me", "x8.1", "X8.1.1", 12},
          Refusal{},
          Beat{{{900, 12}, {0, 0}, {UINT64_MAX, UINT32_MAX}}},
          Beat{},
          sample_state(),
          State{},
          sample_changes(),
          Changes{},
          RecoveryDone{},
          ConfigurationAnnounce{8, digest_from(200)},
          ConfigurationAnnounce{},
          ConfigurationRequest{digest_from(3), true},
          ConfigurationRequest{},
          ConfigurationAnswer{ConfigurationAnswer::What::unreadable, "The disk is broken", 4, digest_from(9)},
          ConfigurationAnswer{},
          ConfigurationCopy{9, digest_from(1), 1, 3, std::string("{\"a\": \0}\n", 9)},
          ConfigurationCopy{}};
}

/// With its length.
inline host::Bytes encoded(const Frame& frame) {
  host::Bytes bytes;
  encode(frame, bytes);
  return bytes;
}

/// Without its length.
inline std::string content_of(const Frame& frame) {
  return std::string(host::as_text(encoded(frame)).substr(kLengthBytes));
}

/// What is wrong with bytes that were to be a frame; empty: nothing.
inline std::string fault(std::string_view content) {
  const auto frame = decode(host::as_bytes(content));
  if (frame) return {};
  return frame.error().code == host::ErrorCode::malformed ? frame.error().detail : "not even malformed";
}

namespace raw {

inline std::string varint(std::uint64_t value) {
  std::string text;
  for (; value >= 0x80; value >>= 7) text.push_back(static_cast<char>(value | 0x80));
  text.push_back(static_cast<char>(value));
  return text;
}
inline std::string number(unsigned field, std::uint64_t value) { return varint(field << 3) + varint(value); }
inline std::string text(unsigned field, std::string_view value) {
  return varint(field << 3 | 2) + varint(value.size()) + std::string(value);
}
inline std::string fixed64(unsigned field, std::uint64_t value) {
  std::string bytes = varint(field << 3 | 1);
  for (int octet = 0; octet < 8; ++octet) bytes.push_back(static_cast<char>(value >> (8 * octet)));
  return bytes;
}
inline std::string times(std::size_t count, const std::string& what) {
  std::string all;
  while (count-- > 0) all += what;
  return all;
}

/// The kinds of frames.proto.
enum Kind : unsigned { hello = 1, refusal, beat, state, changes, recovery_done, announce, request, answer, copy };

}  // namespace raw
}  // namespace hexad::wire::cluster
