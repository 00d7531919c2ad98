"""The topologies and scenarios that come with Hexad, and reading one's own."""

import json
import pathlib

from . import _native
from .program import call


def _listed(what):
    _, out = call(["list", "--json"], accepted=(0,))
    return json.loads(out)[what]


def scenarios():
    """Name to title of each scenario of the catalogue."""
    return {entry["name"]: entry["title"] for entry in _listed("scenarios")}


def topologies():
    """Name to title of each topology of the catalogue."""
    return {entry["name"]: entry["title"] for entry in _listed("topologies")}


def _file(name_or_path, what):
    path = pathlib.Path(name_or_path)
    if path.suffix == ".yaml" or path.parent != pathlib.Path("."):
        return path
    for entry in _listed(what):
        if entry["name"] == str(name_or_path):
            return pathlib.Path(entry["file"])
    raise ValueError(f"no {what[:-1].replace('ie', 'y') if what == 'topologies' else what[:-1]} is named {name_or_path!r}")


def read_topology(name_or_path):
    """A checked Topology, by name from the catalogue or from a file. Raises ValueError with file, line and column."""
    return _native.read_topology(str(_file(name_or_path, "topologies")))


def read_scenario(name_or_path):
    """A checked Scenario with its topology. Raises ValueError with file, line and column."""
    folder = pathlib.Path(_listed("topologies")[0]["file"]).parent
    return _native.read_scenario(str(_file(name_or_path, "scenarios")), str(folder))
