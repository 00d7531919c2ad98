"""The story of three-peers-killed.yaml on three real hexadd processes, by hexadctl and kill -9 alone: at each of its steps
they say of their cluster what the simulated peers say there."""

import json
import os
import pathlib
import re
import subprocess
import time

import pytest

import real_peers
import servers

SCENARIO = "three-peers-killed"
CATALOG = pathlib.Path(os.environ["HEXAD_TEST_SOURCE_DIR"]) / "scenarios/catalog"
PEERS = ("peer1", "peer2", "peer3")
LIMIT = 60  # Seconds for a state to come about.


def is_of_cluster(alarm):
    return 20000 <= alarm < 21000 or alarm in (40049, 70001)


def cluster_alarms(text):
    """The ids of alarms about the cluster, of an answer to xStatus Alarm."""
    return sorted(alarm for alarm in map(int, re.findall(r"\bId: (\d+)", text)) if is_of_cluster(alarm))


def alarm_history(lines):
    """What was raised and lowered in one boot, in order: ["+20004", "-20004"]."""
    signs = {"alarm_raised": "+", "alarm_lowered": "-"}
    changes = [(signs[entry["what"]], int(dict(entry["fields"])["id"])) for entry in lines if entry["what"] in signs]
    return [f"{sign}{alarm}" for sign, alarm in changes if is_of_cluster(alarm)]


def states(text):
    """"This system, Active, Failed" of an answer to xStatus Alternates."""
    return ", ".join(re.findall(r'State: "(.*?)"', text))


class Step:
    """What somebody does to a peer in the story, and what the simulated peer then says."""

    def __init__(self, at, what, peer, request="", answer=""):
        self.at, self.what, self.peer, self.request, self.answer = at, what, peer, request, answer

    def __str__(self):
        return f"{self.at:.0f} s: {self.what} {self.peer} {self.request}"


def steps_of(record):
    """In their order: "kill", "start" after it, "run" and "read"."""
    killed = set()
    for line in record.read_text().splitlines():
        entry = json.loads(line)
        at = entry["at"] / 1e9
        if entry["event"] == "machine_changed" and entry["node"] in PEERS:
            if entry["state"] == "killed":
                killed.add(entry["node"])
                yield Step(at, "kill", entry["node"])
            elif entry["state"] == "running" and entry["node"] in killed:
                killed.discard(entry["node"])
                yield Step(at, "start", entry["node"])
        elif entry["event"] == "log" and entry["what"] == "operator_done":
            fields = dict(entry["fields"])
            yield Step(at, fields["what"], fields["peer"], fields["request"], fields["value"])


def simulated_boots(record):
    """The lines of each boot of each peer."""
    boots = {peer: [] for peer in PEERS}
    for line in record.read_text().splitlines():
        entry = json.loads(line)
        if entry.get("node") not in boots:
            continue
        if entry["event"] == "machine_changed" and entry["state"] == "running":
            boots[entry["node"]].append([])
        elif entry["event"] == "log":
            boots[entry["node"]][-1].append(entry)
    return boots


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    folder = tmp_path_factory.mktemp("simulated")
    done = subprocess.run([servers.BIN / "hexad", "run", CATALOG / f"{SCENARIO}.yaml", "--capture", "none", "--out",
                           folder / "out"], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "out" / "record.jsonl"


@pytest.fixture()
def peers(tmp_path):
    *addresses, time_address = real_peers.free_addresses(len(PEERS) + 1)
    certificates = servers.make_certificates(tmp_path / "certificates", addresses=addresses)
    time_server = real_peers.TimeServer(time_address)
    running = {}
    try:
        for name, address in zip(PEERS, addresses):
            running[name] = real_peers.Peer(name, address, tmp_path / name, certificates, time_server)
        yield running
    finally:
        for peer in running.values():
            peer.close()
        time_server.close()


def until_same(step, wanted, look):
    """Looks until the peer says what the simulated one says."""
    deadline = time.monotonic() + LIMIT
    while (found := look()) != wanted:
        assert time.monotonic() < deadline, f"{step}: the simulated peer says {wanted}, the real one {found}"
        time.sleep(0.1)


def on_loopback(request, peers):
    for number, name in enumerate(PEERS, 11):
        request = request.replace(f"10.1.0.{number}", peers[name].address)
    return request


def play(step, peers):
    peer = peers[step.peer]
    if step.what == "kill":
        peer.kill()
    elif step.what == "start":
        peer.start()
    elif step.what == "read":
        until_same(step, step.answer, lambda: setting_of(peer, step.request))
    elif step.request == "xStatus Alarm":
        until_same(step, cluster_alarms(step.answer), lambda: cluster_alarms(peer.run(step.request)))
    elif step.request == "xStatus Alternates":
        until_same(step, states(step.answer), lambda: states(peer.run(step.request)))
    elif step.request == "xCommand Restart":
        peer.restart()
    else:
        peer.run(on_loopback(step.request, peers))


def setting_of(peer, path):
    found = re.search(r'^\*c .*?: "(.*)"$', peer.run(f"xConfiguration {path}"), re.MULTILINE)
    return found.group(1) if found else ""


def test_real_peers_that_are_killed_in_turn_show_the_alarms_of_the_simulated_ones(record, peers):
    story = list(steps_of(record))
    looked_at = {(step.peer, alarm) for step in story if step.request == "xStatus Alarm"
                 for alarm in cluster_alarms(step.answer)}
    assert {(peer, alarm) for peer in PEERS for alarm in (20004, 20006)} <= looked_at
    assert {("peer2", 20016), ("peer3", 20016), ("peer1", 20007)} <= looked_at, "the story shows what it is there for"
    assert [step.peer for step in story if step.what == "kill"] == ["peer2", "peer3", "peer1"]
    for step in story:
        play(step, peers)
    for peer in peers.values():
        assert cluster_alarms(peer.run("xStatus Alarm")) == [40049], "Permissive is what is left to tell"
        assert states(peer.run("xStatus Alternates")).count("Active") == 2
    for name, boots in simulated_boots(record).items():
        wanted = [alarm_history(boot) for boot in boots]
        assert [alarm_history(boot) for boot in peers[name].boots()] == wanted, f"{name}: raised and lowered, in order"
