"""Figures, which are slow to draw, as empty files where nobody looks at them."""

from importlib import import_module
from pathlib import Path


def blank_figures(monkeypatch):
    """Let the figures of a saved plan be empty files."""
    saving = import_module("optimizer.report.plan.save")
    real = saving.figure_writers
    monkeypatch.setattr(
        saving, "figure_writers", lambda plan: dict.fromkeys(real(plan), Path.touch)
    )
