from typing import Optional, Union

class Network:
    name: str
    subnet: str
    subnet6: Optional[str]
    delay_s: float
    loss: float
    bandwidth_bps: int

class Attachment:
    card: str
    network: str
    address: str
    address6: Optional[str]

class Node:
    name: str
    group: str
    fqdn: str
    role: str
    attachments: list[Attachment]
    gateway: Optional[str]
    dns_servers: list[str]

class Cluster:
    name: str
    peers: list[str]

class Topology:
    name: str
    purpose: str
    file: str
    domain: str
    networks: list[Network]
    nodes: list[Node]
    clusters: list[Cluster]

class Step:
    at_s: float
    text: str
    line: int

class Check:
    name: str
    kind: str
    expected: str
    window_s: tuple[float, float]
    verifies: list[str]

class Scenario:
    name: str
    title: str
    description: str
    file: str
    topology: Topology
    release: str
    seed: int
    duration_s: float
    worlds: list[str]
    verifies: list[str]
    steps: list[Step]
    checks: list[Check]

class Verdict:
    PASS: Verdict
    FAIL: Verdict
    INVALID: Verdict
    name: str

class RunStarted:
    scenario: str
    title: str
    topology: str
    world: str
    release: str
    seed: int
    duration_s: float
    repeat_command: str
    verifies: list[str]

class MachineChanged:
    node: str
    state: str

class LogLine:
    node: str
    severity: str
    component: str
    event: str
    text: str
    fields: dict[str, str]

class Message:
    node: str
    sent: bool
    protocol: str
    transport: str
    local: str
    remote: str
    summary: str
    bytes: bytes

class PacketLost:
    network: str
    reason: str
    protocol: str
    source: str
    destination: str
    size_bytes: int
    summary: str
    fault: int

class FaultApplied:
    id: int
    kind: str
    target: str
    text: str

class FaultEnded:
    id: int
    packets_dropped: int
    packets_delayed: int
    packets_rejected: int
    streams_ended: int
    operations: int

class StepDone:
    index: int
    text: str
    ok: bool
    error: str

class CheckResult:
    name: str
    kind: str
    verdict: Verdict
    expected: str
    found: str
    evidence: list[str]
    window_s: tuple[float, float]
    nodes: list[str]
    verifies: list[str]

class RunEnded:
    verdict: Verdict
    reasons: list[str]

class Entry:
    at_s: float
    at_ns: int
    event: Union[RunStarted, MachineChanged, LogLine, Message, PacketLost, FaultApplied, FaultEnded, StepDone,
                 CheckResult, RunEnded]
    def to_json(self) -> str: ...

def read_topology(file: str) -> Topology: ...
def read_scenario(file: str, topology_folder: str) -> Scenario: ...
def read_record(file: str) -> list[Entry]: ...
