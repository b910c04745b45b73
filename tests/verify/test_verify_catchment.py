"""The check knows whom a job keeps by where young people live: every corrupted claim is found."""

import copy
import math

import pytest
from support.catchment import good_plan, write_country
from support.changes import at, changed, everything, numbers, other_values

from optimizer.instance import read_instance
from optimizer.verify import verify


@pytest.fixture(scope="module")
def country(tmp_path_factory):
    """Read the country."""
    folder = tmp_path_factory.mktemp("catchment")
    write_country(folder)
    return read_instance(folder)


@pytest.fixture
def good(country):
    """Return the good plan, to be spoilt freely."""
    return good_plan(country)


def _never(new):
    return False


def _always(new):
    return True


def _from(low, high=math.inf):
    return lambda new: low <= new <= high


def _whole_from(low):
    return lambda new: new >= low and float(new).is_integer()


HARMLESS = {
    "settings.budget": ("the plan's own budget is the rule", _from(0)),
    "settings.value_per_retained": ("only net_benefit reads it", _from(0)),
    "settings.commute_limit": ("no pair between 40 and 70 minutes", lambda n: 40 <= n < 70),
    "settings.culture_limit": ("no pair between 40 and 70 minutes", lambda n: 40 <= n < 70),
    "settings.recruit_limit": ("nobody is recruited over 20 minutes", _from(20)),
    "settings.graduate_half_minutes": ("more would come from far away", _from(20)),
    "settings.culture_only_share": ("the curve takes its place", _from(0, 1)),
    "settings.job_motive_share": ("a larger pool", _from(0.02625, 1)),
    "settings.arrival_share": ("more could arrive", _from(0.25, 1)),
    "settings.absorption_share": ("a studio in Gamma has 50 jobs for 600", _from(50 / 600)),
    "culture.curve.1.0": ("culture keeps more than needed", _from(0.4999, 0.5)),
    "culture.curve.1.1": ("culture keeps more than needed", _from(0.02, 0.0201)),
    "culture.curve.2.1": ("culture keeps more than needed", _from(0.0299, 0.0301)),
    "limits.max_clusters_per_region": ("a looser limit", _whole_from(1)),
    "limits.max_options.venue": ("a looser limit", _whole_from(2)),
    "limits.min_retained_share.North": ("21.5 of 600", _from(0, 21.5 / 600)),
    "limits.max_fair_share": ("195.36512 of 180", _from(195.36512 / 180)),
    "limits.min_cost_share_hubs": ("76.7648 of 256.2064", _from(0, 76.7648 / 256.2064)),
    "limits.max_cost_share_hubs": ("76.7648 of 256.2064", _from(76.7648 / 256.2064, 1)),
    "gap_asked": ("the gap found is below it", _from((43 - 38.375) / 38.375)),
    "workforce.1.graduates": ("2.5 more would come and go unused", _from(5, 7.5)),
    "workforce.3.graduates": ("Gamma has 5 for Beta", _from(2.5, 5)),
    "seconds.read": ("how the plan was made", _always),
    "seconds.build": ("how the plan was made", _always),
    "seconds.solve": ("how the plan was made", _always),
    "seconds.verify": ("how the plan was made", _always),
    "seed": ("how the plan was made", lambda new: float(new).is_integer()),
}
"""Numbers whose change may break no rule: why, and for which new values."""


def broken(plan, country):
    """Return the names of the rules that a plan breaks."""
    return {failure.rule.value for failure in verify(plan, country).failures}


def place(plan, region):
    """Return the position of a region's record."""
    return [row["region_id"] for row in plan["regions"]].index(region)


def recount(plan, weights=None):
    """Make sums and objective those of the plan's records."""
    weights = weights or {"B": 2}
    for row in plan["regions"]:
        row["retained"] = row["retained_by_jobs"] + row["retained_by_culture"]
    plan["retained"] = sum(row["retained"] for row in plan["regions"])
    plan["arrived"] = sum(row["arrived"] for row in plan["regions"])
    plan["objective"] = sum(
        weights.get(row["region_id"], 1) * (row["retained"] + row["arrived"])
        for row in plan["regions"]
    )
    plan |= {"bound": 50, "gap_asked": 1}
    plan["gap"] = (plan["bound"] - plan["objective"]) / plan["objective"]


def keep(plan, region, persons):
    """Let jobs keep another number of persons of a region, flows and sums with them."""
    row = plan["regions"][place(plan, region)]
    factor = persons / row["retained_by_jobs"]
    row["retained_by_jobs"] = persons
    for flow in plan["flows"]:
        if flow["from_region"] == region:
            flow["persons"] = flow["retained"] = flow["persons"] * factor
    recount(plan)


def test_the_good_plan_holds(good, country):
    """The plan worked out by hand holds, and its figures are recomputed."""
    outcome = verify(good, country)
    assert outcome.failures == ()
    assert (outcome.retained, outcome.arrived) == pytest.approx((23.75, 7.125))
    assert (outcome.objective, outcome.cost) == pytest.approx((38.375, 264.2064))
    assert "7.125 arrived" in str(outcome)


def test_every_change_of_a_number_that_breaks_a_rule_is_found_out(good, country):
    """Small and large changes, up and down: the plan fails but where `HARMLESS` says why not."""
    wrong, tried = [], 0
    for path in numbers(good):
        name = ".".join(str(key) for key in path)
        _, holds = HARMLESS.get(name, ("", _never))
        for new in other_values(at(good, path), few=True):
            tried += 1
            if verify(changed(good, path, new), country).ok != holds(new):
                wrong.append(f"{name}: {at(good, path)} → {new}")
    assert wrong == []
    assert tried > 600


@pytest.mark.parametrize(
    ("region", "persons", "rules"),
    [
        ("A", 10.51, {"pool of leavers"}),
        ("A", 12.61, {"pool of leavers", "kept by jobs, by where young people live"}),
        ("B", 4.5, set()),
        ("B", 4.51, {"kept by jobs, by where young people live"}),
        ("C", 2.26, {"kept by jobs, by where young people live"}),
        ("C", 1, set()),
    ],
)
def test_jobs_keep_no_more_than_take_them_and_would_leave(good, country, region, persons, rules):
    """Σ N·P·λ·W of Alpha is 12.6, of Beta 4.5, of Gamma 2.25; Alpha's pool is 10.5."""
    keep(good, region, persons)
    assert broken(good, country) == rules


def test_whoever_never_leaves_is_not_kept(good, country):
    """A quarter of Alpha's jobs go to Sigma, where nobody is to be counted."""
    good["regions"][place(good, "S")]["retained_by_jobs"] = 1
    good["flows"].append({"from_region": "S", "to_region": "A", "persons": 1, "retained": 1})
    recount(good)
    assert broken(good, country) >= {
        "kept by jobs, by where young people live",
        "expected flows",
        "pool of leavers",
    }


@pytest.mark.parametrize(
    ("region", "persons", "rules"),
    [
        ("A", 5.63, {"arrivals for jobs"}),
        ("A", 0, set()),
        ("B", 1.5375, set()),
        ("B", 1.54, {"arrivals for jobs"}),
        ("C", 0.01, {"arrivals for jobs"}),
        ("S", 0.01, {"arrivals for jobs"}),
    ],
)
def test_arrivals_are_a_share_of_those_who_would_not_have_left(
    good, country, region, persons, rules
):
    """Jobs bring 5.625 to Alpha, 1.5375 to Beta, and nobody where no jobs are."""
    good["regions"][place(good, region)]["arrived"] = persons
    recount(good)
    assert broken(good, country) == rules


def test_arrivals_come_from_where_nothing_may_be_built(good, country, with_cell):
    """With a candidate in every province there is nowhere to arrive from."""
    other = with_cell(country, "regions", ["S"], "candidate", True)
    assert "arrivals for jobs" in broken(good, other)


@pytest.mark.parametrize("moved", [0.01, -1.5])
def test_flows_are_in_proportion_to_what_keeps_people(good, country, moved):
    """Alpha's 10.5 go 6 to 1 to the jobs of Alpha and Beta; another split is none of the plan."""
    for flow, step in zip(good["flows"], (moved, -moved), strict=False):
        flow["persons"] += step
        flow["retained"] += step
    assert broken(good, country) == {"expected flows"}


def test_no_expected_flow_is_left_out(good, country):
    """Nor may there be one to where no job is, or one that nobody takes twice."""
    for number in range(len(good["flows"])):
        spoilt = copy.deepcopy(good)
        del spoilt["flows"][number]
        assert broken(spoilt, country) == {"expected flows"}
    good["flows"].append({"from_region": "C", "to_region": "A", "persons": 0.1, "retained": 0.1})
    assert broken(good, country) == {"expected flows"}


def test_less_than_a_millionth_of_a_person_is_left_out(good, country):
    """A region that keeps nobody to speak of needs no flow."""
    keep(good, "C", 9e-7)
    good["flows"] = [flow for flow in good["flows"] if flow["from_region"] != "C"]
    assert broken(good, country) == set()


@pytest.mark.parametrize("key", [("arrived",), ("fair_share",), ("regions", 0, "arrived")])
def test_what_is_new_must_be_there(good, country, key):
    """A plan that names job_takers "catchment" holds all that came with it."""
    del at(good, key[:-1])[key[-1]]
    places = [f.place for f in verify(good, country).failures if f.rule == "form of a plan"]
    assert any(place.startswith(key[0]) and place.endswith(key[-1]) for place in places)


@pytest.mark.parametrize("section", ["settings", "limits"])
def test_words_are_complete(good, country, section):
    """A setting or limit left out fails; without job_takers flows and jobs are read otherwise."""
    for key in list(good[section]):
        spoilt = copy.deepcopy(good)
        del spoilt[section][key]
        assert not verify(spoilt, country).ok, key


@pytest.mark.parametrize(
    ("table", "key", "column", "value", "rules"),
    [
        # Fewer young people in the Capital: Alpha's jobs bring 36 × 0.57 / 4 = 5.14 there.
        ("regions", ["S"], "youth_zero_migration", 1000, {"arrivals", "expected"}),
        # More of them: Alpha's jobs keep 36 × 0.4 × 0.6 + 1.8 = 10.44 of it.
        ("regions", ["S"], "youth_zero_migration", 4000, {"kept", "expected"}),
        ("regions", ["C"], "youth_zero_migration", 1100, {"kept", "expected"}),
        ("regions", ["B"], "leavers", 150, {"kept", "pool", "reported"}),
        ("regions", ["B"], "leavers", 250, {"arrivals", "reported", "balance"}),
        ("regions", ["C"], "leavers", 499, {"kept", "reported"}),
        ("regions", ["C"], "youth_zero_migration", math.nan, {"instance", "kept", "expected"}),
        ("travel", ["S", "A"], "minutes", 20, {"kept", "arrivals", "reported", "expected"}),
        ("strength", ["A", "semiconductor"], "strength", 1.2, {"arrivals", "reported", "expected"}),
    ],
)
def test_other_facts(good, country, with_cell, table, key, column, value, rules):
    """One fact changed, and the plan breaks the rules on who takes a job."""
    found = broken(good, with_cell(country, table, key, column, value))
    assert {name.split()[0] for name in found} == rules


@pytest.mark.parametrize(
    ("settings", "rules"),
    [
        # λ = 1 everywhere: nobody would have stayed, so nobody arrives; the split is another.
        ({"leaver_share": "one"}, {"arrivals for jobs"}),
        # λ of Alpha and Gamma 1, of Beta 0.6: fewer would not have left.
        ({"targeting": 3.0}, {"arrivals for jobs"}),
        ({"targeting": 1.4}, {"kept by jobs, by where young people live"}),
        ({"job_only_share": 0.4}, {"kept by jobs, by where young people live"}),
        ({"stay_half_minutes": "none"}, {"expected flows"}),
        ({"graduate_half_minutes": 19.0}, {"graduates by distance"}),
        ({"graduate_half_minutes": "none"}, set()),
    ],
)
def test_other_settings(good, country, settings, rules):
    """One setting changed, and the plan fails by the rule that it is about."""
    good["settings"] |= settings
    assert broken(good, country) >= rules
    assert bool(broken(good, country)) == bool(rules)


@pytest.mark.parametrize(("seats", "rules"), [(100, set()), (101, {"training seats"})])
def test_seats_for_graduates_who_would_not_come(good, country, with_cell, seats, rules):
    """Of 100 seats in Beta 50 graduates work in Alpha, all who are needed; one more is too many."""
    other = with_cell(country, "universities", ["U1"], "graduates", 0)
    other = with_cell(other, "universities", ["U1"], "max_seats", 200)
    more = (seats - 20) * 0.2
    good["seats"][0] |= {"seats": seats, "cost": seats * 0.2}
    good["cost"] += more
    good["purses"][0]["cost"] += more
    good["purses"][0]["own"] += more * 0.2
    good["purses"][0]["central"] += more * 0.8
    assert broken(good, other) == rules


@pytest.mark.parametrize(
    ("settings", "objective"),
    [
        # North 21.5 / 600, South 2.25 / 500: who arrives is no part of a province's share.
        ({"objective": "worst_province"}, 0.0045),
        # 2 × (23.75 + 7.125) − 264.2064
        ({"objective": "net_benefit", "value_per_retained": 2.0}, -202.4564),
    ],
)
def test_objectives_by_hand(good, country, settings, objective):
    """Arrivals count in persons and net benefit, not in the worst-off province's share."""
    good["settings"] |= settings
    good |= {"objective": objective, "bound": objective, "gap": 0}
    assert broken(good, country) == set()
    good |= {"objective": objective + 0.01, "bound": objective + 0.01}
    good["gap"] = 0.01 / max(1, abs(objective))
    assert broken(good, country) == {"reported figure"}


def test_the_plan_of_the_worst_province_may_not_count_arrivals(good, country):
    """Floors of what is retained are about who stays: 0.035 of North's leavers, not 0.04."""
    good["limits"]["min_retained_share"] = {"North": 0.04}
    assert broken(good, country) == {"balance"}


def test_instruments_add_who_stays_and_who_arrives(good, country):
    """30.875 persons; without AI 20 would be there, so it adds 10.875 for 50."""
    costs = {
        "semiconductor": 129.4416,
        "AI": 50,
        "venue": 54.7648,
        "studio": 10,
        "cafe": 12,
        "incentives": 4,
        "training seats": 4,
    }
    for name, cost in costs.items():
        row = {"instrument": name, "cost": cost, "retained_without": 20, "adds": 10.875}
        row |= {"adds_low": 10, "adds_high": 10.875, "cost_per_added": cost / 10.875}
        good["instruments"].append(row)
    assert broken(good, country) == set()
    spoilt = copy.deepcopy(good)
    for row in spoilt["instruments"]:  # as if nobody had arrived
        row |= {
            "adds": 3.75,
            "adds_low": 3,
            "adds_high": 3.75,
            "cost_per_added": row["cost"] / 3.75,
        }
    assert broken(spoilt, country) == {"reported figure"}


def test_words_that_are_none_of_a_fair_share_fail(good, country):
    """What sets a floor is one of three words."""
    for word in ("luck", None, 1):
        good["fair_share"][1]["set_by"] = word
        assert broken(good, country) == {"form of a plan"}


JUNK = [None, True, "1", math.nan, 1e308, -1e308, 5e-324, 10**400, [], {}, [{}], {"A": 1}]


def test_junk_anywhere_is_no_traceback(good, country):
    """Whatever stands anywhere in a plan, the check ends with an outcome that can be printed."""
    paths = [path for key in good for path in everything(good[key], (key,))]
    for number, path in enumerate(paths):
        assert str(verify(changed(good, path, JUNK[number % len(JUNK)]), country))
