"""Executes every example notebook from top to bottom."""

import os
import pathlib

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((pathlib.Path(os.environ["HEXAD_TEST_SOURCE_DIR"]) / "bindings/notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_notebook_runs(notebook, tmp_path):
    content = nbformat.read(notebook, as_version=4)
    assert all(not cell.get("outputs") for cell in content.cells), "notebooks are committed without outputs"
    NotebookClient(content, timeout=240, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}).execute()
