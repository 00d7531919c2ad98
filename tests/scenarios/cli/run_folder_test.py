"""What a run leaves, and what a failing run says on the terminal."""

import json
import pathlib
import xml.etree.ElementTree

import pytest

from program import SOURCE, hexad


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("run") / "srv-failover"
    code, out, err = hexad("run", "srv-failover", "--seed", "3", "--out", folder)
    assert code == 0, out + err
    return folder


def test_the_folder_holds_everything(folder):
    names = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert names >= {"record.jsonl", "summary.json", "report.html", "junit.xml", "ladder.txt", "pcap/lan.pcap"}


def test_the_summary_names_verdict_seed_fingerprint_versions_and_repeat_command(folder):
    summary = json.loads((folder / "summary.json").read_text())
    assert summary["verdict"] == "pass" and summary["seed"] == 3
    assert len(summary["fingerprint"]) == 64
    assert summary["repeat"] == "hexad run srv-failover --seed 3"
    assert {"hexad", "ns3", "openssl"} <= set(summary["versions"])


def test_junit_has_a_case_for_each_check(folder):
    suite = xml.etree.ElementTree.parse(folder / "junit.xml").getroot()
    names = {case.get("name") for case in suite.iter("testcase")}
    assert {"every_phone_registers_within_ten_seconds", "time_never_runs_backwards"} <= names


def test_the_record_is_in_the_order_of_simulated_time(folder):
    times = [json.loads(line)["at"] for line in (folder / "record.jsonl").read_text().splitlines()]
    assert times == sorted(times) and times[-1] % 10**9 == 0 and times[-1] > 60 * 10**9


def test_a_tls_run_leaves_its_keys(tmp_path):
    assert hexad("run", "srv-failover-tls", "--out", tmp_path / "run")[0] == 0
    assert "CLIENT" in (tmp_path / "run/keys.log").read_text()


def test_a_failing_run_tells_why_with_evidence_ladder_and_repeat_command(tmp_path):
    text = (SOURCE / "scenarios/catalog/srv-failover.yaml").read_text()
    assert "within: 5 s, to: [peer2, peer3]" in text
    (tmp_path / "impatient.yaml").write_text(text.replace("topology: one-lan",
        f"topology: {SOURCE}/topologies/catalog/one-lan.yaml").replace("within: 5 s, to: [peer2, peer3]",
                                                                      "within: 1 ms, to: [peer2, peer3]"))
    code, out, err = hexad("run", "./impatient.yaml", "--seed", "2", "--out", tmp_path / "run", cwd=tmp_path)
    assert code == 1, out + err
    assert "FAILED phones_of_the_dead_peer_move_to_another_one" in out
    assert "expected" in out and "found" in out and "peer1 was killed" in out
    assert out.count("REGISTER") >= 1 and "repeat: hexad run ./impatient.yaml --seed 2" in out
    assert pathlib.Path(tmp_path / "run/report.html").exists()


def test_capture_can_be_left_out_or_limited(tmp_path):
    assert hexad("run", "nat-dmz", "--capture", "none", "--out", tmp_path / "none", "--quiet")[0] == 0
    assert list((tmp_path / "none").glob("pcap/*.pcap")) == []
    assert hexad("run", "nat-dmz", "--capture", "dmz", "--out", tmp_path / "one", "--quiet")[0] == 0
    assert [path.name for path in (tmp_path / "one/pcap").iterdir()] == ["dmz.pcap"]


def test_a_run_may_be_repeated_into_the_same_folder(tmp_path):
    for _ in range(2):
        assert hexad("run", "register-udp", "--out", tmp_path / "run", "--quiet")[0] == 0
