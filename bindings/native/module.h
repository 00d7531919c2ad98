// The parts of the extension module hexad._native, one function for each kind of value.
#pragma once

#include <pybind11/pybind11.h>

#include "model/host/time.h"

namespace hexad::bindings {

void bind_topology(pybind11::module_& module);
void bind_scenario(pybind11::module_& module);
void bind_record(pybind11::module_& module);

inline double seconds(host::Duration d) { return static_cast<double>(d.count()) / 1e9; }
inline double seconds_of_ns(std::int64_t ns) { return static_cast<double>(ns) / 1e9; }

}  // namespace hexad::bindings
