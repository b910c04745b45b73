"""Planted conflicts are all named, the repairs offered mend them, and nothing smaller does."""

import pytest
from support.conflicts import mend, names, planted, possible

import optimizer as opt

LESS = 0.9
"""So much of the way is not enough."""


def wrong_in(seed, folder):
    """Return what is wrong with what is said of an instance with planted conflicts."""
    case = planted(seed)
    with pytest.raises(opt.NoPlanError) as caught:
        opt.solve(opt.load(case.folder(folder / f"{seed}")), gap=0.01)
    error, wrong = caught.value, []
    if error.status != "infeasible" or not error.repairs:
        return [(seed, "no repair", str(error))]
    for number, repair in enumerate(error.repairs):
        for conflict in case.conflicts:
            if not any(names(reason, rule) for reason in repair for rule in conflict):
                wrong.append((seed, "not named", conflict, repair))
        if not possible(mended(seed, repair), folder / f"{seed}-{number}"):
            wrong.append((seed, "does not mend", repair))
        for least, reason in enumerate(repair):
            smaller = mended(seed, repair, short=reason)
            if possible(smaller, folder / f"{seed}-{number}-{least}"):
                wrong.append((seed, "less would do", reason, repair))
    return wrong


def mended(seed, repair, short=None):
    """Return a seed's instance with a repair; of `short` only a part of the way."""
    case = planted(seed)
    for reason in repair:
        mend(case, reason, LESS if reason is short else 1.0)
    return case


def test_planted_conflicts_are_named_and_mended(tmp_path):
    """Three instances: locks, floors and limits, alone and combined."""
    assert [wrong for seed in range(3) for wrong in wrong_in(seed, tmp_path)] == []


@pytest.mark.slow
@pytest.mark.parametrize("first", range(3, 203, 20))
def test_more_planted_conflicts(tmp_path, first):
    """The same for 200 more."""
    assert [wrong for seed in range(first, first + 20) for wrong in wrong_in(seed, tmp_path)] == []


def test_repairs_of_two_families_are_offered_each_by_itself(tmp_path):
    """Two locks and a floor of which the budget pays for two, and a town without land."""
    seeds = (seed for seed in range(1, 60, 2) if len(planted(seed).conflicts) > 1)
    case = planted(next(seeds))
    with pytest.raises(opt.NoPlanError) as caught:
        opt.solve(opt.load(case.folder(tmp_path / "case")))
    assert len(caught.value.repairs) > 1
    assert "Or, in their place" in str(caught.value) or "Any one" in str(caught.value)
