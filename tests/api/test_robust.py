"""opt.robust: a checked plan, told and saved with how it does in each world."""

import json

import pytest
from support.robust import WORLDS, robust_tiny

import optimizer as opt


def test_summary_says_first_how_the_plan_does_over_the_worlds():
    """And plan.json's content stands beside the worlds."""
    found = robust_tiny()
    assert str(found).startswith("One plan for 3 worlds")
    content = found.to_dict()
    assert content["objective"] == found.plan.objective
    assert len(content["worlds"]) == WORLDS


def test_saved_beside_the_plan(tmp_path, monkeypatch):
    """The folder is that of a plan, with robust.json and its tables."""
    monkeypatch.setattr("optimizer.report.plan.save.figure_writers", lambda plan: {})
    monkeypatch.setattr("optimizer.report.plan.save.write_geopackage", lambda plan, path: None)
    found = robust_tiny()
    folder = found.save(tmp_path / "out")
    assert opt.load_plan(folder) == found.plan
    written = json.loads((folder / "robust.json").read_text(encoding="utf-8"))
    assert written["evpi"] == pytest.approx(found.evpi)
    said = (folder / "summary.txt").read_text(encoding="utf-8-sig")
    assert said.startswith("One plan for 3 worlds")
    assert (folder / "robust_worlds.csv").exists()
    assert (folder / "robust_plans.csv").exists()
