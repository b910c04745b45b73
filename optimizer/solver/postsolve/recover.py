"""From whole decisions to a plan: the cheapest such, who works where, and the graduates needed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy import sparse

from optimizer.arrays import Flags, Floats, Ints
from optimizer.coefficients import Coefficients, People
from optimizer.model import Name, Structure, flow_keys, offer_keys, site_names
from optimizer.solver.highs.controls import Controls, OptionValue, Progress
from optimizer.solver.postsolve.least_cost import CHEAPEST, TIE_NODES, Smaller, linear
from optimizer.solver.postsolve.transport_stage import Hiring, TransportStage
from optimizer.solver.reductions.fixed_columns import without_fixed
from optimizer.solver.relaxation.configuration import ConfigurationRelaxation
from optimizer.solver.relaxation.lp import Bound, bounded
from optimizer.solver.solution import Decisions
from optimizer.solver.standard_form import Matrix

TIGHT = 1e-9
"""How much of the objective, relative to it, may be lost to rounding."""


@dataclass(frozen=True)
class Recovery:
    """What is the same for every plan of a model.

    Parameters
    ----------
    full : Matrix
        Of the model without graduates.
    structure : Structure
    strong : ConfigurationRelaxation
    """

    full: Matrix
    structure: Structure
    strong: ConfigurationRelaxation

    @property
    def coefficients(self) -> Coefficients:
        """What the model was built from."""
        return self.structure.coefficients

    def decisions(self, values: Floats, plain: Matrix, controls: Controls) -> Decisions | None:
        """Return the decisions of a plan, settled; None where it lacks graduates.

        Parameters
        ----------
        values : float array
            Of the tighter relaxation's columns.
        plain : Matrix
            `strong.plain` with the run's budget and limits.
        controls : Controls
        """
        quiet = replace(controls, watcher=None)
        values = values[: len(self.strong.kept)]
        settled = bounded(plain.fixed(values), quiet)
        if settled is None:
            return None
        smaller = self._cheapest(settled, plain, quiet)
        if smaller is not None:
            settled = bounded(plain.fixed(smaller), quiet) or settled
        return self.staffed(self._widened(settled.values), plain, controls)

    def staffed(self, full: Floats, plain: Matrix, controls: Controls) -> Decisions | None:
        """Return the decisions of a plan with its graduates; None where it lacks some.

        Parameters
        ----------
        full : float array
            Of the full matrix's columns; seats are written into it.
        plain, controls
            As for `decisions`.
        """
        at = self._places
        count = np.round(_at(full, at["count"])).astype(np.int64)
        staff = self._graduates.hired(count, controls)
        if staff is None:
            return None
        seats = at["seats"]
        full[seats[seats >= 0]] = staff.seats[seats >= 0]
        if not self._paid(full, plain):
            return None
        return Decisions(
            count=count,
            flow=_at(full, at["flow"]),
            people=self._people(full),
            recruits=staff.recruits,
            seats=staff.seats,
            taken=_at(full, at["taken"]) > 0.5,
        )

    def staffed_nearby(
        self, values: Floats, near: Flags, plain: Matrix, controls: Controls
    ) -> Floats | None:
        """Return the best plan near one that lacks graduates, which has them; None: none is found.

        Parameters
        ----------
        values : float array
            Of `plain`'s columns: the plan that lacks graduates.
        near : bool array
            Columns that are searched besides those that the plan has.
        plain, controls
            As for `decisions`.
        """
        kept, full = self.strong.kept, self.full
        low, high = full.low.copy(), full.high.copy()
        stays_out = plain.whole & ~near & (values[: len(kept)] < 0.5)
        low[kept] = plain.low
        high[kept] = np.where(stays_out, np.maximum(plain.low, 0.0), plain.high)
        at = self._places
        may = _at(high, at["count"]) > 0
        hiring = self._graduates.beside(may)
        high[at["count"][hiring.never & (at["count"] >= 0)]] = 0.0
        limited = replace(full, low=low, high=high, row_low=plain.row_low, row_high=plain.row_high)
        joined = _joined(limited, hiring, at["count"], at["seats"])
        found = without_fixed(joined, replace(controls, watcher=None), "finding graduates nearby")
        return None if found.values is None else found.values[: len(full.cost)][kept]

    def _people(self, full: Floats) -> People | None:
        """Return who stays for culture under "best"; else people follow from what is built."""
        if self.coefficients.takers is not None:
            return None
        none = np.zeros(len(self.coefficients.regions))
        return People(none, _at(full, self._places["culture"]), none)

    def _cheapest(self, settled: Bound, plain: Matrix, controls: Controls) -> Floats | None:
        """Return a cheaper plan as good, with less of what is built or a smaller scale of it.

        The more is built, the more stay, so that what can go together can also go one by one;
        and what the plan's own reduced costs say is missed can't. Mostly nothing is left to try.
        """
        spent = self._spent[self.strong.kept]
        at_stake = TIGHT * max(plain.least(), abs(settled.value))
        full, reduced = self._widened(settled.values), self._widened(settled.reduced)
        free = self._smaller.may_go(full, reduced, at_stake)[self.strong.kept]
        kept = np.round(settled.values)
        taken = plain.whole & (kept > plain.low) & (spent > 0)
        # Of measures, those that lift nothing.
        free |= taken & ~self._is_site & (settled.reduced <= at_stake)
        if not free.any():
            return None
        high = self._smaller.limits(full)[self.strong.kept]
        high = np.maximum(np.minimum(high, plain.high), plain.low)
        stays = taken & ~free
        reached = float(plain.cost @ settled.values)
        row = sparse.csr_array(plain.cost[None, :])
        least = np.array([reached - at_stake])
        goal = replace(
            plain.with_rows((row, least, np.array([np.inf]))),
            cost=-spent,
            offset=0.0,
            low=np.where(stays, np.minimum(kept, high), plain.low),
            high=high,
        )
        options: dict[str, OptionValue] = {"mip_max_nodes": TIE_NODES}
        found = without_fixed(goal, _of_the_phase(controls), CHEAPEST, options=options)
        if found.values is None or spent @ found.values >= spent @ settled.values:
            return None
        return found.values

    def _widened(self, values: Floats) -> Floats:
        full = np.zeros(len(self.full.columns))
        full[self.strong.kept] = values
        return full

    def _paid(self, values: Floats, plain: Matrix) -> bool:
        """Return whether there is money for the seats: in every purse, and in their phase."""
        body, rows = self._purses
        load, low, high = body @ values, plain.row_low[rows], plain.row_high[rows]
        slack = TIGHT * np.maximum(np.minimum(1.0, abs(body) @ np.abs(values)), np.abs(load))
        return bool(np.all(load <= high + slack) and np.all(load >= low - slack))

    @cached_property
    def _purses(self) -> tuple[sparse.csr_array, Ints]:
        """Return the rows that seats count in, and their places."""
        seats = np.setdiff1d(np.arange(len(self.full.columns)), self.strong.kept)
        rows = np.flatnonzero(np.diff(sparse.csr_array(self.full.a[:, seats]).indptr))
        return sparse.csr_array(self.full.a[rows]), rows

    @cached_property
    def _graduates(self) -> TransportStage:
        return TransportStage(self.coefficients)

    @cached_property
    def _spent(self) -> Floats:
        return linear(self.full, self.structure, "cost")[0]

    @cached_property
    def _is_site(self) -> Flags:
        return np.isin(self.strong.kept, self.full.block("x", "y"))

    @cached_property
    def _smaller(self) -> Smaller:
        return Smaller(self.full, self.structure)

    @cached_property
    def _places(self) -> dict[str, Ints]:
        """Return the full column of every decision; −1 where there is none."""
        column, coefficients = self.full.position(), self.coefficients
        force = coefficients.workforce
        supplies = zip(force.universities, force.supply_field, strict=True)

        def of(names: Iterable[Name]) -> Ints:
            return np.array([column.get(name, -1) for name in names], dtype=int)

        return {
            "count": of(site_names(coefficients)),
            "flow": of(("q", key) for key in flow_keys(coefficients)),
            "culture": of(("e", region) for region in coefficients.regions),
            "seats": of(("t", key) for key in supplies),
            "taken": of(("z", key) for key in offer_keys(coefficients)),
        }


def _at(values: Floats, places: Ints) -> Floats:
    """Return the values at places; −1 stands for a decision that no rule mentions: it is 0."""
    return np.where(places >= 0, values[places], 0.0)


def _joined(full: Matrix, hiring: Hiring, counts: Ints, seats: Ints) -> Matrix:
    """Return a model without graduates joined with rule 4 of some of its sites.

    Parameters
    ----------
    full : Matrix
    hiring : Hiring
    counts, seats : int arrays
        Column of each site and of each supply's seats; −1 where there is none.
    """
    problem, width = hiring.problem, len(full.cost)
    own = seats[hiring.supplies]
    alone = np.flatnonzero(own < 0)  # seats that cost nothing are in no row of the model
    own[alone] = width + hiring.pairs + np.arange(len(alone))
    place = np.concatenate([width + np.arange(hiring.pairs), own])
    body = problem.a.tocoo()
    row, site, need = hiring.needs
    entries = np.concatenate([body.data, -need])
    where = (
        np.concatenate([body.coords[0], row]),
        np.concatenate([place[body.coords[1]], counts[site]]),
    )
    more = hiring.pairs + len(alone)
    below = sparse.csr_array((entries, where), shape=(problem.a.shape[0], width + more))
    beside = np.concatenate([np.arange(hiring.pairs), hiring.pairs + alone])
    none = sparse.csr_array((full.a.shape[0], more))
    return replace(
        full,
        a=sparse.csr_array(sparse.vstack([sparse.hstack([full.a, none]), below], format="csr")),
        cost=np.concatenate([full.cost, np.zeros(more)]),
        row_low=np.concatenate([full.row_low, problem.row_low]),
        row_high=np.concatenate([full.row_high, problem.row_high]),
        low=np.concatenate([full.low, problem.low[beside]]),
        high=np.concatenate([full.high, problem.high[beside]]),
        whole=np.concatenate([full.whole, np.zeros(more, dtype=bool)]),
        rows=(),
        columns=(),
    )


def _of_the_phase(controls: Controls) -> Controls:
    """Return controls that tell of the phase alone: what is spent here is not all of the cost."""
    watcher = controls.watcher
    if watcher is None:
        return controls

    def watch(progress: Progress) -> None:
        watcher(replace(progress, objective=None, bound=None, measure="cost"))

    return replace(controls, watcher=watch)
