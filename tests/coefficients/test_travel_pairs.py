"""Pairs of regions: who is within reach of what, and the decays with travel time."""

import pytest
from support.instances import cluster, make_instance, region

import optimizer as opt
from optimizer.coefficients.travel_pairs import find_pairs


def pairs_of(folder, travel, **settings):
    """Return each pair's attributes, by (origin, site), for towns A, B and C."""
    towns = [region("A"), region("B"), region("C")]
    made = make_instance(folder, towns, [cluster("ai")], settings, travel=travel)
    instance = opt.load(made)
    ids = list(instance.regions["region_id"])
    pairs = find_pairs(instance)
    names = [name for name in pairs.__dataclass_fields__ if name not in ("origin", "site")]
    return {
        (ids[origin], ids[site]): {name: getattr(pairs, name)[place] for name in names}
        for place, (origin, site) in enumerate(zip(pairs.origin, pairs.site, strict=True))
    }


def test_stay_halves_every_so_many_minutes(tmp_path):
    """stay(t) = 0.5 ** (t / 20): 20 minutes keep 0.5, 40 keep 0.25, 10 keep √0.5."""
    travel = [("A", "B", 20), ("A", "C", 40), ("B", "C", 10)]
    pairs = pairs_of(tmp_path, travel, stay_half_minutes=20)
    stay = {pair: found["stay"] for pair, found in pairs.items()}
    own = {(town, town): 1.0 for town in "ABC"}
    by_hand = {("A", "B"): 0.5, ("A", "C"): 0.25, ("B", "C"): 0.7071067811865476}
    assert stay == pytest.approx(own | by_hand, rel=1e-12)


def test_stay_is_one_within_the_limit_where_there_is_no_decay(tmp_path):
    """stay = 1 up to commute_limit itself, 0 a tenth of a minute beyond."""
    travel = [("A", "B", 30), ("A", "C", 30.1)]
    pairs = pairs_of(tmp_path, travel, stay_half_minutes="none", commute_limit=30)
    assert pairs["A", "B"]["stay"] == 1
    assert pairs["A", "B"]["commutes"]
    assert pairs["A", "C"]["stay"] == 0
    assert not pairs["A", "C"]["commutes"]


def test_stay_can_be_read_from_the_table(tmp_path):
    """With "table" the column `stay` is taken as it stands, within the limit in minutes."""
    travel = [("A", "B", 50, 0.9), ("A", "C", 70, 0.8), ("B", "C", "", 0.3)]
    pairs = pairs_of(tmp_path, travel, stay_half_minutes="table", commute_limit=60)
    assert pairs["A", "B"]["stay"] == 0.9
    assert pairs["A", "C"]["stay"] == 0
    assert pairs["B", "C"]["stay"] == 0.3
    assert pairs["C", "C"]["stay"] == 1


def test_pair_without_minutes_passes_the_limits_but_carries_no_culture(tmp_path):
    """Where only `stay` is known, people commute and graduates are recruited; d is 0."""
    travel = [("A", "B", "", 0.3)]
    pairs = pairs_of(tmp_path, travel, stay_half_minutes="table", commute_limit=1, recruit_limit=1)
    found = pairs["A", "B"]
    assert found["commutes"]
    assert found["recruits"]
    assert found["area"]
    assert found["decay"] == 0


def test_pairs_are_directed(tmp_path):
    """A listed way from A to B says nothing of the way from B to A, which is out of reach."""
    pairs = pairs_of(tmp_path, [("A", "B", 20), ("B", "C", 20), ("C", "B", 40)])
    assert ("A", "B") in pairs
    assert ("B", "A") not in pairs
    assert pairs["B", "C"]["stay"] == pytest.approx(0.5, rel=1e-12)
    assert pairs["C", "B"]["stay"] == pytest.approx(0.25, rel=1e-12)


def test_own_region_is_in_reach_without_being_listed(tmp_path):
    """i,i is 0 minutes: stay 1, d 1, within every limit, even where nothing is listed."""
    pairs = pairs_of(tmp_path, [("A", "B", 20)], commute_limit=0, recruit_limit=0, culture_limit=0)
    own = {"minutes": 0, "stay": 1, "commutes": True, "recruits": True, "area": True, "decay": 1}
    assert pairs == {(town, town): own for town in "ABC"}


def test_own_region_can_be_listed(tmp_path):
    """A listed i,i of 20 minutes has stay 0.5 and, halved every 10 minutes, d 0.25."""
    pairs = pairs_of(
        tmp_path, [("A", "A", 20)], stay_half_minutes=20, culture_half_minutes=10, commute_limit=20
    )
    assert pairs["A", "A"]["stay"] == pytest.approx(0.5, rel=1e-12)
    assert pairs["A", "A"]["decay"] == pytest.approx(0.25, rel=1e-12)
    assert pairs["A", "A"]["commutes"]


def test_own_region_beyond_the_limits_still_belongs_to_its_area(tmp_path):
    """i,i of 40 minutes with limits of 30: nobody commutes or recruits, but area and d count it."""
    limits = {"commute_limit": 30, "recruit_limit": 30, "culture_limit": 30}
    pairs = pairs_of(
        tmp_path, [("A", "A", 40)], stay_half_minutes=20, culture_half_minutes=20, **limits
    )
    found = pairs["A", "A"]
    assert not found["commutes"]
    assert not found["recruits"]
    assert found["area"]
    assert found["stay"] == pytest.approx(0.25, rel=1e-12)
    assert found["decay"] == pytest.approx(0.25, rel=1e-12)


def test_own_region_keeps_defaults_cell_by_cell(tmp_path):
    """A listed i,i with stay only is 0 minutes away; with minutes only it has stay 1."""
    travel = [("A", "A", "", 0.6), ("B", "B", 15, "")]
    pairs = pairs_of(tmp_path, travel, stay_half_minutes="table")
    assert (pairs["A", "A"]["minutes"], pairs["A", "A"]["stay"]) == (0, 0.6)
    assert (pairs["B", "B"]["minutes"], pairs["B", "B"]["stay"]) == (15, 1)


def test_culture_decays_by_its_own_half_minutes_and_limit(tmp_path):
    """d(t) = 0.5 ** (t / 30) up to culture_limit: 60 minutes 0.25, 61 minutes nothing."""
    travel = [("A", "B", 60), ("A", "C", 61)]
    pairs = pairs_of(tmp_path, travel, culture_half_minutes=30, culture_limit=60, commute_limit=10)
    assert pairs["A", "B"]["decay"] == pytest.approx(0.25, rel=1e-12)
    assert pairs["A", "B"]["stay"] == 0
    assert pairs["A", "C"]["decay"] == 0


def test_recruiting_has_a_limit_of_its_own(tmp_path):
    """Graduates come from 100 minutes away where people commute 60; 101 is too far."""
    pairs = pairs_of(
        tmp_path, [("A", "B", 100), ("A", "C", 101)], commute_limit=60, recruit_limit=100
    )
    assert pairs["A", "B"]["recruits"]
    assert not pairs["A", "B"]["commutes"]
    assert not pairs.get(("A", "C"), {"recruits": False})["recruits"]


def test_pairs_out_of_every_reach_are_dropped(tmp_path):
    """A pair beyond all three limits is not kept."""
    pairs = pairs_of(tmp_path, [("A", "B", 500)])
    assert ("A", "B") not in pairs
