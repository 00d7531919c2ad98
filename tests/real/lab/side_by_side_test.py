"""Runs in the real world on one machine at once, and what is left of a run that is killed."""

import json
import os
import pathlib
import signal
import subprocess
import time

import servers

HEXAD = servers.BIN / "hexad"
SCENARIO = pathlib.Path(os.environ["HEXAD_TEST_SOURCE_DIR"]) / "tests/real/lab/two-phones.yaml"


def start(folder):
    folder.mkdir()
    with open(folder / "terminal", "wb") as terminal:
        return subprocess.Popen([HEXAD, "run", SCENARIO, "--world", "real", "--out", folder / "out"], stdout=terminal,
                                stderr=subprocess.STDOUT)


def addresses(folder):
    """The blocks of the loopback that a run used."""
    used = set()
    for line in (folder / "out/record.jsonl").read_text().splitlines():
        event = json.loads(line)
        if event["event"] == "message":
            used |= {event[side].rsplit(".", 1)[0] for side in ("local", "remote")}
    return used


def peers_of(pid):
    return [child for child in servers.children(pid) if pathlib.Path(f"/proc/{child}/comm").read_text() == "hexadd\n"]


def test_three_runs_at_once_do_not_disturb_each_other(tmp_path):
    folders = [tmp_path / name for name in ("one", "two", "three")]
    runs = [start(folder) for folder in folders]
    codes = [run.wait(60) for run in runs]
    assert codes == [0, 0, 0], [(folder / "terminal").read_text() for folder in folders]
    used = [addresses(folder) for folder in folders]
    assert all(len(blocks) == 1 for blocks in used), used
    assert len(set.union(*used)) == 3, used


def test_a_run_that_is_killed_leaves_no_peer_behind(tmp_path):
    run = start(tmp_path / "run")
    servers.until(lambda: len(peers_of(run.pid)) == 3, 20, "three peers run", run)
    peers = peers_of(run.pid)
    os.kill(peers[0], signal.SIGSTOP)
    run.kill()
    run.wait()
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and any(pathlib.Path(f"/proc/{peer}").exists() for peer in peers):
        time.sleep(0.02)
    assert not [peer for peer in peers if pathlib.Path(f"/proc/{peer}").exists()]
