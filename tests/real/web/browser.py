"""A headless Chromium and the probe that it looks at, for the tests of this folder."""

import os
import pathlib
import subprocess

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

BINARIES = pathlib.Path(os.environ.get("HEXAD_TEST_BINARY_DIR", "build/dev"))
QUIET = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--metrics-recording-only",
    "--no-pings",
    "--disable-features=OptimizationHints,MediaRouter,Translate,AutofillServerCommunication",
]


class Probe:
    """web_probe with a state folder of its own; `url` leads to it until it is left."""

    def __init__(self, folder, release="x12"):
        self.process = subprocess.Popen(
            [str(BINARIES / "bin" / "web_probe"), str(folder), release],
            stdout=subprocess.PIPE,
            text=True,
        )
        self.url = "http://127.0.0.1:" + self.wait_for_boot()

    def wait_for_boot(self):
        """The port, once it serves: at the start, and after each restart."""
        line = self.process.stdout.readline()
        assert line.startswith("PORT "), line
        return line.split()[1]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


def open_browser(folder, javascript=True, size=(1280, 900), insecure=False):
    """A Chromium with a profile in `folder` that asks nobody but the probe for anything. `insecure`: it takes any
    server certificate."""
    options = webdriver.ChromeOptions()
    options.accept_insecure_certs = insecure
    options.binary_location = "/usr/bin/chromium"
    for flag in QUIET:
        options.add_argument(flag)
    options.add_argument(f"--user-data-dir={folder}")
    options.add_argument(f"--window-size={size[0]},{size[1]}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    if not javascript:
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    return webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
