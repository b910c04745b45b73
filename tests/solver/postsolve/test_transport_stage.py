"""Rule 4 for a plan that is decided: the cheapest seats, then the fewest graduates."""

import numpy as np
import pytest
from support.instances import PLAIN, cluster, make_instance, region

import optimizer as opt
from optimizer.coefficients import compute
from optimizer.solver.highs.controls import Controls
from optimizer.solver.postsolve.transport_stage import TransportStage


def stage(folder, universities, *, settings=None, minutes=30):
    """Return the stage of towns A and B, each with room for one AI cluster, which needs 50."""
    folder = make_instance(
        folder,
        [region("A", 500), region("B", 500)],
        [cluster("ai", 10, 40, max_per_region=1)],
        PLAIN | {"recruit_limit": 60} | (settings or {}),
        needs=[("ai", "computing", 50)],
        universities=universities,
        travel=[("A", "B", minutes), ("B", "A", minutes)],
    )
    coefficients = compute(opt.load(folder))
    return TransportStage(coefficients), coefficients


def hired(found, coefficients):
    """Return who is hired, by university and town."""
    force = coefficients.workforce
    pairs = zip(force.supply, force.site, found.recruits, strict=True)
    named = ((force.universities[u], coefficients.regions[i], w) for u, i, w in pairs)
    return {f"{university}:{town}": w for university, town, w in named if w > 1e-9}


def test_who_is_near_enough_is_sent_and_nobody_in_vain(tmp_path):
    """50 of the 60 of U; no seat is bought although seats are free."""
    found, coefficients = stage(tmp_path, [("U", "computing", "A", 60, 1, 100, 0)])
    staff = found.hired(np.array([1, 0]), Controls())
    assert hired(staff, coefficients) == pytest.approx({"U:A": 50})
    assert staff.seats.tolist() == [0]


def test_the_cheaper_seats_are_bought_and_no_more_than_needed(tmp_path):
    """100 needed, 60 there: 30 seats of V, as many as it has, at 1 each, then 10 of U at 2."""
    universities = [("U", "computing", "A", 40, 1, 100, 2), ("V", "computing", "B", 20, 1, 30, 1)]
    found, coefficients = stage(tmp_path, universities)
    staff = found.hired(np.array([1, 1]), Controls())
    assert staff.seats == pytest.approx([10, 30])
    assert sum(hired(staff, coefficients).values()) == pytest.approx(100)


def test_too_few_graduates_are_no_staff(tmp_path):
    """Neither where all together are too few, nor where nobody is within the limit."""
    few, _ = stage(tmp_path / "few", [("U", "computing", "A", 40, 1, 9, 1)])
    assert few.hired(np.array([1, 0]), Controls()) is None
    far, _ = stage(tmp_path / "far", [("U", "computing", "A", 99, 1)], minutes=61)
    assert far.hired(np.array([0, 1]), Controls()) is None
    assert far.hired(np.array([1, 0]), Controls()) is not None


def test_far_away_only_a_part_would_come(tmp_path):
    """Half of U's 60 would work half an hour away; with seats there are more to halve: 100."""
    universities = [("U", "computing", "A", 60, 1, 60, 1)]
    settings = {"graduate_half_minutes": 30}
    found, coefficients = stage(tmp_path, universities, settings=settings)
    staff = found.hired(np.array([0, 1]), Controls())
    assert staff.seats == pytest.approx([40])
    assert hired(staff, coefficients) == pytest.approx({"U:B": 50})


def test_what_first_comers_leave_too_little_of_is_shared_out(tmp_path):
    """V of B can serve both towns, U of A its own alone: V must go to B although A comes first."""
    universities = [("V", "computing", "B", 50, 1), ("U", "computing", "A", 50, 1)]
    found, coefficients = stage(tmp_path, universities)
    force = coefficients.workforce
    assert {
        (force.universities[u], coefficients.regions[i])
        for u, i in zip(force.supply, force.site, strict=True)
    } == {("V", "B"), ("V", "A"), ("U", "A"), ("U", "B")}
    staff = found.hired(np.array([1, 1]), Controls())
    assert sum(hired(staff, coefficients).values()) == pytest.approx(100)
    assert staff.seats.tolist() == [0, 0]
