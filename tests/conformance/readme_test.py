"""The README's first hour, line by line, as a stranger would type it."""

import os
import pathlib
import re
import subprocess

import pytest

SOURCE = pathlib.Path(os.environ["HEXAD_TEST_SOURCE_DIR"])
BINARY = pathlib.Path(os.environ["HEXAD_TEST_BINARY_DIR"])


def blocks(language):
    """The fenced blocks of a language, "" for those without one."""
    found, inside, lines = [], None, []
    for line in (SOURCE / "README.md").read_text(encoding="utf-8").splitlines(keepends=True):
        if not line.startswith("```"):
            lines.append(line)
        elif inside is None:
            inside, lines = line.strip().removeprefix("```"), []
        else:
            if inside == language:
                found.append("".join(lines))
            inside = None
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("readme")


def environment():
    return {**os.environ, "PATH": f"{BINARY / 'bin'}:{os.environ['PATH']}", "PYTHONPATH": str(BINARY / "python")}


@pytest.mark.parametrize("block", blocks("sh"), ids=lambda block: block.split("\n")[0][:40])
def test_each_line_of_the_shell_works(block, folder):
    done = subprocess.run(["bash", "-euo", "pipefail", "-c", block.replace("| head -40", "")], cwd=folder, env=environment(),
                          capture_output=True, text=True, timeout=1500, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


def test_the_daemon_serves_and_is_administered(folder):
    """Its lines name ports, so they run in a network of their own."""
    serve = next(block for block in blocks("") if "--state" in block).splitlines()
    administer = next(block for block in blocks("") if "hexadctl" in block).splitlines()
    script = ["ip link set lo up", f"{serve[0]} > hexadd.log 2>&1 &", "peer=$!", "trap 'kill $peer; wait $peer' EXIT",
              "for i in $(seq 100); do curl -skf https://127.0.0.1:8443/health && break; sleep 0.1; done", serve[1],
              *(line for line in administer if "# interactive" not in line)]
    done = subprocess.run(["unshare", "-n", "bash", "-euo", "pipefail", "-c", "\n".join(script)], cwd=folder,
                          env=environment(), capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "*c xConfiguration SIP UDP Port: 5070" in done.stdout or "OK" in done.stdout
    assert "<SystemUnit" in done.stdout and '"SIP UDP Port"' in done.stdout


@pytest.mark.parametrize("block", blocks("python"))
def test_the_python_works(block, folder):
    done = subprocess.run(["/usr/bin/python3", "-c", block], cwd=folder, env=environment(), capture_output=True, text=True,
                          timeout=100, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("pass ")


def test_it_opens_with_the_two_commands():
    first = blocks("")[0]
    assert "scenarios/run srv-failover" in first and "tests/run" in first
    assert os.access(SOURCE / "scenarios/run", os.X_OK) and os.access(SOURCE / "tests/run", os.X_OK)


def test_every_folder_that_the_readme_names_is_there():
    for name in re.findall(r"^\| `([a-z]+)/` \|", (SOURCE / "README.md").read_text(encoding="utf-8"), re.MULTILINE):
        assert (SOURCE / name).is_dir()
