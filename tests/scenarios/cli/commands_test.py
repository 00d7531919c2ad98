"""The other commands: list, new, show, check, campaign, replay, report, conform."""

import json

import pytest

from program import SOURCE, hexad


def test_list_names_every_file_of_the_catalogue():
    code, out, _ = hexad("list", "--json")
    listed = json.loads(out)
    assert code == 0
    for what in ("scenarios", "topologies"):
        assert [entry["name"] for entry in listed[what]] == sorted(p.stem for p in (SOURCE / what / "catalog").glob("*.yaml"))
        assert all(entry["title"] for entry in listed[what])


def test_a_new_scenario_runs_as_it_is(tmp_path):
    code, out, _ = hexad("new", "mine", cwd=tmp_path)
    assert code == 0 and "hexad run ./mine.yaml" in out
    code, out, err = hexad("run", "./mine.yaml", cwd=tmp_path)
    assert code == 0, out + err
    assert (tmp_path / "out/mine/1/report.html").exists()
    assert hexad("new", "mine", cwd=tmp_path)[0] == 2, "an existing file is not overwritten"


def test_show_draws_every_topology():
    for file in (SOURCE / "topologies/catalog").glob("*.yaml"):
        code, out, err = hexad("show", file.stem)
        assert code == 0 and len(out.splitlines()) > 3, err


def test_check_prints_findings_as_text_and_json():
    code, out, _ = hexad("check", "one-lan")
    assert code == 0 and "rules hold" in out
    code, out, _ = hexad("check", "one-lan", "--json")
    assert set(json.loads(out)) == {"findings", "passed"}


def test_records_prints_what_a_cluster_needs_in_dns():
    code, out, _ = hexad("records", "two-clusters", "--name", "phones.example.com")
    assert code == 0 and "_sip._tcp.phones.example.com. 86400 IN SRV 2 1 5060 peer3.example.com." in out
    code, _, err = hexad("records", "two-clusters", "--name", "a..b")
    assert code == 2 and "'a..b' is no domain name" in err
    assert hexad("records", "nowhere")[0] == 2


def test_a_campaign_runs_each_seed_once(tmp_path):
    code, out, err = hexad("campaign", "srv-failover", "--seeds", "1..5", "--jobs", "2", "--json", cwd=tmp_path)
    assert code == 0, err
    runs = json.loads(out)["runs"]
    assert [run["seed"] for run in runs] == [1, 2, 3, 4, 5]
    prints = {json.loads((tmp_path / run["folder"] / "summary.json").read_text())["fingerprint"] for run in runs}
    assert len(prints) == 5


def test_replay_repeats_exactly_and_finds_a_difference(tmp_path):
    assert hexad("run", "register-udp", "--out", tmp_path / "run", "--quiet")[0] == 0
    code, out, _ = hexad("replay", tmp_path / "run")
    assert code == 0 and "repeats exactly" in out
    record = tmp_path / "run/record.jsonl"
    record.write_text(record.read_text().replace("200 OK (REGISTER)", "200 Well (REGISTER)", 1))
    code, out, _ = hexad("replay", tmp_path / "run")
    assert code == 1 and "First difference" in out


def test_a_command_that_does_not_exist_is_named_with_the_nearest_one():
    code, _, err = hexad("rnu", "srv-failover")
    assert code == 2 and "'rnu'" in err and "did you mean 'run'" in err


@pytest.mark.parametrize("seed", ["-1", "0x10", "99999999999999999999", "1.5", "", " 7"])
def test_a_seed_is_a_whole_number(tmp_path, seed):
    code, _, err = hexad("run", "register-udp", f"--seed={seed}", cwd=tmp_path)
    assert code == 2 and "--seed" in err
    assert not (tmp_path / "out").exists()


def test_leading_zeros_do_not_make_a_seed_octal(tmp_path):
    code, out, _ = hexad("run", "register-udp", "--seed", "010", "--json", cwd=tmp_path)
    assert code == 0 and json.loads(out)["seed"] == 10


@pytest.mark.parametrize("command", ["replay", "report"])
def test_a_folder_without_a_run_is_bad_input(tmp_path, command):
    code, _, err = hexad(command, tmp_path / "nothing")
    assert code == 2 and "no run left anything there" in err
    (tmp_path / "record.jsonl").write_text("{}\n")
    code, _, err = hexad(command, tmp_path)
    assert code == 2 and "record.jsonl:1" in err


def test_a_campaign_of_a_bad_scenario_says_so_once(tmp_path):
    code, out, err = hexad("campaign", "srv-failovr", "--seeds", "1..5", cwd=tmp_path)
    assert code == 2 and err.count("no such scenario") == 1 and out == ""


def test_report_draws_the_same_page_again(tmp_path):
    assert hexad("run", "register-udp", "--out", tmp_path / "run", "--quiet")[0] == 0
    page = tmp_path / "run/report.html"
    before = page.read_bytes()
    page.unlink()
    assert hexad("report", tmp_path / "run")[0] == 0
    assert page.read_bytes() == before


def test_conform_counts_every_id_once(tmp_path):
    code, out, err = hexad("conform", "--json", "--out", tmp_path / "conform", cwd=tmp_path)
    assert code == 0, err
    counts = json.loads(out)
    assert sum(counts["total"].values()) == 648
    for name in counts["total"]:
        assert counts["total"][name] == sum(group[name] for group in counts["groups"].values())
    assert counts["total"]["verified"] >= 10 and counts["total"]["failing"] == 0 and counts["total"]["invalid"] == 0
    assert (tmp_path / "conform/matrix.html").exists()
    # What a finished run proves is counted without running anything again.
    code, out, _ = hexad("conform", "--json", "--from", tmp_path / "conform/runs", "--tests",
                         tmp_path / "conform/tests", "--out", tmp_path / "again")
    assert code == 0 and json.loads(out) == counts
