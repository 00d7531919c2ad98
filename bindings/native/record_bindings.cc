#include <pybind11/stl.h>

#include "bindings/native/module.h"
#include "reports/record/recorder.h"

namespace py = pybind11;

namespace hexad::bindings {
namespace {

void bind_what_programs_say(py::module_& module) {
  using namespace record;
  py::class_<MachineChanged>(module, "MachineChanged")
      .def_readonly("node", &MachineChanged::node)
      .def_readonly("state", &MachineChanged::state);
  py::class_<LogLine>(module, "LogLine")
      .def_readonly("node", &LogLine::node)
      .def_readonly("severity", &LogLine::severity)
      .def_readonly("component", &LogLine::component)
      .def_readonly("event", &LogLine::event)
      .def_readonly("text", &LogLine::text)
      .def_property_readonly("fields", [](const LogLine& line) {
        py::dict fields;
        for (const auto& [name, value] : line.fields) fields[py::str(name)] = value;
        return fields;
      });
  py::class_<Message>(module, "Message", "A protocol message handed to, or taken from, a transport.")
      .def_readonly("node", &Message::node)
      .def_readonly("sent", &Message::sent)
      .def_readonly("protocol", &Message::protocol)
      .def_readonly("transport", &Message::transport)
      .def_readonly("local", &Message::local)
      .def_readonly("remote", &Message::remote)
      .def_readonly("summary", &Message::summary)
      .def_property_readonly("bytes", [](const Message& m) { return py::bytes(m.bytes); });
  py::class_<PacketLost>(module, "PacketLost", "A packet that did not arrive; only a simulator knows.")
      .def_readonly("network", &PacketLost::network)
      .def_readonly("reason", &PacketLost::reason)
      .def_readonly("protocol", &PacketLost::protocol)
      .def_readonly("source", &PacketLost::source)
      .def_readonly("destination", &PacketLost::destination)
      .def_readonly("size_bytes", &PacketLost::size_bytes)
      .def_readonly("summary", &PacketLost::summary)
      .def_readonly("fault", &PacketLost::fault);
}

void bind_what_the_scenario_did(py::module_& module) {
  using namespace record;
  py::class_<FaultApplied>(module, "FaultApplied")
      .def_readonly("id", &FaultApplied::id)
      .def_readonly("kind", &FaultApplied::kind)
      .def_readonly("target", &FaultApplied::target)
      .def_readonly("text", &FaultApplied::text);
  py::class_<FaultEnded>(module, "FaultEnded")
      .def_readonly("id", &FaultEnded::id)
      .def_readonly("packets_dropped", &FaultEnded::packets_dropped)
      .def_readonly("packets_delayed", &FaultEnded::packets_delayed)
      .def_readonly("packets_rejected", &FaultEnded::packets_rejected)
      .def_readonly("streams_ended", &FaultEnded::streams_ended)
      .def_readonly("operations", &FaultEnded::operations);
  py::class_<StepDone>(module, "StepDone")
      .def_readonly("index", &StepDone::index)
      .def_readonly("text", &StepDone::text)
      .def_readonly("ok", &StepDone::ok)
      .def_readonly("error", &StepDone::error);
  py::class_<CheckResult>(module, "CheckResult")
      .def_readonly("name", &CheckResult::name)
      .def_readonly("kind", &CheckResult::kind)
      .def_readonly("verdict", &CheckResult::verdict)
      .def_readonly("expected", &CheckResult::expected)
      .def_readonly("found", &CheckResult::found)
      .def_readonly("evidence", &CheckResult::evidence)
      .def_property_readonly("window_s",
                             [](const CheckResult& c) {
                               return std::pair(seconds_of_ns(c.window_begin_ns), seconds_of_ns(c.window_end_ns));
                             })
      .def_readonly("nodes", &CheckResult::nodes)
      .def_readonly("verifies", &CheckResult::verifies);
}

}  // namespace

void bind_record(py::module_& module) {
  using namespace record;
  py::enum_<Verdict>(module, "Verdict")
      .value("PASS", Verdict::pass)
      .value("FAIL", Verdict::fail)
      .value("INVALID", Verdict::invalid);
  py::class_<RunStarted>(module, "RunStarted")
      .def_readonly("scenario", &RunStarted::scenario)
      .def_readonly("title", &RunStarted::title)
      .def_readonly("topology", &RunStarted::topology)
      .def_readonly("world", &RunStarted::world)
      .def_readonly("release", &RunStarted::release)
      .def_readonly("seed", &RunStarted::seed)
      .def_property_readonly("duration_s", [](const RunStarted& r) { return seconds_of_ns(r.duration_ns); })
      .def_readonly("repeat_command", &RunStarted::repeat_command)
      .def_readonly("verifies", &RunStarted::verifies);
  bind_what_programs_say(module);
  bind_what_the_scenario_did(module);
  py::class_<RunEnded>(module, "RunEnded")
      .def_readonly("verdict", &RunEnded::verdict)
      .def_readonly("reasons", &RunEnded::reasons);
  py::class_<Entry>(module, "Entry", "One event of a run with its simulated time.")
      .def_property_readonly("at_s", [](const Entry& e) { return seconds_of_ns(e.at_ns); })
      .def_readonly("at_ns", &Entry::at_ns)
      .def_readonly("event", &Entry::event)
      .def("to_json", &to_json_line);
  module.def(
      "read_record", [](const std::string& file) { return read_record(file); }, py::arg("file"),
      "Read a record.jsonl. Raises RuntimeError with file and line.");
}

}  // namespace hexad::bindings
