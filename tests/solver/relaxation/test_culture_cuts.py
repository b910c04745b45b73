"""Mixing cuts: culture at work needs a whole cluster and the hubs that bring it."""

from itertools import product
from types import SimpleNamespace

import numpy as np
import pytest

from optimizer.solver.relaxation.configuration import Sector
from optimizer.solver.relaxation.culture_cuts import mixing_cuts

SHARE, MOST = np.array([0.3, 0.2]), np.array([2.0, 1.0])


def strong(scales=1):
    """Return a region with a sector of some scales: x, then v, then two kinds of hubs y."""
    places = np.arange(2 * scales + 2)
    sector = Sector(places[:scales], places[scales:-2], places[-2:], SHARE, MOST, 0.0)
    return SimpleNamespace(sectors=(sector,), matrix=SimpleNamespace(cost=np.zeros(len(places))))


def whole(scales):
    """Return every whole plan's values, with as much culture at work as there can be."""
    for hubs in product(range(3), range(2)):
        level = min(1.0, float(SHARE @ hubs))
        for built in range(-1, scales):
            x = np.arange(scales) == built
            yield np.concatenate([x, x * level, hubs]).astype(float)


def test_half_a_cluster_with_all_its_culture_is_cut_off():
    """x = ½, both first hubs and v = 0.6: v ≤ 0.3·2·x takes the hubs as many as they can be."""
    values = np.array([0.5, 0.6, 2.0, 0.0])
    body, low, high = mixing_cuts(strong(), values)
    assert body.toarray().tolist() == [[-0.6, 1.0, 0.0, -0.2]]
    assert (low.tolist(), high.tolist()) == ([-np.inf], [0])
    assert body @ values == pytest.approx([0.3])


def test_what_obeys_all_cuts_gets_none():
    """A whole cluster with what the hubs bring."""
    assert mixing_cuts(strong(), np.array([1.0, 0.6, 2.0, 0.0])) is None


@pytest.mark.parametrize("scales", [1, 2, 6])
def test_no_whole_plan_is_cut_off(scales):
    """Whatever fractional values the cuts were made for; six scales are tried alone and all."""
    draw = np.random.default_rng(scales)
    found = 0
    for _ in range(40):
        values = draw.random(2 * scales + 2)
        values[-2:] *= MOST
        cuts = mixing_cuts(strong(scales), values)
        if cuts is None:
            continue
        found += 1
        assert np.all(cuts[0] @ values > 0)
        assert all(np.all(cuts[0] @ plan <= cuts[2] + 1e-9) for plan in whole(scales))
    assert found > 10
