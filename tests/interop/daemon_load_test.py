"""SIPp, sipsak and stunnel against the daemon: 10,000 phones over each transport, none failed."""

import subprocess

import pytest

import servers

PHONES = 10_000


@pytest.fixture(scope="module")
def hexadd(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hexadd")
    certificates = servers.make_certificates(folder / "certs")
    # sipsak registers with the address that it sends to as its domain.
    with servers.Hexadd(folder, certificates=certificates, lines=["SIP Domain 2 Name: 127.0.0.1"]) as server:
        yield server.wait()


def test_ten_thousand_phones_register_over_udp(hexadd, tmp_path):
    counts = servers.sipp(hexadd.port, PHONES, 1000, "u1", folder=tmp_path)
    assert (counts["ok"], counts["failed"], counts["exit_code"]) == (PHONES, 0, 0), counts


def test_ten_thousand_phones_register_over_tcp(hexadd, tmp_path):
    counts = servers.sipp(hexadd.port, PHONES, 1000, "t1", folder=tmp_path)
    assert (counts["ok"], counts["failed"], counts["exit_code"]) == (PHONES, 0, 0), counts


def test_ten_thousand_phones_register_over_tls_through_stunnel(hexadd, tmp_path):
    with servers.Stunnel(tmp_path, hexadd.tls_port, hexadd.folder / "certs/ca.pem") as tunnel:
        counts = servers.sipp(tunnel.port, PHONES, 1000, "t1", folder=tmp_path)
    assert (counts["ok"], counts["failed"], counts["exit_code"]) == (PHONES, 0, 0), counts


def test_a_thousand_connections_register_at_once(hexadd, tmp_path):
    counts = servers.sipp(hexadd.port, 1000, 500, "tn", folder=tmp_path, extra=["-max_socket", "2000"])
    assert (counts["ok"], counts["failed"]) == (1000, 0), counts


@pytest.mark.parametrize("server", ["hexadd", "kamailio"])
def test_sipsak_gets_its_200(server, tmp_path):
    with servers.SERVERS[server](tmp_path) as running:
        running.wait()
        done = subprocess.run(["sipsak", "-v", "-s", f"sip:127.0.0.1:{running.port}"], capture_output=True, text=True,
                              timeout=30, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "200" in done.stdout


def test_sipsak_registers_a_user(hexadd):
    done = subprocess.run(["sipsak", "-U", "-x", "120", "-C", "sip:alice@127.0.0.1:9", "-s",
                           f"sip:alice@127.0.0.1:{hexadd.port}"], capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
