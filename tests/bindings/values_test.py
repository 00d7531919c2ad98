"""Topology, scenario and record values bound from C++."""

import pytest

import hexad


def test_a_topology_is_read_by_name_and_by_file(tmp_path):
    topology = hexad.read_topology("one-lan")
    assert topology.name == "one-lan"
    assert {node.role for node in topology.nodes} >= {"peer", "endpoint", "dns"}
    peers = [node for node in topology.nodes if node.role == "peer"]
    assert all(peer.attachments[0].address.count(".") == 3 for peer in peers)
    assert topology.networks[0].delay_s >= 0


def test_a_mistake_names_file_line_and_column(tmp_path):
    file = tmp_path / "wrong.yaml"
    file.write_text("# wrong\ndomain: example.com\nnetworks:\n  lan: {subnt: 10.0.0.0/24}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"wrong\.yaml:4:\d+: "):
        hexad.read_topology(file)


def test_a_scenario_has_steps_and_checks():
    scenario = hexad.read_scenario("srv-failover")
    assert scenario.steps[0].at_s == 0
    assert scenario.checks and all(check.expected for check in scenario.checks)
    assert scenario.topology.nodes


def test_a_record_is_read_as_typed_events(tmp_path):
    run = hexad.run("register-udp", out=tmp_path / "run", capture="none")
    entries = hexad.read_record(str(run.folder / "record.jsonl"))
    assert isinstance(entries[0].event, hexad.RunStarted)
    assert isinstance(entries[-1].event, hexad.RunEnded)
    assert entries[-1].event.verdict == hexad.Verdict.PASS
    messages = [e.event for e in entries if isinstance(e.event, hexad.Message) and e.event.protocol == "sip"]
    assert messages[0].bytes.startswith(b"REGISTER ")


def test_unreadable_records_say_what_was_expected(tmp_path):
    file = tmp_path / "record.jsonl"
    file.write_text('{"at": 1}\n', encoding="utf-8")
    with pytest.raises(RuntimeError, match="record.jsonl:1"):
        hexad.read_record(str(file))
