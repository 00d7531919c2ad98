"""Runs: starting one, reading what one left, and many of them."""

import concurrent.futures
import functools
import json
import os
import pathlib

from .program import call

_VERDICT_EXIT_CODES = (0, 1, 3)


class Run:
    """A finished run, read from its folder.

    folder       pathlib.Path of the folder
    summary      the whole of summary.json as a dict
    verdict      "pass", "fail" or "invalid"
    """

    def __init__(self, folder):
        self.folder = pathlib.Path(folder).resolve()
        with open(self.folder / "summary.json", encoding="utf-8") as file:
            self.summary = json.load(file)

    @property
    def verdict(self):
        return self.summary["verdict"]

    @property
    def passed(self):
        return self.verdict == "pass"

    @property
    def scenario(self):
        return self.summary["scenario"]

    @property
    def seed(self):
        return self.summary["seed"]

    @property
    def fingerprint(self):
        """Hexadecimal SHA-256 of the record: equal for equal build, scenario and seed in the ns3 world."""
        return self.summary["fingerprint"]

    @property
    def checks(self):
        """Each check and invariant as a dict: name, kind, verdict, expected, found, evidence, verifies."""
        return self.summary["checks"]

    @property
    def report(self):
        """Path of report.html."""
        return self.folder / "report.html"

    @property
    def captures(self):
        """Paths of the captures, one for each network."""
        return sorted((self.folder / "pcap").glob("*.pcap"))

    @functools.cached_property
    def entries(self):
        """Every event as a dict, in order. `at` is in nanoseconds of simulated time."""
        with open(self.folder / "record.jsonl", encoding="utf-8") as file:
            return [json.loads(line) for line in file]

    @functools.cached_property
    def events(self):
        """Every event as a row of a pandas DataFrame with the column `at_s` (seconds of simulated time) first; the
        list of dicts `entries` where pandas is not installed."""
        try:
            import pandas
        except ImportError:
            return self.entries
        frame = pandas.DataFrame.from_records(self.entries)
        frame.insert(0, "at_s", frame.pop("at") / 1e9)
        return frame

    def __repr__(self):
        return f"<Run {self.scenario} seed {self.seed}: {self.verdict}>"

    def _repr_html_(self):
        rows = "".join(f"<tr><td>{c['verdict']}</td><td>{c['name']}</td><td>{c['found']}</td></tr>" for c in self.checks)
        return (f"<b>{self.scenario}</b> seed {self.seed}: <b>{self.verdict}</b> "
                f"(<a href='file://{self.report}'>report</a>)<table>{rows}</table>")


def load(folder):
    """The Run that a folder holds."""
    return Run(folder)


def run(scenario, seed=None, world="ns3", release=None, capture=None, out=None):
    """Run a scenario (a name of the catalogue or a file) and return the Run, whatever its verdict.

    seed      an integer; None: the scenario's own
    world     "ns3" (simulated) or "real" (daemons on loopback, real time)
    capture   "all", "none" or a network's name
    out       the folder to leave the run in; default out/NAME/SEED below the working folder
    Raises InputError for what the program refuses (exit code 2) and ProgramError for its own failures.
    """
    arguments = ["run", scenario, "--world", world, "--json"]
    for option, value in (("--seed", seed), ("--release", release), ("--capture", capture), ("--out", out)):
        if value is not None:
            arguments += [option, value]
    _, printed = call(arguments, _VERDICT_EXIT_CODES)
    return Run(json.loads(printed)["folder"])


def campaign(scenario, seeds, jobs=None, **options):
    """Run a scenario once for each seed, `jobs` at a time (default: one for each processor), and return the Runs in
    the order of the seeds. `options` as for run(), but for `seed` and `out`."""
    with concurrent.futures.ThreadPoolExecutor(max_workers=jobs or os.cpu_count()) as pool:
        return list(pool.map(lambda seed: run(scenario, seed=seed, **options), seeds))
