"""Hexad from Python: run scenarios, look at what they left, read topologies and scenarios.

    import hexad
    run = hexad.run("srv-failover", seed=7)
    run.verdict            # "pass", "fail" or "invalid"
    run.events             # a pandas DataFrame where pandas is there, else a list of dicts
    run.report             # path of report.html

A run is a process of its own (the `hexad` program); this package starts it and reads what it leaves.
"""

from ._native import (  # noqa: F401
    Attachment, Check, CheckResult, Cluster, Entry, FaultApplied, FaultEnded, LogLine, MachineChanged, Message, Network,
    Node, PacketLost, RunEnded, RunStarted, Scenario, Step, StepDone, Topology, Verdict, read_record)
from .catalog import read_scenario, read_topology, scenarios, topologies
from .program import InputError, ProgramError, program
from .runs import Run, campaign, load, run

__all__ = [
    "Attachment", "Check", "CheckResult", "Cluster", "Entry", "FaultApplied", "FaultEnded", "InputError", "LogLine",
    "MachineChanged", "Message", "Network", "Node", "PacketLost", "ProgramError", "Run", "RunEnded", "RunStarted",
    "Scenario", "Step", "StepDone", "Topology", "Verdict", "campaign", "load", "program", "read_record",
    "read_scenario", "read_topology", "run", "scenarios", "topologies",
]
