"""Those who arrive, and fair shares, in draws, sweeps, instruments and the balance curve: by hand.

Aton and Beton are one province, Dalton another; Capital, where nothing may be built, lies near
Aton. Of 40 takers of jobs in Aton, by young residents 200 : 100 : 100, 20 live in Aton, of whom
half would have left, 10 in Beton (3 in 10) and 10 in Capital (nobody): 10 + 3 are kept. Of the
other 27 a tenth arrive. In Dalton everybody would have left, so that 40 of 40 are kept.
"""

import re
from dataclasses import replace

import pytest
from support.instances import PLAIN, both_ways, cluster, make_instance, region

import optimizer as opt
from optimizer.uncertainty.fixed_plan import FixedPlan
from optimizer.uncertainty.monte_carlo import Uncertainty
from optimizer.uncertainty.sampling import idle, varied

TOWNS = [
    region("Aton", 100, youth_zero_migration=200, youth=200),
    region("Beton", 30, youth_zero_migration=100, youth=100, candidate="false"),
    region("Capital", 0, province="Q", youth_zero_migration=100, youth=100, candidate="false"),
    region("Dalton", 100, province="R", youth_zero_migration=100, youth=100),
]
WORDS = PLAIN | {
    "job_takers": "catchment",
    "leaver_share": "area",
    "arrival_share": 0.1,
    "targeting": 1.0,
}


def country(folder, limits=None, locked=(), **settings):
    """Return the country of this page; AI has 40 jobs and biotech 20, each for 10 bn KRW."""
    make_instance(
        folder,
        TOWNS,
        [cluster("ai", 10, 40), cluster("bio", 10, 20)],
        WORDS | settings,
        sections={"limits": limits or {}, "locked": {"in": list(locked)}},
        travel=both_ways(("Aton", "Beton", 10), ("Aton", "Capital", 10)),
    )
    return opt.load(folder)


def fixed_in_aton(folder, **settings):
    """Return AI in Aton, built whatever comes."""
    instance = country(folder, limits={"max_options": {"bio": 0}}, locked=["Aton:ai"], **settings)
    plan = opt.solve(instance, budget=10, gap=0)
    return FixedPlan(plan, instance), plan, instance


@pytest.mark.parametrize(
    ("values", "kept", "arrived"),
    [
        ({}, (10, 3), 2.7),
        ({"arrival_share": 0.2}, (10, 3), 5.4),
        ({"targeting": 2.0}, (20, 6), 1.4),  # 20 and 6 of 40: a tenth of the other 14
        ({"regions.leavers": 0.5}, (5, 1.5), 3.35),
        ({"commute_limit": 5.0}, (20, 0), 2.0),  # all 40 live in Aton
        ({"job_motive_share": 0.05}, (5, 1.5), 2.7),
        ({"options.jobs[ai]": 2.0}, (20, 6), 5.4),
        ({"options.jobs[bio]": 2.0}, (10, 3), 2.7),
        ({"options.jobs[ai]": 2.0, "options.jobs": 2.0}, (40, 12), 10.8),
    ],
)
def test_who_stays_and_arrives_in_a_draw(tmp_path, values, kept, arrived):
    """P, λ and what is left of the pool follow the drawn numbers; factors multiply."""
    fixed, _, _ = fixed_in_aton(tmp_path)
    found = fixed.evaluate(values)
    assert found.retained == pytest.approx([*kept, 0, 0])
    assert found.arrived == pytest.approx([arrived, 0, 0, 0])
    assert found.people == pytest.approx(sum(kept) + arrived)


def test_access_in_a_draw_is_relative_to_all_candidates(tmp_path):
    """400 young people reach Aton, 100 Dalton, their mean (200·400 + 100·100) / 300 is 300."""
    fixed, _, _ = fixed_in_aton(tmp_path)
    found = fixed.evaluate({"access_elasticity": 1.0})
    assert found.retained == pytest.approx([10 * 4 / 3, 4, 0, 0])
    assert found.arrived.sum() == pytest.approx(3.6)


def test_a_ceiling_counts_the_first_first(tmp_path):
    """A ceiling of 10 on the province of 130 leavers; arrivals are not of those retained."""
    instance = country(tmp_path, limits={"max_retained_share": {"P": 1 / 13}}, locked=["Aton:ai"])
    plan = opt.solve(instance, budget=10, gap=0)
    found = FixedPlan(plan, instance).evaluate({})
    assert found.retained.sum() == pytest.approx(10)
    assert found.retained == pytest.approx(plan.regions["retained"].to_numpy())
    assert found.arrived.sum() == pytest.approx(2.7)


def test_floors_are_told_of_those_who_stay(tmp_path):
    """A floor of 10% of 130 is met by the 13 who stay, and not by 11.7, whoever arrives."""
    instance = country(tmp_path, limits={"min_retained_share": {"P": 0.1}})
    fixed = FixedPlan(opt.solve(instance, budget=10, gap=0), instance)
    assert fixed.evaluate({}).floors_met
    fewer = fixed.evaluate({"youth_share": 0.9, "arrival_share": 0.2})
    assert fewer.people > 13
    assert not fewer.floors_met


def test_the_range_counts_arrivals(tmp_path):
    """Draws, quantiles and tornado have them; the cost is for each who stays or arrives."""
    _, plan, _ = fixed_in_aton(tmp_path)
    found = plan.uncertainty(draws=40, seed=1)
    rows = found.draws
    people = rows["retained"] + rows["arrived"]
    assert rows["cost_per_stayer"].to_numpy() == pytest.approx((rows["cost"] / people).to_numpy())
    assert found.quantiles.set_index("measure").loc["arrived", "central"] == pytest.approx(2.7)
    ends = found.tornado.set_index("name").loc["arrival_share"]
    assert (ends["arrived_low"], ends["arrived_high"]) == pytest.approx((0, 5.4))
    assert ends["swing"] == 0
    assert "From elsewhere arrive 3, " in str(found)
    assert "each who stays or arrives" in str(found)


def test_ranges_of_a_sector_are_drawn_and_recorded(tmp_path):
    """A factor on AI's jobs is a row of the tornado and of the plan's ranges."""
    name = "options.jobs[ai]"
    make = {"options.jobs": [1, 1], name: [0.5, 1.5]}
    country(tmp_path)
    instance = opt.load(tmp_path, settings={f"ranges.{key}": ends for key, ends in make.items()})
    plan = opt.solve(instance, budget=10, gap=0)
    assert plan.ranges[name] == (0.5, 1.5)
    found = plan.uncertainty(draws=5, seed=1)
    row = found.tornado.set_index("name").loc[name]
    assert (row["retained_low"], row["retained_high"]) == pytest.approx((20, 60))
    assert "options.jobs" not in found.draws
    saved = opt.load_plan(plan.save(tmp_path / "plan"))
    assert saved.ranges[name] == (0.5, 1.5)


def test_what_can_do_nothing_is_not_drawn(tmp_path):
    """Nobody arrives where every province has a candidate, nor under "best"."""
    instance = country(tmp_path)
    assert {"arrival_share", "access_elasticity"} <= set(varied(instance))
    best = opt.load(tmp_path, settings={"job_takers": "best", "ranges.arrival_share": [0, 0.2]})
    assert set(idle(best)) == {"arrival_share", "access_elasticity"}
    assert not set(idle(best)) & set(varied(best))
    found = opt.solve(best, budget=10).uncertainty(draws=2)
    assert any(note.startswith("arrival_share is not drawn") for note in found.notes)
    assert not any("access_elasticity" in note for note in found.notes)
    tiny = opt.load("tiny")
    assert set(idle(tiny)) == {"arrival_share"}


def test_sweep_counts_arrivals(tmp_path):
    """For 20, 30 and 40: both in Dalton (60), AI in Aton on top (13 + 2.7), biotech (half of it).

    `marginal` and the cost per stayer count both, `enough` goes by the objective.
    """
    instance = country(tmp_path)
    sweep = opt.sweep(instance, budgets=[20, 30, 40, 50], gap=1e-6, workers=1)
    frame = sweep.to_frame()
    assert frame["retained"].tolist() == pytest.approx([60, 73, 79.5, 79.5])
    assert frame["arrived"].tolist() == pytest.approx([0, 2.7, 4.05, 4.05])
    assert frame["marginal"].tolist()[:3] == pytest.approx([1.57, 0.785, 0])
    table = sweep.frontier()
    assert table["cost_per_stayer"].tolist()[1] == pytest.approx(30 / 75.7)
    assert list(table.columns[2:4]) == ["retained", "arrived"]
    assert sweep.enough() == {"base": 40}
    assert "arrived" in str(sweep)
    assert "who stay or arrive" in str(sweep)
    text = sweep.report(tmp_path / "page.html").read_text(encoding="utf-8")
    data = re.search('<script type="application/json" id="data">(.*?)</script>', text, re.S)
    assert '"arrived":' in data[1]
    assert (tmp_path / "figure.png") == sweep.report(tmp_path / "figure.png")


def test_instruments_count_arrivals(tmp_path):
    """Without AI 27.85 stay or arrive instead of 83.55: it adds 55.7."""
    plan = opt.by_instrument(opt.solve(country(tmp_path), budget=40, gap=0), gap=1e-6)
    rows = plan.instruments.set_index("instrument")
    assert rows.loc["ai", "retained_without"] == pytest.approx(20 + 6.5 + 1.35)
    assert rows.loc["ai", "adds"] == pytest.approx(55.7)
    assert rows.loc["ai", "cost_per_added"] == pytest.approx(20 / 55.7)
    assert rows.loc["ai", ["adds_low", "adds_high"]].tolist() == pytest.approx([55.7] * 2, 1e-5)


@pytest.mark.parametrize("locked", [(), ("Aton:ai",)])
def test_without_an_instrument_the_fair_share_stays(tmp_path, locked):
    """Of 20, 12 must go to Aton's province: without AI only 10 can, so its row is blank.

    The floor is that of the plan, 0.8·min(20·300/400, 20), also where AI was locked in.
    """
    instance = country(tmp_path, limits={"min_fair_share": 0.8}, locked=locked)
    plan = opt.solve(instance, budget=20, gap=0)
    assert plan.fair_share.set_index("province").loc["P", "floor"] == pytest.approx(12)
    told = opt.by_instrument(plan, gap=1e-6)
    assert told.instruments["adds"].isna().all()
    assert any(note.startswith("Without ai no plan can exist") for note in told.notes)


@pytest.mark.parametrize("nested", [None, "up", "down"])
def test_nested_plans_keep_the_fair_share_of_their_budget(tmp_path, nested):
    """12 of 20 for Aton's province; of 40 it is 16, as no more than 20 can be spent there."""
    instance = country(tmp_path, limits={"min_fair_share": 0.8})
    sweep = opt.sweep(instance, budgets=[20, 40], nested=nested, gap=1e-6, workers=1)
    floors = {}
    for budget, _, plan in sweep.plans():
        row = plan.fair_share.set_index("province").loc["P"]
        floors[budget] = row["floor"]
        assert row["spent"] >= row["floor"] * (1 - 1e-9)
    assert floors == pytest.approx({20: 12, 40: 16})


@pytest.mark.parametrize(
    "change",
    [
        {"job_takers": "best"},
        {"arrival_share": 0.15},
        {"access_elasticity": 0.05},
        {"graduate_half_minutes": 60},
        {"limits.min_fair_share": 0.1},
        {"limits.max_fair_share": 5},
        {"limits.min_cost_share_hubs": 0.0},
        {"limits.max_cost_share_hubs": 0.5},
    ],
    ids=lambda change: next(iter(change)),
)
def test_each_setting_and_limit_has_records_of_its_own(tmp_path, change):
    """A run under another setting or limit never takes a record of this one."""
    plain = opt.sweep(country(tmp_path), budgets=[10], workers=1)
    other = opt.sweep(opt.load(tmp_path, settings=change), budgets=[10], workers=1)
    assert plain.to_rows()[0]["key"] != other.to_rows()[0]["key"]


def test_balance_without_arrivals(tmp_path):
    """AI in both provinces keeps 13 of the 130 of P and 40 in R: 10%, arrivals aside.

    The price counts them: 60 without the floor, 53 + 2.7 with it.
    """
    curve = opt.balance_curve(country(tmp_path), budget=20, points=2, gap=0)
    frame = curve.to_frame()
    assert frame["worst_share"].tolist() == pytest.approx([0, 0.1])
    assert frame["retained"].tolist() == pytest.approx([60, 53])
    assert frame["arrived"].tolist() == pytest.approx([0, 2.7])
    assert frame["price"].tolist() == pytest.approx([0, 4.3])
    assert "arrive" in str(curve)


def test_a_plan_of_an_earlier_version_is_one_of_best(tmp_path):
    """What its record lacks is no difference, but that takers were chosen then."""
    instance = country(tmp_path, job_takers="best", arrival_share=0.0)
    plan = opt.solve(instance, budget=10, gap=0)
    later = ("job_takers", "arrival_share", "access_elasticity", "graduate_half_minutes")
    words = {key: value for key, value in plan.settings.items() if key not in later}
    early = replace(plan, settings=words)
    assert FixedPlan(early, instance).evaluate({}).total == pytest.approx(plan.retained)
    catchment = opt.load(tmp_path, settings={"job_takers": "catchment"})
    with pytest.raises(opt.InputError, match="job_takers: the plan has 'best'"):
        FixedPlan(early, catchment)


def test_frames_of_plans_that_say_nothing_of_arrivals(tmp_path):
    """A range read from an earlier plan.json prints as before."""
    _, plan, _ = fixed_in_aton(tmp_path)
    record = plan.uncertainty(draws=3).record()
    record["quantiles"] = [row for row in record["quantiles"] if row["measure"] != "arrived"]
    text = str(Uncertainty.from_record(record, "by hand", "bn KRW"))
    assert "13 young people stay" in text
    assert "arrive" not in text
