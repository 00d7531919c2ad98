"""Starts the `hexad` program of the build under test."""

import os
import pathlib
import subprocess

HEXAD = pathlib.Path(os.environ["HEXAD_TEST_BINARY_DIR"]) / "bin/hexad"
SOURCE = pathlib.Path(os.environ["HEXAD_TEST_SOURCE_DIR"])


def hexad(*words, cwd=None):
    """(exit code, standard output, standard error) of `hexad WORDS`."""
    done = subprocess.run([str(HEXAD), *map(str, words)], cwd=cwd, capture_output=True, text=True, timeout=1500, check=False)
    return done.returncode, done.stdout, done.stderr
