"""Measures and neighbours as the model knows them."""

from support.instances import PLAIN, both_ways, cluster, make_instance, region

import optimizer as opt
from optimizer.coefficients import compute


def levers(folder, **more):
    """Return the levers of an AI park and a fab in two towns 20 minutes apart."""
    folder = make_instance(
        folder,
        [region("A", 100), region("B", 100)],
        [cluster("ai", 10, 10), cluster("fab", 10, 10)],
        PLAIN,
        travel=both_ways(("A", "B", 20)),
        **more,
    )
    return compute(opt.load(folder)).levers


def test_a_measure_serves_the_clusters_of_its_sector(tmp_path):
    """One of no sector serves all."""
    found = levers(
        tmp_path, measures=[("relief", "incentive", "ai", 5, 0.2, 0.1), ("all", "research", "", 1)]
    )
    serves = dict(zip(found.measures, found.serves.tolist(), strict=True))
    assert serves == {"relief": [True, False], "all": [True, True]}
    assert found.uplift.tolist() == [0.2, 0.0]
    assert found.saving.tolist() == [0.1, 0.0]


def test_neighbours_within_their_limit_are_near(tmp_path):
    """At 20 minutes with a limit of 30, not with one of 10; the own region always."""
    far = levers(tmp_path / "far", interactions=[("ai", "fab", 10, 0.15)])
    near = levers(tmp_path / "near", interactions=[("ai", "fab", 30, 0.15)])
    assert {len(found.sites) for found in far.near} == {1}
    assert {len(found.sites) for found in near.near} == {2}
    assert {found.uplift for found in near.near} == {0.15}


def test_without_tables_there_are_none(tmp_path):
    """Neither measures nor neighbours."""
    found = levers(tmp_path)
    assert len(found.measures) == 0
    assert len(found.near) == 0
