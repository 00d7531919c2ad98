// hexad._native: the values of topologies, scenarios and records for Python. Running is not here: a run is a process.
#include "bindings/native/module.h"

PYBIND11_MODULE(_native, module) {
  module.doc() = "Topology, scenario and record values of Hexad, read by the same code that the programs use.";
  hexad::bindings::bind_topology(module);
  hexad::bindings::bind_scenario(module);
  hexad::bindings::bind_record(module);
}
