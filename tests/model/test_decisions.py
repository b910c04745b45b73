"""The decisions: a variable for what is permitted, with the bounds that the data give."""

import pytest
from support.instances import PLAIN, cluster, hub, make_instance, region
from support.rows import bounds_of, model_of

from optimizer.model import coefficients_of
from optimizer.model.decisions import built, flow_keys, recruit_keys, site_keys


def rich(folder):
    """Write two towns with every kind of decision; B may not be built in."""
    places = [
        region("A", 80, youth=100, local_jobs=5, culture_level=0.25),
        region("B", 40, youth=100, local_jobs=5, candidate="false"),
    ]
    options = [
        cluster("ai", 1, 10),
        cluster("office", 1),
        hub("venue", 1, culture_capacity=9, max_per_region=3),
        hub("studio", 1, jobs=4),
    ]
    settings = PLAIN | {
        "job_only_share": 0.5,
        "culture_added_share": 0.25,
        "culture_only_share": 0.05,
        "job_motive_share": 0.5,
    }
    return make_instance(
        folder,
        places,
        options,
        settings,
        travel=[("B", "A", 30)],
        needs=[("ai", "computing", 5)],
        universities=[("U", "computing", "B", 10, 0.4, 6, 0.1)],
    )


def test_every_decision_has_its_bounds_and_kind(tmp_path):
    """x is 0 or 1, y up to max_per_region; q at most the pool, half of L; w, t at most U's.

    Culture at A is 0.25 today: it can add 0.75 at work, and e 80 × 0.05 × 0.75.
    """
    bounds = bounds_of(model_of(rich(tmp_path)))
    assert bounds == {
        "x[A,ai]": (0, 1, True),
        "x[A,office]": (0, 1, True),
        "y[A,venue]": (0, 3, True),
        "y[A,studio]": (0, 1, True),
        "q[A,A]": (0, 40, False),
        "q[B,A]": (0, 20, False),
        "v_added[A,ai]": (0, 0.75, False),
        "places[A]": (0, 27, False),
        "c[A]": (0, 1, False),
        "c[B]": (0, 1, False),
        "e[A]": (0, pytest.approx(3, rel=1e-12), False),
        "e[B]": (0, 2, False),
        "w[U,A,computing]": (0, 10, False),
        "t[U,computing]": (0, 6, False),
    }


def test_culture_works_only_for_clusters_with_jobs(tmp_path):
    """No v for an office without jobs, nor for a studio, a hub."""
    assert list(model_of(rich(tmp_path)).v) == [("A", "ai")]


def test_keys_follow_the_coefficients(tmp_path):
    """Ids, in the order in which solutions are read back."""
    found = coefficients_of(model_of(rich(tmp_path)))
    assert site_keys(found) == [("A", name) for name in ("ai", "office", "venue", "studio")]
    assert flow_keys(found) == [("A", "A"), ("B", "A")]
    assert recruit_keys(found) == [("U", "A", "computing")]


def test_built_is_the_decision_of_cluster_or_hub(tmp_path):
    """One name for both kinds."""
    model = model_of(rich(tmp_path))
    assert built(model, ("A", "ai")) is model.x["A", "ai"]
    assert built(model, ("A", "venue")) is model.y["A", "venue"]
