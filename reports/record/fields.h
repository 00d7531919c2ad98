// The JSON keys of every event, once: the writer and the reader both walk these lists, so they cannot differ. The
// order of the keys here is the order in a line.
#pragma once

#include <concepts>
#include <iterator>
#include <type_traits>
#include <variant>

#include "reports/record/event.h"

namespace hexad::record {

template <class T, class U>
concept Is = std::same_as<std::remove_const_t<T>, U>;

template <class V>
void walk(V& v, Is<NodeInfo> auto& e) {
  v("name", e.name);
  v("group", e.group);
  v("role", e.role);
  v("attachments", e.attachments);
  v("notes", e.notes);
}

template <class V>
void walk(V& v, Is<NetworkInfo> auto& e) {
  v("name", e.name);
  v("subnet", e.subnet);
  v("delay_ns", e.delay_ns);
}

template <class V>
void walk(V& v, Is<RunStarted> auto& e) {
  v("scenario", e.scenario);
  v("title", e.title);
  v("topology", e.topology);
  v("world", e.world);
  v("release", e.release);
  v("seed", e.seed);
  v("duration_ns", e.duration_ns);
  v("repeat_command", e.repeat_command);
  v("networks", e.networks);
  v("nodes", e.nodes);
  v("verifies", e.verifies);
}

template <class V>
void walk(V& v, Is<MachineChanged> auto& e) {
  v("node", e.node);
  v("state", e.state);
}

template <class V>
void walk(V& v, Is<LogLine> auto& e) {
  v("node", e.node);
  v("severity", e.severity);
  v("component", e.component);
  v("what", e.event);
  v("text", e.text);
  v("fields", e.fields);
}

template <class V>
void walk(V& v, Is<Message> auto& e) {
  v("node", e.node);
  v("sent", e.sent);
  v("protocol", e.protocol);
  v("transport", e.transport);
  v("local", e.local);
  v("remote", e.remote);
  v("summary", e.summary);
  v.octets("bytes", "bytes64", e.bytes);
}

template <class V>
void walk(V& v, Is<PacketLost> auto& e) {
  v("network", e.network);
  v("reason", e.reason);
  v("protocol", e.protocol);
  v("source", e.source);
  v("destination", e.destination);
  v("size_bytes", e.size_bytes);
  v("summary", e.summary);
  v("fault", e.fault);
}

template <class V>
void walk(V& v, Is<FaultApplied> auto& e) {
  v("id", e.id);
  v("kind", e.kind);
  v("target", e.target);
  v("text", e.text);
}

template <class V>
void walk(V& v, Is<FaultEnded> auto& e) {
  v("id", e.id);
  v("packets_dropped", e.packets_dropped);
  v("packets_delayed", e.packets_delayed);
  v("packets_rejected", e.packets_rejected);
  v("streams_ended", e.streams_ended);
  v("operations", e.operations);
}

template <class V>
void walk(V& v, Is<StepDone> auto& e) {
  v("index", e.index);
  v("text", e.text);
  v("ok", e.ok);
  v("error", e.error);
}

template <class V>
void walk(V& v, Is<CheckResult> auto& e) {
  v("name", e.name);
  v("kind", e.kind);
  v("verdict", e.verdict);
  v("expected", e.expected);
  v("found", e.found);
  v("evidence", e.evidence);
  v("window_begin_ns", e.window_begin_ns);
  v("window_end_ns", e.window_end_ns);
  v("nodes", e.nodes);
  v("verifies", e.verifies);
}

template <class V>
void walk(V& v, Is<RunEnded> auto& e) {
  v("verdict", e.verdict);
  v("reasons", e.reasons);
}

/// The values of the key "event", in the order of the alternatives of Event.
inline constexpr const char* kEventNames[] = {"run_started",   "machine_changed", "log",  "message", "packet_lost",
                                              "fault_applied", "fault_ended",     "step", "check",   "run_ended"};
static_assert(std::variant_size_v<Event> == std::size(kEventNames));

}  // namespace hexad::record
