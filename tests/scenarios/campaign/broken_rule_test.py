"""Goal: a campaign notices a broken rule of replication, and shrinks a seed that fails to the few deeds that matter.

Method: the program is built with one rule broken in its sources (CMakeLists.txt); no switch of the product does that.
"""

import os
import pathlib
import re
import shlex
import subprocess

HEXAD = pathlib.Path(os.environ["HEXAD_TEST_BINARY_DIR"]) / "bin/hexad"
BROKEN = pathlib.Path(os.environ["HEXAD_TEST_BROKEN"])


def run(program, *words, cwd):
    done = subprocess.run([str(program), *words], cwd=cwd, capture_output=True, text=True, timeout=800, check=False)
    return done.returncode, done.stdout + done.stderr


def test_a_broken_rule_makes_a_seed_fail_and_shrink(tmp_path):
    code, text = run(BROKEN, "campaign", "cluster-under-fire", "--seeds", "1..12", "--jobs", "2", "--keep-failing",
                     cwd=tmp_path)
    assert code == 1, text
    shrunk = re.findall(r"^(\d+) of (\d+) deeds still fail:$", text, re.MULTILINE)
    commands = re.findall(r"^repeat it: hexad (run .*)$", text, re.MULTILINE)
    assert shrunk and len(shrunk) == len(commands), text
    for fewest, _ in shrunk:
        assert 1 <= int(fewest) <= 3, text
    words = shlex.split(commands[0])
    assert "--only-deeds" in words
    # What was printed repeats the failure; the program as it should be passes the very same run.
    code, text = run(BROKEN, *words, "--out", "again", "--capture", "none", "--quiet", cwd=tmp_path)
    assert code == 1 and "FAILED" in text, text
    code, text = run(HEXAD, *words, "--out", "right", "--capture", "none", "--quiet", cwd=tmp_path)
    assert code == 0, text
