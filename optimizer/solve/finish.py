"""From whole decisions to a plan: the cheapest such, who works where, and the graduates needed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pyomo.environ as pyo
from scipy import sparse

from optimizer.coefficients import Coefficients
from optimizer.coefficients.pairs import Floats, Ints
from optimizer.model.decisions import built, flow_keys, recruit_keys, site_keys
from optimizer.model.levers import offer_keys
from optimizer.solve.cheapest import HARDLY_ANYTHING, TIE_NODES, Smaller, linear
from optimizer.solve.highs import Controls, run
from optimizer.solve.matrix import Matrix
from optimizer.solve.small import without_fixed
from optimizer.solve.solution import Decisions
from optimizer.solve.strong import Strong

TIGHT = 1e-9
"""How much of the objective, relative to it, may be lost to rounding."""


@dataclass(frozen=True)
class Finish:
    """What is the same for every plan of a model.

    Parameters
    ----------
    full : Matrix
    model : ConcreteModel
    coefficients : Coefficients
    strong : Strong
    """

    full: Matrix
    model: pyo.ConcreteModel
    coefficients: Coefficients
    strong: Strong

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
        values = values[: len(self.strong.kept)]
        values = self._cheapest(values, plain, controls)
        settled = without_fixed(plain.fixed(values), controls, "settling")
        if settled.values is None:
            return None
        staff = self._graduates(settled.values, plain, controls)
        if staff is None:
            return None
        # The last one stands for decisions that no rule mentions: they are 0.
        full = np.zeros(len(self.full.columns) + 1)
        full[self.strong.kept] = settled.values
        full[self._staff] = staff
        if not self._paid(full[:-1], plain):
            return None
        at = self._places
        return Decisions(
            count=np.round(full[at["count"]]).astype(np.int64),
            flow=full[at["flow"]],
            by_culture=full[at["culture"]],
            recruits=full[at["recruits"]],
            seats=full[at["seats"]],
            taken=full[at["taken"]] > 0.5,
        )

    def _cheapest(self, values: Floats, plain: Matrix, controls: Controls) -> Floats:
        """Return a plan as good with less of what is built, or a smaller scale of it."""
        spent = self._spent[self.strong.kept]
        full = np.zeros(len(self.full.columns))
        full[self.strong.kept] = values
        high = self._smaller.limits(full)[self.strong.kept]
        reached = float(plain.cost @ values)
        row = sparse.csr_array(plain.cost[None, :])
        least = np.array([reached - TIGHT * max(1.0, abs(reached))])
        goal = replace(
            plain.with_rows((row, least, np.array([np.inf]))),
            cost=-spent,
            offset=0.0,
            high=np.maximum(np.minimum(high, plain.high), plain.low),
        )
        quiet = replace(controls, watcher=None)
        found = without_fixed(goal, quiet, "cheapest such plan", mip_max_nodes=TIE_NODES)
        if found.values is None or spent @ found.values > spent @ values:
            return values
        return found.values

    def _graduates(self, values: Floats, plain: Matrix, controls: Controls) -> Floats | None:
        """Return w and t with the fewest seats and graduates; None where there are not enough."""
        rows, columns = self._rule, self._staff
        given = self._demand @ values
        low, high = self.full.row_low[rows] - given, self.full.row_high[rows] - given
        # Written as Σ w ≥ need, whichever way round the model was exported.
        turned = self._turned
        low, high = np.where(turned, -high, low), np.where(turned, -low, high)
        body = self._body
        # A demand of nobody holds by itself, and then nobody is sent there.
        idle = (high == np.inf) & (low <= 0)
        sent = np.ones(len(columns), dtype=bool)
        sent[body[np.flatnonzero(idle)].indices] = False
        wanted = np.asarray(abs(body) @ sent.astype(float)) > 0
        matter = np.flatnonzero(~idle & (wanted | (low > 0)))
        price = self._spent[columns]
        staff = _first_come(body, low, high, self.full.high[columns])
        if staff is not None:
            return staff
        small = replace(
            plain,
            a=sparse.csr_array(body[matter][:, sent]),
            cost=-(price + HARDLY_ANYTHING)[sent],
            offset=0.0,
            row_low=low[matter],
            row_high=high[matter],
            low=self.full.low[columns][sent],
            high=self.full.high[columns][sent],
            whole=np.zeros(int(sent.sum()), dtype=bool),
            rows=(),
            columns=(),
        )
        found = run(small, replace(controls, watcher=None), phase="graduates")
        if found.values is None:
            return None
        staff = np.zeros(len(columns))
        staff[sent] = found.values
        return staff

    def _paid(self, values: Floats, plain: Matrix) -> bool:
        """Return whether there is money for the seats: in every purse, and in their phase."""
        body, rows = self._purses
        load, low, high = body @ values, plain.row_low[rows], plain.row_high[rows]
        slack = TIGHT * np.maximum(1.0, np.abs(load))
        return bool(np.all(load <= high + slack) and np.all(load >= low - slack))

    @cached_property
    def _purses(self) -> tuple[sparse.csr_array, Ints]:
        """Return the rows besides rule 4 that seats count in, and their places in `plain`."""
        body = sparse.csr_array(self.full.a[self.strong.rows])
        rows = np.flatnonzero(np.diff(sparse.csr_array(body[:, self._staff]).indptr))
        return sparse.csr_array(body[rows]), rows

    @cached_property
    def _spent(self) -> Floats:
        return linear(self.full, self.model.cost)[0]

    @cached_property
    def _smaller(self) -> Smaller:
        return Smaller(self.full, self.model)

    @cached_property
    def _staff(self) -> Ints:
        return np.setdiff1d(np.arange(len(self.full.columns)), self.strong.kept)

    @cached_property
    def _rule(self) -> Ints:
        rules = (self.model.graduates_needed, self.model.graduates_there)
        members = {id(row) for rule in rules for row in rule.values()}
        found = [place for place, row in enumerate(self.full.rows) if id(row) in members]
        return np.array(found, dtype=int)

    @cached_property
    def _turned(self) -> np.ndarray:
        needed = {id(row) for row in self.model.graduates_needed.values()}
        of_place = np.array([id(self.full.rows[row]) in needed for row in self._rule], dtype=bool)
        turned: np.ndarray = of_place & (self.full.row_low[self._rule] == -np.inf)
        return turned

    @cached_property
    def _body(self) -> sparse.csr_array:
        sign = sparse.diags_array(np.where(self._turned, -1.0, 1.0))
        return sparse.csr_array(sign @ self.full.a[self._rule][:, self._staff])

    @cached_property
    def _demand(self) -> sparse.csr_array:
        return sparse.csr_array(self.full.a[self._rule][:, self.strong.kept])

    @cached_property
    def _places(self) -> dict[str, Ints]:
        """Return the full column of every decision; −1 where there is none."""
        column, model, force = self.full.position(), self.model, self.coefficients.workforce
        supplies = zip(force.universities, force.supply_field, strict=True)

        regions = self.coefficients.regions

        def of(variables: list[object]) -> Ints:
            return np.array([column.get(id(v), -1) for v in variables], dtype=int)

        return {
            "count": of([built(model, key) for key in site_keys(self.coefficients)]),
            "flow": of([model.q[key] for key in flow_keys(self.coefficients)]),
            "culture": of([model.e[r] if r in model.e else None for r in regions]),  # noqa: SIM401
            "recruits": of([model.w[key] for key in recruit_keys(self.coefficients)]),
            "seats": of([model.t[key] for key in supplies]),
            "taken": of([model.z[key] for key in offer_keys(self.coefficients)]),
        }


def _first_come(body: sparse.csr_array, low: Floats, high: Floats, most: Floats) -> Floats | None:
    """Give each place the graduates still there, university by university; None if they run out.

    Nobody is sent in vain and no seat is bought, so that no other way needs fewer.

    Parameters
    ----------
    body : csr_array, shape (rules, columns)
        Σ w ≥ low of a place, Σ w − t ≤ high of a university.
    low, high : float arrays, shape (rules,)
    most : float array, shape (columns,)
    """
    demands = np.flatnonzero((high == np.inf) & (low > 0))
    supplies = np.flatnonzero(high < np.inf)
    staff = np.zeros(body.shape[1])
    source = np.full(body.shape[1], -1)
    for supply in supplies:
        members = body.indices[body.indptr[supply] : body.indptr[supply + 1]]
        source[members] = supply
    room = np.where(high < np.inf, high, 0.0)
    for demand in demands:
        need = float(low[demand])
        for column in body.indices[body.indptr[demand] : body.indptr[demand + 1]]:
            sent = min(need, room[source[column]], most[column]) if source[column] >= 0 else 0.0
            if sent > 0:
                staff[column] += sent
                room[source[column]] -= sent
                need -= sent
            if need <= 0:
                break
        if need > 0:
            return None
    return staff
