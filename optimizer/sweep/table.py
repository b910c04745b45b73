"""A sweep's runs done, kept in a store, and read as one table; and its plans."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from optimizer.display import shorten
from optimizer.instance import InputError, Instance, Problem
from optimizer.model import OwnRule, rules_note
from optimizer.plan import PlanData, held_by
from optimizer.sweep.store import DamagedRecordError, Store, digest_of
from optimizer.sweep.tasks import Place
from optimizer.sweep.worker import plan_of, row_of

COLUMNS = (
    "budget",
    "scenario",
    "status",
    "reason",
    "retained",
    "arrived",
    "objective",
    "bound",
    "gap",
    "cost",
    "marginal",
    "built",
    "seconds",
    "key",
    "jobs",
    "nesting",
    "free_objective",
    "price",
    "lifted",
)
"""Of the table; up to `key` they are those of contract.md."""
_TEXT = ("scenario", "status", "reason", "key", "nesting")
NOT_RUN = "not_run"


@dataclass
class SweepData:
    """Plans for a range of budgets and scenarios; `optimizer.Sweep` adds what may be asked of it.

    Attributes
    ----------
    store : Store
    instance : str
        The instance's name.
    currency : str
    places : list of Place
        A row each, by scenario and then by rising budget.
    rows : mapping of key to row
        Of every run that has ended.
    instances : mapping of scenario to Instance
        Where the sweep was made by this process; else empty.
    names, local_names : mapping of region_id to name
    option_names : mapping of option_id or measure_id to name
    messages : list of str
        What the reader should know, such as damaged records that were made again.
    interrupted : bool
    rules : tuple of callables
        Of one's own, that every plan keeps; where the sweep was made by this process.
    rule_names : sequence of str
        Their names, also where another process made the sweep.
    """

    store: Store
    instance: str
    currency: str
    places: Sequence[Place]
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    instances: Mapping[str, Instance] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    local_names: Mapping[str, str] = field(default_factory=dict)
    option_names: Mapping[str, str] = field(default_factory=dict)
    messages: list[str] = field(default_factory=list)
    interrupted: bool = False
    rules: tuple[OwnRule, ...] = ()
    rule_names: Sequence[str] = ()

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each budget and scenario.

        Returns
        -------
        DataFrame
            budget, scenario, status ("optimal", "time_limit", "infeasible", "check_failed",
            "failed", "interrupted" or "not_run"), reason (where there is no plan), retained
            and arrived (persons), objective, bound, gap, cost, marginal (persons more who stay or
            arrive per further unit of budget, from this level to the next one of the scenario that
            has a plan), built
            (buildings), seconds, key; then jobs (direct, as announced), nesting, free_objective
            and price (of nested plans: what nesting costs, in the objective's unit), lifted
            (regions in a better class of extinction risk in the horizon year than with nothing
            done; blank where the instance can't be projected).
        """
        chains = self._chains()
        rows = []
        for place in self.places:
            chain = chains[place.scenario]
            row = dict(self._row(place, chain), nesting=chain)
            free = self.rows.get(place.free, {}).get("objective")
            if chain and row.get("objective") is not None and free is not None:
                row |= {"free_objective": free, "price": free - row["objective"]}
            rows.append(row)
        frame = pd.DataFrame(rows, columns=list(COLUMNS))
        kinds = {name: "str" if name in _TEXT else "float64" for name in COLUMNS}
        frame = frame.astype(kinds)
        frame["marginal"] = _marginal(frame)
        return frame

    def to_rows(self) -> list[dict[str, Any]]:
        """Return the table as plain Python, with None where a cell is blank."""
        records = self.to_frame().to_dict(orient="records")
        return [{str(k): _plain(str(k), v) for k, v in record.items()} for record in records]

    def _row(self, place: Place, chain: str) -> dict[str, Any]:
        key = place.nested[chain] if chain else place.free
        found = self.rows.get(key) or {"status": NOT_RUN, "reason": "not run yet"}
        # Two scenarios that ask for the same run share its record, which names but one of them.
        return {**found, "budget": place.budget, "scenario": place.scenario, "key": key}

    def _chains(self) -> dict[str, str]:
        """Return which chain of nested plans is shown of each scenario."""
        places: dict[str, list[Place]] = {}
        for place in self.places:
            places.setdefault(place.scenario, []).append(place)
        return {scenario: self._chain(own) for scenario, own in places.items()}

    def _chain(self, places: Sequence[Place]) -> str:
        """Return the chain of a scenario's places whose plans are worth most together."""

        def worth(chain: str) -> tuple[int, float]:
            values = [self.rows.get(p.nested[chain], {}).get("objective") for p in places]
            known = [value for value in values if value is not None]
            return len(known), sum(known)

        return max(places[0].nested, key=worth, default="")

    def __getitem__(self, at: tuple[float, str] | float) -> PlanData:
        """Return the plan of a budget and a scenario; of the only scenario where none is named.

        Raises
        ------
        KeyError
            There is no such run, or it has no plan; the message says which.
        DamagedRecordError
        """
        scenarios = list(dict.fromkeys(place.scenario for place in self.places))
        if not isinstance(at, tuple):
            if len(scenarios) > 1:
                raise KeyError(f"name the scenario too: {', '.join(scenarios)}")
            at = (at, scenarios[0])
        here = [place for place in self.places if place.scenario == at[1]]
        for place in here:
            if place.budget == at[0]:
                return self._plan(place.scenario, self._row(place, self._chain(here)))
        levels = ", ".join(f"{place.budget:g}" for place in here if place.budget is not None)
        known = f"its budgets: {levels}" if here else f"its scenarios: {', '.join(scenarios)}"
        raise KeyError(f"the sweep has no run at {at}; {known}")

    def _plan(self, scenario: str, row: Mapping[str, Any]) -> PlanData:
        names: dict[str, Any] = {"names": self.names, "local_names": self.local_names}
        names["rules"] = self.rules
        return plan_of(self._content(scenario, row), self.instances.get(scenario), **names)

    def _content(self, scenario: str, row: Mapping[str, Any]) -> dict[str, Any]:
        content = self.store.read(row["key"])
        if content is None or content["plan"] is None:
            at = (row["budget"], scenario)
            raise KeyError(f"no plan at {at}: {row['status']}, {row['reason']}")
        return content

    def plans(self) -> Iterator[tuple[float | None, str, PlanData]]:
        """Return budget, scenario and plan of every run that has one, one at a time."""
        for row in self.to_rows():
            if row["retained"] is not None:
                yield row["budget"], row["scenario"], self._plan(row["scenario"], row)

    def decided(self) -> Iterator[tuple[float | None, str, dict[tuple[str, str], int]]]:
        """Return budget, scenario and what each plan decides, without reading all of the plan.

        That is the count of each option in each region over all phases, by (region_id, option_id),
        and 1 for each measure, by (region_id, measure_id).
        """
        for row in self.to_rows():
            if row["retained"] is not None:
                held = held_by(self._content(row["scenario"], row)["plan"])
                taken = dict.fromkeys(sorted(held.taken), 1)
                count = {key: int(number) for key, number in held.count.items()}
                yield row["budget"], row["scenario"], {**count, **taken}

    def write_frame(self) -> None:
        """Write the table into the store, as frame.parquet and frame.json."""
        frame = self.to_frame()
        self.store.publish("frame.parquet", lambda file: frame.to_parquet(file, index=False))
        text = json.dumps(self.to_rows(), ensure_ascii=False, indent=1, allow_nan=False)
        self.store.publish("frame.json", lambda file: file.write(text.encode()))

    def note(self) -> None:
        """Write into the store which runs the sweep consists of."""
        runs = [
            {"budget": p.budget, "scenario": p.scenario, "free": p.free, "nested": dict(p.nested)}
            for p in self.places
        ]
        content: dict[str, Any] = {
            "instance": self.instance,
            "currency": self.currency,
            "runs": runs,
            "names": dict(self.names),
            "local_names": dict(self.local_names),
            "option_names": dict(self.option_names),
        }
        if self.rule_names:
            content["rules"] = list(self.rule_names)
        name = digest_of(runs)[:40]
        self.store.note(name, {**content, "made": datetime.now(UTC).isoformat()})

    def rules_note(self) -> str:
        """Return under which rules of one's own all runs were solved; "" for none."""
        return rules_note(self.rule_names) if self.rule_names else ""

    def __repr__(self) -> str:
        done = sum(place.free in self.rows for place in self.places)
        return (
            f"<Sweep of {shorten(self.instance, 80)}: {len(self.places)} rows, {done} of them run>"
        )


def open_sweep(place: str | Path | Store, options: Mapping[str, Any] | None = None) -> SweepData:
    """Return a store's latest sweep as data; asked and raised as by `optimizer.open_sweep`."""
    if not isinstance(place, Store) and "://" not in str(place) and not Path(place).is_dir():
        raise InputError([Problem(str(place), "there is no such folder.")])
    store = place if isinstance(place, Store) else Store(place, options)
    messages: list[str] = []
    notes = store.notes(messages)
    if not notes:
        found = "".join(f" {message}." for message in messages)
        remedy = "run the sweep again; finished runs are not redone."
        message = f"there is no sweep in this store.{found}"
        raise InputError([Problem(store.place, message, remedy=remedy)])
    note = notes[-1]
    places = [Place(r["budget"], r["scenario"], r["free"], r["nested"]) for r in note["runs"]]
    sweep = SweepData(
        store,
        note["instance"],
        note["currency"],
        places,
        names=note["names"],
        local_names=note["local_names"],
        option_names=note.get("option_names", {}),
        messages=messages,
        rule_names=note.get("rules", []),
    )
    for run in places:
        for key in (run.free, *run.nested.values()):
            try:
                content = store.read(key)
            except DamagedRecordError as error:
                sweep.messages.append(f"{error}; run the sweep again to have it made again")
                continue
            if content is not None:
                sweep.rows[key] = row_of(content)
    return sweep


def _marginal(frame: pd.DataFrame) -> pd.Series:
    """Return (those who stay or arrive at the next level − those here) / (next budget − budget)."""
    found = pd.Series(np.nan, index=frame.index)
    there = frame[frame["retained"].notna()]
    for _, rows in there.groupby("scenario", sort=False):
        steps = (rows["retained"] + rows["arrived"]).diff(-1) / rows["budget"].diff(-1)
        found[rows.index] = steps + 0.0  # one zero, not two
    return found


def _plain(name: str, value: Any) -> Any:
    if pd.isna(value):
        return None
    return int(value) if name in ("built", "lifted") else value
