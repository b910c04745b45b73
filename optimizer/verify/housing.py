"""Channel "retention": whom measures of housing help to stay, and where they may be bought."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

from optimizer.verify.facts import Facts
from optimizer.verify.result import Findings, Rule


def helped_by_housing(facts: Facts) -> dict[str, Fraction]:
    """Return δ by region: the added share of the takers of jobs living there who stay.

    min(Σ retention of the measures taken there, 1 − λ); 0 where none is taken.
    """
    helped: dict[str, Fraction] = defaultdict(Fraction)
    for region, measure in facts.claims.measures:
        helped[region] += Fraction(facts.levers.measures[measure]["retention"])
    return defaultdict(
        Fraction,
        {
            region: min(share, 1 - facts.would_leave(region))
            for region, share in helped.items()
            if share > 0
        },
    )


def check_housing(facts: Facts, findings: Findings) -> None:
    """Check that measures of housing are bought only where leavers live.

    Parameters
    ----------
    facts : Facts
    findings : Findings
    """
    if not facts.claims.catchment:
        return
    for region, measure in facts.claims.measures:
        helps = facts.levers.measures[measure]["retention"] > 0
        if helps and facts.regions[region]["leavers"] == 0:
            place = f"{facts.called(region)} {measure}"
            findings.add(Rule.MEASURE_IN_USE, place, "leavers who live there", "none")
