"""Why a plan that builds nothing does so, where the budget is the reason."""

from __future__ import annotations

import numpy as np

from optimizer.coefficients import Coefficients


def unaffordable(coefficients: Coefficients, budget: float | None) -> tuple[str, ...]:
    """Return a note where the budget is less than the central purse's part of any building.

    Parameters
    ----------
    coefficients : Coefficients
    budget : float or None
        Of the central purse, over all phases.
    """
    sites, purses = coefficients.sites, coefficients.purses
    may_be = np.flatnonzero(sites.most > 0)
    if budget is None or not len(may_be):
        return ()
    match = purses.share()
    paid = [match.get(purses.of_region[str(name)], 0.0) for name in coefficients.regions]
    central = sites.cost * (1.0 - np.array(paid, dtype=float)[sites.region])
    place = may_be[np.argmin(central[may_be])]
    least = float(central[place])
    if budget >= least:
        return ()
    instance, stages = coefficients.given, coefficients.stages
    region = str(coefficients.regions[sites.region[place]])
    option = instance.labels.options.of(str(stages.option[sites.option[place]]))
    currency = instance.currency
    return (
        f"Nothing is built, since the budget is {budget:,.6g} {currency} and the cheapest building "
        f"costs the centre {least:,.6g} {currency} ({option} in "
        f"{instance.region_names.get(region) or region}); give more, or check that both are in one "
        "unit.",
    )
