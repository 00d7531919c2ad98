"""Whatever arrives, the daemon serves the next phone."""

import os
import pathlib
import random
import socket

import pytest

import phone
import servers

VECTORS = pathlib.Path(os.environ["HEXAD_TEST_SOURCE_DIR"]).parent / "shared/vectors/sip/rfc4475"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hexadd")
    with servers.Hexadd(folder, certificates=servers.make_certificates(folder / "certs")) as running:
        yield running.wait()


@pytest.fixture(autouse=True)
def still_serves(server):
    """After each test: phones register over each transport, and the process never was another one."""
    pid = server.process.pid
    yield
    assert server.process.poll() is None and server.process.pid == pid, server.log_text()[-2000:]
    address = ("127.0.0.1", server.port)
    assert phone.over_udp(address, phone.register()) == "SIP/2.0 200 OK"
    assert phone.over_tcp(address, phone.register(transport="TCP")) == "SIP/2.0 200 OK"
    assert phone.over_tls(("127.0.0.1", server.tls_port), phone.register(transport="TLS"),
                          server.folder / "certs/ca.pem") == "SIP/2.0 200 OK"


def pour(port, data):
    """Writes as far as the far side takes it."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as stream:
        try:
            stream.sendall(data)
        except OSError:
            pass


def mutations(message, source, count):
    for _ in range(count):
        data = bytearray(message)
        for _ in range(source.randint(1, 8)):
            at = source.randrange(len(data))
            action = source.randrange(3)
            if action == 0:
                data[at] = source.randrange(256)
            elif action == 1:
                del data[at:at + source.randint(1, 40)]
            else:
                data[at:at] = source.randbytes(source.randint(1, 40))
            data = data or bytearray(b"x")
        yield bytes(data)


def test_random_datagrams(server):
    source = random.Random(1)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as flood:
        flood.connect(("127.0.0.1", server.port))
        for size in [0, 1, 2, 3, 65507] + [source.randint(0, 3000) for _ in range(3000)]:
            flood.send(source.randbytes(size))


def test_requests_with_a_few_octets_changed(server):
    source = random.Random(2)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as flood:
        flood.connect(("127.0.0.1", server.port))
        for data in mutations(phone.register(), source, 3000):
            flood.send(data[:65507])


def test_random_streams(server):
    source = random.Random(3)
    for port in (server.port, server.tls_port):
        for _ in range(50):
            pour(port, source.randbytes(source.randint(1, 20000)))
    for data in mutations(phone.register(transport="TCP") * 3, source, 100):
        pour(server.port, data)


@pytest.mark.parametrize("data", [
    b"A" * (10 * 1024 * 1024),
    b"REGISTER sip:example.com SIP/2.0\r\n" + b"X: y\r\n" * 500_000,
    b"REGISTER sip:example.com SIP/2.0\r\nContent-Length: 4294967296\r\n\r\n",
    b"REGISTER sip:example.com SIP/2.0\r\nContent-Length: 99999999\r\n\r\n" + b"x" * 1_000_000,
    b"\r\n\r\n" * 500_000,
    b"\x16\x03\x01\xff\xff" + b"\0" * 100_000,
], ids=["one_long_line", "endless_headers", "length_past_32_bits", "length_past_the_bound", "pings", "tls_in_clear"])
def test_a_stream_without_end(server, data):
    pour(server.port, data)
    pour(server.tls_port, data)


def test_many_connections_that_say_half_a_message_and_stay(server):
    streams = [socket.create_connection(("127.0.0.1", port), timeout=5) for port in (server.port, server.tls_port)
               for _ in range(150)]
    half = phone.register(transport="TCP")[:100]
    for stream in streams:
        stream.send(half)
    assert phone.over_udp(("127.0.0.1", server.port), phone.register()) == "SIP/2.0 200 OK"
    assert phone.over_tcp(("127.0.0.1", server.port), phone.register(transport="TCP")) == "SIP/2.0 200 OK"
    for stream in streams:
        stream.close()


@pytest.mark.skipif(not VECTORS.is_dir(), reason="the RFC 4475 messages are not on this machine")
def test_the_messages_of_rfc_4475(server):
    messages = [path.read_bytes() for path in sorted(VECTORS.iterdir()) if path.is_file()]
    assert len(messages) >= 49
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        for message in messages:
            sender.sendto(message, ("127.0.0.1", server.port))
            pour(server.port, message)


def test_what_a_stranger_wrote_commands_no_terminal(server):
    evil = "\x1b]0;title\x07\x1b[2J"
    message = phone.register("example.net").replace(b"To: <sip:", f'To: "{evil}" <sip:'.encode())
    phone.over_udp(("127.0.0.1", server.port), message)
    phone.over_udp(("127.0.0.1", server.port), phone.request(headers=[f"X: {evil}", f"Require: {evil}"]))
    log = server.log.read_bytes()
    assert not [octet for octet in log if octet < 0x20 and octet != 0x0A]
