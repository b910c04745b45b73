"""Compares the engine with an oracle's answer on the same instance, built in memory."""

from oracle.plain_reading import read_contents
from oracle.programme import KEPT
from support.built import built

import optimizer as opt

RELATIVE = 1e-5


def engine_answer(instance):
    """Plan of the engine at gap 0, or None where no plan can exist."""
    try:
        return opt.solve(instance, gap=0, threads=1)
    except opt.NoPlanError:
        return None


def differs(found, expected, least=1.0):
    """Whether two values differ by more than the relative tolerance."""
    return abs(found - expected) > RELATIVE * max(least, abs(expected))


def disagreement(toml, tables, oracle):
    """Say in words what the engine finds otherwise than the oracle; None where they agree."""
    reading = read_contents(toml, tables)
    expected, plan = oracle(reading), engine_answer(built(toml, tables))
    if plan is None or expected.status == "infeasible":
        found = "infeasible" if plan is None else plan.status
        return None if found == expected.status else f"{found}, not {expected.status}"
    if plan.status != "optimal":
        return f"status {plan.status}"
    if reading.settings["objective"] == "worst_province":
        return worst_province_disagreement(reading, plan, oracle, expected)
    shares = reading.settings["objective"] == "equally_distributed"
    if differs(plan.objective, expected.objective, least=0.01 if shares else 1.0):
        return f"objective {plan.objective}, not {expected.objective} by {expected.build}"
    return None


def worst_province_disagreement(reading, plan, oracle, expected):
    """Compare the share, less what may be given up, and the total that 0 to 2e-6 of it yield."""
    below, slack = expected.objective - plan.objective, RELATIVE * max(0.01, expected.objective)
    if not -slack <= below <= KEPT + slack:
        return f"share {plan.objective}, not {expected.objective} by {expected.build}"
    least, most = (oracle(reading, kept=kept).total for kept in (1e-7, 2e-6))
    total = plan.retained + plan.arrived
    if total < least - RELATIVE * max(1.0, least):
        return f"{total} stay or come, not at least {least}"
    if total > most + RELATIVE * max(1.0, most):
        return f"{total} stay or come, not at most {most}"
    return None


def assert_agreement(seeds, size, objective, oracle, draw):
    """Compare on every seed, and name all those that differ; `draw` gives toml and tables."""
    differing = {}
    for seed in seeds:
        try:
            wrong = disagreement(*draw(seed, size, objective), oracle)
        except Exception as error:  # a crash is a finding: name its seed
            wrong = f"{type(error).__name__}: {error}"
        if wrong:
            differing[seed] = wrong
    lines = [f"{size} seed {seed}, {objective}: {wrong}" for seed, wrong in differing.items()]
    assert not differing, "\n".join(lines)
