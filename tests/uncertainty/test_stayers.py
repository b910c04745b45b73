"""Who stays at the best, worked out by hand, and the closed form against the linear programme."""

from dataclasses import replace

import numpy as np
import pytest

from optimizer.uncertainty import stayers
from optimizer.uncertainty.stayers import Room, best_stayers


def room(flows, jobs, pool, **more):
    """Return a room for regions 0, 1, …; `flows` are (origin, site, stay)."""
    origin, site, stay = zip(*flows, strict=True) if flows else ((), (), ())
    count = len(pool)
    parts = {
        "origin": np.array(origin, dtype=np.int64),
        "site": np.array(site, dtype=np.int64),
        "stay": np.array(stay, dtype=float),
        "usual": np.zeros(len(flows), dtype=bool),
        "jobs": np.array(jobs, dtype=float),
        "pool": np.array(pool, dtype=float),
        "leavers": np.array(pool, dtype=float),
        "culture": np.zeros(count),
        "weight": np.ones(count),
        "province": np.arange(count),
        "floor": np.zeros(count),
        "objective": "retained",
        "aversion": 1.0,
    }
    return Room(**(parts | {key: np.array(part, ndmin=1) for key, part in more.items()}))


def test_jobs_go_to_the_nearest():
    """100 jobs in region 0, which has 200 leavers: nobody commutes from region 1."""
    kept, met = best_stayers(room([(0, 0, 1), (1, 0, 0.5)], [100, 0], [200, 300]))
    assert kept.tolist() == [100, 0]
    assert met


def test_an_empty_pool_lets_neighbours_in():
    """100 jobs: the 30 of the own region first, then 50 neighbours of whom half would commute."""
    kept, _ = best_stayers(room([(0, 0, 1), (1, 0, 0.5)], [100, 0], [30, 50]))
    assert kept == pytest.approx([30, 25])


def test_sites_that_compete_share_at_the_best():
    """Site 0 can only take from region 0, so site 1 takes from region 1 although it is farther."""
    flows = [(0, 0, 0.9), (0, 1, 0.8), (1, 1, 0.7)]
    kept, _ = best_stayers(room(flows, [40, 40], [40, 40]))
    assert kept == pytest.approx([36, 28])


def test_nobody_stays_twice():
    """Ten leavers, ten of them for jobs, three for culture: ten stay."""
    kept, _ = best_stayers(room([(0, 0, 1)], [10], [10], culture=[3.0]))
    assert kept == pytest.approx([10])


def test_weights_decide_who_takes_the_job():
    """A commuter of weight 3 with stay 0.5 counts for more than a resident of weight 1."""
    flows = [(0, 0, 1), (1, 0, 0.5)]
    kept, _ = best_stayers(room(flows, [10, 0], [50, 50], weight=[1.0, 3.0]))
    assert kept.tolist() == [0, 5]


def test_equal_flows_go_where_the_plan_has_them():
    """Where two ways are exactly as good, the plan's own is taken."""
    even = room([(0, 0, 1), (1, 0, 1)], [10, 0], [50, 50])
    assert best_stayers(even)[0].tolist() == [10, 0]
    kept, _ = best_stayers(replace(even, usual=np.array([False, True])))
    assert kept.tolist() == [0, 10]


def test_a_floor_moves_people():
    """Province 1 needs half of its 50: 50 of the 60 jobs go to commuters with stay 0.5."""
    flows = [(0, 0, 1), (1, 0, 0.5)]
    kept, met = best_stayers(room(flows, [60, 0], [100, 50], floor=[0.0, 0.5]))
    assert kept == pytest.approx([10, 25])
    assert met


def test_a_floor_out_of_reach_is_told():
    """Nothing can keep half of region 1: those who can stay do, and the floor is not met."""
    kept, met = best_stayers(room([(0, 0, 1)], [60, 0], [100, 50], floor=[0.0, 0.5]))
    assert kept == pytest.approx([60, 0])
    assert not met


def test_worst_province_first():
    """60 jobs, 100 and 50 leavers, stay 1 and 0.5: both provinces keep 30%, then nothing is left.

    With share s, 100·s jobs keep s of province 0 and 50·s / 0.5 = 100·s jobs keep s of province 1.
    """
    found, _ = best_stayers(
        room([(0, 0, 1), (1, 0, 0.5)], [60, 0], [100, 50], objective="worst_province")
    )
    assert found == pytest.approx([30, 15], rel=1e-5)


@pytest.mark.parametrize("aversion", [0.5, 5.0, 50.0])
def test_most_equal(aversion):
    """Of 60 jobs j go to 100 leavers at stay 1, the rest to 50 at stay 0.5: the best j is found."""
    two = room([(0, 0, 1), (1, 0, 0.5)], [60, 0], [100, 50], objective="equally_distributed")
    found, _ = best_stayers(replace(two, aversion=aversion))
    jobs = np.linspace(10, 60, 50_001)
    shares = np.array([jobs / 100, (60 - jobs) / 100])
    sums = np.array([2 / 3, 1 / 3]) @ np.exp(-aversion * shares)
    reached = np.array([2 / 3, 1 / 3]) @ np.exp(-aversion * found / [100, 50])
    assert np.log(reached) <= np.log(sums.min()) + 1e-6


def test_nobody_anywhere():
    """Without flows and culture nobody stays, and that is no error."""
    kept, met = best_stayers(room([], [0, 0], [10, 0]))
    assert kept.tolist() == [0, 0]
    assert met


def random_room(seed):
    """Return a room with 6 regions in which pools bind at times."""
    rng = np.random.default_rng(seed)
    flows = [
        (i, j, 1.0 if i == j else rng.uniform(0.1, 0.9))
        for i in range(6)
        for j in range(6)
        if i == j or rng.random() < 0.5
    ]
    leavers = rng.uniform(50, 200, 6)
    return room(
        flows,
        rng.uniform(0, rng.choice([40, 80]), 6),
        0.6 * leavers,
        leavers=leavers,
        culture=rng.uniform(0, 0.1, 6) * leavers,
        weight=rng.uniform(0.5, 2, 6),
    )


def test_closed_form_is_the_optimum():
    """Wherever the closed form has an answer, the linear programme finds the same people."""
    rooms = [random_room(seed) for seed in range(60)]
    simple = [stayers._each_at_its_best(case) for case in rooms]
    assert 10 < sum(found is not None for found in simple) < 50
    for case, found in zip(rooms, simple, strict=True):
        if found is not None:
            assert stayers._linear(case, floors=True) == pytest.approx(found, rel=1e-7)
