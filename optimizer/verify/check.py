"""Checks a plan without the solver: reads its claims, recomputes them, names every broken rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from optimizer.instance import Instance
from optimizer.verify.at_stake import at_stake
from optimizer.verify.claims import read_claims
from optimizer.verify.economy import check_economy
from optimizer.verify.equity import check_equity
from optimizer.verify.facts import Facts
from optimizer.verify.figures import check_costs, check_totals, objective_of
from optimizer.verify.housing import check_housing
from optimizer.verify.instruments import check_instruments
from optimizer.verify.known import Named, check_names, check_provinces, known_of
from optimizer.verify.levers import check_measures
from optimizer.verify.money import check_money
from optimizer.verify.people import check_people
from optimizer.verify.prices import check_prices
from optimizer.verify.projection import check_projection
from optimizer.verify.result import Findings, Rule, Verification
from optimizer.verify.siting import check_siting
from optimizer.verify.vouched import recomputed, trusted
from optimizer.verify.workforce import check_workforce


def verify(
    plan: Mapping[str, Any], instance: Instance, names: Iterable[Named] = ()
) -> Verification:
    """Check a plan from the tables alone, without the solver and without its code.

    Parameters
    ----------
    plan : mapping
        The content of plan.json with its flows and workforce. The rules are those recorded in
        it: settings, limits, locks and culture curve.
    instance : Instance
        With travel times, and with the scale of the plan's scenario applied.
    names : iterable of Named
        What the plan's tables call the regions.

    Returns
    -------
    Verification
        Every rule that the plan breaks, and retained, objective and cost as recomputed.

    Notes
    -----
    stay(t), d(t), graduates by distance, labour-market access and the annuity are computed in
    binary64 by the formulas of the decision model; everything else is exact (rational numbers).
    Limits and reported figures have a slack of 1e-6 relative to max(1, |limit or figure|), which
    the solver's continuous variables need; where fewer people than one leave, or the budget is
    less than one, all of them stand for that 1. Counts are whole numbers. What a plan says of its
    making (seconds, versions, seed, notes) is looked at for its form only. Of its projection the
    accounts are checked, not the rates behind them; of its instruments costs and prices, not who
    would stay without them. Of a fair share the most that can be spent in a province is held
    between two bounds (`fair_share.check_fair_shares`).
    A plan without the setting job_takers is one of an earlier version, and checked as "best".
    A plan that can't be read fails in plain words.
    """
    findings = Findings()
    content: Any = plan
    if not isinstance(content, Mapping):
        findings.add(Rule.FORM, "", "keys and values", type(content).__name__)
        return Verification(tuple(findings.failures))
    _check_instance(plan, instance, findings)
    check_provinces(plan, instance, findings)
    check_names(names, instance, findings)
    claims = read_claims(plan, known_of(instance), findings)
    if claims is None:
        return Verification(tuple(findings.failures))
    return _recomputed(plan, Facts(instance, claims, findings), findings)


def _recomputed(plan: Mapping[str, Any], facts: Facts, findings: Findings) -> Verification:
    """Check every rule and figure of a plan that could be read."""
    instance = facts.instance
    findings.measured(at_stake(facts))
    cost = check_costs(facts, findings)
    check_money(facts, findings)
    check_siting(facts, findings)
    check_measures(facts.levers, facts.claims, instance, findings)
    check_housing(facts, findings)
    check_workforce(facts, findings)
    people = check_people(facts, findings)
    objective = objective_of(facts, people, cost)
    check_totals(facts, people, objective, findings)
    check_instruments(facts, people.counted, findings)
    check_projection(plan, instance, findings)
    check_prices(plan, findings)
    check_economy(plan, instance, findings)
    check_equity(plan, instance, findings)
    # A number that the tables lack is asked for by several rules, and is one failure.
    return Verification(
        tuple(dict.fromkeys(findings.failures)),
        _float(people.staying),
        _float(objective),
        _float(cost),
        _float(people.coming),
        recomputed(plan),
        trusted(plan),
    )


def _check_instance(plan: Mapping[str, Any], instance: Instance, findings: Findings) -> None:
    """Check that the plan was made for these tables."""
    expected = {
        "instance": instance.name,
        "instance_hash": instance.data_hash,
        "currency": instance.currency,
        "base_year": instance.base_year,
        "horizon_year": instance.horizon_year,
        "scale": dict(instance.scale),
    }
    for key, value in expected.items():
        found = plan.get(key)
        if type(found) is not type(value) or found != value:
            shown = repr(found) if key in plan else "none"
            findings.add(Rule.INSTANCE, key, repr(value), shown)
    if "travel" not in instance.tables and "nodes" in instance.tables:
        needs = "travel times computed from the network (optimizer.load)"
        findings.add(Rule.INSTANCE, "travel", needs, "none")


def check_quickly(plan: Mapping[str, Any], instance: Instance) -> Verification:
    """Check a plan's money, sites, people and objective alone: what costs little.

    Parameters
    ----------
    plan, instance
        As for `verify`.
    """
    findings = Findings()
    _check_instance(plan, instance, findings)
    claims = read_claims(plan, known_of(instance), findings)
    if claims is None:
        return Verification(tuple(findings.failures))
    facts = Facts(instance, claims, findings)
    findings.measured(at_stake(facts))
    cost = check_costs(facts, findings)
    check_money(facts, findings, fair_shares=False)
    check_siting(facts, findings)
    people = check_people(facts, findings)
    objective = objective_of(facts, people, cost)
    check_totals(facts, people, objective, findings)
    return Verification(
        tuple(dict.fromkeys(findings.failures)),
        _float(people.staying),
        _float(objective),
        _float(cost),
        _float(people.coming),
    )


def _float(value: Fraction) -> float:
    try:
        return float(value)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")
