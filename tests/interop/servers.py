"""Servers and load for interoperability tests and benchmarks, each by its name: a case runs against hexadd, Kamailio or
a bare responder by changing one word. Everything listens on loopback, on ports that were free a moment ago."""

import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import time

BIN = pathlib.Path(os.environ.get("HEXAD_TEST_BINARY_DIR", "build/release")) / "bin"
HERE = pathlib.Path(__file__).resolve().parent
DOMAIN = "example.com"


def free_port(kind=socket.SOCK_STREAM, address="127.0.0.1"):
    """A port that nobody has for UDP and TCP, below the ephemeral range's end."""
    for _ in range(50):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as tcp:
            tcp.bind((address, 0))
            port = tcp.getsockname()[1]
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
                try:
                    udp.bind((address, port))
                except OSError:
                    continue
                return port
    raise RuntimeError("no free port")


def until(condition, seconds, what, process=None):
    """Polls a condition at short intervals; fails with `what` when it does not come true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return
        if process is not None and process.poll() is not None:
            raise RuntimeError(f"{what}: the process ended with {process.returncode}")
        time.sleep(0.02)
    raise RuntimeError(f"{what}: not within {seconds} s")


def cpu_seconds(pid):
    """User and system CPU of a process and its living children, from /proc."""
    ticks = os.sysconf("SC_CLK_TCK")
    total = 0.0
    for process in [pid, *children(pid)]:
        try:
            fields = pathlib.Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
        except FileNotFoundError:
            continue
        total += (int(fields[11]) + int(fields[12])) / ticks
    return total


def children(pid):
    found = []
    for path in pathlib.Path(f"/proc/{pid}/task").glob("*/children"):
        for child in path.read_text().split():
            found += [int(child), *children(int(child))]
    return found


class Server:
    """A process that answers SIP on 127.0.0.1:port."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        self.process = None
        self.log = self.folder / "log"

    def start(self, command):
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen([str(word) for word in command], stdout=log, stderr=subprocess.STDOUT)
        return self

    def log_text(self):
        return self.log.read_text(errors="replace")

    def answers(self):
        """Whether it answers an OPTIONS over UDP."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.settimeout(0.2)
            probe.connect(("127.0.0.1", self.port))
            ask = (f"OPTIONS sip:{DOMAIN} SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:{probe.getsockname()[1]};"
                   f"branch=z9hG4bKprobe{time.monotonic_ns()};rport\r\nMax-Forwards: 70\r\nFrom: <sip:p@{DOMAIN}>;tag=1\r\n"
                   f"To: <sip:{DOMAIN}>\r\nCall-ID: {time.monotonic_ns()}@probe\r\nCSeq: 1 OPTIONS\r\n"
                   "Content-Length: 0\r\n\r\n")
            try:
                probe.send(ask.encode())
                return probe.recv(4096).startswith(b"SIP/2.0 ")
            except OSError:
                return False

    def wait(self):
        until(self.answers, 10, f"{type(self).__name__} answers (log: {self.log})", self.process)
        return self

    def stop(self):
        """Ends it with SIGTERM and gives its exit code."""
        if self.process is None or self.process.poll() is not None:
            return self.process.returncode if self.process else None
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        return self.process.returncode

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


class Hexadd(Server):
    """Our daemon. With certificates (a folder holding server.pem, server.key, ca.pem) it serves TLS too."""

    def __init__(self, folder, certificates=None, extra=(), lines=()):
        super().__init__(folder)
        self.tls_port = free_port()
        self.admin_port = free_port()
        settings = [
            "Ethernet 1 IP V4 Address: 127.0.0.1", "SIP Mode: On", "SIP UDP Mode: On", "SIP TCP Mode: On",
            f"SIP UDP Port: {self.port}", f"SIP TCP Port: {self.port}", f"SIP TLS Port: {self.tls_port}",
            f"SIP TLS Mode: {'On' if certificates else 'Off'}", f"SIP Domain 1 Name: {DOMAIN}",
            f"Administration HTTPS Port: {self.admin_port}", "Administration HTTP Mode: Off", *lines]
        self.config = self.folder / "hexadd.conf"
        self.config.write_text("".join(f"xConfiguration {line}\n" for line in settings))
        command = [BIN / "hexadd", "--config", self.config, *extra]
        if certificates:
            command += ["--certificate", f"{certificates}/server.pem", "--private-key", f"{certificates}/server.key",
                        "--ca", f"{certificates}/ca.pem"]
        self.command = command
        self.start(command)

    def start_again(self):
        """The same command once more, after its process has ended."""
        self.process.wait(10)
        return self.start(self.command).wait()


class Kamailio(Server):
    """Kamailio 5.6 as an in-memory registrar without authentication, one UDP worker."""

    def __init__(self, folder):
        super().__init__(folder)
        config = (HERE / "kamailio.cfg").read_text().replace("@PORT@", str(self.port))
        (self.folder / "kamailio.cfg").write_text(config)
        self.start([shutil.which("kamailio") or "/usr/sbin/kamailio", "-f", self.folder / "kamailio.cfg", "-DD", "-E",
                    "-m", "512", "-M", "32", "-Y", self.folder, "-P", self.folder / "pid"])


class Responder(Server):
    """A loop of recvmmsg and sendmmsg that answers 200 to anything: the floor under every server."""

    def __init__(self, folder):
        super().__init__(folder)
        self.start([BIN / "udp_responder", f"127.0.0.1:{self.port}"])


SERVERS = {"hexadd": Hexadd, "kamailio": Kamailio, "responder": Responder}


def make_certificates(folder, name="localhost", addresses=("127.0.0.1",)):
    """A CA and a server certificate for `name` and the addresses, made by the openssl command."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)

    def openssl(*words):
        subprocess.run(["openssl", *words], cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "ca.key",
            "-out", "ca.pem", "-days", "30", "-subj", "/CN=Test CA")
    openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "server.key", "-out",
            "server.csr", "-subj", f"/CN={name}")
    names = ",".join([f"DNS:{name}", *(f"IP:{address}" for address in addresses)])
    (folder / "ext").write_text(f"subjectAltName={names}\nextendedKeyUsage=serverAuth,clientAuth\n")
    openssl("x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "30",
            "-extfile", "ext", "-out", "server.pem")
    return folder


class Stunnel:
    """A TLS client in front of hexadd, for SIPp, which Debian builds without TLS."""

    def __init__(self, folder, tls_port, ca):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        config = self.folder / "stunnel.conf"
        config.write_text(f"foreground = yes\npid =\nsocket = l:TCP_NODELAY=1\nsocket = r:TCP_NODELAY=1\n"
                          f"[sip]\nclient = yes\naccept = 127.0.0.1:{self.port}\nconnect = 127.0.0.1:{tls_port}\n"
                          f"CAfile = {ca}\nverifyChain = yes\ncheckIP = 127.0.0.1\n")
        self.log = open(self.folder / "log", "wb")
        self.process = subprocess.Popen(["stunnel4", str(config)], stdout=self.log, stderr=subprocess.STDOUT)
        until(self.listens, 10, "stunnel listens", self.process)

    def listens(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(10)
        self.log.close()


def sipp(port, calls, rate, transport="u1", scenario="register.xml", folder=".", seconds=280, extra=()):
    """Runs SIPp against 127.0.0.1:port and returns its counts as a dict."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    local = free_port()
    done = subprocess.run(
        ["sipp", f"127.0.0.1:{port}", "-sf", str(HERE / scenario), "-s", DOMAIN, "-i", "127.0.0.1", "-p", str(local),
         "-t", transport, "-m", str(calls), "-r", str(rate), "-l", "20000", "-nd", "-nostdin", "-timeout", f"{seconds}s",
         "-timeout_error", "-trace_stat", "-stf", "stat.csv", "-fd", "1", "-cid_str", "%u-%p@%s", *extra],
        cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=seconds + 20, check=False)
    rows = (folder / "stat.csv").read_text().splitlines()
    last = dict(zip(rows[0].split(";"), rows[-1].split(";")))
    return {"exit_code": done.returncode, "ok": int(last["SuccessfulCall(C)"]), "failed": int(last["FailedCall(C)"]),
            "retransmissions": int(last["Retransmissions(C)"]) if "Retransmissions(C)" in last else 0,
            "output": re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", done.stdout)[-2000:]}
