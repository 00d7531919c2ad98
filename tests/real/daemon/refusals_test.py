"""What the user can mend ends with exit code 2 and one sentence that says what, where and what was expected."""

import pathlib
import re
import socket
import subprocess

import pytest

import servers

HEXADD = servers.BIN / "hexadd"
CONFIG = "xConfiguration SIP Mode: On\nxConfiguration Ethernet 1 IP V4 Address: 127.0.0.1\n"


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    return servers.make_certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def config(tmp_path):
    path = tmp_path / "peer.conf"
    path.write_text(CONFIG)
    return path


def hexadd(*words):
    return subprocess.run([HEXADD, *[str(word) for word in words]], stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, timeout=20, check=False)


def refused(done):
    """The one sentence of a run that was refused."""
    assert done.returncode == 2, done
    assert done.stderr.count("\n") == 1 and done.stderr.startswith("hexadd: "), done.stderr
    return done.stderr.strip().removeprefix("hexadd: ")


def test_check_says_that_good_files_are_in_order_and_serves_nothing(config, certificates):
    done = hexadd("--config", config, "--check")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{config}: is in order\n", "")
    done = hexadd("--config", config, "--check", "--certificate", certificates / "server.pem", "--private-key",
                  certificates / "server.key", "--ca", certificates / "ca.pem")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("check", [True, False], ids=["check", "start"])
@pytest.mark.parametrize("text, sentence", [
    ("xConfiguration SIP Mode: On\n  SIP UPD Mode: On\n",
     "peer.conf:2:3: there is no setting 'SIP UPD Mode'; the nearest is 'SIP UDP Mode'"),
    ("SIP UDP Port: 80\n",
     "peer.conf:1:1: '80' is not a value of SIP UDP Port: expected a whole number from 1024 to 65534"),
    ("\n\nSIP UDP Mode\n", "peer.conf:3:1: expected 'SETTING: VALUE', for example 'SIP UDP Mode: On'"),
    ("SIP Domain 201 Name: a\n", "peer.conf:1:1: there is no setting 'SIP Domain 201 Name'"),
    ("\0\1\2\n", "peer.conf:1:1: expected 'SETTING: VALUE'"),
])
def test_a_bad_line_is_named_by_file_line_and_column(tmp_path, text, sentence, check):
    path = tmp_path / "peer.conf"
    path.write_text(text)
    found = refused(hexadd("--config", path, *(["--check"] if check else [])))
    assert found.startswith(f"{tmp_path}/{sentence}")


def test_a_configuration_that_cannot_be_read(tmp_path):
    missing = tmp_path / "missing.conf"
    assert refused(hexadd("--config", missing)) == f"{missing}: the configuration cannot be read: No such file or directory"
    assert refused(hexadd("--config", tmp_path)) == f"{tmp_path}: the configuration cannot be read: Is a directory"
    huge = tmp_path / "huge.conf"
    huge.write_text("#" * (1024 * 1024 + 1))
    assert refused(hexadd("--config", huge)) == f"{huge}: the configuration is larger than 1 MB"
    huge.write_text("x" * (1024 * 1024 - 10))
    assert refused(hexadd("--config", huge)).startswith(f"{huge}:1:1: expected 'SETTING: VALUE'")
    assert refused(hexadd("--config", "/dev/zero")) == "/dev/zero: the configuration is larger than 1 MB"


@pytest.mark.parametrize("words", [[], ["--config"], ["--nonsense"], ["--config", "x", "--release", "x99"],
                                   ["--config", "x", "--certificate", "y"], ["--config", "x", "--private-key", "y"]])
def test_a_bad_command_line(words):
    done = hexadd(*words)
    assert done.returncode == 2 and done.stderr != "" and done.stdout == ""


@pytest.mark.parametrize("kind, setting", [(socket.SOCK_DGRAM, "SIP UDP Port"), (socket.SOCK_STREAM, "SIP TCP Port")])
def test_a_busy_port(tmp_path, kind, setting):
    with socket.socket(socket.AF_INET, kind) as other:
        other.bind(("127.0.0.1", 0))
        if kind == socket.SOCK_STREAM:
            other.listen()
        port = other.getsockname()[1]
        path = tmp_path / "peer.conf"
        path.write_text(f"{CONFIG}SIP UDP Mode: {'On' if kind == socket.SOCK_DGRAM else 'Off'}\nSIP TCP Mode: On\n"
                        f"SIP UDP Port: {port}\nSIP TCP Port: {port}\n")
        assert refused(hexadd("--config", path)) == (f"{setting} {port} cannot be served on 127.0.0.1: another program "
                                                     "uses that port there")


def test_a_second_daemon_on_the_same_ports(tmp_path):
    with servers.Hexadd(tmp_path) as first:
        first.wait()
        assert "another program uses that port there" in refused(hexadd("--config", first.config))
        assert first.answers()


def test_an_address_of_another_machine(tmp_path):
    path = tmp_path / "peer.conf"
    path.write_text("SIP Mode: On\nSIP UDP Mode: On\nEthernet 1 IP V4 Address: 192.0.2.1\n")
    assert refused(hexadd("--config", path)) == \
        "SIP UDP Port 5060 cannot be served on 192.0.2.1: this machine has no such address"


def test_certificates_that_cannot_be_used(tmp_path, config, certificates):
    garbage = tmp_path / "garbage.pem"
    garbage.write_bytes(bytes(range(256)) * 20)
    empty = tmp_path / "empty.pem"
    empty.write_text("")
    other = servers.make_certificates(tmp_path / "other")
    locked = tmp_path / "locked.key"
    subprocess.run(["openssl", "pkey", "-in", certificates / "server.key", "-aes256", "-passout", "pass:secret", "-out",
                    locked], check=True)
    pem, key, ca = (certificates / name for name in ("server.pem", "server.key", "ca.pem"))

    def start(certificate, private_key, authority):
        return refused(hexadd("--config", config, "--certificate", certificate, "--private-key", private_key, "--ca", authority))

    missing = tmp_path / "missing.pem"
    assert start(missing, key, ca) == f"{missing}: the certificate cannot be read: No such file or directory"
    assert start(pem, missing, ca) == f"{missing}: the private key cannot be read: No such file or directory"
    assert start(pem, key, missing) == f"{missing}: the CA list cannot be read: No such file or directory"
    assert start(tmp_path, key, ca) == f"{tmp_path}: the certificate cannot be read: Is a directory"
    for bad in (garbage, empty, key):
        assert start(bad, key, ca).startswith(f"{bad} and {key}: ")
        assert start(pem, key, bad).startswith(f"{bad}: ")
    for bad in (garbage, empty, pem, locked):
        assert start(pem, bad, ca).startswith(f"{pem} and {bad}: ")
    mismatched = start(pem, other / "server.key", ca)
    assert "the private key does not belong to the certificate of 'localhost'" in mismatched


@pytest.mark.skipif(pathlib.Path("/proc/self/status").read_text().find("\nUid:\t0\t") >= 0, reason="root reads all files")
def test_a_private_key_without_permission(config, certificates, tmp_path):
    closed = tmp_path / "closed.key"
    closed.write_text((certificates / "server.key").read_text())
    closed.chmod(0)
    assert refused(hexadd("--config", config, "--certificate", certificates / "server.pem", "--private-key",
                          closed)).endswith("Permission denied")


@pytest.mark.parametrize("flag", ["--record", "--key-log"])
def test_an_output_that_cannot_be_written(config, tmp_path, flag):
    assert refused(hexadd("--config", config, flag, tmp_path / "no/such/folder")) == \
        f"{flag}: {tmp_path}/no/such/folder cannot be written: No such file or directory"
    assert refused(hexadd("--config", config, flag, tmp_path)) == f"{flag}: {tmp_path} cannot be written: Is a directory"


def test_a_state_folder_that_cannot_be_used(config):
    assert re.match(r"--state: /proc/nowhere cannot be used: ", refused(hexadd("--config", config, "--state", "/proc/nowhere")))
    assert refused(hexadd("--config", config, "--state", config)).startswith(f"--state: {config} cannot be used: ")
