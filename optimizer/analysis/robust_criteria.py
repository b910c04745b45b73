"""What makes one plan better than another over many worlds: mean, largest regret, CVaR.

`values` has a row for each plan and a column for each world; `best` is each world's best value.
"""

from __future__ import annotations

from typing import Any, Literal, TypeAlias, assert_never

import numpy as np
from scipy.optimize import linprog

from optimizer.arrays import Floats
from optimizer.instance import InputError, Problem

Criterion: TypeAlias = Literal["mean", "regret", "cvar"]
CRITERIA: tuple[Criterion, ...] = ("mean", "regret", "cvar")


def criterion_of(word: str) -> Criterion:
    """Return the criterion of a name.

    Raises
    ------
    InputError
        There is no such criterion.
    """
    for known in CRITERIA:
        if word == known:
            return known
    message = f"{word!r} does not fit; expected {' or '.join(CRITERIA)}."
    raise InputError([Problem("--criterion", message)])


def cvar(values: Floats, level: float) -> float:
    """Return the mean of the worst part of equally likely values (Rockafellar, Uryasev 2000).

    Parameters
    ----------
    values : float array, shape (worlds,)
    level : float
        The part, above 0 and at most 1; a world may count in part.
    """
    return float(np.sort(values) @ _tail(len(values), level))


def _tail(count: int, level: float) -> Floats:
    """Return weights of ordered values, which add up to 1, each at most 1 / (level · count)."""
    most = 1.0 / (level * count)
    return np.clip(1.0 - most * np.arange(count), 0.0, most)


def worth(criterion: Criterion, values: Floats, best: Floats, level: float) -> float:
    """Return what a plan is worth by a criterion, to be as large as possible.

    Parameters
    ----------
    criterion : {"mean", "regret", "cvar"}
    values, best : float arrays, shape (worlds,)
    level : float
        Of the CVaR.

    Returns
    -------
    float
        The mean, the CVaR, or less the largest regret.
    """
    match criterion:
        case "mean":
            return float(values.mean())
        case "cvar":
            return cvar(values, level)
        case "regret":
            return -float((best - values).max())
        case _:
            assert_never(criterion)


def hardest_weights(criterion: Criterion, values: Floats, best: Floats, level: float) -> Floats:
    """Return the probabilities of worlds under which all the plans together do worst.

    Parameters
    ----------
    criterion : {"mean", "regret", "cvar"}
    values : float array, shape (plans, worlds)
    best : float array, shape (worlds,)
    level : float
        Of the CVaR: no world counts more than 1 / (level · worlds).

    Notes
    -----
    minimise t − regret·Σ p·best with t ≥ Σ p·V for each plan: the dual of finding the best
    mixture of the plans. No plan is worth more than t under the probabilities found, once t is
    replaced by a proven bound of what any plan yields under them.
    """
    if criterion == "mean":
        return np.full(values.shape[1], 1.0 / values.shape[1])
    worlds = values.shape[1]
    found = np.maximum(0.0, np.asarray(_game(criterion, values, best, level).x[:worlds]))
    return np.asarray(found / found.sum(), dtype=float)


def mixture(criterion: Criterion, values: Floats, best: Floats, level: float) -> Floats:
    """Return the parts of the plans in the mixture that is worth most by a criterion.

    It is the dual of `hardest_weights`, with the same parameters.
    """
    prices = _game(criterion, values, best, level).ineqlin.marginals
    parts: Floats = np.maximum(0.0, -np.asarray(prices, dtype=float))
    return parts


def _game(criterion: Criterion, values: Floats, best: Floats, level: float) -> Any:
    """Return the linear programme's answer: the worlds' probabilities, then t."""
    plans, worlds = values.shape
    less = best if criterion == "regret" else np.zeros(worlds)
    most = largest_weight(criterion, worlds, level)
    answer = linprog(
        np.append(-less, 1.0),
        A_ub=np.column_stack([values, -np.ones(plans)]),
        b_ub=np.zeros(plans),
        A_eq=np.append(np.ones(worlds), 0.0)[None, :],
        b_eq=[1.0],
        bounds=[(0.0, most)] * worlds + [(None, None)],
        method="highs",
    )
    if answer.status != 0:
        raise RuntimeError(f"HiGHS could not weigh the worlds: {answer.message}")
    return answer


def largest_weight(criterion: Criterion, worlds: int, level: float) -> float:
    """Return the largest probability of a world among those of which a criterion takes the worst.

    Each criterion is the least p·(value − less) over such probabilities (Artzner et al. 1999).
    """
    match criterion:
        case "mean":
            return 1.0 / worlds
        case "cvar":
            return min(1.0, 1.0 / (level * worlds))
        case "regret":
            return 1.0
        case _:
            assert_never(criterion)


def most_worth(criterion: Criterion, bounds: Floats, best: Floats, level: float) -> float:
    """Return what no plan's worth can exceed, by what it can be in each world by itself.

    Parameters
    ----------
    bounds : float array, shape (worlds,)
        Proven in each world.
    """
    return worth(criterion, np.maximum(bounds, best), best, level)


def most_under(criterion: Criterion, weights: Floats, bound: float, best: Floats) -> float:
    """Return what no plan's worth can exceed, by a bound of what it yields under probabilities.

    Notes
    -----
    Where a world counts at most 1 / (level · worlds), the CVaR is the least over such
    probabilities. The largest regret is at least the expected one.
    """
    return bound - float(weights @ best) if criterion == "regret" else bound
