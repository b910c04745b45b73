"""Compares the engine with an oracle's answer on the same instance folder."""

from oracle.plain_mip import KEPT
from oracle.plain_reading import read

import optimizer as opt

RELATIVE = 1e-5


def engine_answer(folder):
    """Plan of the engine at gap 0, or None where no plan can exist."""
    try:
        return opt.solve(opt.load(folder), gap=0, threads=1)
    except opt.NoPlanError:
        return None


def differs(found, expected):
    """Whether two values differ by more than the relative tolerance."""
    return abs(found - expected) > RELATIVE * max(1.0, abs(expected))


def disagreement(folder, oracle):
    """Say in words what the engine finds otherwise than the oracle; None where they agree."""
    reading = read(folder)
    expected, plan = oracle(reading), engine_answer(folder)
    if plan is None or expected.status == "infeasible":
        found = "infeasible" if plan is None else plan.status
        return None if found == expected.status else f"{found}, not {expected.status}"
    if plan.status != "optimal":
        return f"status {plan.status}"
    if reading.settings["objective"] == "worst_province":
        return worst_province_disagreement(reading, plan, oracle, expected)
    if differs(plan.objective, expected.objective):
        return f"objective {plan.objective}, not {expected.objective} by {expected.build}"
    return None


def worst_province_disagreement(reading, plan, oracle, expected):
    """Compare the share, less what may be given up, and the total that 0 to 2e-6 of it yield."""
    below, slack = expected.objective - plan.objective, RELATIVE * max(0.01, expected.objective)
    if not -slack <= below <= KEPT + slack:
        return f"share {plan.objective}, not {expected.objective} by {expected.build}"
    least, most = (oracle(reading, kept=kept).total for kept in (1e-9, 2e-6))
    if plan.retained < least - RELATIVE * max(1.0, least):
        return f"retained {plan.retained}, not at least {least}"
    if plan.retained > most + RELATIVE * max(1.0, most):
        return f"retained {plan.retained}, not at most {most}"
    return None


def assert_agreement(root, seeds, size, objective, oracle, write):
    """Compare on every seed, and name all those that differ."""
    differing = {}
    for seed in seeds:
        folder = write(root / str(seed), seed, size, objective)
        try:
            wrong = disagreement(folder, oracle)
        except Exception as error:  # a crash is a finding: name its seed
            wrong = f"{type(error).__name__}: {error}"
        if wrong:
            differing[seed] = wrong
    lines = [f"{size} seed {seed}, {objective}: {wrong}" for seed, wrong in differing.items()]
    assert not differing, "\n".join(lines)
