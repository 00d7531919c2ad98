"""`import hexad` and the programs work from `cmake --install`."""

import os
import pathlib
import subprocess


def test_the_installed_package_finds_its_program_and_catalogue(tmp_path):
    prefix = tmp_path / "prefix"
    subprocess.run(["cmake", "--install", os.environ["HEXAD_TEST_BINARY_DIR"], "--prefix", str(prefix)],
                   check=True, stdout=subprocess.DEVNULL)
    catalogue = prefix / "share/hexad"
    for kind, schema in (("scenarios", "scenario.schema.json"), ("topologies", "topology.schema.json")):
        assert (catalogue / kind / "schema" / schema).is_file()
        assert list((catalogue / kind / "catalog").glob("*.yaml"))
    assert not list(prefix.rglob("README.md"))
    package_folder = next(pathlib.Path(prefix).rglob("hexad/__init__.py")).parent.parent
    code = "import hexad; print(hexad.program()); run = hexad.run('register-udp'); print(run.verdict)"
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(package_folder), "HOME": str(tmp_path)}
    done = subprocess.run(["/usr/bin/python3", "-c", code], cwd=tmp_path, env=environment, capture_output=True,
                          text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [str(prefix / "bin/hexad"), "pass"]
