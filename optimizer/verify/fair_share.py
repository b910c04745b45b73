"""Fair shares: what the centre must and may spend in a province, by its young residents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction

from optimizer.verify.claims import Row
from optimizer.verify.facts import Facts
from optimizer.verify.programme import Programme
from optimizer.verify.result import Findings, Rule, number

BECAUSE = "a fair share goes by the young residents"


def check_fair_shares(facts: Facts, spending: Mapping[str, Fraction], findings: Findings) -> None:
    """Check floors and ceilings of what the centre spends on what is built in a province.

    Parameters
    ----------
    facts : Facts
    spending : mapping of province to Fraction
        The centre's part of the net cost of what is built there, without measures and seats.
    findings : Findings

    Notes
    -----
    A floor is f·min(B·youth_p / Σ youth, M_p), M_p the most that rules 1 to 3 and locks let the
    centre spend there if p alone existed, without measures; 0 where that is less than the
    centre's part of the cheapest building permitted there.

    Recomputed exactly: f·B·youth_p / Σ youth, the ceilings, what is spent, the centre's part of
    the cheapest building. M_p would take a solver. It is held between two bounds: what buildings
    put up one after the other surely cost (`Programme.surely`), and what money and the dearest
    buildings allow at most (`Programme.at_most`). A floor that lies between what the two give is
    taken as told. Where locks demand what can't be built without measures, or no order tried has
    everything that is locked in, the lower bound is 0.
    """
    limits, budget = facts.claims.limits, facts.claims.budget
    rows = {key[0]: row for key, row in facts.claims.fair_share.items()}
    least, most = limits.min_fair_share or None, limits.max_fair_share
    if least is None:
        for row in rows.values():
            findings.add(Rule.FORM, row.place, "no record without limits.min_fair_share", "one")
    if least is None and most is None:
        return
    if budget is None:
        findings.add(Rule.FAIR_SHARE, "budget", "a budget to share", "none")
        return
    parts = _parts(facts)
    currency = facts.instance.currency
    for province, part in parts.items():
        spent = spending.get(province, Fraction(0))
        if most is not None:
            ceiling = Fraction(most) * budget * part
            findings.at_most(Rule.FAIR_SHARE, province, spent, ceiling, currency)
        if least is not None and province in rows:
            row = rows[province]
            told = row.values.get("spent")
            findings.agrees(f"{row.place}, spent", told, spent, currency, Rule.REPORTED)
            findings.at_least(Rule.FAIR_SHARE, province, spent, row.decided("floor"), currency)
    if least is not None:
        _check_rows(facts, rows, {p: budget * part for p, part in parts.items()}, findings)


def _parts(facts: Facts) -> dict[str, Fraction]:
    """Return the share of young residents of each province with a candidate; 0 without any."""
    young: dict[str, Fraction] = defaultdict(Fraction)
    given = {row["province"] for row in facts.regions.values() if row["candidate"]}
    for region, row in facts.regions.items():
        if row["province"] in given:
            young[str(row["province"])] += facts.number(region, "youth", BECAUSE)
    total = sum(young.values(), Fraction(0))
    return {name: persons / total if total else Fraction(0) for name, persons in young.items()}


def _check_rows(
    facts: Facts,
    rows: Mapping[str, Row],
    shares: Mapping[str, Fraction],
    findings: Findings,
) -> None:
    """Check that each province with a candidate has its floor, and no other."""
    for province in rows.keys() - shares.keys():
        needs = "a province where something may be built"
        findings.add(Rule.FORM, rows[province].place, needs, province)
    table = facts.instance.table("suitability")
    columns = (table[name] for name in ("region_id", "option_id", "allowed"))
    forbidden = frozenset((i, k) for i, k, allowed in zip(*columns, strict=True) if not allowed)
    for province, share in shares.items():
        if province not in rows:
            needs = "a record of each province where something may be built"
            findings.add(Rule.FORM, f"fair_share, {province}", needs, "none")
        elif "floor" in rows[province].values and "set_by" in rows[province].words:
            programme = Programme(facts, province, forbidden)
            _check_floor(facts, rows[province], share, programme, findings)


def _check_floor(
    facts: Facts, row: Row, share: Fraction, programme: Programme, findings: Findings
) -> None:
    """Check one floor against what set it, as far as that goes without a solver."""
    least = Fraction(facts.claims.limits.min_fair_share or 0)
    floor, word = row.decided("floor"), row.words["set_by"]
    place, currency = f"{row.place}, floor", facts.instance.currency
    if word == "nothing":
        findings.agrees(place, floor, Fraction(0), currency, Rule.FAIR_SHARE)
        cheapest = programme.cheapest_alone
        surely = least * min(share, programme.surely(share) or Fraction(0))
        if cheapest is not None and surely > cheapest + findings.slack(cheapest, currency):
            needs = f"at least {number(surely)} {currency}, as so much can be built there"
            findings.add(Rule.FAIR_SHARE, place, needs, number(floor))
        return
    possible = programme.at_most()
    if word == "share":
        findings.agrees(place, floor, least * share, currency, Rule.FAIR_SHARE)
        findings.at_most(Rule.FAIR_SHARE, f"{row.place}, set_by", share, possible, currency)
    else:
        highest = least * min(share, possible)
        findings.at_most(Rule.FAIR_SHARE, place, floor, highest, currency)
        surely = programme.surely(share) or Fraction(0)
        lowest = least * min(share, surely)
        findings.at_least(Rule.FAIR_SHARE, place, floor, lowest, currency)
        if surely >= share:
            needs = f"share, as {number(surely)} {currency} can be spent there"
            findings.add(Rule.FAIR_SHARE, f"{row.place}, set_by", needs, word)
    cheapest = programme.cheapest
    nothing = findings.slack(0, currency)
    if floor > nothing and (
        cheapest is None or floor < cheapest - findings.slack(cheapest, currency)
    ):
        needs = "0, as less than the cheapest building there asks nothing"
        findings.add(Rule.FAIR_SHARE, place, needs, number(floor))
