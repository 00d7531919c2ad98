"""Peers of a cluster as real hexadd processes, each with an address of its own on loopback, and a time server for them."""

import json
import os
import random
import signal
import socket
import struct
import subprocess
import threading
import time

import servers

ADMIN_PORT = 8443
CLUSTER_PORTS = (4371, 4372)
PASSWORD = "TANDBERG"


def free_addresses(count):
    """Addresses 127.a.b.1 to 127.a.b.count, at which nobody serves what a peer serves."""
    for _ in range(50):
        block = f"127.{random.randint(16, 254)}.{random.randint(0, 254)}"
        found = [f"{block}.{last}" for last in range(1, count + 1)]
        if all(is_free(address, port) for address in found for port in (ADMIN_PORT, 5060, *CLUSTER_PORTS)):
            return found
    raise RuntimeError("no free block on loopback")


def is_free(address, port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError:
            return False
        return True


class TimeServer:
    """Tells this machine's time by NTP (RFC 5905, server side), at a port that was free."""

    def __init__(self, address):
        self.address = address
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((address, 0))
        self.port = self.socket.getsockname()[1]
        self.closed = False
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self):
        self.socket.settimeout(0.1)
        while not self.closed:
            try:
                question, sender = self.socket.recvfrom(1024)
            except TimeoutError:
                continue
            now = int((time.time() + 2208988800) * 2**32)
            # Leap 0, version 4, mode 4; stratum 2.
            answer = struct.pack("!BBbbII4s", 0x24, 2, 6, -20, 0, 0, b"LOOP") + struct.pack("!Q", now)
            answer += question[40:48] + struct.pack("!QQ", now, now)
            self.socket.sendto(answer, sender)

    def close(self):
        self.closed = True
        self.thread.join()
        self.socket.close()


class Peer:
    """One hexadd with its state folder: started, killed and started again; administered by hexadctl alone."""

    def __init__(self, name, address, folder, certificates, time_server):
        self.name, self.address, self.folder = name, address, folder
        self.certificates = certificates
        folder.mkdir(parents=True)
        lines = [f"Ethernet 1 IP V4 Address: {address}", f"SystemUnit Name: {name}", "SIP Mode: On", "SIP TCP Mode: On",
                 "SIP Domain 1 Name: example.com", "H323 Mode: On", f"NTP Server 1 Address: {time_server.address}",
                 f"Administration HTTPS Port: {ADMIN_PORT}", "Administration HTTP Mode: Off"]
        (folder / "hexadd.conf").write_text("".join(f"xConfiguration {line}\n" for line in lines))
        self.command = [servers.BIN / "hexadd", "--config", folder / "hexadd.conf", "--state", folder / "state",
                        "--name", name, "--ntp-port", time_server.port, "--certificate", certificates / "server.pem",
                        "--private-key", certificates / "server.key", "--ca", certificates / "ca.pem"]
        self.records = []
        self.process = None
        self.start()

    def start(self):
        self.records.append(self.folder / f"record.{len(self.records)}")
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen([str(word) for word in [*self.command, "--record", self.records[-1]]],
                                            stdout=log, stderr=subprocess.STDOUT)
        servers.until(lambda: self.count("started") == 1, 15, f"{self.name} starts", self.process)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    def close(self):
        if self.process.poll() is None:
            self.process.terminate()
            assert self.process.wait(10) == 0

    def log_lines(self, record):
        """What a process has logged; what it has begun to write when it was killed is no line."""
        for line in record.read_text().splitlines(keepends=True):
            if line.endswith("\n"):
                entry = json.loads(line)
                if entry["event"] == "log":
                    yield entry

    def boots(self):
        """The lines of each boot, restarts within a process included."""
        for record in self.records:
            lines = []
            for entry in self.log_lines(record):
                if entry["what"] == "restarting":
                    yield lines
                    lines = []
                else:
                    lines.append(entry)
            yield lines

    def count(self, event):
        """In the process that runs now."""
        record = self.records[-1]
        return sum(entry["what"] == event for entry in self.log_lines(record)) if record.exists() else 0

    def run(self, line):
        """What hexadctl prints for a line."""
        done = subprocess.run([str(servers.BIN / "hexadctl"), "--server", f"{self.address}:{ADMIN_PORT}", "--ca",
                               str(self.certificates / "ca.pem"), "--user", "admin", line], capture_output=True,
                              text=True, timeout=60, check=False, env={**os.environ, "HEXADCTL_PASSWORD": PASSWORD})
        assert done.returncode == 0, f"{self.name}: {line}: {done.stdout}{done.stderr}"
        return done.stdout

    def restart(self):
        before = self.count("started")
        self.run("xCommand Restart")
        servers.until(lambda: self.count("started") > before, 15, f"{self.name} is back", self.process)
