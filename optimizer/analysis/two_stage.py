"""Two stages: clusters are decided now; hubs, measures and seats follow when the world is known.

The recourse problem of stochastic programming (Birge & Louveaux 2011). For given clusters each
world is solved by itself, so that what follows is the best there; every plan that follows is
evaluated and checked like any other.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from optimizer.analysis.robust_criteria import hardest_weights, most_under, most_worth
from optimizer.analysis.robust_search import (
    MEAN,
    OWN,
    Candidate,
    Followed,
    Search,
    values_of,
)
from optimizer.analysis.robust_search import (
    about_solve as about,
)
from optimizer.analysis.worlds import FLOORS, World, in_central
from optimizer.analysis.worlds_as_one import EXTENSIVE, LINEAR, by_extensive_form, is_small
from optimizer.arrays import Floats
from optimizer.coefficients import Coefficients, compute
from optimizer.instance import InputError, Instance, Problem
from optimizer.model import Name, site_names
from optimizer.plan import PlanData
from optimizer.solver import (
    CLUSTERS,
    Controls,
    Decisions,
    DualDecomposition,
    NoPlanError,
    ParametricSolver,
    Solution,
    decomposed,
    each,
)

LOG = logging.getLogger(__name__)
NEARER = 0.2
"""Part of the gap asked for to which what follows is solved."""
FOR_PRICES = 0.4
"""Part of the time then left that prices, and clusters by the relaxations, may take."""
FEW = 2
"""First stages that are followed in every world, of those that the relaxations say are best."""
ROUNDS = 3
"""Times that worlds are weighed for the largest regret and the CVaR."""
PRICES_LATE = (
    "Time ran out: the worlds were not bounded with prices; the bound is that of each by itself."
)
WEIGHED_LATE = "Time ran out while the worlds were weighed anew: other clusters may do better."
LATE = "Time ran out: in some worlds more could follow of some clusters than was found."
DECOMPOSED, APART = "the worlds with prices", "each world by itself"


def check_two_stage(instance: Instance) -> None:
    """Refuse an objective that does not add up.

    Raises
    ------
    InputError
    """
    objective = instance.settings.objective
    if objective not in LINEAR:
        message = f"{objective!r} is not known for two stages."
        remedy = f"choose {' or '.join(LINEAR)}, or leave --two-stage out."
        raise InputError(
            [Problem("instance.toml", message, column="settings.objective", remedy=remedy)]
        )


class TwoStages:
    """The search for clusters whose worlds are followed at their best.

    Parameters
    ----------
    before : Search
        Plans of one stage: their clusters are candidates, and no plan that follows is worse.
    own : float array, shape (worlds,)
        What no plan exceeds in each world.
    free : Coefficients
        The central world without floors on who stays, which hold there only.
    """

    def __init__(self, before: Search, own: Floats, free: Coefficients):
        self.before, self.own, self.free = before, own, free
        asked, best = before.asked, before.best()
        self.search = replace(
            before,
            found={},
            elsewhere=best,
            bound=most_worth(asked.criterion, own, best, asked.level),
            mean_bound=float(np.maximum(own, best).mean()),
        )

    def solve(self) -> str:
        """Find and follow first stages, prove a bound; return how it was proven."""
        if is_small(self.search):
            found = by_extensive_form(self.search, self.before.best(), CLUSTERS)
            named = [(MEAN if word == "mean" else OWN, fixed) for word, fixed in found.items()]
            self.follow([*self._known(), *named])
            return EXTENSIVE
        if self._decompose():
            return DECOMPOSED
        if not self.search.found:
            self.follow(self._known())
        return APART

    def _decompose(self) -> bool:
        """Bound the worlds with prices, and follow what they choose; return whether that is known.

        For the largest regret and the CVaR the worlds are then weighed by the probabilities under
        which all first stages found do worst.
        """
        search, asked = self.search, self.search.asked
        controls = about(search.ways.controls(asked.gap, FOR_PRICES), "worlds with prices")
        solvers = [search.solver(world) for world in search.worlds]
        ready = decomposed(self._solver(self.free), solvers, asked.budget, controls)
        if ready is None:
            if controls.stopped():
                search.notes.append(PRICES_LATE)
            return False
        weights = np.full(len(solvers), 1.0 / len(solvers))
        for number in range(1 if asked.criterion == "mean" else ROUNDS):
            known = self._known() if number == 0 else []
            if not self._weighed(ready, weights, known, number == 0):
                search.notes.append(WEIGHED_LATE if number else PRICES_LATE)
                return number > 0
            weights = hardest_weights(asked.criterion, search.values(), search.best(), asked.level)
        return True

    def _weighed(
        self,
        ready: DualDecomposition,
        weights: Floats,
        known: Sequence[tuple[str, dict[Name, float]]],
        alike: bool,
    ) -> bool:
        """Follow what is best under weights, and lower the bounds; return whether there was time.

        Parameters
        ----------
        ready : DualDecomposition
        weights : float array, shape (worlds,)
        known : sequence of tuple of str and dict of Name to float
            First stages with their names, followed as well.
        alike : bool
            Whether all worlds weigh the same.
        """
        search, asked = self.search, self.search.asked
        prices = ready.prices(weights, self.own)
        found = ready.stages(weights, self.own, [stage for _, stage in known])
        self.follow([*known, *((MEAN, stage.chosen) for stage in found[:FEW])])
        left = search.ways.controls(asked.gap, 1.0)
        bound = ready.bound(weights, self.own, prices, about(left, "worlds with prices"))
        if alike:
            search.mean_bound = min(search.mean_bound, bound)
        proven = most_under(asked.criterion, weights, bound, search.best())
        search.bound = min(search.bound, proven)
        return not left.stopped() or bound < float(weights @ self.own)

    def _known(self) -> list[tuple[str, dict[Name, float]]]:
        """Return the clusters of plans of one stage: those with a name, and the best."""
        found = [c for c in self.before.found.values() if c.name not in (OWN, MEAN)]
        found += (
            self.before.ranked("mean")[:1] + self.before.ranked(self.search.asked.criterion)[:1]
        )
        return [(c.name, self.clusters(c)) for c in found]

    def clusters(self, candidate: Candidate) -> dict[Name, float]:
        """Return the number of each cluster of a plan."""
        count = candidate.decisions.count
        names = zip(site_names(self.search.central), count.tolist(), strict=True)
        return {name: float(number) for name, number in names if name[0] == "x"}

    def follow(self, named: Sequence[tuple[str, dict[Name, float]]]) -> None:
        """Add first stages as candidates, with what follows in every world.

        Those without a plan in the central world are left out: floors on who stays hold there.
        """
        none = {name: 0.0 for name in site_names(self.search.central) if name[0] == "x"}
        fresh: dict[bytes, tuple[str, dict[Name, float]]] = {}
        for name, clusters in named:
            # A matrix names only columns that some row has.
            every = {**none, **clusters}
            fresh.setdefault(_key(every), (name, every))
        chosen = [one for key, one in fresh.items() if key not in self.search.found]
        fixed = [clusters for _, clusters in chosen]
        middle = self._answers(self._solver(self.search.central), fixed, self._controls())
        central = [self._central(*one) for one in zip(fixed, middle, strict=True)]
        chosen = [one for one, there in zip(chosen, central, strict=True) if there is not None]
        answers = self._in_worlds([clusters for _, clusters in chosen])
        there = [decisions for decisions in central if decisions is not None]
        for place, ((name, clusters), decisions) in enumerate(zip(chosen, there, strict=True)):
            self._add(name, clusters, decisions, [row[place] for row in answers])

    def _central(self, clusters: dict[Name, float], answer: Solution | None) -> Decisions | None:
        """Return what follows in the central world; where time ran out, what one stage has."""
        if answer is not None:
            return answer.decisions
        if LATE not in self.search.notes:
            return None
        same = [c for c in self._same(clusters) if self.search.ways.holds(c.plan)]
        best = max(same, key=lambda one: one.plan.objective, default=None)
        return None if best is None else best.decisions

    def _same(self, clusters: dict[Name, float]) -> list[Candidate]:
        """Return the plans of one stage with these clusters."""
        return [c for c in self.before.found.values() if self.clusters(c) == clusters]

    def _in_worlds(self, fixed: Sequence[dict[Name, float]]) -> list[list[Solution | None]]:
        """Return by world what follows of each first stage."""
        controls = replace(self._controls(), threads=1)

        def answered(world: World) -> list[Solution | None]:
            found = self._answers(self.search.solver(world), fixed, controls)
            LOG.info("World %d of %d: followed.", world.number, len(self.search.worlds))
            return found

        return each(answered, self.search.worlds, controls.stop)

    def _solver(self, effects: Coefficients) -> ParametricSolver:
        budget = self.search.asked.budget
        return ParametricSolver(effects, [] if budget is None else [budget])

    def _controls(self) -> Controls:
        return replace(self.search.ways.controls(self.search.asked.gap * NEARER, 1.0), watcher=None)

    def _answers(
        self, solver: ParametricSolver, fixed: Sequence[dict[Name, float]], controls: Controls
    ) -> list[Solution | None]:
        """Return the best plan of a world with each of some first stages; None where there is none.

        Raises
        ------
        KeyboardInterrupt
        """
        found = list[Solution | None]()
        for clusters in fixed:
            try:
                if controls.left() <= 0:
                    raise NoPlanError("time_limit", [], "no time is left")
                solution = solver.solve(self.search.asked.budget, controls, fixed=clusters)
            except NoPlanError as error:
                if error.status == "interrupted":
                    raise KeyboardInterrupt from error
                if error.status == "time_limit" and LATE not in self.search.notes:
                    self.search.notes.append(LATE)
                found.append(None)
                continue
            if solution.status == "interrupted":
                raise KeyboardInterrupt
            found.append(solution)
        return found

    def _add(
        self,
        name: str,
        clusters: dict[Name, float],
        central: Decisions,
        answers: Sequence[Solution | None],
    ) -> None:
        """Add a first stage with the best plan known for each world that has these clusters."""
        search = self.search
        middle = search.made(central)
        known = []
        for decisions in (central, *(one.decisions for one in self._same(clusters))):
            plan = self._made(decisions)
            known.append((plan, values_of(plan, self.free, search.worlds)))
        following, values = [], []
        for place, (world, answer) in enumerate(zip(search.worlds, answers, strict=True)):
            plan, value = max(((p, float(v[place])) for p, v in known), key=lambda one: one[1])
            if answer is not None:
                own = self._made(in_central(self.free, world.coefficients, answer))
                reached = float(values_of(own, self.free, [world])[0])
                if reached > value:
                    plan, value = own, reached
            following.append(plan)
            values.append(value)
        found = Followed(name, middle, np.array(values), central, tuple(following))
        search.found[_key(clusters)] = found

    def _made(self, decisions: Decisions) -> PlanData:
        """Return a plan that follows in a world, under the rules that hold there."""
        solution = Solution(decisions, "optimal", self.search.central_bound, -np.inf)
        plan = self.search.ways.made(self.free, solution, self.search.asked.gap)
        return replace(plan, gap_asked=max(self.search.asked.gap, plan.gap))

    def chosen(self) -> Followed:
        """Return the best first stage by the criterion."""
        if not self.search.found:
            raise NoPlanError("time_limit", [], "no plan was found for any clusters in time")
        found = self.search.ranked(self.search.asked.criterion)[0]
        assert isinstance(found, Followed)
        return found

    def like(self, candidate: Candidate) -> Candidate:
        """Return the first stage of a plan of one stage, as it does with what follows.

        Where nothing was found to follow of it, the best first stage stands in its place.
        """
        return self.search.found.get(_key(self.clusters(candidate)), self.chosen())

    def check(self, chosen: Followed) -> None:
        """Check every plan that follows, without the solver.

        Raises
        ------
        CheckError
        """
        for plan in {id(plan): plan for plan in chosen.following}.values():
            self.search.ways.check(plan, self.free.given)


def _key(clusters: Mapping[Name, float]) -> bytes:
    return repr(sorted(clusters.items(), key=str)).encode()


def without_floors(instance: Instance) -> Coefficients:
    """Return the central world without floors on who stays."""
    limits = instance.limits.model_copy(update=FLOORS)
    return compute(replace(instance, limits=limits))
