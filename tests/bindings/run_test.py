"""Running scenarios from Python."""

import builtins

import pytest

import hexad


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return hexad.run("srv-failover", seed=7, out=tmp_path_factory.mktemp("run") / "7")


def test_a_run_gives_its_verdict_checks_and_report(run):
    assert run.verdict == "pass" and run.passed
    assert run.seed == 7
    assert any(check["kind"] == "invariant" for check in run.checks)
    assert run.report.read_text(encoding="utf-8").startswith("<!")
    assert run.captures and all(path.stat().st_size > 24 for path in run.captures)


def test_events_are_a_data_frame_in_the_order_of_time(run):
    pandas = pytest.importorskip("pandas")
    assert isinstance(run.events, pandas.DataFrame)
    assert run.events.at_s.is_monotonic_increasing
    registered = run.events[run.events.what == "registered"]
    assert set(registered.component) == {"endpoint", "sip"}


def test_without_pandas_events_are_dicts(run, monkeypatch):
    real_import = builtins.__import__

    def without_pandas(name, *arguments, **keywords):
        if name == "pandas":
            raise ImportError(name)
        return real_import(name, *arguments, **keywords)

    monkeypatch.setattr(builtins, "__import__", without_pandas)
    events = hexad.load(run.folder).events
    assert isinstance(events, list) and events[0]["at"] == 0


def test_the_same_seed_gives_the_same_fingerprint_and_another_does_not(run, tmp_path):
    again = hexad.run("srv-failover", seed=7, out=tmp_path / "again")
    other = hexad.run("srv-failover", seed=8, out=tmp_path / "other")
    assert again.fingerprint == run.fingerprint
    assert other.fingerprint != run.fingerprint


def test_bad_input_is_an_input_error_with_the_programs_message(tmp_path):
    with pytest.raises(hexad.InputError, match="srv-failover"):
        hexad.run("srv-failovr", out=tmp_path / "x")


def test_the_catalogue_is_listed():
    assert "srv-failover" in hexad.scenarios()
    assert "one-lan" in hexad.topologies()
