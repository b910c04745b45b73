"""The price of balance, on a country small enough to work it out by hand."""

from dataclasses import replace

import pyomo.environ as pyo
import pytest
from support.command import here
from support.instances import PLAIN, cluster, make_instance, region

import optimizer as opt

TOWNS = [region("A", 100, province="P"), region("B", 100, province="Q")]
OPTIONS = [
    cluster("ai", 10, 40, max_per_region=1),
    cluster("bio", 10, 20),
]


def country(folder, **settings):
    """Write two provinces: money for three of AI (40) and biotech (20), A twice as good."""
    strength = [("A", "ai", 1.5), ("A", "bio", 1.5), ("B", "ai", 0.5), ("B", "bio", 0.5)]
    settings = PLAIN | {"budget": 20} | settings
    return make_instance(folder, TOWNS, OPTIONS, settings, strength=strength)


def test_curve_by_hand(tmp_path):
    """A alone: 60 + 30 = 90 and B nothing; AI in both: 60 + 20, B keeps 20%: 10 fewer stay."""
    curve = opt.balance_curve(country(tmp_path), points=3, gap=0)
    frame = curve.to_frame()
    assert frame["retained"].tolist() == pytest.approx([90, 80, 80], rel=1e-6)
    assert frame["worst_share"].tolist() == pytest.approx([0, 0.2, 0.2], rel=1e-6)
    assert frame["price"].tolist() == pytest.approx([0, 10, 10], rel=1e-6)
    assert frame["price_share"].tolist() == pytest.approx([0, 1 / 9, 1 / 9], rel=1e-6)
    assert frame["floor"].tolist() == pytest.approx([0, 0.1, 0.2], rel=1e-4)
    assert frame["worst_province"].tolist() == ["Q", "Q", "Q"]
    assert (frame["bound"] >= frame["retained"] - 1e-6).all()
    assert curve.most_possible == pytest.approx(0.2, rel=1e-5)
    instance = opt.load(tmp_path)
    assert all(opt.verify(plan, instance).ok for plan in curve.plans)
    assert "3 plans, the worst-off province keeps 0.000% to 20.000%" in repr(curve)
    assert len(repr(curve)) <= 200
    assert curve._repr_html_().count("<tr>") == 1 + 3


def test_nothing_to_gain_is_one_point(tmp_path):
    """Where the best plan is the most balanced too, the curve is that plan."""
    curve = opt.balance_curve(country(tmp_path), budget=0, points=5)
    assert len(curve.plans) == 1
    assert curve.to_frame()["price"].tolist() == [0]


def test_floor_of_the_instance_stays(tmp_path):
    """A floor of 0.6 on P leaves nothing else of three points than AI in A."""
    instance = opt.load(country(tmp_path), settings={"limits.min_retained_share.P": 0.6})
    frame = opt.balance_curve(instance, points=3, gap=0).to_frame()
    assert frame["retained"].tolist() == pytest.approx([90, 80, 80], rel=1e-6)


def test_every_plan_keeps_a_rule_of_ones_own(tmp_path):
    """No AI in B: 60 + 30 = 90 in A, or AI there and biotech (10) in B, which keeps a tenth."""

    def no_ai_in_b(model):
        model.no_ai = pyo.Constraint(expr=model.x["B", "ai"] <= 0)

    curve = opt.balance_curve(country(tmp_path), points=3, rules=no_ai_in_b, gap=0)
    frame = curve.to_frame()
    assert frame["retained"].tolist() == pytest.approx([90, 70, 70], rel=1e-6)
    assert curve.most_possible == pytest.approx(0.1, rel=1e-5)
    assert all(plan.rules == (no_ai_in_b,) for plan in curve.plans)
    told = (
        "(no_ai): the bound holds for that model; the check covers the rules of the instance only"
    )
    assert told in " ".join(str(curve).split())
    assert "no_ai" not in str(opt.balance_curve(tmp_path, points=2, gap=0))
    # Each is the plan of a model with the floor and the rule.
    limits = {"limits.min_retained_share.Q": frame["floor"].iloc[-1]}
    model = opt.build_model(opt.load(tmp_path, settings=limits))
    no_ai_in_b(model)
    assert opt.solve(model, gap=0).objective == pytest.approx(70, rel=1e-6)


def test_too_few_points_are_refused(tmp_path):
    """A curve has two ends."""
    with pytest.raises(opt.InputError, match="at least 2"):
        opt.balance_curve(country(tmp_path), points=1)


@pytest.mark.slow
def test_tiny_is_monotone():
    """The more the worst-off province must keep, the fewer can stay in all."""
    tiny = opt.load("tiny", settings={"budget": 60})
    tables = {k: v for k, v in tiny.tables.items() if k not in ("measures", "interactions")}
    frame = opt.balance_curve(replace(tiny, tables=tables), points=3, gap=1e-4).to_frame()
    assert frame["worst_share"].is_monotonic_increasing
    assert frame["bound"].iloc[1:].max() <= frame["bound"].iloc[0] * (1 + 1e-6)


def test_command_prints_the_curve(tmp_path, monkeypatch, capfd):
    """`rooted balance`: a table of words, or JSON with a row for each plan."""
    folder = country(tmp_path)
    words = here(monkeypatch, capfd, "balance", folder, "--points", 2, "--gap", 0)
    assert words.code == 0
    assert "The price of balance" in words.out
    found = here(monkeypatch, capfd, "balance", folder, "--points", 2, "--gap", 0, "--json")
    assert [round(row["retained"]) for row in found.json["points"]] == [90, 80]
    refused = here(monkeypatch, capfd, "balance", folder, "--points", 1)
    assert refused.code == 2
