"""What the guides have operators look at between real peers: the list of peers that each serves, fetched by wget and compared
by diff, and the bytes on the ports of clustering, captured on loopback."""

import os
import re
import subprocess
import time

import pytest

import real_peers
import servers

PEERS = ("peer1", "peer2", "peer3")
LIMIT = 60  # Seconds for a state to come about.


@pytest.fixture()
def machines(tmp_path):
    """Three peers that are in no cluster yet."""
    *addresses, time_address = real_peers.free_addresses(len(PEERS) + 1)
    certificates = servers.make_certificates(tmp_path / "certificates", addresses=addresses)
    time_server = real_peers.TimeServer(time_address)
    running = []
    try:
        for name, address in zip(PEERS, addresses):
            running.append(real_peers.Peer(name, address, tmp_path / name, certificates, time_server))
        yield running
    finally:
        for peer in running:
            peer.close()
        time_server.close()


def form(peers):
    for peer in peers:
        peer.run("xConfiguration Alternates Cluster Name: cluster.example.com")
        peer.run("xConfiguration Alternates ConfigurationPrimary: 1")
        for number, other in enumerate(peers, 1):
            peer.run(f"xConfiguration Alternates Peer {number} Address: {other.address}")
    for peer in peers:
        peer.restart()
    until(lambda: [states(peer).count("Active") for peer in peers], [len(peers) - 1] * len(peers))


def states(peer):
    return re.findall(r'State: "(.*?)"', peer.run("xStatus Alternates"))


def until(look, wanted):
    deadline = time.monotonic() + LIMIT
    while (found := look()) != wanted:
        assert time.monotonic() < deadline, f"wanted {wanted}, found {found}"
        time.sleep(0.1)


def fetch(peer, path, folder):
    """The guides' command, whole: "wget --user=admin --password=<password> --no-check-certificate https://<IP or FQDN>/..."."""
    file = folder / f"{peer.name}-{path}"
    done = subprocess.run(["wget", "--user=admin", f"--password={real_peers.PASSWORD}", "--no-check-certificate",
                           f"https://{peer.address}:{real_peers.ADMIN_PORT}/{path}", "-O", str(file)],
                          capture_output=True, text=True, timeout=60, check=False,
                          env={**os.environ, "HOME": str(folder), "no_proxy": "*"})
    assert done.returncode == 0, f"{peer.name}: {done.stderr}"
    return file


def difference(peers, folder, path="alternatesconfiguration.xml"):
    """What diff says of the first peer's file and each other one's."""
    first, *others = [fetch(peer, path, folder) for peer in peers]
    text = ""
    for other in others:
        done = subprocess.run(["diff", str(first), str(other)], capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode in (0, 1), done.stderr
        text += done.stdout
    return text


def test_peers_in_step_serve_the_same_list_and_a_difference_is_named(machines, tmp_path, record_property):
    record_property("hexad-verifies", "repl.manual-diff")
    form(machines)
    assert "cluster.example.com" in fetch(machines[0], "alternatesconfiguration.xml", tmp_path).read_text()
    assert difference(machines, tmp_path) == ""
    # What is a peer's own is no difference: names and addresses of machines are in none of the files.
    machines[1].run("xConfiguration SystemUnit Name: another")
    assert difference(machines, tmp_path) == ""
    # The list is set on each peer by itself; until it is set on the last, diff says what is missing.
    machines[0].run("xConfiguration Alternates ConfigurationPrimary: 2")
    found = difference(machines, tmp_path)
    assert re.search(r"^< .*<ConfigurationPrimary[^>]*>2<", found, re.MULTILINE), found
    assert re.search(r"^> .*<ConfigurationPrimary[^>]*>1<", found, re.MULTILINE), found
    for peer in machines[1:]:
        peer.run("xConfiguration Alternates ConfigurationPrimary: 2")
    assert difference(machines, tmp_path) == ""


class Capture:
    """dumpcap on loopback, of what goes to and from the ports of clustering of these peers."""

    def __init__(self, file, peers):
        hosts = " or ".join(f"host {peer.address}" for peer in peers)
        ports = " or ".join(f"tcp port {port}" for port in real_peers.CLUSTER_PORTS)
        self.file = file
        self.process = subprocess.Popen(["dumpcap", "-q", "-i", "lo", "-f", f"({hosts}) and ({ports})", "-w", str(file)],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        # It says which file it writes once it captures.
        line = self.process.stderr.readline()
        while line and "File:" not in line:
            line = self.process.stderr.readline()
        assert "File:" in line, "dumpcap does not capture on loopback"

    def close(self):
        self.process.terminate()
        self.process.communicate(timeout=10)

    def fields(self, display_filter, *names):
        words = [word for name in names for word in ("-e", name)]
        ports = [word for port in real_peers.CLUSTER_PORTS for word in ("-d", f"tcp.port=={port},tls")]
        done = subprocess.run(["tshark", "-r", str(self.file), *ports, "-Y", display_filter, "-T", "fields", *words],
                              capture_output=True, text=True, timeout=60, check=True)
        return [tuple(line.split("\t")) for line in done.stdout.splitlines()]


def test_what_goes_between_peers_is_a_tls_handshake_and_application_data(machines, tmp_path, record_property):
    record_property("hexad-verifies", "tls.between-peers")
    capture = Capture(tmp_path / "between.pcapng", machines)
    try:
        form(machines)
        machines[0].run("xConfiguration SIP Domain 2 Name: secret-of-the-cluster.example.com")
        until(lambda: "secret-of-the-cluster" in machines[2].run("xConfiguration SIP Domain 2 Name"), True)
    finally:
        capture.close()
    handshake = "tls.handshake.type"
    for port in real_peers.CLUSTER_PORTS:
        for peer in machines:
            # Towards each peer a ClientHello (1), from it a ServerHello (2), and then what only the two can read (23).
            there = f"ip.dst == {peer.address} and tcp.dstport == {port}"
            back = f"ip.src == {peer.address} and tcp.srcport == {port}"
            assert len(capture.fields(f"{there} and {handshake} == 1", "frame.number")) >= len(machines) - 1
            assert len(capture.fields(f"{back} and {handshake} == 2", "frame.number")) >= len(machines) - 1
            assert capture.fields(f"{there} and tls.app_data", "frame.number")
    # What carries data is a record or a part of one, but for what TCP says twice; and no text is in clear.
    assert len(capture.fields("tcp.len > 0", "frame.number")) > 50
    said_once = "not tcp.analysis.retransmission and not tcp.analysis.out_of_order and not tcp.reassembled_in"
    assert capture.fields(f"tcp.len > 0 and not tls and {said_once}", "frame.number") == []
    kinds = {kind for line in capture.fields("tls.record.content_type", "tls.record.content_type")
             for kind in line[0].split(",")}
    kinds |= {kind for line in capture.fields("tls.record.opaque_type", "tls.record.opaque_type")
              for kind in line[0].split(",")}
    assert kinds <= {"20", "21", "22", "23"}, f"records of these types: {kinds}"
    content = capture.file.read_bytes()
    for text in (b"secret-of-the-cluster", b"cluster.example.com", b"registrations"):
        assert text not in content, f"{text} is read by whoever listens"
