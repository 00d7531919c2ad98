"""hexadctl from its start to its end, against a server that stands for a peer and remembers what it was asked."""

import base64
import http.server
import json
import os
import pathlib
import pty
import select
import ssl
import subprocess
import threading
import time
import urllib.parse

import pytest

import servers

BIN = pathlib.Path(os.environ.get("HEXAD_TEST_BINARY_DIR", "build/dev")) / "bin"
PASSWORD = "correct horse"


class Peer(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body):
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def admitted(self):
        wanted = "Basic " + base64.b64encode(f"admin:{PASSWORD}".encode()).decode()
        if self.headers.get("Authorization") == wanted:
            return True
        self.answer(self.server.refusal, {"error": "wrong"})
        return False

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if not self.admitted():
            return
        assert self.path == "/api/v1/command"
        assert self.headers["Content-Type"] == "application/json"
        line = json.loads(body)["line"]
        self.server.lines.append(line)
        if line == "garbage":
            return self.answer(200, b"[]")
        ok = "bad" not in line
        self.answer(200, {"ok": ok, "output": f"*c {line}\n\n{'OK' if ok else 'ERROR'}\n"})

    def do_GET(self):
        if not self.admitted():
            return
        path, _, query = self.path.partition("?")
        assert path == "/api/v1/complete"
        line = urllib.parse.parse_qs(query)["line"][0]
        words = ["xConfiguration", "xCommand", "xStatus"]
        self.answer(200, {"completions": [w for w in words if w.lower().startswith(line.split(" ")[-1].lower())]})


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    return servers.make_certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def peer(certificates):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Peer)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates / "server.pem", certificates / "server.key")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.lines = []
    server.refusal = 401
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def run(peer, certificates, *words, stdin=None, password=PASSWORD, options=None):
    options = ["--ca", certificates / "ca.pem"] if options is None else options
    environment = {"PATH": os.environ["PATH"], "HOME": "/nonexistent"}
    if password is not None:
        environment["HEXADCTL_PASSWORD"] = password
    return subprocess.run([BIN / "hexadctl", "--server", f"127.0.0.1:{peer.server_address[1]}", *options, *words],
                          input=stdin, stdin=subprocess.DEVNULL if stdin is None else None, capture_output=True,
                          text=True, env=environment, timeout=60, start_new_session=True)


def test_one_line_is_run_and_its_answer_printed(peer, certificates):
    done = run(peer, certificates, "xConfiguration", "SystemUnit", "Name:", "The big one")
    assert done.stdout == '*c xConfiguration SystemUnit Name: "The big one"\n\nOK\n'
    assert (done.returncode, done.stderr) == (0, "")
    assert peer.lines == ['xConfiguration SystemUnit Name: "The big one"']


def test_what_the_peer_refuses_ends_with_1(peer, certificates):
    done = run(peer, certificates, "xConfiguration bad")
    assert done.returncode == 1
    assert done.stdout.endswith("ERROR\n")


def test_json_is_one_object_for_each_line(peer, certificates):
    done = run(peer, certificates, "--json", "xStatus")
    assert json.loads(done.stdout) == {"line": "xStatus", "ok": True, "output": "*c xStatus\n\nOK\n"}


def test_a_script_skips_comments_and_stops_at_the_first_failure(peer, certificates):
    script = "# first\none\n\n  two  \nbad\nthree\n"
    assert run(peer, certificates, stdin=script).returncode == 1
    assert peer.lines == ["one", "two", "bad"]
    peer.lines.clear()
    assert run(peer, certificates, "--keep-going", stdin=script).returncode == 1
    assert peer.lines == ["one", "two", "bad", "three"]
    peer.lines.clear()
    assert run(peer, certificates, stdin="one\nbye\ntwo\n").returncode == 0
    assert peer.lines == ["one"]


def test_a_wrong_password_ends_with_3(peer, certificates):
    done = run(peer, certificates, "xStatus", password="wrong")
    assert done.returncode == 3
    assert "did not accept the password of admin" in done.stderr
    assert "wrong" not in done.stderr
    peer.refusal = 429
    done = run(peer, certificates, "xStatus", password="wrong")
    assert done.returncode == 3 and "too many wrong passwords" in done.stderr


def test_the_password_comes_from_a_file_first(peer, certificates, tmp_path):
    (tmp_path / "password").write_text(PASSWORD + "\nsecond line\n")
    assert run(peer, certificates, "--password-file", tmp_path / "password", "x", password="wrong").returncode == 0
    done = run(peer, certificates, "--password-file", tmp_path / "nothing", "x")
    assert done.returncode == 2 and "nothing cannot be read" in done.stderr


def test_without_a_password_and_a_terminal_it_says_what_to_give(peer, certificates):
    done = run(peer, certificates, "xStatus", password=None)
    assert done.returncode == 2 and "--password-file" in done.stderr


def test_a_certificate_of_another_authority_is_not_trusted(peer, certificates, tmp_path):
    other = servers.make_certificates(tmp_path / "other")
    done = run(peer, certificates, "xStatus", options=["--ca", other / "ca.pem"])
    assert done.returncode == 3 and "does not answer" in done.stderr
    assert peer.lines == []
    assert run(peer, certificates, "xStatus", options=["--insecure"]).returncode == 0


def test_a_certificate_of_another_name_is_not_trusted_unless_it_is_named(peer, certificates):
    ca = ["--ca", certificates / "ca.pem", "--server-name"]
    assert run(peer, certificates, "xStatus", options=[*ca, "peer2.example.com"]).returncode == 3
    assert run(peer, certificates, "xStatus", options=[*ca, "localhost"]).returncode == 0


def test_nobody_there_ends_with_3(certificates):
    class Nobody:
        server_address = ("127.0.0.1", servers.free_port())

    done = run(Nobody, certificates, "xStatus")
    assert done.returncode == 3 and "refused" in done.stderr


def test_an_answer_that_is_none_ends_with_3(peer, certificates):
    done = run(peer, certificates, "garbage")
    assert done.returncode == 3 and "no JSON object" in done.stderr


@pytest.mark.parametrize("words", [["--nonsense"], ["--server", "a:b:c", "x"], ["--server", "h:0", "x"],
                                   ["--ca", "/nonexistent", "x"], ["--ca", "/etc/hostname", "x"],
                                   ["--user", "a:b", "x"], ["--timeout", "0", "x"], ["--insecure", "--ca", "x", "y"]])
def test_mistakes_in_options_end_with_2(words):
    done = subprocess.run([BIN / "hexadctl", *words], capture_output=True, text=True, stdin=subprocess.DEVNULL,
                          env={"HEXADCTL_PASSWORD": "x"}, timeout=60)
    assert done.returncode == 2, done.stderr
    assert done.stderr


def test_help_says_how_it_ends():
    done = subprocess.run([BIN / "hexadctl", "--help"], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0
    assert "Ends with 0" in done.stdout


class Session:
    """hexadctl on a terminal of its own."""

    def __init__(self, command, environment):
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.execve(command[0], [str(word) for word in command], environment)
        self.seen = ""

    def expect(self, text, since=0):
        end = time.monotonic() + 20
        while text not in self.seen[since:]:
            assert time.monotonic() < end, f"no {text!r} in {self.seen!r}"
            if select.select([self.terminal], [], [], 0.2)[0]:
                try:
                    self.seen += os.read(self.terminal, 4096).decode(errors="replace")
                except OSError:
                    assert text in self.seen[since:], self.seen
        return len(self.seen)

    def type(self, text):
        os.write(self.terminal, text.encode())

    def end(self):
        _, status = os.waitpid(self.pid, 0)
        os.close(self.terminal)
        return os.waitstatus_to_exitcode(status)


def test_a_session_asks_for_the_password_completes_and_keeps_no_secret(peer, certificates, tmp_path):
    session = Session([BIN / "hexadctl", "--server", f"127.0.0.1:{peer.server_address[1]}", "--ca",
                       certificates / "ca.pem"], {"HOME": str(tmp_path), "TERM": "xterm"})
    session.expect("Password of admin")
    session.type(PASSWORD + "\n")
    at = session.expect("> ")
    assert PASSWORD not in session.seen
    session.type("xco\t")
    session.type("nf\t")
    at = session.expect("xConfiguration", at)
    session.type("SIP\n")
    at = session.expect("OK", at)
    session.type("xConfiguration Authentication Password: hidden\n")
    session.expect("OK", at)
    session.type("bye\n")
    assert session.end() == 0
    assert peer.lines == ["xStatus SystemUnit", "xConfiguration SIP", "xConfiguration Authentication Password: hidden"]
    history = tmp_path / ".hexadctl_history"
    assert history.stat().st_mode & 0o077 == 0
    assert "SIP" in history.read_text()
    assert "hidden" not in history.read_text()


def test_it_changes_hexadd_which_keeps_it_over_kill_9(certificates, tmp_path):
    port = servers.free_port()

    class Daemon:
        server_address = ("127.0.0.1", port)

    def ask(*words, code=0, stdin=None):
        done = run(Daemon, certificates, *words, stdin=stdin, password="TANDBERG")
        assert done.returncode == code, done
        return done.stdout

    def start():
        return servers.Hexadd(tmp_path / "peer", certificates, ["--state", tmp_path / "state"],
                              [f"Management Interface Port: {port}", "Administration HTTP Mode: Off"])

    with start() as daemon:
        daemon.wait()
        script = """xConfiguration SystemUnit Name: "The big one"
                    xCommand DefaultLinksAdd
                    xCommand DomainAdd Name: "more.example.com"
                 """
        assert ask(stdin=script).count("\n\nOK\n") == 3
        assert "expected On or Off" in ask("xConfiguration", "SIP", "UDP", "Mode:", "Maybe", code=1)
        daemon.process.kill()
        sip_port = daemon.port
    with start() as daemon:
        daemon.port = sip_port  # The kept settings count, not those of the new file.
        daemon.wait()
        assert 'Name: "The big one"' in ask("xConfiguration", "SystemUnit", "Name")
        assert 'Name: "more.example.com"' in ask("xConfiguration SIP Domain")
        assert "DefaultSZtoClusterSZ" in ask("xConfiguration Bandwidth Link")
        assert "All default links are there" in ask("xCommand DefaultLinksAdd")
