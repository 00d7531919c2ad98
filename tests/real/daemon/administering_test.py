"""A running hexadd, administered by everything that there is: hexadctl, curl on the XML and JSON APIs, and a browser. Each
reads what each other sets, and all of it holds over a restart and over kill -9 at any moment."""

import base64
import http.client
import json
import os
import random
import signal
import socket
import ssl
import subprocess
import threading
import time
import xml.etree.ElementTree as ElementTree

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support import expected_conditions
from selenium.webdriver.support.ui import WebDriverWait

import browser as chromium
import servers

ACCOUNT = "admin:TANDBERG"
SETTING = "SIP Registration Standard Refresh Maximum"


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    return servers.make_certificates(tmp_path_factory.mktemp("certificates"))


def start(folder, certificates, lines=()):
    return servers.Hexadd(folder, certificates=certificates, extra=["--state", folder / "state"], lines=lines).wait()


class Tool:
    """One way to administer the peer; `get` and `set` of one setting."""

    def __init__(self, server, certificates):
        self.server = server
        self.ca = f"{certificates}/ca.pem"
        self.url = f"https://127.0.0.1:{server.admin_port}"

    def run(self, *command):
        done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=60, check=False,
                              env={**os.environ, "HEXADCTL_PASSWORD": "TANDBERG"})
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def curl(self, *words):
        return self.run("curl", "-sS", "--fail-with-body", "--cacert", self.ca, "-u", ACCOUNT, *words)


class Ctl(Tool):
    def line(self, text):
        return self.run(servers.BIN / "hexadctl", "--server", f"127.0.0.1:{self.server.admin_port}", "--ca", self.ca,
                        "--user", "admin", text)

    def get(self, path):
        found = [line for line in self.line(f"xConfiguration {path}").splitlines() if line.startswith("*c ")]
        return found[0].split(": ", 1)[1].strip('"')

    def set(self, path, value):
        self.line(f'xConfiguration {path}: "{value}"')


class JsonApi(Tool):
    def get(self, path):
        return str(json.loads(self.curl(f"{self.url}/api/v1/configuration/{path.replace(' ', '/')}"))["value"])

    def set(self, path, value):
        self.curl("-X", "PUT", "-H", "Content-Type: application/json", "-d", json.dumps({"value": value}),
                  f"{self.url}/api/v1/configuration/{path.replace(' ', '/')}")


class XmlApi(Tool):
    def get(self, path):
        text = self.curl("-G", "--data-urlencode", f"location=/Configuration/{path.replace(' ', '/')}",
                         f"{self.url}/getxml")
        element = ElementTree.fromstring(text)
        while len(element):
            element = element[0]
        return element.text or ""

    def set(self, path, value):
        words = path.split()
        body = "".join(f"<{word}>" for word in words) + str(value) + "".join(f"</{word}>" for word in reversed(words))
        answer = self.curl("-H", "Content-Type: text/xml", "--data-binary",
                           f"<Configuration>{body}</Configuration>", f"{self.url}/putxml")
        assert "<Success" in answer, answer


class Browser(Tool):
    PAGE = "/configuration/protocols/sip"

    def __init__(self, server, certificates, driver):
        super().__init__(server, certificates)
        self.driver = driver

    def open(self):
        self.driver.get(self.url + self.PAGE)
        if "/login" in self.driver.current_url:
            self.driver.find_element(By.NAME, "name").send_keys("admin")
            self.driver.find_element(By.NAME, "password").send_keys("TANDBERG")
            self.driver.find_element(By.CSS_SELECTOR, "form[action='/login'] button").click()
            WebDriverWait(self.driver, 10).until(lambda d: "/login" not in d.current_url)

    def field(self, path):
        return WebDriverWait(self.driver, 10).until(lambda d: d.find_element(By.NAME, path))

    def get(self, path):
        self.open()
        return self.field(path).get_attribute("value")

    def set(self, path, value):
        self.open()
        field = self.field(path)
        field.clear()
        field.send_keys(str(value), Keys.ENTER)
        WebDriverWait(self.driver, 10).until(expected_conditions.staleness_of(field))
        assert self.field(path).get_attribute("value") == str(value)


@pytest.fixture()
def driver(tmp_path):
    opened = chromium.open_browser(tmp_path / "profile", insecure=True)
    yield opened
    opened.quit()


def tools_of(server, certificates, driver):
    return [Ctl(server, certificates), JsonApi(server, certificates), XmlApi(server, certificates),
            Browser(server, certificates, driver)]


def test_each_tool_reads_what_each_other_sets_and_it_holds_over_a_restart_and_a_kill(tmp_path, certificates, driver):
    with start(tmp_path / "peer", certificates) as server:
        tools = tools_of(server, certificates, driver)
        for value, setter in enumerate(tools, 100):
            setter.set(SETTING, value)
            assert [tool.get(SETTING) for tool in tools] == [str(value)] * len(tools), type(setter).__name__
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(10) == 0
        server.start_again()
        assert [tool.get(SETTING) for tool in tools] == ["103"] * len(tools)
        server.process.kill()
        server.start_again()
        assert [tool.get(SETTING) for tool in tools] == ["103"] * len(tools)
        # A restart by the operator takes place within the process.
        Ctl(server, certificates).line("xCommand Restart")
        servers.until(lambda: "started" not in server.log_text() or reached(server, certificates), 15, "it is back")
        assert tools[0].get(SETTING) == "103"


def reached(server, certificates):
    try:
        return request(server, certificates, "GET", "/health")[0] == 200
    except OSError:
        return False


def request(server, certificates, method, path, body=None):
    context = ssl.create_default_context(cafile=f"{certificates}/ca.pem")
    connection = http.client.HTTPSConnection("127.0.0.1", server.admin_port, context=context, timeout=10)
    headers = {"Authorization": "Basic " + base64.b64encode(ACCOUNT.encode()).decode(),
               "Content-Type": "application/json"}
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    return answer.status, answer.read()


def test_kill_9_at_any_moment_loses_nothing_that_was_acknowledged(tmp_path, certificates):
    """Two settings change together; after each kill they are a pair that was written, none older than the last answer."""
    path = "/api/v1/configuration"
    pair = ("SIP Registration Standard Refresh Maximum", "SIP Registration Standard Refresh Minimum")
    dice = random.Random(7)
    with start(tmp_path / "peer", certificates) as server:
        acknowledged = 0
        written = 0
        for _ in range(12):
            stop_at = time.monotonic() + dice.uniform(0.05, 0.4)
            killer = threading.Timer(stop_at - time.monotonic(), server.process.kill)
            killer.start()
            while True:
                written += 1
                try:
                    status, _ = request(server, certificates, "PATCH", path, json.dumps(
                        {pair[0]: 1000 + written, pair[1]: 1000 + written - 1}))
                except (OSError, http.client.HTTPException):
                    break
                assert status == 200
                acknowledged = written
            killer.join()
            server.start_again()
            found = [json.loads(request(server, certificates, "GET", f"{path}/{name.replace(' ', '/')}")[1])["value"]
                     for name in pair]
            assert found[0] - found[1] == 1 or acknowledged == 0, found
            assert acknowledged <= found[0] - 1000 <= written or acknowledged == 0, (found, acknowledged, written)
        assert acknowledged > 10, "the load never got going"


def test_an_answer_of_many_records_arrives_whole(tmp_path, certificates):
    with start(tmp_path / "peer", certificates) as server:
        status, body = request(server, certificates, "GET", "/api/v1/openapi.json")
        assert status == 200 and len(body) > 256 * 1024
        assert "/api/v1/configuration" in json.loads(body)["paths"]


def test_a_page_of_another_site_changes_nothing(tmp_path, certificates):
    with start(tmp_path / "peer", certificates) as server:
        for field in ("Origin: https://evil.example", "Sec-Fetch-Site: cross-site"):
            done = subprocess.run(
                ["curl", "-sk", "-u", ACCOUNT, "-H", field, "-o", "/dev/null", "-w", "%{http_code}", "--data-urlencode",
                 "xmldoc=<Configuration><SystemUnit><Name>evil</Name></SystemUnit></Configuration>",
                 f"https://127.0.0.1:{server.admin_port}/formputxml"], capture_output=True, text=True, check=True)
            assert done.stdout == "403", field
        assert JsonApi(server, certificates).get("SystemUnit Name") == ""


def test_a_port_that_is_taken_leaves_the_operator_where_he_is(tmp_path, certificates):
    with start(tmp_path / "peer", certificates) as server, socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        json_api = JsonApi(server, certificates)
        json_api.set("Administration HTTPS Port", other.getsockname()[1])
        servers.until(lambda: "the former port goes on" in server.log_text(), 10, "it is told")
        assert json_api.get("Administration HTTPS Port") == str(other.getsockname()[1])
        json_api.set("Administration HTTPS Port", server.admin_port)


def test_a_deep_package_is_refused_and_the_peer_serves_on(tmp_path, certificates):
    with start(tmp_path / "peer", certificates) as server:
        package = '{"hexad_package":1,"settings":' + "[" * 200_000 + "]" * 200_000 + ',"checksum":"x"}'
        status, body = request(server, certificates, "POST", "/api/v1/commands/UpgradeStart",
                               json.dumps({"arguments": {"Package": package}}))
        assert status == 422, body
        assert server.process.poll() is None and JsonApi(server, certificates).get("SIP Mode") == "On"


def test_sighup_takes_the_file_over_and_a_bad_file_changes_nothing(tmp_path, certificates):
    with start(tmp_path / "peer", certificates) as server:
        json_api = JsonApi(server, certificates)
        with open(server.config, "a", encoding="utf-8") as file:
            file.write("SystemUnit Name: Reloaded\n")
        server.process.send_signal(signal.SIGHUP)
        servers.until(lambda: json_api.get("SystemUnit Name") == "Reloaded", 10, "the name is taken over")
        with open(server.config, "a", encoding="utf-8") as file:
            file.write("SystemUnit Name: Again\nSIP UDP Prot: 5060\n")
        server.process.send_signal(signal.SIGHUP)
        servers.until(lambda: "the nearest is 'SIP UDP Port'" in server.log_text(), 10, "the mistake is told")
        assert json_api.get("SystemUnit Name") == "Reloaded"


def test_the_console_asks_for_a_login_and_runs_commands(tmp_path):
    server = servers.Hexadd(tmp_path / "peer")
    server.stop()
    screen_text = (tmp_path / "screen").read_text
    with open(tmp_path / "screen", "w", encoding="utf-8") as screen:
        reader, writer = os.pipe()
        console = subprocess.Popen([str(word) for word in [*server.command, "--console", "--quiet"]], stdin=reader,
                                   stdout=screen, stderr=subprocess.DEVNULL)
        os.close(reader)
        try:
            for prompt, line in (("login: ", "admin"), ("Password: ", "TANDBERG"), ("OK", "xConfiguration SIP Mode"),
                                 ("*c xConfiguration SIP Mode: On", "exit")):
                servers.until(lambda: prompt in screen_text(), 20, f"the console says {prompt!r}", console)
                os.write(writer, f"{line}\n".encode())
        finally:
            os.close(writer)
            console.terminate()
            assert console.wait(10) == 0
