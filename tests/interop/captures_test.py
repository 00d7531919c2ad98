"""The captures of simulated runs as tshark sees them: SIP is found, TLS opens with keys.log, nothing is malformed."""

import os
import pathlib
import subprocess

import pytest

HEXAD = pathlib.Path(os.environ["HEXAD_TEST_BINARY_DIR"]) / "bin/hexad"
CHECKSUMS = ["-o", "ip.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE"]


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Runs a scenario once for all tests of this file."""
    folders = {}

    def of(scenario):
        if scenario not in folders:
            folders[scenario] = tmp_path_factory.mktemp(scenario)
            subprocess.run([HEXAD, "run", scenario, "--seed", "5", "--out", folders[scenario], "--quiet"], check=True)
        return folders[scenario]

    return of


def tshark(capture, display_filter, *options):
    done = subprocess.run(["tshark", "-r", str(capture), "-Y", display_filter, *options], capture_output=True, text=True,
                          check=True)
    return done.stdout.splitlines()


@pytest.mark.parametrize("scenario", ["srv-failover", "srv-failover-tls", "nat-dmz", "register-udp", "dead-peer"])
def test_nothing_is_malformed_and_all_checksums_are_right(run, scenario):
    captures = sorted((run(scenario) / "pcap").glob("*.pcap"))
    assert captures
    for capture in captures:
        assert tshark(capture, "frame") != [] or scenario == "nat-dmz", f"{capture} is empty"
        bad = "_ws.malformed || ip.checksum.status == 0 || tcp.checksum.status == 0 || udp.checksum.status == 0"
        assert tshark(capture, bad, *CHECKSUMS) == [], capture


@pytest.mark.parametrize("scenario", ["srv-failover", "nat-dmz", "register-udp"])
def test_sip_is_found(run, scenario):
    lines = [line for capture in (run(scenario) / "pcap").glob("*.pcap") for line in tshark(capture, "sip.Method == REGISTER")]
    assert lines


def test_tls_is_opaque_without_the_key_log_and_open_with_it(run):
    folder = run("srv-failover-tls")
    capture = folder / "pcap/lan.pcap"
    assert tshark(capture, "sip") == []
    keys = ["-o", f"tls.keylog_file:{folder / 'keys.log'}"]
    registers = tshark(capture, "sip.Method == REGISTER", *keys)
    answers = tshark(capture, "sip.Status-Code == 200", *keys)
    assert len(registers) > 5 and len(answers) > 5
    assert tshark(capture, "_ws.malformed", *keys) == []


def test_dns_answers_are_found(run):
    assert tshark(run("srv-failover") / "pcap/lan.pcap", "dns.srv.target")
