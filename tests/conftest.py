"""What all tests share: figures, which are slow, are drawn only where they are looked at."""

from importlib import import_module
from pathlib import Path

import pytest
from support.figures import blank_figures
from support.kept import kept_reading

DRAWN = "report"
"""Folder of the tests that look at figures of saved plans."""


@pytest.fixture(autouse=True)
def _blank_figures(request, monkeypatch):
    """Let a saved plan's figures be empty files, but in tests of figures and in other processes."""
    if DRAWN in Path(request.path).parts or request.node.get_closest_marker("slow"):
        return
    blank_figures(monkeypatch)


READING = "instance"
"""Folder of the tests of reading, which read anew every time."""


@pytest.fixture(autouse=True)
def _kept_reading(request, monkeypatch):
    """Read the same files under the same words once, but in tests of reading and in long ones."""
    if READING in Path(request.path).parts or request.node.get_closest_marker("slow"):
        return
    loading = import_module("optimizer.api.load")
    monkeypatch.setattr(loading, "read_instance", kept_reading(loading.read_instance))


@pytest.fixture
def solved_as_large(monkeypatch):
    """Small as an instance is, it is solved as large ones are: a plan next to the relaxation."""
    monkeypatch.setattr("optimizer.solver.parametric.FEW_RECRUITS", 0)
    monkeypatch.setattr("optimizer.solver.graduates_apart.LARGE", 0)
