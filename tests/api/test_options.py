"""What every solve may be told, and what is refused."""

import json
import math
from importlib import import_module

import numpy as np
import pytest
from support.command import TINY
from support.plans import tiny

import optimizer as opt
from optimizer.plan import to_record

options = import_module("optimizer.api.options")


@pytest.mark.parametrize("budget", [-1.0, math.nan, math.inf])
def test_an_impossible_budget_is_refused(budget):
    """Below zero, no number, or without end."""
    with pytest.raises(opt.InputError, match="--budget"):
        opt.solve(tiny(), budget=budget)


def test_every_impossible_control_is_named():
    """Gap, time, seed and threads that don't fit, all at once."""
    with pytest.raises(opt.InputError) as caught:
        opt.solve(tiny(), gap=math.nan, time_limit=-1.0, seed=2**31, threads=-1)
    text = str(caught.value)
    assert all(name in text for name in ("--gap", "--time-limit", "--seed", "--threads"))


def test_a_budget_is_needed_except_for_net_benefit(tmp_path):
    """Without one, an objective in people has no end."""
    for name in ("regions.csv", "options.csv", "universities.csv", "travel.csv"):
        (tmp_path / name).write_bytes((TINY / name).read_bytes())
    head = 'name = "free"\nbase_year = 2024\nhorizon_year = 2040\n[settings]\n'
    (tmp_path / "instance.toml").write_text(head, encoding="utf-8")
    with pytest.raises(opt.InputError, match=r"no budget is given.*--budget"):
        opt.solve(tmp_path)
    more = 'objective = "net_benefit"\nvalue_per_retained = 0.5\n'
    (tmp_path / "instance.toml").write_text(head + more, encoding="utf-8")
    assert opt.solve(tmp_path).budget is None


@pytest.mark.parametrize("name", ["min_fair_share", "max_fair_share"])
def test_a_fair_share_needs_a_budget(name):
    """A share of nothing is refused, and so for every objective; with a budget it is a limit."""
    free = tiny(**{"objective": "net_benefit", "budget": None, f"limits.{name}": 0.5})
    with pytest.raises(opt.InputError, match=rf"limits.{name}: 0.5 of .*no budget is given"):
        opt.build_model(free)
    assert opt.build_model(free, budget=30.0).budget_given == 30.0


def test_a_floor_of_nothing_needs_no_budget():
    """A scenario sets min_fair_share = 0 where it wants none."""
    free = tiny(**{"objective": "net_benefit", "budget": None, "limits.min_fair_share": 0})
    assert opt.build_model(free).budget_given is None


def test_versions_never_fail(monkeypatch):
    """A package that isn't installed is said not to be."""

    def missing(name):
        raise options.PackageNotFoundError(name)

    monkeypatch.setattr(options, "version", missing)
    assert set(options.versions().values()) == {"not installed"}


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (
            lambda tiny: opt.load(5),
            r"source=5 \(int\) does not fit; expected the path of a folder or",
        ),
        (lambda tiny: opt.solve(5), r"problem=5 \(int\).*an Instance"),
        (lambda tiny: opt.solve(tiny, budget="500"), r"budget='500' \(str\).*a number such as"),
        (lambda tiny: opt.solve(tiny, budget=True), r"budget=True \(bool\)"),
        (lambda tiny: opt.solve(tiny, seed=1.5), r"seed=1\.5 \(float\).*a whole number"),
        (lambda tiny: opt.solve(tiny, gap="0.1"), r"gap='0\.1' \(str\).*a number such as 0\.001"),
        (lambda tiny: opt.solve(tiny, time_limit="9"), "time_limit='9'.*seconds, or None"),
        (lambda tiny: opt.verify("folder", tiny), r"plan='folder' \(str\).*a Plan;.*load_plan"),
    ],
)
def test_wrong_types_in_pythons_words(call, words):
    """A TypeError names the argument, the value, its type and the type wanted."""
    with pytest.raises(TypeError, match=words):
        call(opt.load("tiny"))


def test_numbers_of_numpy_fit():
    """Whatever counts as a number in Python is one here; what is out of range is refused too."""
    assert opt.build_model(tiny(), budget=np.int64(30)).budget_given == 30.0
    options.check_options(np.float64(0.1), np.int64(5), np.int64(1), 0)
    with pytest.raises(opt.InputError, match="--gap"):
        options.check_options(np.float64(1.5), np.int64(5), np.int64(1), 0)


def test_numbers_of_numpy_reach_plan_json(tmp_path):
    """A plan once solved is never lost for what its budget was made of."""
    numbers = {"budget": np.int64(30), "gap": np.float64(0.5), "seed": np.int64(1)}
    plan = opt.solve(tiny(), **numbers)
    assert type(plan.budget) is int
    json.dumps(to_record(plan))


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: opt.load("tiny", settings=5), "settings=5"),
        (lambda: opt.load("tiny", scenarios=5), "scenarios=5"),
        (lambda: opt.load_plan(5), "folder=5"),
        (lambda: opt.open_sweep(5), "place=5"),
        (lambda: opt.importance(5), "plan=5"),
        (lambda: opt.alternatives("p", time_limit="x"), "time_limit='x'"),
        (lambda: opt.by_instrument(5), "plan=5"),
        (lambda: opt.score(5, "tiny"), "build=5"),
        (lambda: opt.robust("tiny", level="x"), "level='x'"),
        (lambda: opt.balance_curve("tiny", points=2.5), "points=2.5"),
    ],
)
def test_every_verb_names_an_argument_of_another_type(call, said):
    """With its value, before anything is read or solved."""
    with pytest.raises(TypeError, match=said):
        call()
