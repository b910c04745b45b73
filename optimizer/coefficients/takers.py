"""Who takes a job: young people by where they live and how far it is (job_takers "catchment").

A gravity model: of the young who take a job in j, P_ij = Y⁰_i·stay(τ_ij) / Σ_m Y⁰_m·stay(τ_mj) live
in i (Huff 1963; commuting models of the same form). Of those, λ_i would otherwise be gone by the
horizon; of the others, some come from provinces where nothing may be built.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.arrays import Floats, Ints
from optimizer.coefficients.travel_pairs import Pairs
from optimizer.instance import Instance, uncounted


@dataclass(frozen=True)
class Takers:
    """Where those who take jobs live, and what they would have done otherwise.

    Attributes
    ----------
    origin, site : int arrays, shape (pairs,)
        Positions of regions: who lives here takes jobs there.
    share : float array, shape (pairs,)
        P, share of the takers in a site who live in the origin; adds up to 1 by site.
    leaving : float array, shape (regions,)
        λ, of the takers who live there, the share who would otherwise have left.
    arriving : float array, shape (regions,)
        ρ·Σ_i P_ij·(1 − λ_i) of each site: arrivals for each of its takers.
    access : float array, shape (regions,)
        access_j, the factor of labour-market access on jobs for the young.
    """

    origin: Ints
    site: Ints
    share: Floats
    leaving: Floats
    arriving: Floats
    access: Floats

    def living(self, takers: Floats) -> Floats:
        """Return T_i = Σ_j P_ij·takers_j: takers of jobs by region of residence, persons."""
        weights = self.share * takers[self.site]
        count = len(self.leaving)
        gathered = np.bincount(self.origin, weights=weights, minlength=count)
        return np.asarray(gathered, dtype=float)

    def kept_of(self, takers: Floats, helped: Floats | None = None) -> Floats:
        """Return (λ_i + helped_i)·Σ_j P_ij·takers_j by region of residence, persons.

        Parameters
        ----------
        takers : float array, shape (regions,)
            Of additional jobs in each region, persons.
        helped : float array, shape (regions,), optional
            Of those who live there, the share whom measures of housing help to stay.
        """
        staying = self.leaving if helped is None else self.leaving + helped
        return np.asarray(staying * self.living(takers), dtype=float)


def find_takers(instance: Instance, pairs: Pairs) -> Takers:
    """Return who takes jobs where.

    Notes
    -----
    λ_i = min(1, targeting·L_i / Y⁰_i), 0 where Y⁰_i = 0, for leaver_share "area"; 1 for "one".
    access_j = (A_j / Ā)^access_elasticity with A_j = Σ_i youth_i·stay(τ_ij) over the same area and
    Ā its mean over the candidates, weighted by their youth. Where nobody young lives within reach
    of a site a job there has no takers.
    """
    settings = instance.settings
    young = instance.numbers("regions", "youth_zero_migration")
    count = len(young)
    area = pairs.area & (pairs.stay > 0)
    origin, site, stay = pairs.origin[area], pairs.site[area], pairs.stay[area]
    weight = young[origin] * stay
    total = np.bincount(site, weights=weight, minlength=count)
    share = np.divide(weight, total[site], out=np.zeros(len(weight)), where=total[site] > 0)
    lives = share > 0
    origin, site, share = origin[lives], site[lives], share[lives]
    leaving = _leaving(instance, young)
    staying = np.bincount(site, weights=share * (1.0 - leaving[origin]), minlength=count)
    # Without such a province there is nowhere to come from.
    somewhere = instance.facts.once(
        "uncounted", [("regions", "candidate")], lambda: bool(uncounted(instance.regions).any())
    )
    come = settings.arrival_share if somewhere else 0.0
    arriving = np.asarray(come * staying, dtype=float)
    return Takers(origin, site, share, leaving, arriving, _access(instance, pairs))


def _leaving(instance: Instance, young: Floats) -> Floats:
    if instance.settings.leaver_share == "one":
        return np.ones(len(young))
    leavers = instance.numbers("regions", "leavers")
    share = np.divide(leavers, young, out=np.zeros(len(young)), where=young > 0)
    return np.asarray(np.minimum(1.0, instance.settings.targeting * share))


def _access(instance: Instance, pairs: Pairs) -> Floats:
    elasticity = instance.settings.access_elasticity
    youth = instance.numbers("regions", "youth")
    count = len(youth)
    if elasticity == 0:
        return np.ones(count)
    area = pairs.area
    weights = youth[pairs.origin[area]] * pairs.stay[area]
    reach = np.bincount(pairs.site[area], weights=weights, minlength=count)
    candidate = instance.numbers("regions", "candidate") > 0
    living = float(youth[candidate].sum())
    mean = float(youth[candidate] @ reach[candidate]) / living if living > 0 else 0.0
    if mean == 0:
        return np.ones(count)
    return np.asarray((reach / mean) ** elasticity)
