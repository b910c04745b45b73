"""Every number of a good plan is changed, one at a time: what breaks a rule is found out."""

import math

import pytest
from support.changes import at, changed, numbers, other_values
from support.checks import broken

from optimizer.verify import verify


def _never(new):
    return False


def _always(new):
    return True


def _whole(new):
    return float(new).is_integer()


MAKING = "how the plan was made"
HARMLESS = {
    "budget": ("a larger budget holds the same plan", lambda new: new >= 260.5888),
    "settings.budget": ("the plan's own budget is the rule", lambda new: new >= 0),
    "settings.value_per_retained": ("only net_benefit reads it", lambda new: new >= 0),
    "settings.commute_limit": (
        "no pair lies between 40 and 70 minutes",
        lambda new: 40 <= new < 70,
    ),
    "settings.recruit_limit": ("nobody is recruited over 20 minutes", lambda new: new >= 20),
    "settings.culture_limit": ("nobody is served over 40 minutes", lambda new: new >= 40),
    "settings.culture_only_share": ("the curve takes its place", lambda new: 0 <= new <= 1),
    "settings.job_motive_share": ("a larger pool", lambda new: 0.035 <= new <= 1),
    "settings.absorption_share": (
        "Alpha needs 220 of 3,400, Beta 100 of 1,800",
        lambda new: new >= 220 / 3400,
    ),
    "settings.job_only_share": ("jobs keep more than needed", lambda new: 0.5 <= new <= 0.75),
    "settings.culture_added_share": (
        "jobs keep more than needed",
        lambda new: 0.25 <= new <= 0.5,
    ),
    "settings.arrival_share": ('nobody arrives under "best"', lambda new: 0 <= new <= 1),
    "settings.access_elasticity": ('only "catchment" reads it', lambda new: new >= 0),
    "culture.curve.2.1": (
        "culture keeps more than needed; above 0.04 g is not concave",
        lambda new: 0.03 <= new <= 0.04,
    ),
    "limits.max_clusters_per_region": (
        "a looser limit",
        lambda new: _whole(new) and new >= 1,
    ),
    "limits.max_clusters_per_province.North": (
        "a looser limit",
        lambda new: _whole(new) and new >= 2,
    ),
    "limits.max_options.venue": ("a looser limit", lambda new: _whole(new) and new >= 2),
    "limits.min_retained_share.North": (
        "a lower floor",
        lambda new: 0 <= new <= 0.03203125,
    ),
    "limits.max_uplift": ("there is no uplift to cap", lambda new: new >= 0),
    "gap_asked": (
        "the gap found is below it",
        lambda new: new >= (25 - 23.39453125) / 23.39453125,
    ),
    "seconds.read": (MAKING, _always),
    "seconds.build": (MAKING, _always),
    "seconds.solve": (MAKING, _always),
    "seconds.verify": (MAKING, _always),
    "seed": (MAKING, _whole),
}
"""Numbers whose change may break no rule: why, and for which new values.

Every change of a number that isn't listed must be found out.
"""


def test_the_good_plan_holds(plan, instance):
    """The plan worked out by hand holds, and its figures are recomputed."""
    outcome = verify(plan, instance)
    assert outcome.failures == ()
    assert outcome.ok
    assert outcome.retained == pytest.approx(21.17578125)
    assert outcome.objective == pytest.approx(23.39453125)
    assert outcome.cost == pytest.approx(260.5888)


@pytest.mark.slow
def test_every_change_of_a_number_that_breaks_a_rule_is_found_out(plan, instance):
    """Small and large changes, up and down: the plan fails but where `HARMLESS` says why not."""
    wrong, tried = [], 0
    for path in numbers(plan):
        name = ".".join(str(key) for key in path)
        _, holds = HARMLESS.get(name, ("", _never))
        for new in other_values(at(plan, path)):
            tried += 1
            if verify(changed(plan, path, new), instance).ok != holds(new):
                wrong.append(f"{name}: {at(plan, path)} → {new}")
    assert wrong == []
    assert tried > 600


def test_the_harmless_numbers_are_numbers_of_the_plan(plan):
    """The list of exceptions names nothing that isn't there."""
    names = {".".join(str(key) for key in path) for path in numbers(plan)}
    assert set(HARMLESS) - names == set()


@pytest.mark.parametrize("junk", [math.nan, -math.inf, "1", True])
def test_what_is_not_a_number_is_found_out(plan, instance, junk):
    """In place of a number that is read, anything else is a failure, never a traceback."""
    unread = {name for name, (why, _) in HARMLESS.items() if why == MAKING} - {"seed"}
    accepted = [
        path
        for path in numbers(plan)
        if ".".join(str(key) for key in path) not in unread
        and verify(changed(plan, path, junk), instance).ok
    ]
    assert accepted == []


def test_a_change_within_the_stated_tolerance_is_no_failure(plan, instance):
    """The solver's continuous variables may miss by less than 1e-6 of max(1, limit)."""
    plan["flows"][0]["persons"] += 5e-7
    plan["regions"][0]["retained"] -= 5e-7
    assert verify(plan, instance).ok


def test_other_data(plan, instance):
    """A plan made for other tables, years, money or scale is not a plan of this instance."""
    for key in ("instance", "instance_hash", "currency"):
        assert broken(plan | {key: "other"}, instance) == {"instance of the plan"}
    assert broken(plan | {"horizon_year": 2029}, instance) == {"instance of the plan"}
    scaled = plan | {"scale": {"options.operating_cost": 1.2}}
    assert broken(scaled, instance) == {"instance of the plan"}


def test_all_failures_are_named(plan, instance, with_cell):
    """The list is complete: two lands too small and a budget too small are three failures."""
    other = with_cell(instance, "regions", ["A"], "land_ha", 1)
    other = with_cell(other, "regions", ["B"], "land_ha", 1)
    plan["budget"] = 1
    failures = verify(plan, other).failures
    assert [str(failure) for failure in failures] == [
        "Budget: needs at most 1 bn KRW, has 260.5888.",
        "Land, Alpha (A): needs at most 1 ha, has 14.",
        "Land, Beta (B): needs at most 1 ha, has 5.",
    ]
    assert str(verify(plan, other)).splitlines()[0] == "The plan fails its check in 3 places:"


def test_budget(plan, instance):
    """A plan that costs more than the budget fails; without a budget there is no such rule."""
    plan["budget"] = 260.58
    assert broken(plan, instance) == {"budget"}
    plan["budget"] = None
    assert broken(plan, instance) == set()
