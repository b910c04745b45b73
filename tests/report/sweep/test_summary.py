"""A sweep in words: a table a planner can read."""

import pytest

from optimizer.report.sweep import summary as module
from optimizer.report.sweep.summary import summary

ROW = {
    "budget": 50.0,
    "scenario": "base",
    "status": "optimal",
    "reason": None,
    "retained": 120.4,
    "arrived": 0.0,
    "bound": 121.5,
    "gap": 0.009,
    "cost": 49.9,
    "marginal": 0.25,
    "built": 3,
    "price": None,
    "seconds": 1.2,
    "nesting": None,
}


class Sweep:
    """Rows by hand."""

    instance, currency = "tiny", "bn KRW"

    def __init__(self, *rows):
        self._rows = [ROW | row for row in rows]

    def to_rows(self):
        """Return the rows."""
        return self._rows

    def rules_note(self):
        """Return that no rules of one's own were kept."""
        return ""


@pytest.fixture(autouse=True)
def enough(monkeypatch):
    """Let 100 be enough under the base scenario."""
    monkeypatch.setattr(module, "enough", lambda sweep: {"base": 100.0, "other": None})


def test_every_scenario_has_its_table():
    """A line a run, with the reason where it has no plan."""
    failed = {"status": "infeasible", "reason": "no land", "retained": None, "bound": None}
    text = summary(Sweep({}, failed | {"scenario": "other", "gap": None, "cost": None}))
    assert text.startswith("Sweep of tiny, budgets in bn KRW")
    lines = text.splitlines()
    (run,) = (line for line in lines if line.endswith("optimal"))
    assert run.split() == ["50", "120", "121.5", "0.90%", "49.9", "0.250", "3", "1.2", "optimal"]
    assert any(line.endswith("infeasible: no land") and "–" in line for line in lines)
    assert "base: beyond 100 nothing is gained within the gap." in text
    assert "arrived" not in text
    assert "price" not in text


def test_arrivals_and_prices_of_nesting_have_columns_where_any():
    """Who arrives counts in what a further unit brings."""
    text = summary(Sweep({"arrived": 7.0, "price": 1.5, "nesting": "up"}))
    assert "base, nested (up)" in text
    assert "arrived" in text
    assert "marginal: persons who stay or arrive" in text
    assert "price: how much better" in text
