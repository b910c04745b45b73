"""Many worlds as one: coefficients under which no plan is worth less than on average over them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from scipy import sparse

from optimizer.arrays import Floats, Ints
from optimizer.coefficients import Coefficients, Curve, Levers, Near
from optimizer.instance import EFFECTS, Channel, counts_people

FREE: dict[str, object] = {
    "max_retained_share": {},
    "min_retained_share": {},
    "min_retained_share_decline_areas": None,
}
"""Limits on who stays, left out."""
USUAL = 0.9
"""Part of the sites of which the ratio of α₁ to α₀ is at most the one used."""
KNOWN: frozenset[Channel] = frozenset({"jobs", "saving", "retention"})
"""Channels of measures that are averaged or, as housing, declined where they keep anybody; where a
measure works through another one nothing is averaged."""
SAME = 1e-12
"""Relative difference up to which two worlds' numbers are the same."""


def averaged(
    central: Coefficients, worlds: Sequence[Coefficients], weights: Floats
) -> Coefficients | None:
    """Return coefficients whose optimum bounds what any plan yields in expectation.

    Parameters
    ----------
    central : Coefficients
    worlds : sequence of Coefficients
        From `worlds.effects_of`.
    weights : float array, shape (worlds,)
        Probabilities.

    Returns
    -------
    Coefficients or None
        None where no such coefficients are known: another objective than `retained`, housing
        or measures of a channel not in KNOWN, or worlds with different cultural levels of today,
        weights or neighbours.

    Notes
    -----
    Of a job at j the worth is r_j = Σ_i weight_i·λ_i·P_ij + weight_j·arriving_j, linear in the
    takers. Without the pools, which only lower what a plan yields, a plan's worth by jobs is the
    sum of r·N·(1 + U)·(α₀ + α₁·c) over what is built. r·N·α₀ is averaged exactly, but where
    r·N·α₁ needs more under the one ratio α₁/α₀ that a model has. U and c are
    minima of linear functions, so that their weighted means are at most those minima of weighted
    means (Jensen's inequality). The weights differ by site: uplifts and service are the largest
    of all the weighted means that occur. The same holds of g, which is concave, in who stays for
    culture alone. Limits on who counts (`max_retained_share`) are dropped.
    """
    if not _may_average(central, worlds):
        return None
    used = np.flatnonzero(weights)
    worlds, weights = [worlds[int(place)] for place in used], weights[used] / weights[used].sum()
    sites, limits = central.sites, central.instance.limits
    base, with_culture = _worth_of_sites(worlds, weights)
    share = float(weights @ [world.instance.settings.job_only_share for world in worlds])
    mean_worth = np.asarray(weights @ np.array([_worth(world) for world in worlds]))
    arriving = _divided(mean_worth, central.weight)
    alone, cultured = base.sum(axis=0), with_culture.sum(axis=0)
    ratio = _usual_ratio(alone, cultured)
    jobs = np.maximum(alone, cultured / ratio if ratio > 0 else 0.0)
    youth_jobs = _divided(jobs, share * mean_worth[sites.region])
    there = alone + cultured > 0
    if (youth_jobs[there] <= 0).any() or (arriving[sites.region[there]] <= 0).any():
        return None
    shares = {"job_only_share": share, "culture_added_share": share * ratio}
    curve, leavers = _curve(worlds, weights)
    assert central.takers is not None
    nobody = np.zeros(len(leavers))
    return replace(
        central,
        instance=replace(
            central.instance,
            settings=central.instance.settings.model_copy(update=shares),
            limits=limits.model_copy(update=FREE),
        ),
        sites=replace(sites, youth_jobs=youth_jobs),
        leavers=leavers,
        pool=leavers,
        takers=replace(central.takers, leaving=nobody, arriving=arriving),
        service=_service(central, worlds, weights, with_culture),
        curve=curve,
        local_jobs=np.asarray(weights @ np.array([world.local_jobs for world in worlds])),
        levers=_levers(central, worlds, (base, with_culture)),
    )


def _may_average(central: Coefficients, worlds: Sequence[Coefficients]) -> bool:
    """Return whether only what is averaged differs between the worlds."""
    if central.takers is None or not counts_people(central.instance.settings.objective):
        return False
    places = [gain.sites for gain in central.levers.near]
    shape = _shape(central.curve)
    return not _has_unknown(central) and all(
        not _has_unknown(world)
        and _same(world.base_level, central.base_level)
        and _same(world.weight, central.weight)
        and [gain.sites for gain in world.levers.near] == places
        and not (world.capacity[central.capacity == 0] > 0).any()
        and not (world.levers.uplift[central.levers.uplift == 0] > 0).any()
        and np.array_equal(world.curve.levels, central.curve.levels)
        and (not world.curve.shares[-1] or _same(_shape(world.curve), shape))
        for world in worlds
    )


def _has_unknown(world: Coefficients) -> bool:
    """Return whether housing keeps anybody, or a measure works through a channel not in KNOWN."""
    measures = world.instance.table("measures")
    other = [column for column, channel in EFFECTS.items() if channel not in KNOWN]
    return len(world.housing.offer) > 0 or bool((measures[other] > 0).to_numpy().any())


def _same(one: Floats, other: Floats) -> bool:
    return bool(np.allclose(one, other, rtol=SAME, atol=SAME))


def _divided(above: Floats, below: Floats) -> Floats:
    """Return quotients, 0 where there is nothing below."""
    return np.divide(above, below, out=np.zeros(len(above)), where=below > 0)


def _worth(world: Coefficients) -> Floats:
    """Return what a taker of a job is worth by its site: who stays and who comes, weighted."""
    who = world.takers
    assert who is not None
    stays = (world.weight * who.leaving)[who.origin] * who.share
    count = len(world.regions)
    kept = np.bincount(who.site, weights=stays, minlength=count)
    return np.asarray(kept + world.weight * who.arriving, dtype=float)


def _worth_of_sites(worlds: Sequence[Coefficients], weights: Floats) -> tuple[Floats, Floats]:
    """Return p·r·N·α₀ and p·r·N·α₁, shape (worlds, sites); the latter is 0 for hubs."""
    base, with_culture = [], []
    for world, weight in zip(worlds, weights, strict=True):
        sites, settings = world.sites, world.instance.settings
        jobs = weight * _worth(world)[sites.region] * sites.youth_jobs
        base.append(settings.job_only_share * jobs)
        with_culture.append(np.where(sites.hub, 0.0, settings.culture_added_share * jobs))
    return np.array(base), np.array(with_culture)


def _usual_ratio(alone: Floats, cultured: Floats) -> float:
    """Return the ratio of α₁ to α₀ that holds for nearly all sites; the rest get more jobs."""
    ratios = _divided(cultured, alone)[cultured > 0]
    return float(np.quantile(ratios, USUAL)) if len(ratios) else 0.0


def _shape(curve: Curve) -> Floats:
    """Return g relative to its end; where it is 0 throughout, 0."""
    end = float(curve.shares[-1])
    return curve.shares / end if end > 0 else np.zeros(len(curve.shares))


def _ends(worlds: Sequence[Coefficients]) -> Floats:
    return np.array([world.curve.shares[-1] for world in worlds], dtype=float)


def _curve(worlds: Sequence[Coefficients], weights: Floats) -> tuple[Curve, Floats]:
    """Return g and L such that L·g is at least the mean of L·g in each region; L is the mean."""
    ends = _ends(worlds)
    every = np.array([world.leavers for world in worlds])
    leavers = np.asarray(weights @ every)
    end = float(_divided((weights * ends) @ every, leavers).max(initial=0.0))
    largest = worlds[int(ends.argmax())].curve
    return Curve(largest.levels, _shape(largest) * end), leavers


def _served(levers: Levers, measure: int, central: Coefficients) -> Ints:
    """Return the sites whose clusters a measure lifts."""
    sites = central.sites
    return np.flatnonzero(levers.serves[measure, sites.option] & ~sites.hub)


def _gaining(gain: Near, central: Coefficients) -> Ints:
    """Return the sites whose clusters gain from neighbours."""
    sites = central.sites
    sector = central.instance.options["sector"].to_numpy(dtype=object)[sites.option]
    return np.flatnonzero((sites.region == gain.region) & (sector == gain.sector) & ~sites.hub)


def _lifts(central: Coefficients, worlds: Sequence[Coefficients]) -> Iterator[tuple[Ints, Floats]]:
    """Yield for each measure, then for each gain, the sites that it lifts and by how much.

    The latter has shape (worlds,).
    """
    for measure in range(len(central.levers.measures)):
        uplift = np.array([world.levers.uplift[measure] for world in worlds])
        yield _served(central.levers, measure, central), uplift
    for place, gain in enumerate(central.levers.near):
        uplift = np.array([world.levers.near[place].uplift for world in worlds])
        yield _gaining(gain, central), uplift


def _levers(
    central: Coefficients, worlds: Sequence[Coefficients], parts: tuple[Floats, Floats]
) -> Levers:
    """Return levers with the largest of the mean uplifts by what they lift."""
    means = []
    for lifted, uplift in _lifts(central, worlds):
        each = [
            _divided(uplift @ part[:, lifted], part[:, lifted].sum(axis=0)).max(initial=0.0)
            for part in parts
        ]
        means.append(max(each))
    levers = central.levers
    count = len(levers.measures)
    uplift, gains = np.array(means[:count], dtype=float), means[count:]
    near = tuple(replace(gain, uplift=mean) for gain, mean in zip(levers.near, gains, strict=True))
    every = np.array([world.levers.most_uplift for world in worlds])
    each_most = [_divided((every * part).sum(axis=0), part.sum(axis=0)) for part in parts]
    most = np.maximum(*each_most)
    return replace(levers, uplift=uplift, near=near, most_uplift=most)


def _service(
    central: Coefficients, worlds: Sequence[Coefficients], weights: Floats, with_culture: Floats
) -> sparse.csr_array:
    """Return the largest, for each pair of regions, of the mean services by what culture does.

    For those who stay for it alone the worlds count as p·L·g, for a cluster as p·r·N·α₁, and
    with an uplift U as p·r·N·α₁·U. What capacity is in a world beside the central one is in it.
    """
    count = len(central.regions)
    keys, each = _services(central, worlds)
    row = keys // count
    largest = np.zeros(len(keys))

    def consider(weighing: Floats) -> None:
        """Take weights of shape (worlds, regions) into account."""
        total = weighing.sum(axis=0)
        used = total[row] > 0
        means = (weighing[:, row[used]] * each[:, used]).sum(axis=0) / total[row[used]]
        largest[used] = np.maximum(largest[used], means)

    def consider_sites(weighing: Floats) -> None:
        """Take weights of shape (worlds, sites) into account, option by option."""
        sites = central.sites
        for option in np.unique(sites.option[~sites.hub]):
            here = np.flatnonzero(sites.option == option)
            by_region = np.zeros((len(worlds), count))
            by_region[:, sites.region[here]] = weighing[:, here]
            consider(by_region)

    consider((weights * _ends(worlds))[:, None] * np.array([world.leavers for world in worlds]))
    consider_sites(with_culture * np.array([world.levers.most_uplift for world in worlds]))
    for factor in _factors(central, worlds):
        consider_sites(with_culture * factor[:, None])
    return sparse.csr_array((largest, (row, keys % count)), shape=(count, count))


def _factors(central: Coefficients, worlds: Sequence[Coefficients]) -> Floats:
    """Return by how much worlds weigh more for what is lifted, shape (ways, worlds), each once."""
    found = [np.ones(len(worlds))]
    for _, uplift in _lifts(central, worlds):
        if uplift.max(initial=0.0) > 0:
            found.append(np.round(uplift / uplift.max(), 12))
    return np.unique(np.array(found), axis=0)


def _services(central: Coefficients, worlds: Sequence[Coefficients]) -> tuple[Ints, Floats]:
    """Return the pairs of regions that any world serves, and each world's service of them."""
    count = len(central.regions)
    tables = [sparse.coo_array(world.service) for world in worlds]
    own = [table.coords[0].astype(np.int64) * count + table.coords[1] for table in tables]
    keys = np.unique(np.concatenate(own))
    each = np.zeros((len(worlds), len(keys)))
    for place, (world, table, mine) in enumerate(zip(worlds, tables, own, strict=True)):
        larger = _divided(world.capacity, central.capacity).max(initial=0.0)
        each[place, np.searchsorted(keys, mine)] = table.data * larger
    return keys, each
