#include <pybind11/stl.h>

#include "bindings/native/module.h"
#include "scenarios/load/scenario_reader.h"

namespace py = pybind11;

namespace hexad::bindings {
namespace {

scenario::Scenario read(const std::string& file, const std::string& topology_folder) {
  auto scenario = scenario::read_scenario(file, topology_folder);
  if (!scenario) throw py::value_error(scenario.error().to_string());
  return std::move(*scenario);
}

}  // namespace

void bind_scenario(py::module_& module) {
  using namespace scenario;
  py::class_<Step>(module, "Step", "Something that happens at a time of the run.")
      .def_property_readonly("at_s", [](const Step& s) { return seconds(s.at); })
      .def_readonly("text", &Step::text)
      .def_readonly("line", &Step::line)
      .def("__repr__", [](const Step& s) { return "<Step " + s.text + ">"; });
  py::class_<Check>(module, "Check", "Something that must be true of the run.")
      .def_readonly("name", &Check::name)
      .def_property_readonly("kind", [](const Check& c) { return std::string(kind_of(c.expectation)); })
      .def_property_readonly("expected", [](const Check& c) { return to_sentence(c.expectation); })
      .def_property_readonly("window_s",
                             [](const Check& c) {
                               const Window window = window_of(c.expectation);
                               return std::pair(seconds(window.from), seconds(window.to));
                             })
      .def_readonly("verifies", &Check::verifies)
      .def("__repr__", [](const Check& c) { return "<Check " + c.name + ">"; });
  py::class_<Scenario>(module, "Scenario", "A checked scenario with its topology.")
      .def_readonly("name", &Scenario::name)
      .def_readonly("title", &Scenario::title)
      .def_readonly("description", &Scenario::description)
      .def_readonly("file", &Scenario::file)
      .def_readonly("topology", &Scenario::topology)
      .def_readonly("release", &Scenario::release)
      .def_readonly("seed", &Scenario::seed)
      .def_property_readonly("duration_s", [](const Scenario& s) { return seconds(s.duration); })
      .def_readonly("worlds", &Scenario::worlds)
      .def_readonly("verifies", &Scenario::verifies)
      .def_readonly("steps", &Scenario::steps)
      .def_readonly("checks", &Scenario::checks)
      .def("__repr__", [](const Scenario& s) { return "<Scenario " + s.name + ">"; });
  module.def("read_scenario", &read, py::arg("file"), py::arg("topology_folder"),
             "Read and check a scenario file with its topology. Raises ValueError with file, line and column.");
}

}  // namespace hexad::bindings
