"""Whatever a user can get wrong: exit code 2, one message that says where and what was expected, and nothing left."""

import pytest

from program import hexad

GOOD_TOPOLOGY = """\
# A network for tests.
domain: example.com
networks:
  lan: {subnet: 10.1.0.0/24}
peer_settings: ["SIP Mode: On", "SIP UDP Mode: On", "SIP TCP Mode: On", "SIP Domain 1 Name: example.com"]
peers:
  peer1: {networks: {lan: 10.1.0.11}}
endpoints:
  phones: {count: 2, networks: lan, discovery: static, server: 10.1.0.11, transport: udp}
"""

GOOD_SCENARIO = """\
# A scenario for tests.
topology: ./net.yaml
duration: 2 min
steps:
  - {at: 0 s, boot: all}
checks:
  - name: phones_register
    registered: {endpoints: phones, by: 10 s}
"""


@pytest.fixture
def files(tmp_path):
    (tmp_path / "net.yaml").write_text(GOOD_TOPOLOGY)
    (tmp_path / "story.yaml").write_text(GOOD_SCENARIO)
    return tmp_path


def refused(files, *places):
    code, out, err = hexad("run", "./story.yaml", "--out", files / "run", cwd=files)
    assert code == 2, out + err
    lines = err.strip().splitlines()
    assert len(lines) == 1, err
    for place in places:
        assert place in lines[0], err
    assert not (files / "run").exists()


def change(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_the_files_themselves_are_good(files):
    code, out, err = hexad("run", "./story.yaml", "--out", files / "run", cwd=files)
    assert code == 0, out + err


def test_an_unknown_key(files):
    change(files / "story.yaml", "duration", "duraton")
    refused(files, "story.yaml:3:1", "duraton", "duration")


def test_a_wrong_type(files):
    change(files / "net.yaml", "count: 2", "count: two")
    refused(files, "net.yaml:9:", "two")


def test_a_missing_file(files):
    (files / "net.yaml").unlink()
    refused(files, "net.yaml")


def test_overlapping_subnets(files):
    change(files / "net.yaml", "  lan: {subnet: 10.1.0.0/24}", "  lan: {subnet: 10.1.0.0/24}\n  wan: {subnet: 10.1.0.128/25}")
    refused(files, "net.yaml:5:", "overlap")


def test_a_phone_on_no_network(files):
    change(files / "net.yaml", "networks: lan, ", "")
    refused(files, "net.yaml:9:", "network")


def test_a_step_that_names_an_unknown_node(files):
    change(files / "story.yaml", "  - {at: 0 s, boot: all}", "  - {at: 0 s, boot: all}\n  - {at: 5 s, kill: peer9}")
    refused(files, "story.yaml:6:", "peer9", "peer1")


def test_a_negative_time(files):
    change(files / "story.yaml", "at: 0 s", "at: -1 s")
    refused(files, "story.yaml:5:", "-1 s")


def test_a_cycle_of_includes(files):
    (files / "a.yaml").write_text("# a\ninclude: ./b.yaml\n")
    (files / "b.yaml").write_text("# b\ninclude: ./a.yaml\n")
    change(files / "story.yaml", "./net.yaml", "./a.yaml")
    refused(files, "a.yaml", "b.yaml", "include")


def test_a_yaml_bomb(files):
    bomb = "# bomb\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
    (files / "story.yaml").write_text(bomb)
    refused(files, "story.yaml:2:", "anchor")


def test_a_ten_megabyte_line(files):
    (files / "story.yaml").write_text("# long\ntopology: " + "x" * 10_000_000 + "\n")
    refused(files, "story.yaml", "1 MB")


def test_a_wrong_setting_of_a_peer(files):
    change(files / "net.yaml", "SIP UDP Mode: On", "SIP UPD Mode: On")
    refused(files, "net.yaml:5:", "SIP UDP Mode")


def test_a_name_that_is_nearly_right():
    code, _, err = hexad("run", "srv-failovr")
    assert code == 2 and "srv-failover" in err


def test_words_that_the_command_line_does_not_know(tmp_path):
    for words in (["run"], ["run", "srv-failover", "--world", "moon"], ["run", "srv-failover", "--seed", "x"],
                  ["frobnicate"], ["campaign", "srv-failover", "--seeds", "9..1"]):
        code, out, err = hexad(*words, cwd=tmp_path)
        assert code == 2, (words, out, err)


def test_a_capture_of_a_network_that_is_not_there(files):
    code, _, err = hexad("run", "./story.yaml", "--capture", "wan", cwd=files)
    assert code == 2 and "wan" in err and "lan" in err


def test_an_output_folder_that_is_somebody_elses(files):
    (files / "precious").mkdir()
    (files / "precious/thesis.txt").write_text("years of work")
    code, _, err = hexad("run", "./story.yaml", "--out", files / "precious", cwd=files)
    assert code == 2 and "precious" in err
    assert (files / "precious/thesis.txt").read_text() == "years of work"


def test_a_scenario_that_the_real_world_cannot_play():
    code, _, err = hexad("run", "nat-dmz", "--world", "real")
    assert code == 2 and "nat-dmz" in err and "ns3" in err


def test_a_fault_that_touches_nothing_is_invalid(files):
    change(files / "net.yaml", "  lan: {subnet: 10.1.0.0/24}", "  lan: {subnet: 10.1.0.0/24}\n  idle: {subnet: 10.9.0.0/24}")
    change(files / "story.yaml", "  - {at: 0 s, boot: all}",
           "  - {at: 0 s, boot: all}\n  - {at: 20 s, link_down: {network: idle}, for: 5 s}")
    code, out, _ = hexad("run", "./story.yaml", "--out", files / "run", cwd=files)
    assert code == 3, out
    assert "touched nothing" in out
    assert "touched nothing" in (files / "run/report.html").read_text()


def test_a_check_that_never_ran_is_invalid(files):
    change(files / "net.yaml", "  peer1: {networks: {lan: 10.1.0.11}}",
           "  peer1: {networks: {lan: 10.1.0.11}}\n  peer2: {networks: {lan: 10.1.0.12}}")
    change(files / "story.yaml", "    registered: {endpoints: phones, by: 10 s}",
           "    moved: {from: peer2, at: 30 s, within: 10 s, to: peer1}")
    code, out, _ = hexad("run", "./story.yaml", "--out", files / "run", cwd=files)
    assert code == 3, out
    assert "never ran" in out and "phones_register" in (files / "run/report.html").read_text()
