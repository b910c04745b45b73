"""The benchmark registry: every phase and way runs on the smallest case."""

import json

import pytest

from benchmarks import bench, phases, registry


@pytest.fixture(scope="module")
def engine():
    """Every phase of the engine on tiny."""
    return phases.engine("tiny", 500.0, 0.01, 60.0, phases.PHASES)


def test_every_phase_is_measured_in_its_order(engine):
    """From reading to saving, each with seconds and the most memory held, which never falls."""
    assert [row["phase"] for row in engine] == list(phases.PHASES)
    assert all(row["cpu_seconds"] >= 0 for row in engine)
    memory = [row["memory_mb"] for row in engine]
    assert memory == sorted(memory)


def test_rivals_reach_the_same_plan(engine):
    """Engine and script solve one problem: neither objective is above the other's bound."""
    script = phases.script("tiny", 500.0, 0.01, 60.0)[-1]
    plan = next(row for row in engine if row["phase"] == "plan")
    assert script["objective"] <= plan["bound"] * (1 + 1e-9)
    assert plan["objective"] <= script["bound"] * (1 + 1e-9)


def test_the_summary_tells_ratios_and_failures():
    """A rival that takes 30 s beside 10 s is told as × 3.00; one that failed by its reason."""
    head = {"case": "a", "family": "towns", "size": 9}
    rows = [
        head | {"way": "engine", "phase": "solve", "cpu_seconds": 10.0, "memory_mb": 500.0},
        head | {"way": "script", "phase": "solve", "cpu_seconds": 30.0, "memory_mb": 900.0},
        head | {"way": "linopy", "phase": "failed", "error": "out of memory"},
    ]
    assert bench.summary(rows).splitlines() == [
        "a: engine: 10.0 s, 0.50 GB",
        "a: script: 30.0 s, × 3.00 of the engine's, 0.90 GB",
        "a: linopy: failed: out of memory",
    ]


def test_names_of_cases_are_told_where_one_is_unknown():
    """`towns-917` is no case; the message names those that are."""
    with pytest.raises(SystemExit, match=r"unknown: towns-917; known: .*towns-916"):
        registry.chosen(["towns-917"], heavy=False)


def test_heavy_cases_run_only_when_asked_for():
    """20,000 towns are run by name or with --heavy."""
    assert "towns-19923" not in {case.name for case in registry.chosen([], heavy=False)}
    assert [case.name for case in registry.chosen(["towns-19923"], heavy=False)] == ["towns-19923"]


def test_published_cases_are_left_out_without_their_files(monkeypatch):
    """Without the folder of literature there is no such case, and nothing fails."""
    monkeypatch.delenv(registry.LITERATURE, raising=False)
    assert "published" not in {case.family for case in registry.cases()}


@pytest.mark.slow
def test_a_smoke_run_writes_its_results(tmp_path, monkeypatch, capsys):
    """`--smoke --out DIR` leaves a row for each phase of both ways."""
    monkeypatch.setattr("sys.argv", ["bench", "--smoke", "--out", str(tmp_path)])
    bench.main()
    rows = json.loads((tmp_path / "results.json").read_text())
    assert {row["way"] for row in rows} == {"engine", "script"}
    assert "tiny: script: " in capsys.readouterr().out
