"""The check knows whom a job keeps by where young people live: every corrupted claim is found."""

import copy
import math

import pytest
from support.changes import at, changed, everything, numbers, other_values

from optimizer.verify import verify


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


def test_the_good_plan_holds(good, country):
    """The plan worked out by hand holds, and its figures are recomputed."""
    outcome = verify(good, country)
    assert outcome.failures == ()
    assert (outcome.retained, outcome.arrived) == pytest.approx((23.75, 7.125))
    assert (outcome.objective, outcome.cost) == pytest.approx((38.375, 264.2064))
    assert "7.125 arrived" in str(outcome)


@pytest.mark.parametrize("every", [3, pytest.param(1, marks=pytest.mark.slow)])
def test_every_change_of_a_number_that_breaks_a_rule_is_found_out(good, country, every):
    """Small and large changes, up and down: the plan fails but where `HARMLESS` says why not.

    The quick test changes every third number.
    """
    wrong, tried = [], 0
    for path in list(numbers(good))[::every]:
        name = ".".join(str(key) for key in path)
        _, holds = HARMLESS.get(name, ("", _never))
        for new in other_values(at(good, path), few=True):
            tried += 1
            if verify(changed(good, path, new), country).ok != holds(new):
                wrong.append(f"{name}: {at(good, path)} → {new}")
    assert wrong == []
    assert tried > 600 / every


@pytest.mark.parametrize("section", ["settings", "limits"])
def test_words_are_complete(good, country, section):
    """A setting or limit left out fails; without job_takers flows and jobs are read otherwise."""
    for key in list(good[section]):
        spoilt = copy.deepcopy(good)
        del spoilt[section][key]
        assert not verify(spoilt, country).ok, key


JUNK = [None, True, "1", math.nan, 1e308, -1e308, 5e-324, 10**400, [], {}, [{}], {"A": 1}]


@pytest.mark.parametrize("every", [3, pytest.param(1, marks=pytest.mark.slow)])
def test_junk_anywhere_is_no_traceback(good, country, every):
    """Whatever stands anywhere in a plan, the check ends with an outcome that can be printed."""
    paths = [path for key in good for path in everything(good[key], (key,))]
    for number, path in enumerate(paths[::every]):
        assert str(verify(changed(good, path, JUNK[number % len(JUNK)]), country))
