"""Everything that belongs to a plan, in one folder."""

import re
import warnings
from dataclasses import replace
from importlib import import_module

import pytest
from support.figures import blank_figures
from support.plans import plain_tiny, tiny_plan

import optimizer as opt
from optimizer.plan.folder import FIGURES, FILES, GEOJSON, REASONS, UNCERTAINTY
from optimizer.report.plan.save import save


def test_every_file_is_there(tmp_path):
    """With boundaries, all that a plan may have; the summary is the printed one."""
    assert save(tiny_plan(), tmp_path) == tmp_path
    asked_for = {
        *UNCERTAINTY,
        *REASONS,
        *GEOJSON,
        "plan.xlsx",
        "tornado.png",
        "importance.png",
        *(name for name in FIGURES if not name.endswith("png")),
    }
    assert {path.name for path in tmp_path.iterdir()} == set(FILES) - asked_for
    assert (tmp_path / "summary.txt").read_text(encoding="utf-8-sig") == f"{tiny_plan()}\n"


def test_without_boundaries_no_map(tmp_path, monkeypatch):
    """Neither plan.gpkg nor map.png."""
    blank_figures(monkeypatch)
    save(replace(tiny_plan(), boundaries=None), tmp_path)
    names = {path.name for path in tmp_path.iterdir()}
    assert not names & {"plan.gpkg", "map.png"}
    assert {"youth_path.png", "pyramid.png", "extinction_risk.png"} <= names


def test_a_figure_that_fails_costs_no_plan(tmp_path, monkeypatch):
    """Whatever drawing raises, the plan is there, and a warning says what isn't."""

    def broken(*_):
        raise ValueError("a shape without end")

    saving = import_module("optimizer.report.plan.save")
    monkeypatch.setattr(saving, "figure_writers", lambda plan: {"map.png": broken})
    with pytest.warns(UserWarning, match=r"map\.png could not be made \(a shape without end\)"):
        saving.save(tiny_plan(), tmp_path / "plan")
    assert (tmp_path / "plan" / "plan.json").exists()
    assert not (tmp_path / "plan" / "map.png").exists()


def test_the_currency_is_the_instances(tmp_path, monkeypatch):
    """Nothing that is written says bn KRW where money is in millions of euros."""
    blank_figures(monkeypatch)
    country = replace(plain_tiny(), currency="M EUR")
    plan = opt.solve(country, budget=60, gap=0.05)
    plan = replace(plan, spread=plan.uncertainty(2))
    save(plan, tmp_path / "plan")
    for path in (tmp_path / "plan").iterdir():
        if path.suffix in (".csv", ".txt", ".json"):
            assert "KRW" not in path.read_text(encoding="utf-8-sig"), path.name
    runs = opt.sweep(country, budgets=[60], gap=0.05, workers=1)
    page = runs.report(tmp_path / "frontier.html").read_text(encoding="utf-8")
    assert "M EUR" in page
    told = re.search('<script type="application/json" id="data">(.*?)</script>', page, re.S)
    assert "KRW" not in told[1] + runs.summary()


def test_a_plan_is_drawn_anew_on_its_own_map(tmp_path, monkeypatch):
    """Its layers are made anew from those of its folder, which the save replaces."""
    with monkeypatch.context() as before:
        blank_figures(before)
        save(tiny_plan(), tmp_path)
    own = replace(tiny_plan(), boundaries=tmp_path / "plan.gpkg", projection=None, economy={})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        save(own, tmp_path)
    assert (tmp_path / "map.png").stat().st_size > 0
    assert (tmp_path / "plan.gpkg").is_file()
