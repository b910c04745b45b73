"""`rooted robust`: one plan for many worlds."""

import json
from importlib import import_module

import pytest
from support.robust import robust_tiny

command = import_module("optimizer.cli.robust")


@pytest.fixture
def asked(monkeypatch):
    """Return what the command asks for; it is answered by a plan found before."""
    found = []
    known = robust_tiny()  # before its verb is replaced

    def answered(problem, **options):
        found.append(options)
        return known

    monkeypatch.setattr(command.opt, "robust", answered)
    return found


def test_words_and_json(rooted, asked, monkeypatch, tmp_path):
    """Words begin with the worlds; JSON has plan.json's content and them; --out writes both."""
    monkeypatch.setattr("optimizer.report.plan.save.figure_writers", lambda plan: {})
    monkeypatch.setattr("optimizer.report.plan.save.write_geopackage", lambda plan, path: None)
    said = rooted("robust", "tiny", "--worlds", "4", "--criterion", "cvar", "--seed", "2")
    assert (said.code, asked[0]["worlds"], asked[0]["criterion"]) == (0, 4, "cvar")
    assert asked[0]["seed"] == 2
    assert said.out.startswith("One plan for 3 worlds")
    told = rooted("robust", "tiny", "--json", "--out", tmp_path / "out")
    assert told.json["build"]
    assert {"worlds", "price", "evpi", "vss"} <= set(told.json)
    written = json.loads((tmp_path / "out" / "robust.json").read_text(encoding="utf-8"))
    assert written["worlds"] == told.json["worlds"]


def test_another_criterion_is_bad_input(rooted, asked):
    """Exit code 2, before anything is solved."""
    answer = rooted("robust", "tiny", "--criterion", "median")
    assert (answer.code, asked) == (2, [])
