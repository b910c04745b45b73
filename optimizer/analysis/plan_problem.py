"""A plan's problem, ready to be solved again beside the plan: with something forced in or out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from optimizer.analysis.rules_of_plan import own_rules_of
from optimizer.coefficients import Coefficients, compute
from optimizer.instance import InputError, Instance, Problem
from optimizer.model import Key, OwnRule, offer_keys, site_keys
from optimizer.plan import PlanData, held_by, to_record
from optimizer.solver import (
    Bound,
    Controls,
    Held,
    NoPlanError,
    ParametricSolver,
    Solution,
)

LARGE_CHANGE, SMALL_CHANGE = 100, 20
"""So many things that the relaxation would move most, and that it hardly minds moving, are decided
anew."""
MOVED = 1e-6
"""A difference of numbers built from which the relaxation would move something."""
NEARER = 0.1
"""Part of the plan's gap to which plans next to it are sought."""
LEAST_GAP, MOST_GAP = 1e-6, 1e-3
"""Ends of the gap to which plans next to it are sought."""


@dataclass(frozen=True)
class Forced:
    """What a plan must have at least or at most, beside its rules.

    Attributes
    ----------
    least, most : mapping of (region_id, option_id) to int
        Buildings over all phases.
    """

    least: Mapping[Key, int]
    most: Mapping[Key, int]


def without(key: Key) -> Forced:
    """Return the demand for none of it."""
    return Forced({}, {key: 0})


def with_one(key: Key) -> Forced:
    """Return the demand for at least one of it."""
    return Forced({key: 1}, {})


class PlanProblem:
    """A plan's problem: what no plan exceeds, and plans next to the one given.

    Parameters
    ----------
    plan : PlanData
        With its `source`.
    controls : Controls
    rules : sequence of callables, optional
        Of one's own; by default those of the plan.
    coefficients : Coefficients, optional
        In place of the source's: the same problem at another price, say.
    searched : bool
        Plans will be sought too, not bounds alone: what searches share is made ready.

    Attributes
    ----------
    held : Held
        What the plan builds and takes.
    sites, offers : set of Key
        What may be built, and measures that may be taken.
    proven : float
        What no plan exceeds as the plan says; infinite for other coefficients.
    relaxation : WarmRelaxation

    Raises
    ------
    InputError
        The plan was read from a folder without its instance, or its own rules are not known.
    """

    def __init__(
        self,
        plan: PlanData,
        controls: Controls,
        rules: Sequence[OwnRule] | None = None,
        coefficients: Coefficients | None = None,
        *,
        searched: bool = True,
    ):
        self.plan, self.controls = plan, controls
        self.source = source_of(plan)
        self.rules = own_rules_of(plan, rules).rules
        self.coefficients = compute(self.source) if coefficients is None else coefficients
        self.proven = plan.bound if coefficients is None else np.inf
        budgets = [] if plan.budget is None else [plan.budget]
        self.series = ParametricSolver(self.coefficients, budgets, self.rules)
        if searched:
            self.series.prepare(plan.budget, controls)
        self.relaxation = self.series.asked_again(plan.budget, controls)
        self.held = held_by(to_record(plan))
        named = self.coefficients.stages.named()
        self.sites = {(region, named[option]) for region, option in site_keys(self.coefficients)}
        self.offers = set(offer_keys(self.coefficients))

    @property
    def bound(self) -> float:
        """What no plan exceeds: the plan's own proof, or the relaxation's where that is lower."""
        whole = self.relaxation.whole
        return self.proven if whole is None else min(self.proven, whole.value)

    def bound_if(self, forced: Forced) -> tuple[float, Bound | None]:
        """Return what no plan under a demand exceeds, from the relaxation; −inf: there is none."""
        asked = {*forced.least, *forced.most}
        if not all(self.relaxation.known(key) for key in asked):
            return self.bound, self.relaxation.whole  # no rule and no person depends on it
        value, bound = self.relaxation.limited(forced.least, forced.most)
        return min(value, self.proven), bound

    def nearby(
        self,
        forced: Forced,
        around: Bound | None,
        controls: Controls,
        series: ParametricSolver | None = None,
    ) -> Solution | None:
        """Return the best plan under a demand that differs little from the plan.

        Decided anew are the regions that the demand is about, what the relaxation under the
        demand (`around`) would move, and what it hardly minds; all else stays as in the plan.
        None: there is no such plan, or none was found in time. With `series` it is a plan of
        another problem: the same at other prices, say.
        """
        about = {region for region, _ in (*forced.least, *forced.most)}
        free = {key for key in (*self.sites, *self.offers) if key[0] in about}
        free |= self._moved(around)
        least = {key: n for key, n in self.held.count.items() if key not in free}
        most = least | dict.fromkeys(free & self.sites, np.inf)
        taken = frozenset(key for key in self.held.taken if key not in free)
        asked = Held({**least, **forced.least}, taken)
        there = Held({**most, **forced.most}, taken | (free & self.offers))
        near = float(np.clip(NEARER * self.plan.gap, LEAST_GAP, MOST_GAP))
        quiet = replace(controls, gap=near, watcher=None)
        try:
            found = (series or self.series).solve(self.plan.budget, quiet, least=asked, most=there)
        except NoPlanError as error:
            if error.status == "interrupted":
                raise KeyboardInterrupt from error
            return None
        if found.status == "interrupted":
            raise KeyboardInterrupt
        return found

    def anywhere(self, forced: Forced, controls: Controls) -> Solution:
        """Return the best plan under a demand, everything else decided anew.

        Raises
        ------
        NoPlanError
            None can exist, or none was found in time.
        """
        most = dict.fromkeys(self.sites, np.inf) | dict(forced.most)
        there = Held(most, frozenset(self.offers))
        least = Held(forced.least) if forced.least else None
        return self.series.solve(self.plan.budget, controls, least=least, most=there)

    def _moved(self, around: Bound | None) -> set[Key]:
        """Return what the relaxation would move most, and what it hardly minds moving."""
        if around is None:
            return set()
        here = {**self.held.count, **dict.fromkeys(self.held.taken, 1)}
        built = self.relaxation.counts(around.values)
        loss = self.relaxation.losses(around.reduced)
        far = {key: abs(n - here.get(key, 0)) for key, n in built.items()}
        moved = sorted((key for key in far if far[key] > MOVED), key=lambda key: -far[key])
        rest = sorted((key for key in far if far[key] <= MOVED), key=lambda key: loss[key])
        return {*moved[:LARGE_CHANGE], *rest[:SMALL_CHANGE]}


def source_of(plan: PlanData) -> Instance:
    """Return what a plan was made for.

    Raises
    ------
    InputError
        It was read from a folder, which does not hold it.
    """
    if plan.source is not None:
        return plan.source
    message = "the plan was read from a folder, which does not hold its instance."
    raise InputError([Problem("--instance", message, remedy="name the instance: instance=.")])


def keys_of(plan: PlanData) -> list[Key]:
    """Return the lines of a plan: (region_id, option_id), each once over all phases."""
    pairs: Iterable[Key] = zip(plan.build["region_id"], plan.build["option_id"], strict=True)
    return list(dict.fromkeys((str(region), str(option)) for region, option in pairs))


def provinces_of(plan: PlanData, regions: Collection[str]) -> dict[str, str]:
    """Return the province of each region."""
    known = dict(zip(plan.regions["region_id"], plan.regions["province"], strict=True))
    return {region: str(known.get(region, "")) for region in regions}
