"""Exit codes and messages, as contract.md has them."""

import shutil
from dataclasses import replace
from importlib import import_module

import pytest
from support.command import TINY

import optimizer as opt

QUICK = ("--budget", 60)
solving = import_module("optimizer.api.solve")


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("solve", "tiny", "--set", "budgett=4"), ("budgett", "did you mean 'budget'")),
        (("solve", "tiny", "--set", "limits.max_cluster_per_region=1"), ("did you mean",)),
        (("solve", "tinny"), ("tinny",)),
        (("solve", "tiny", "--budget", "-1"), ("--budget", "-1")),
        (("solve", "tiny", "--budget", "nan"), ("--budget", "nan")),
        (("solve", "tiny", "--gap", "nan"), ("--gap", "nan")),
        (("solve", "tiny", "--gap", "-0.1", "--seed", "99999999999"), ("--gap", "--seed")),
        (("solve", "tiny", "--scenario", "nowhere.toml"), ("nowhere.toml",)),
        (("solve", "tiny", "--set", "gap"), ("gap",)),
        (("check", "nowhere", "--instance", "tiny"), ("nowhere", "no such folder")),
        (("check", "tiny", "--instance", "tiny"), ("this is an instance, not a plan",)),
        (("compare", "nowhere", "tiny"), ("nowhere", "no such folder")),
        (("sweep", "tiny", "--budgets", "12,500"), ("12,500", "12 and 500", "12500")),
        (("solve", "tiny", "--set", "targeting=0,5"), ("targeting", "--set targeting=0.5")),
        (("solve", "tiny", "--set", "locked.in=kolvik:venue"), ('--set \'locked.in=["A", "B"]\'',)),
        (("solve", "tiny", "--log", "nowhere/x.log"), ("--log", "nowhere/x.log")),
        (("solve", "tiny", "--quiet", "--verbose"), ("--quiet", "--verbose")),
        (("schema", "--format", "xml"), ("xml",)),
    ],
)
def test_bad_input_returns_2_and_names_it(rooted, words, named):
    """Exit code 2, the offending words on standard error, no traceback."""
    answer = rooted(*words)
    assert answer.code == 2
    assert all(word in answer.err for word in named), answer.err
    assert "Traceback" not in answer.err
    assert answer.out == ""


@pytest.mark.parametrize(
    ("words", "nearest"),
    [(("sovle", "tiny"), "solve"), (("solve", "tiny", "--bugdet", 5), "--budget")],
)
def test_a_misspelt_command_or_option_names_the_nearest(rooted, words, nearest):
    """Exit code 2, and the word that was meant."""
    answer = rooted(*words)
    assert answer.code == 2
    assert nearest in answer.err


def test_a_plan_is_no_instance(rooted, saved):
    """The folder of a plan in the place of an instance is called that."""
    answer = rooted("solve", saved)
    assert answer.code == 2
    assert "this is a plan, not an instance" in answer.err


def test_all_problems_are_named_at_once(rooted, tmp_path):
    """Three mistakes in two tables are three lines, on both streams with `--json`."""
    shutil.copytree(TINY, tmp_path / "bad")
    for name, old, new in (
        ("regions.csv", "41000,12300", "41000,-5"),
        ("regions.csv", "Kolvik", ""),
        ("options.csv", "ai_hub,cluster", "ai_hub,clustre"),
    ):
        path = tmp_path / "bad" / name
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    answer = rooted("solve", tmp_path / "bad", "--json")
    assert answer.code == 2
    assert answer.json["status"] == "bad_input"
    assert any("leavers" in reason for reason in answer.json["reasons"])
    assert any("clustre" in reason for reason in answer.json["reasons"])
    assert "clustre" in answer.err


def test_no_plan_can_exist_returns_3_with_reasons(rooted):
    """A lock that the budget doesn't reach."""
    words = ("solve", "tiny", "--budget", 100, "--set", 'locked.in=["kolvik:semi_hub"]', "--json")
    answer = rooted(*words)
    assert answer.code == 3
    assert answer.json["status"] == "infeasible"
    assert any(
        "Budget: needs" in reason and "has 100" in reason for reason in answer.json["reasons"]
    )
    assert "No plan can exist" in answer.err


def test_none_in_time_returns_4(rooted):
    """`--time-limit 0` leaves no time to find a plan."""
    answer = rooted("solve", "tiny", "--time-limit", 0, "--json")
    assert answer.code == 4
    assert answer.json["status"] == "time_limit"
    assert answer.json["reasons"]


def test_a_wrong_plan_is_neither_shown_nor_written(rooted, monkeypatch, tmp_path):
    """A plan that fails its check ends with exit code 5 and leaves no trace."""

    def lying(*words, **more):
        plan = make(*words, **more)
        return replace(plan, retained=plan.retained + 100)

    make = solving.make_plan
    monkeypatch.setattr(solving, "make_plan", lying)
    answer = rooted("solve", "tiny", *QUICK, "--out", tmp_path / "plan", "--json")
    assert answer.code == 5
    assert answer.json["status"] == "check_failed"
    assert answer.json["reasons"]
    assert "retained" in answer.err
    assert not (tmp_path / "plan").exists()


def test_ctrl_c_while_reading_returns_130(rooted, monkeypatch):
    """Before any plan, Ctrl-C leaves with 130, JSON where asked for, and no traceback."""

    def pressed(*words, **more):
        raise KeyboardInterrupt

    monkeypatch.setattr(opt, "load", pressed)
    monkeypatch.setattr(opt, "check", pressed)
    answer = rooted("solve", "tiny", "--json")
    assert answer.code == 130
    assert answer.json["status"] == "interrupted"
    assert rooted("check", "tiny").code == 130
    assert "Traceback" not in answer.err
