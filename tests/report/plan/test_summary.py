"""The summary: what goes where, its cost, who stays, how sure; every number is the plan's."""

import re
from dataclasses import replace

import pandas as pd
import pytest
from support.plans import tiny_plan

import optimizer as opt
from optimizer.report.numbers import persons
from optimizer.report.plan.summary import summary


def numbers(text):
    """Every number of a text, as printed."""
    return re.findall(r"-?\d[\d,]*\.?\d*", text)


def test_it_says_what_where_how_much_and_how_sure():
    """Each option, each region, the cost, who stays and the proof stand in it."""
    plan = tiny_plan()
    text = " ".join(summary(plan).split())  # lines are broken where they are full
    for row in plan.build.itertuples(index=False):
        assert plan.labels.options.of(row.option_id) in text
        assert f"{plan.names[row.region_id]} ({row.region_id})" in text
    assert f"It costs {plan.cost:,.1f} bn KRW" in text
    assert f"{plan.cost / plan.retained * 1000:,.0f} million KRW for each" in text
    assert f"By 2040 {persons(plan.retained)} young people stay" in text
    assert f"Without the plan {persons(plan.regions['leavers'].sum())} young people" in text
    assert f"gap {plan.gap:.3%}" in text
    assert "budget 200.0 bn KRW" in text


def test_its_tables_add_up_to_the_plan():
    """The number, cost and jobs of the options add up to the line “together”."""
    plan = tiny_plan()
    lines = summary(plan).splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith("What  "))
    end = next(place for place, line in enumerate(lines) if line.startswith("together"))
    rows = [[float(n.replace(",", "")) for n in numbers(line)] for line in lines[start + 2 : end]]
    count, cost, jobs = (float(n.replace(",", "")) for n in numbers(lines[end]))
    assert count == sum(row[0] for row in rows if len(row) == 3) == plan.build["count"].sum()
    assert cost == pytest.approx(plan.cost, abs=0.05)
    assert jobs == plan.build["jobs"].sum()


@pytest.mark.parametrize("bound", [226.04, 226.06, 226.5, 1e6 + 0.03])
def test_a_printed_bound_is_a_bound(bound):
    """Rounding never lets the text claim more than is proven."""
    plan = replace(tiny_plan(), objective=226.03, retained=226.03, bound=bound, gap=0.01)
    (claim,) = re.findall(r"reaches more than ([\d,.]+) retained", summary(plan))
    assert float(claim.replace(",", "")) >= bound


def test_a_plan_proven_to_the_end_equals_its_bound():
    """Where the bound is the plan's own value, the two are printed alike."""
    plan = replace(tiny_plan(), objective=226.03, retained=226.03, bound=226.03001, gap=4e-8)
    assert "no plan under these rules reaches more than this one's 226.0 retained" in summary(plan)


def test_no_number_of_persons_stands_above_its_bound():
    """A plan of 975.967 is not 976 of at most 975.97: persons are rounded down, bounds up."""
    plan = replace(tiny_plan(), objective=975.967, retained=975.967, bound=975.97)
    text = summary(plan)
    assert "By 2040 975 young people stay" in text
    assert "more than 976.0 retained; this one reaches 975.9" in text


def test_the_share_of_leavers_stands_beside_what_the_money_could_do():
    """And only there; with weights, or without a budget, there is no such share."""
    plan = tiny_plan()
    leavers = plan.regions["leavers"].sum()
    text = summary(replace(plan, bound=plan.objective * 1.01))
    (start,) = [place for place in range(len(text)) if text.startswith("Without the plan", place)]
    reached, most = re.findall(r"([\d.]+)%", text[start:])[:2]
    assert float(reached) <= 100 * plan.objective / leavers <= float(most)
    assert float(most) >= 100 * plan.objective * 1.01 / leavers
    for other in (replace(plan, objective=2 * plan.retained), replace(plan, budget=None)):
        (line,) = [x for x in summary(other).splitlines() if x.startswith("Without the plan")]
        assert "%" not in line


def test_who_comes_is_named():
    """Arrivals stand in the headline, the bound is one on both, and where they go is said."""
    plan = tiny_plan()
    regions = plan.regions.assign(arrived=0.0)
    regions.loc[2, "arrived"] = 12.4
    both = plan.retained + 12.4
    more = replace(plan, arrived=12.4, regions=regions, objective=both, bound=both + 1)
    text = summary(more)
    assert f"{persons(plan.retained)} young people stay, and 12 come" in text
    assert "for each who stays or comes" in text
    assert "who stay or come; this one reaches" in text
    assert f"Most come to: {plan.names[regions['region_id'][2]]} 12." in text


def test_nothing_built():
    """An empty plan is a plan: nothing is built, nothing is spent, nobody stays."""
    text = summary(tiny_plan(0.0))
    assert "Nothing is built." in text
    assert "It costs 0.0 bn KRW." in text
    assert "-0" not in text


def test_without_a_budget():
    """A budget that nobody set is not a number."""
    plan = opt.solve(opt.load("tiny", settings={"objective": "net_benefit", "budget": 30.0}))
    assert "of net benefit" in summary(plan)
    assert "no budget set" in summary(replace(plan, budget=None))


def test_the_worst_province_is_a_share():
    """Objective and bound are shares of leavers, in percent."""
    plan = replace(
        tiny_plan(),
        settings=dict(tiny_plan().settings) | {"objective": "worst_province"},
        objective=0.0123,
        bound=0.01239,
    )
    assert "more than 1.239% of leavers in the worst province" in summary(plan)
    assert "reaches 1.230%" in summary(plan)


def test_a_weighted_objective_is_called_so():
    """Weighted people are not mistaken for people."""
    plan = replace(tiny_plan(), objective=tiny_plan().retained * 1.4, bound=1e4)
    assert "retained, weighted" in summary(plan)


@pytest.mark.parametrize(
    ("status", "words"), [("time_limit", "Not proven"), ("interrupted", "Interrupted")]
)
def test_an_unfinished_plan_says_so(status, words):
    """What is not proven is not called proven."""
    text = summary(replace(tiny_plan(), status=status))
    assert words in text
    assert "Proven" not in text


def test_another_currency():
    """Its name stands with every sum, and the table keeps its columns."""
    text = summary(replace(tiny_plan(), currency="thousand crowns of 2024"))
    assert "bn KRW" not in text
    assert "million KRW" not in text
    lines = text.splitlines()
    head = next(line for line in lines if line.startswith("What  "))
    assert len(head) == len(lines[lines.index(head) + 2])


def test_sums_beyond_all_reason():
    """A budget of 1e308 is printed, shortly."""
    assert "budget 1e+308 bn KRW" in summary(replace(tiny_plan(), budget=1e308))


def test_without_names_ids_stand_in():
    """A region that has no name goes by its id, never by “nan”."""
    text = summary(replace(tiny_plan(), names={}))
    assert "nan" not in text
    assert tiny_plan().build["region_id"].iloc[0] in text


def test_no_line_is_wider_than_a_hundred_characters():
    """Also with many things in one region, and long names."""
    plan = tiny_plan()
    long = replace(
        plan,
        names={region: f"{name} of the long name" for region, name in plan.names.items()},
        build=pd.concat([plan.build] * 6).assign(region_id="tamsel"),
        notes=("a note " * 40,),
    )
    assert max(len(line) for text in (plan, long) for line in summary(text).splitlines()) <= 100


def test_the_plan_for_many_worlds_is_offered_among_the_first_lines():
    """Before what is proven; a plan that was made for many worlds says nothing of it."""
    text = summary(tiny_plan())
    assert "rooted robust tiny" in text
    assert text.index("rooted robust tiny") < text.index("Proven:")
    made = replace(tiny_plan(), notes=("One plan for 50 worlds (seed 0): on average 5.",))
    assert "rooted robust" not in summary(made)
