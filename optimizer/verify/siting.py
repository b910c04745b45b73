"""Rules 2 and 3: land and stock, and where things may be built."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

from optimizer.instance import split_lock
from optimizer.verify.facts import Facts
from optimizer.verify.result import Findings, Rule, number


def check_siting(facts: Facts, findings: Findings) -> None:
    """Check rules 2 and 3.

    Parameters
    ----------
    facts : Facts
    findings : Findings
    """
    _check_land_and_stock(facts, findings)
    _check_places(facts, findings)
    _check_limits(facts, findings)
    _check_locks(facts, findings)
    _check_absorption(facts, findings)


def _counts(facts: Facts) -> dict[tuple[str, str], Fraction]:
    """Return how many of an option a region has, whenever they are built."""
    counts: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for (region, option, _), row in facts.claims.build.items():
        counts[region, option] += row.decided("count")
    return counts


def _check_land_and_stock(facts: Facts, findings: Findings) -> None:
    land: dict[str, Fraction] = defaultdict(Fraction)
    stock: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for (region, option), count in _counts(facts).items():
        what = facts.options[option]
        land[region] += Fraction(what["land_ha"]) * count
        if what["uses_stock"]:
            stock[region, what["uses_stock"]] += count
    for region, used in land.items():
        there = Fraction(facts.regions[region]["land_ha"])
        findings.at_most(Rule.LAND, facts.called(region), used, there, "ha")
    for (region, name), used in stock.items():
        there = Fraction(facts.regions[region].get(f"stock_{name}", 0.0))
        place = f"{facts.called(region)} {name}"
        findings.at_most(Rule.STOCK, place, used, there, "buildings")


def _check_places(facts: Facts, findings: Findings) -> None:
    table = facts.instance.table("suitability")
    columns = (table[name] for name in ("region_id", "option_id", "allowed", "reason"))
    forbidden = {
        (region, option): reason
        for region, option, allowed, reason in zip(*columns, strict=True)
        if not allowed
    }
    scales: dict[tuple[str, str], list[str]] = defaultdict(list)
    for (region, option), count in _counts(facts).items():
        what = facts.options[option]
        place = f"{facts.called(region)} {option}"
        most = Fraction(what["max_per_region"])
        if what["kind"] == "cluster":
            most = min(Fraction(1), most)
            scales[region, what["sector"]].append(option)
        findings.at_most(Rule.MOST_PER_REGION, place, count, most, "buildings")
        if not facts.regions[region]["candidate"]:
            findings.add(Rule.CANDIDATE, place, "a candidate region", "one that is not")
        if (region, option) in forbidden:
            reason = forbidden[region, option] or "no reason given"
            findings.add(Rule.SUITABILITY, place, "a region where the option is allowed", reason)
    for (region, sector), options in scales.items():
        if len(options) > 1:
            findings.add(
                Rule.ONE_SCALE,
                f"{facts.called(region)} {sector}",
                "one cluster at most",
                f"{len(options)} ({', '.join(options)})",
            )


def _check_limits(facts: Facts, findings: Findings) -> None:
    by_region: dict[str, Fraction] = defaultdict(Fraction)
    by_province: dict[str, Fraction] = defaultdict(Fraction)
    by_option: dict[str, Fraction] = defaultdict(Fraction)
    for (region, option), count in _counts(facts).items():
        by_option[option] += count
        if facts.options[option]["kind"] == "cluster":
            by_region[region] += count
            by_province[facts.regions[region]["province"]] += count
    limits = facts.claims.limits
    if limits.max_clusters_per_region is not None:
        most = limits.max_clusters_per_region
        for region, count in by_region.items():
            place = facts.called(region)
            findings.at_most(Rule.CLUSTERS_PER_REGION, place, count, most, "clusters")
    provinces = {row["province"] for row in facts.regions.values()}
    per_province = limits.max_clusters_per_province
    if isinstance(per_province, int):
        per_province = dict.fromkeys(sorted(provinces), per_province)
    for province, most in (per_province or {}).items():
        _refuse_unknown("max_clusters_per_province", province, province in provinces, findings)
        count = by_province[province]
        findings.at_most(Rule.CLUSTERS_PER_PROVINCE, province, count, most, "clusters")
    for option, most in limits.max_options.items():
        _refuse_unknown("max_options", option, option in facts.options, findings)
        findings.at_most(Rule.NATIONWIDE, option, by_option[option], most, "buildings")
    for key in ("min_retained_share", "max_retained_share", "min_spending", "max_spending"):
        for province in getattr(limits, key):
            _refuse_unknown(key, province, province in provinces, findings)


def _refuse_unknown(limit: str, word: str, known: bool, findings: Findings) -> None:
    if not known:
        kind = "an option" if limit == "max_options" else "a province"
        findings.add(Rule.FORM, f"limits.{limit}", f"{kind} of the instance", repr(word))


def _check_locks(facts: Facts, findings: Findings) -> None:
    regions, options = set(facts.regions), set(facts.options)
    counts = _counts(facts)
    locked = facts.claims.locked
    for key, locks in (("in", locked.in_), ("out", locked.out)):
        for lock in locks:
            pair = split_lock(lock, regions, options)
            if pair is None:
                needs = "region_id:option_id of the instance"
                findings.add(Rule.FORM, f"locked.{key}", needs, repr(lock))
                continue
            count = counts.get(pair, Fraction(0))
            place = f"{facts.called(pair[0])} {pair[1]}"
            if key == "in":
                findings.at_least(Rule.LOCKED_IN, place, count, 1, "building")
            elif count > 0:
                findings.add(Rule.LOCKED_OUT, place, "no building", number(count))


def _check_absorption(facts: Facts, findings: Findings) -> None:
    share = facts.settings.absorption_share
    if isinstance(share, str):
        return
    jobs: dict[str, Fraction] = defaultdict(Fraction)
    for (region, option), count in _counts(facts).items():
        jobs[region] += Fraction(facts.options[option]["jobs"]) * count
    for region, direct in jobs.items():
        young = facts.young_in_commuting_area(region)
        if young is not None:
            limit = Fraction(share) * young
            findings.at_most(Rule.ABSORPTION, facts.called(region), direct, limit, "direct jobs")
