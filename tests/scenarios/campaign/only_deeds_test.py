"""Goal: a run with some of the deeds of its random trouble is a run like any other: it repeats exactly, its command says
what it was, and numbers that it does not have are told."""

import json
import os
import pathlib
import shlex
import subprocess

HEXAD = pathlib.Path(os.environ["HEXAD_TEST_BINARY_DIR"]) / "bin/hexad"


def hexad(*words, cwd):
    done = subprocess.run([str(HEXAD), *words], cwd=cwd, capture_output=True, text=True, timeout=250, check=False)
    return done.returncode, done.stdout, done.stderr


def test_a_run_with_some_deeds_repeats_exactly(tmp_path):
    words = ("run", "cluster-under-fire", "--seed", "3", "--only-deeds", "1,3", "--capture", "none", "--json")
    code, text, _ = hexad(*words, "--out", "a", cwd=tmp_path)
    assert code == 0, text
    first = json.loads(text)
    _, text, _ = hexad(*words, "--out", "b", cwd=tmp_path)
    assert json.loads(text)["fingerprint"] == first["fingerprint"]
    summary = json.loads((tmp_path / "a/summary.json").read_text())
    assert summary["repeat"] == "hexad run cluster-under-fire --seed 3 --only-deeds 1,3"
    code, text, _ = hexad("replay", "a", cwd=tmp_path)
    assert code == 0 and "repeats exactly" in text
    _, text, _ = hexad(*shlex.split(summary["repeat"])[1:], "--capture", "none", "--json", "--out", "c", cwd=tmp_path)
    assert json.loads(text)["fingerprint"] == first["fingerprint"]


def test_no_deed_at_all_is_a_quiet_hour(tmp_path):
    code, _, _ = hexad("run", "cluster-under-fire", "--seed", "3", "--only-deeds", "none", "--capture", "none", "--out", "a",
                       cwd=tmp_path)
    assert code == 0
    assert '"event":"fault_applied"' not in (tmp_path / "a/record.jsonl").read_text()


def test_deeds_that_there_are_not_are_told(tmp_path):
    code, _, text = hexad("run", "cluster-under-fire", "--seed", "3", "--only-deeds", "1,999", cwd=tmp_path)
    assert code == 2 and "cluster-under-fire with seed 3 has no deed 999: it has those from 1 to " in text
    code, _, text = hexad("run", "register-udp", "--only-deeds", "1", cwd=tmp_path)
    assert code == 2 and "has no deed 1: it has none" in text
    code, _, text = hexad("run", "cluster-under-fire", "--only-deeds", "1,,2", cwd=tmp_path)
    assert code == 2 and "'1,,2' is neither numbers such as 3,7,12 nor none" in text


def test_a_campaign_keeps_what_failed_only(tmp_path):
    code, text, _ = hexad("campaign", "cluster-under-fire", "--seeds", "1..2", "--keep-failing", "--out", "c", cwd=tmp_path)
    assert code == 0 and "2 runs, 2 pass" in text
    assert list((tmp_path / "c").iterdir()) == []
