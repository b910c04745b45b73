"""What all tests share: figures, which are slow, are drawn only where they are looked at."""

from pathlib import Path

import pytest
from support.figures import blank_figures

DRAWN = {"report", "sweep", "uncertainty", "analysis"}
"""Folders of tests that look at figures."""


@pytest.fixture(autouse=True)
def _blank_figures(request, monkeypatch):
    """Let a saved plan's figures be empty files, but in tests of figures and in other processes."""
    if DRAWN & set(Path(request.path).parts) or request.node.get_closest_marker("slow"):
        return
    blank_figures(monkeypatch)
