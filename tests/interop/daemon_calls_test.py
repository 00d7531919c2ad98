"""SIPp's own caller and callee talk through the daemon: every call is set up, acknowledged and hung up."""

import contextlib
import re
import socket
import subprocess

import pytest

import servers

CALLS = 1000


@pytest.fixture(scope="module")
def hexadd(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hexadd")
    certificates = servers.make_certificates(folder / "certs")
    with servers.Hexadd(folder, certificates=certificates, lines=["SIP Domain 2 Name: 127.0.0.1"]) as server:
        yield server.wait()


def register(hexadd, user, port):
    """As a phone does that listens on `port` and registers from another one."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as phone:
        phone.settimeout(10)
        phone.connect(("127.0.0.1", hexadd.port))
        own = phone.getsockname()[1]
        phone.send((f"REGISTER sip:127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:{own};branch=z9hG4bK{user}\r\n"
                    f"Max-Forwards: 70\r\nFrom: <sip:{user}@127.0.0.1>;tag=1\r\nTo: <sip:{user}@127.0.0.1>\r\n"
                    f"Call-ID: {user}\r\nCSeq: 1 REGISTER\r\nContact: <sip:{user}@127.0.0.1:{port}>\r\n"
                    "Expires: 600\r\nContent-Length: 0\r\n\r\n").encode())
        answer = phone.recv(4096).decode()
    assert answer.startswith("SIP/2.0 200 OK"), answer


@contextlib.contextmanager
def callee(port, folder):
    """SIPp's built-in uas."""
    process = subprocess.Popen(["sipp", "-sn", "uas", "-i", "127.0.0.1", "-p", str(port), "-nostdin"], cwd=folder,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=10)


def call(hexadd, user, calls, folder, *more):
    """SIPp's built-in uac; its exit code and its last count of failed calls."""
    done = subprocess.run(["sipp", f"127.0.0.1:{hexadd.port}", "-sn", "uac", "-s", user, "-i", "127.0.0.1", "-p",
                           str(servers.free_port()), "-m", str(calls), "-r", "200", "-d", "100", "-nostdin",
                           "-timeout", "60", *more], cwd=folder, capture_output=True, text=True, timeout=90, check=False)
    failed = re.findall(r"Failed call\s*\|\s*\d+\s*\|\s*(\d+)", done.stdout)
    return done.returncode, int(failed[-1]) if failed else None


def test_a_thousand_calls_run_through_the_daemon(hexadd, tmp_path):
    port = servers.free_port()
    register(hexadd, "service", port)
    with callee(port, tmp_path):
        assert call(hexadd, "service", CALLS, tmp_path) == (0, 0)


def test_calls_to_nobody_are_not_found(hexadd, tmp_path):
    code, failed = call(hexadd, "nobody", 10, tmp_path)
    assert (code, failed) == (1, 10)


def test_calls_to_a_phone_that_is_gone_end_in_time(hexadd, tmp_path):
    register(hexadd, "gone", servers.free_port())
    code, failed = call(hexadd, "gone", 3, tmp_path)
    assert (code, failed) == (1, 3)
