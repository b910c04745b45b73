"""Who takes a job under "catchment": young people by where they live and how far it is."""

import math
from dataclasses import dataclass


@dataclass
class Catchment:
    """What becomes of the young people who take one additional job in j."""

    keeps: dict  # by (i, j): P_ij · λ_i, who live in i and would otherwise be gone
    others: dict  # by j: sum over i of P_ij · (1 − λ_i), who would not have left
    arrival_share: float  # of these, the share who come from uncounted regions
    lives: dict  # by (i, j): P_ij, who live in i
    gone: dict  # by i: λ_i, of the takers there those who would otherwise be gone


def read_catchment(settings, in_area, leavers, zero_migration):
    """Catchment of every site, from stay(tau) by pair; None under "best"."""
    if settings["job_takers"] == "best":
        return None
    everyone = {}
    for (i, j), stay in in_area.items():
        everyone[j] = everyone.get(j, 0.0) + zero_migration[i] * stay
    keeps, others, lives = {}, dict.fromkeys(everyone, 0.0), {}
    for (i, j), stay in in_area.items():
        if everyone[j] > 0:
            of_takers = zero_migration[i] * stay / everyone[j]
            gone = gone_otherwise(i, settings, leavers, zero_migration)
            keeps[i, j], lives[i, j] = of_takers * gone, of_takers
            others[j] += of_takers * (1 - gone)
    gone = {i: gone_otherwise(i, settings, leavers, zero_migration) for i in leavers}
    return Catchment(keeps, others, settings["arrival_share"], lives, gone)


def gone_otherwise(i, settings, leavers, zero_migration):
    """λ_i: of those who take a job and live in i, the share who would otherwise have left."""
    if settings["leaver_share"] == "one":
        return 1.0
    if zero_migration[i] == 0:
        return 0.0
    return min(1.0, settings["targeting"] * leavers[i] / zero_migration[i])


def access_of_sites(settings, in_area, youth, candidate):
    """access_j: young people in reach over their mean in candidates, to the elasticity."""
    if settings["access_elasticity"] == 0:
        return dict.fromkeys(youth, 1.0)
    reach = {
        j: math.fsum(youth[i] * stay for (i, to), stay in in_area.items() if to == j) for j in youth
    }
    sites = [j for j in youth if candidate[j]]
    residents = math.fsum(youth[j] for j in sites)
    weighted = math.fsum(youth[j] * reach[j] for j in sites)
    if weighted == 0:  # no mean to compare with
        return dict.fromkeys(youth, 1.0)
    return {j: (reach[j] * residents / weighted) ** settings["access_elasticity"] for j in youth}
