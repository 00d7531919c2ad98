"""Finds and starts the `hexad` program."""

import os
import pathlib
import shutil
import subprocess


class InputError(ValueError):
    """The program refused its input (exit code 2). The text is the program's own message."""


class ProgramError(RuntimeError):
    """The program failed for a reason of its own (exit code 4, or it was killed)."""


def program(name="hexad"):
    """The path of a program of Hexad: HEXAD_PROGRAMS if set (a folder), else beside this package (build tree or
    installation), else on PATH. Raises FileNotFoundError, which says where it looked."""
    here = pathlib.Path(__file__).resolve().parent
    candidates = []
    if "HEXAD_PROGRAMS" in os.environ:
        candidates.append(pathlib.Path(os.environ["HEXAD_PROGRAMS"]) / name)
    # build/PRESET/python/hexad, and PREFIX/lib/python3/dist-packages/hexad.
    candidates += [parent / "bin" / name for parent in list(here.parents)[1:5]]
    for candidate in candidates:
        if candidate.is_file() and os.access(candidate, os.X_OK):
            return candidate
    found = shutil.which(name)
    if found:
        return pathlib.Path(found)
    raise FileNotFoundError(f"no program {name}: looked at {', '.join(map(str, candidates))} and on PATH")


def call(arguments, accepted):
    """Starts `hexad` with the arguments and waits. Returns (exit code, standard output)."""
    done = subprocess.run([str(program()), *map(str, arguments)], capture_output=True, text=True, check=False)
    if done.returncode in accepted:
        return done.returncode, done.stdout
    message = done.stderr.strip() or done.stdout.strip()
    if done.returncode == 2:
        raise InputError(message)
    raise ProgramError(f"hexad ended with {done.returncode}: {message}")
