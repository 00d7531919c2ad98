#!/usr/bin/env python3
"""Runs a scenario twice with one seed and once with another: it passes each time, equal seeds give equal fingerprints
and byte-identical captures, another seed differs. The first difference is printed.

Usage: twice.py HEXAD SCENARIO FOLDER
"""

import json
import pathlib
import shutil
import subprocess
import sys


def run(hexad, scenario, seed, folder):
    done = subprocess.run([hexad, "run", scenario, "--seed", str(seed), "--out", str(folder), "--quiet"],
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{scenario} with seed {seed} ends with {done.returncode}:\n{done.stdout}{done.stderr}")
    return json.loads((folder / "summary.json").read_text())["fingerprint"]


def first_difference(first, second):
    with open(first, encoding="utf-8") as a, open(second, encoding="utf-8") as b:
        for number, (x, y) in enumerate(zip(a, b), 1):
            if x != y:
                return f"line {number}:\n  first:  {x[:400]}\n  second: {y[:400]}"
    return "one record is longer"


def main():
    hexad, scenario, base = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3]) / sys.argv[2]
    shutil.rmtree(base, ignore_errors=True)
    prints = {name: run(hexad, scenario, seed, base / name) for name, seed in (("first", 11), ("second", 11), ("other", 12))}
    if prints["first"] != prints["second"]:
        sys.exit(f"two runs with one seed differ: {first_difference(base / 'first/record.jsonl', base / 'second/record.jsonl')}")
    captures = sorted(path.name for path in (base / "first/pcap").iterdir())
    if not captures:
        sys.exit("the run left no capture")
    for name in captures:
        if (base / "first/pcap" / name).read_bytes() != (base / "second/pcap" / name).read_bytes():
            sys.exit(f"the captures {name} of two runs with one seed differ")
    if prints["other"] == prints["first"]:
        sys.exit("another seed gives the same fingerprint")
    shutil.rmtree(base / "second")
    shutil.rmtree(base / "other")


if __name__ == "__main__":
    main()
