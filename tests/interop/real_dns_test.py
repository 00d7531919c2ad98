"""The endpoint actor on real sockets finds its registrar through a real name server that serves an ordinary zone."""

import os
import pathlib
import shutil
import subprocess

import pytest

import servers

BIN = pathlib.Path(os.environ["HEXAD_TEST_BINARY_DIR"]) / "bin"

ZONE = """\
$ORIGIN example.com.
$TTL 300
@               IN SOA  ns.example.com. hostmaster.example.com. 1 3600 600 86400 60
@               IN NS   ns
ns              IN A    127.0.0.1
peer1           IN A    127.0.0.1
_sip._tcp.cluster 86400 IN SRV 10 10 {port} peer1
_sip._udp.cluster 86400 IN SRV 10 10 {port} peer1
"""


def start_nsd(folder, port, zone):
    (folder / "nsd.conf").write_text(
        f"server:\n  ip-address: 127.0.0.1@{port}\n  username: \"\"\n  chroot: \"\"\n  zonesdir: \"{folder}\"\n"
        f"  pidfile: \"{folder}/nsd.pid\"\n  xfrdfile: \"{folder}/xfrd\"\n  xfrdir: \"{folder}\"\n  zonelistfile: "
        f"\"{folder}/zonelist\"\n  database: \"\"\n  server-count: 1\n  do-ip6: no\n"
        f"remote-control:\n  control-enable: no\nzone:\n  name: example.com\n  zonefile: {zone}\n")
    return [shutil.which("nsd") or "/usr/sbin/nsd", "-d", "-c", str(folder / "nsd.conf")]


def start_unbound(folder, port, zone):
    (folder / "unbound.conf").write_text(
        f"server:\n  interface: 127.0.0.1@{port}\n  username: \"\"\n  chroot: \"\"\n  directory: \"{folder}\"\n"
        f"  pidfile: \"{folder}/unbound.pid\"\n  do-ip6: no\n  num-threads: 1\n  module-config: \"iterator\"\n"
        f"  do-not-query-localhost: no\nremote-control:\n  control-enable: no\n"
        f"auth-zone:\n  name: example.com\n  zonefile: \"{folder / zone}\"\n  for-downstream: yes\n  for-upstream: no\n")
    return [shutil.which("unbound") or "/usr/sbin/unbound", "-d", "-c", str(folder / "unbound.conf")]


def answers(port):
    done = subprocess.run(["drill", "-p", str(port), "@127.0.0.1", "SRV", "_sip._tcp.cluster.example.com"],
                          capture_output=True, text=True, timeout=10, check=False)
    return "peer1.example.com." in done.stdout


@pytest.mark.parametrize("transport", ["udp", "tcp"])
@pytest.mark.parametrize("start", [start_nsd, start_unbound], ids=["nsd", "unbound"])
def test_the_endpoint_registers_through_a_real_name_server(start, transport, tmp_path):
    dns_port = servers.free_port()
    with servers.Hexadd(tmp_path / "hexadd") as hexadd:
        hexadd.wait()
        (tmp_path / "zone").write_text(ZONE.format(port=hexadd.port))
        with open(tmp_path / "dns.log", "wb") as log:
            name_server = subprocess.Popen(start(tmp_path, dns_port, "zone"), stdout=log, stderr=subprocess.STDOUT)
        try:
            servers.until(lambda: answers(dns_port), 15, "the name server answers", name_server)
            done = subprocess.run([BIN / "endpoint_on_asio", "--dns", f"127.0.0.1:{dns_port}", "--server",
                                   "cluster.example.com", "--transport", transport, "--aor", "sip:alice@example.com"],
                                  capture_output=True, text=True, timeout=30, check=False)
        finally:
            name_server.terminate()
            name_server.wait(10)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"registered peer=127.0.0.1:{hexadd.port}" in done.stdout
