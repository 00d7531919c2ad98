"""The daemon from its start to its end, as whoever runs it sees it."""

import json
import os
import signal
import socket
import ssl
import subprocess
import tempfile
import threading

import pytest

import phone
import servers


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    return servers.make_certificates(tmp_path_factory.mktemp("certificates"))


def address_of(server):
    return ("127.0.0.1", server.port)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly(tmp_path, number):
    with servers.Hexadd(tmp_path) as server:
        server.wait()
        server.process.send_signal(number)
        assert server.process.wait(3) == 0
        assert "ends as it was told to" in server.log_text()


def test_a_signal_ends_it_cleanly_under_load_and_with_clients_that_do_not_read(tmp_path):
    with servers.Hexadd(tmp_path) as server:
        server.wait()
        over = threading.Event()

        def flood():
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as load:
                message = phone.register()
                while not over.is_set():
                    try:
                        load.sendto(message, address_of(server))
                    except OSError:
                        pass

        deaf = [socket.create_connection(address_of(server)) for _ in range(20)]
        for stream in deaf:
            stream.setblocking(False)
            try:
                while True:
                    stream.send(phone.request(transport="TCP") * 50)
            except OSError:
                pass
        load = threading.Thread(target=flood)
        load.start()
        try:
            server.process.send_signal(signal.SIGTERM)
            assert server.process.wait(5) == 0
        finally:
            over.set()
            load.join()
            for stream in deaf:
                stream.close()


def test_it_registers_phones_of_its_domain_and_no_others_over_each_transport(tmp_path, certificates):
    with servers.Hexadd(tmp_path, certificates=certificates) as server:
        server.wait()
        tls = ("127.0.0.1", server.tls_port)
        ca = certificates / "ca.pem"
        assert phone.over_udp(address_of(server), phone.register()) == "SIP/2.0 200 OK"
        assert phone.over_tcp(address_of(server), phone.register(transport="TCP")) == "SIP/2.0 200 OK"
        assert phone.over_tls(tls, phone.register(transport="TLS"), ca) == "SIP/2.0 200 OK"
        assert phone.over_udp(address_of(server), phone.register("example.net")).startswith("SIP/2.0 403 ")
        assert phone.over_tcp(address_of(server), phone.register("example.net", transport="TCP")).startswith("SIP/2.0 403 ")
        servers.until(lambda: "to=<sip:alice@example.net>" in server.log_text(), 5, "the log tells who was refused")


def test_a_key_log_is_written_with_the_flag_alone_and_only_for_its_owner(tmp_path, certificates):
    tempting = tmp_path / "by-environment"

    def talk(folder, extra):
        os.environ["SSLKEYLOGFILE"] = str(tempting)
        try:
            server = servers.Hexadd(folder, certificates=certificates, extra=extra)
        finally:
            del os.environ["SSLKEYLOGFILE"]  # Python's own TLS would heed it.
        with server:
            server.wait()
            assert phone.over_tls(("127.0.0.1", server.tls_port), phone.request(transport="TLS"),
                                  certificates / "ca.pem") == "SIP/2.0 200 OK"

    talk(tmp_path / "without", [])
    assert not tempting.exists()
    assert sorted(path.name for path in (tmp_path / "without").iterdir()) == ["hexadd.conf", "log"]
    keys = tmp_path / "keys.log"
    talk(tmp_path / "with", ["--key-log", keys])
    assert "SERVER_TRAFFIC_SECRET_0" in keys.read_text()
    assert keys.stat().st_mode & 0o777 == 0o600


def test_the_record_holds_every_message_as_a_line_of_json(tmp_path):
    record = tmp_path / "record.jsonl"
    with servers.Hexadd(tmp_path / "peer", extra=["--record", record, "--name", "peer1"]) as server:
        server.wait()
        phone.over_udp(address_of(server), phone.register())
        assert server.stop() == 0
    events = [json.loads(line) for line in record.read_text().splitlines()]
    summaries = [event["summary"] for event in events if event["event"] == "message"]
    assert summaries[-2:] == ["REGISTER sip:example.com", "200 OK (REGISTER)"]
    assert {event["node"] for event in events} == {"peer1"}
    assert [event["at"] for event in events] == sorted(event["at"] for event in events)


def test_a_record_that_can_no_longer_be_written_ends_and_service_goes_on(tmp_path):
    with servers.Hexadd(tmp_path, extra=["--record", "/dev/full"]) as server:
        server.wait()
        assert phone.over_udp(address_of(server), phone.register()) == "SIP/2.0 200 OK"
        assert server.log_text().count("the record ends here") == 1
        assert "No space left on device" in server.log_text()
        assert server.stop() == 0


def test_a_reader_of_the_record_that_goes_away_does_not_end_it(tmp_path):
    ends = os.pipe()
    command_extra = ["--record", f"/dev/fd/{ends[1]}"]
    os.set_inheritable(ends[1], True)
    original = subprocess.Popen
    subprocess.Popen = lambda *words, **named: original(*words, pass_fds=[ends[1]], **named)
    try:
        server = servers.Hexadd(tmp_path, extra=command_extra)
    finally:
        subprocess.Popen = original
    os.close(ends[1])
    os.close(ends[0])
    with server:
        server.wait()
        assert phone.over_udp(address_of(server), phone.register()) == "SIP/2.0 200 OK"
        assert server.stop() == 0


def test_two_daemons_share_a_port_on_two_addresses(tmp_path):
    with servers.Hexadd(tmp_path / "one") as one:
        one.wait()
        two = servers.Hexadd.__new__(servers.Hexadd)
        servers.Server.__init__(two, tmp_path / "two")
        config = one.config.read_text().replace("127.0.0.1", "127.0.0.2").replace("example.com", "example.org")
        (two.folder / "peer.conf").write_text(config)
        with two.start([servers.BIN / "hexadd", "--config", two.folder / "peer.conf"]):
            second = ("127.0.0.2", one.port)
            servers.until(lambda: phone.over_udp(second, phone.request(domain="example.org"), 1) == "SIP/2.0 200 OK", 10,
                          "the second answers", two.process)
            assert phone.over_udp(address_of(one), phone.register()) == "SIP/2.0 200 OK"
            assert phone.over_udp(second, phone.register()).startswith("SIP/2.0 403 ")
            assert phone.over_tcp(second, phone.register("example.org", transport="TCP")) == "SIP/2.0 200 OK"


@pytest.mark.parametrize("kind", ["path", "abstract"])
def test_it_tells_its_supervisor_when_it_is_ready_and_when_it_ends(tmp_path, kind):
    folder = tempfile.TemporaryDirectory()  # A socket's path is short, those of pytest are not.
    name = f"@hexadd-test-{os.getpid()}" if kind == "abstract" else f"{folder.name}/notify"
    with folder, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as supervisor:
        supervisor.bind(name.replace("@", "\0", 1))
        supervisor.settimeout(10)
        os.environ["NOTIFY_SOCKET"] = name
        try:
            server = servers.Hexadd(tmp_path)
        finally:
            del os.environ["NOTIFY_SOCKET"]
        with server:
            assert supervisor.recv(100) == b"READY=1"
            assert server.answers(), "it is ready when it says so"
            assert server.stop() == 0
            assert supervisor.recv(100) == b"STOPPING=1"


def test_it_serves_more_connections_than_the_usual_limit_of_open_files(tmp_path):
    server = servers.Server(tmp_path / "log")
    config = tmp_path / "peer.conf"
    config.write_text(f"SIP Mode: On\nSIP UDP Mode: On\nSIP TCP Mode: On\nEthernet 1 IP V4 Address: 127.0.0.1\n"
                      f"SIP TCP Port: {server.port}\nSIP UDP Port: {server.port}\nSIP Domain 1 Name: example.com\n")
    with server.start(["prlimit", "--nofile=64:4096", servers.BIN / "hexadd", "--config", config]):
        server.wait()
        streams = [socket.create_connection(address_of(server), timeout=10) for _ in range(200)]
        try:
            for stream in (streams[0], streams[-1]):
                assert phone.over_stream(stream, phone.register(transport="TCP")) == "SIP/2.0 200 OK"
        finally:
            for stream in streams:
                stream.close()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_only_modern_tls_is_spoken(tmp_path, certificates):
    with servers.Hexadd(tmp_path, certificates=certificates) as server:
        server.wait()
        context = ssl.create_default_context(cafile=str(certificates / "ca.pem"))
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
        context.set_ciphers("ALL:@SECLEVEL=0")
        with socket.create_connection(("127.0.0.1", server.tls_port), timeout=10) as plain, pytest.raises(ssl.SSLError):
            context.wrap_socket(plain, server_hostname="localhost")
        assert server.answers()
