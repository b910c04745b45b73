"""Why something stands in a plan, or why not."""

import json
from types import SimpleNamespace

import pytest
from support.forced import drawn, optimum
from support.plans import tiny_plan

import optimizer as opt
from optimizer.analysis.entering import enters_if
from optimizer.analysis.plan_problem import PlanProblem
from optimizer.solver import Controls

SLACK = 2e-5


def missed(seed, most=3):
    """Return where an exhaustive search finds otherwise than why and why not, for a few keys."""
    case = drawn(seed)
    if case is None:
        return []
    toml, tables, plan = case
    best = optimum(toml, tables)
    slack = SLACK * max(1.0, abs(best))
    built = set(zip(plan.build["region_id"], plan.build["option_id"], strict=True))
    sites = sorted(PlanProblem(plan, Controls(gap=0)).sites - built)
    wrong = []
    for key in sites[:most]:
        answer = plan.why_not(*key)
        forced = optimum(toml, tables, "in", key)
        if forced is None or answer.status == "impossible":
            same = forced is None and answer.status == "impossible"
            wrong += [] if same else [(seed, key, forced, answer.status)]
            continue
        lost = best - forced
        held = answer.low - slack <= lost <= answer.high + slack
        with_it = (answer.other.build["region_id"] == key[0]) & (
            answer.other.build["option_id"] == key[1]
        )
        wrong += [] if held and with_it.any() else [(seed, key, lost, answer.low, answer.high)]
        # Dearer by nothing: a plan with it is as good only where nothing is lost.
        enters = answer.enters_if
        if enters.cost_below is not None and enters.cost_below >= enters.cost and lost > slack:
            wrong.append((seed, key, "enters", lost))
    return wrong


def test_what_forcing_in_loses_is_what_trying_every_decision_finds():
    """The optimum with it locked in lies within the interval; the other plan has it."""
    assert [wrong for seed in range(4) for wrong in missed(seed, most=1)] == []


@pytest.mark.slow
@pytest.mark.parametrize("first", range(4, 204, 20))
def test_more_of_what_forcing_in_loses(first):
    """The same on 200 more instances."""
    assert [wrong for seed in range(first, first + 20) for wrong in missed(seed)] == []


@pytest.fixture(scope="module")
def plan():
    return tiny_plan(budget=60.0)


@pytest.fixture(scope="module")
def chosen(plan):
    """Return why the plan has two factories in Ferrowe, asked by its local name."""
    local = plan.local_names["ferrowe"]
    return opt.why(plan, local, "factory_reuse")


@pytest.fixture(scope="module")
def missing(plan):
    """Return why there is no pilot in Tamsel."""
    return plan.why_not("Tamsel", "biotech pilot")


def test_what_is_chosen_adds_and_takes(chosen):
    """It has what it adds, the money of both purses, and the factories that it uses up."""
    assert chosen.chosen and chosen.status == "chosen"
    assert 0 < chosen.low <= chosen.high
    takes = chosen.takes.set_index("what")
    assert takes.loc["Budget", "amount"] > 0
    assert takes.loc["Own budget of a province (own_budget)", "place"] == "Verrin"
    assert takes.loc["Reusable buildings", "left"] == 0
    assert chosen.stands_in_the_way.empty
    gone = chosen.other.build
    assert not ((gone["region_id"] == "ferrowe") & (gone["option_id"] == "factory_reuse")).any()
    assert "is in the plan" in chosen.sentence


def test_what_is_not_chosen_has_something_in_its_way(missing):
    """The money is with others, who are named; what it would have to cost is shown by a plan."""
    ways = missing.stands_in_the_way.set_index("what")
    assert "in Ferrowe" in ways.loc["Budget", "taken_by"]
    assert ways.loc["Budget", "needs"] > ways.loc["Budget", "left"]
    assert 0 < missing.enters_if.cost_below < missing.enters_if.stays_out_at
    assert missing.enters_if.stays_out_at <= missing.enters_if.cost
    assert "bio_pilot" in missing.other.build["option_id"].tolist()


def test_what_is_not_permitted_says_why(plan):
    """Nothing may be built in Aurelle; a biotech hub costs more than there is."""
    answer = plan.why_not("aurelle", "ai_hub")
    assert (answer.status, answer.low) == ("not permitted", None)
    assert "nothing may be built in Aurelle" in answer.sentence
    dear = plan.why_not("Dunmarrow", "bio_hub")
    assert dear.status == "impossible"
    assert "Budget" in dear.sentence


def test_names_that_fit_nothing_or_several_are_told(plan):
    """The nearest name is named; what several begin with is listed."""
    with pytest.raises(opt.InputError, match="Tamsel"):
        plan.why("Tamsell", "bio_pilot")
    with pytest.raises(opt.InputError, match=r"2 options are called so|several|are called so"):
        plan.why("Tamsel", "bio")


def test_it_is_saved_and_shown(missing, tmp_path):
    """JSON has the words that others rely on; text and tables are beside it."""
    missing.save(tmp_path)
    content = json.loads((tmp_path / "why.json").read_text(encoding="utf-8"))
    assert content["chosen"] is False
    assert content["misses_low"] <= content["misses_high"]
    assert content["stands_in_the_way"][0]["what"] == "Budget"
    assert content["enters_if"]["cost_below"] < content["enters_if"]["cost"]
    assert (tmp_path / "why_takes.csv").is_file()
    assert "not in the plan" in missing._repr_html_()


def test_out_of_time_only_what_is_proven_is_said(plan):
    """The losses have no upper end, and it isn't said that it would never enter."""
    late = plan.why_not("Tamsel", "bio_pilot", time_limit=0)
    assert (late.status, late.high, late.enters_if) == ("not chosen", None, None)
    assert late.low >= 0 and "no other plan was found in time" in late.sentence
    problem = PlanProblem(plan, Controls(gap=0.001))
    key = (late.region_id, late.option_id)
    worse = SimpleNamespace(objective=0.0)
    price = enters_if(problem, key, None, worse, Controls(time_limit=0))
    assert (price.cost_below, price.in_time) == (None, False)
    assert price.words("bn KRW") == "at what cost it would enter was not found out in time"
