"""The instance that planners start from, and what it is under each of their choices."""

from __future__ import annotations

import math
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

from optimizer.api import Models, load
from optimizer.explore.choice import PLACE, Choice
from optimizer.instance import (
    InputError,
    Instance,
    Locked,
    Objective,
    Problem,
    find_folder,
    read_build,
    scenarios_of,
    split_lock,
    to_toml,
)
from optimizer.sweep import Variant, instances_of

KEPT = 4
"""Variants of the instance in memory; another scenario or setting is read again."""


class Ground:
    """An instance, and what it is under a planner's choice; any thread may ask.

    Parameters
    ----------
    instance : Instance
        As it was opened.

    Attributes
    ----------
    models : Models
        Ready for another budget or other locks.
    """

    def __init__(self, instance: Instance):
        self.instance = instance
        self.models = Models()
        self._kept: OrderedDict[object, Instance] = OrderedDict()
        self._lock = threading.Lock()

    def scenarios(self) -> list[str]:
        """Return the names of the scenarios that lie in the instance's folder."""
        if not self.instance.source:
            return []
        return list(scenarios_of(find_folder(self.instance.source)))

    def first(self, budget: float | None, gap: float) -> Choice:
        """Return the choice that changes nothing."""
        found, locked = self.instance, self.instance.locked
        phased = math.fsum(phase.budget for phase in found.phases) if found.phases else None
        if budget is None:
            budget = found.settings.budget if phased is None else phased
        return Choice(budget, locked_in=locked.in_, locked_out=locked.out, gap=gap)

    def under(self, choice: Choice) -> Instance:
        """Return the instance under a choice.

        Raises
        ------
        InputError
            A scenario, setting or lock doesn't suit the instance.
        """
        if choice.scenario and choice.scenario not in self.scenarios():
            message = f"{choice.scenario!r:.80} is no scenario of the instance."
            raise InputError([Problem(PLACE, message, column="scenario")])
        found = self._variant(choice.scenario, choice.settings)
        self._check_locks(choice)
        return replace(found, locked=self._locked(choice, found.locked))

    def _locked(self, choice: Choice, laid_over: Locked) -> Locked:
        """Return the choice's locks, with those that its scenario adds to the instance's."""
        own = self.instance.locked
        more_in = (lock for lock in laid_over.in_ if lock not in own.in_)
        more_out = (lock for lock in laid_over.out if lock not in own.out)
        return Locked(
            in_=tuple(dict.fromkeys((*choice.locked_in, *more_in))),
            out=tuple(dict.fromkeys((*choice.locked_out, *more_out))),
        )

    def _variant(self, scenario: str, settings: Mapping[str, float | str]) -> Instance:
        if not scenario and not settings:
            return self.instance
        key = (scenario, tuple(sorted(settings.items())))
        with self._lock:
            if key not in self._kept:
                files: tuple[Any, ...] = (scenario,) if scenario else ()
                asked = Variant(PLACE, files, dict(settings))
                self._kept[key] = instances_of(self.instance, [asked], load)[PLACE]
            self._kept.move_to_end(key)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
            return self._kept[key]

    def _check_locks(self, choice: Choice) -> None:
        """Refuse locks on what isn't there.

        Raises
        ------
        InputError
            Naming each.
        """
        regions = set(self.instance.regions["region_id"])
        options = set(self.instance.options["option_id"])
        message = "{!r:.80} is not region_id:option_id of this instance."
        problems = [
            Problem(PLACE, message.format(lock), column=name)
            for name in ("locked_in", "locked_out")
            for lock in getattr(choice, name)
            if split_lock(lock, regions, options) is None
        ]
        if problems:
            raise InputError(problems)

    def assumptions(self) -> list[dict[str, Any]]:
        """Return each assumption that has a range: key, low, high, value, unit.

        A column's is a factor on it, under the key `scale.TABLE.COLUMN`.
        """
        return [
            {
                "key": f"scale.{name}" if "." in name else name,
                "name": name,
                "low": found.low,
                "high": found.high,
                "value": found.central,
                "unit": found.unit,
            }
            for name, found in self.instance.ranges.items()
            if "[" not in name and found.low < found.high
        ]

    def build_rows(self, text: str) -> list[list[Any]]:
        """Return the rows of a build.csv: region_id, option_id, count; beside phases the year.

        Parameters
        ----------
        text : str
            Of the file, as `optimizer.score` takes it.

        Raises
        ------
        InputError
            Naming every row that can't be understood.
        """
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "build.csv"
            path.write_text(text, encoding="utf-8")
            found = read_build(path, self.instance)
        rows: list[list[Any]] = [
            [region, option, count, *([year] if self.instance.phases else [])]
            for (region, option, year), count in found.count.items()
        ]
        return rows + [[region, measure, 1] for region, measure in sorted(found.taken or ())]

    def objectives(self) -> list[str]:
        """Return what may be maximised."""
        return list(get_args(Objective))

    def scenario_toml(self, choice: Choice) -> str:
        """Return a scenario that makes the instance's folder the one under a choice.

        Parameters
        ----------
        choice : Choice

        Raises
        ------
        InputError
            As for `under`.
        """
        found = self.under(choice)
        plain = load(self.instance.source) if self.instance.source else self.instance
        return to_toml(_differences(plain, found, choice.budget))


def _differences(plain: Instance, found: Instance, budget: float | None) -> dict[str, Any]:
    """Return the words of a scenario: each section's keys that are not as in the folder."""
    words: dict[str, Any] = {}
    for section in ("settings", "culture", "limits", "locked"):
        before, after = (
            getattr(instance, section).model_dump(by_alias=True) for instance in (plain, found)
        )
        changed = {key: value for key, value in after.items() if value != before[key]}
        words[section] = {key: value for key, value in changed.items() if value is not None}
    if "curve" in words["culture"]:  # the curve is written as it is; it needs no scaling
        words["settings"].pop("culture_only_share", None)
    if budget is not None and not found.phases:
        words["settings"]["budget"] = budget
    words["scale"] = {
        column: factor
        for column, factor in found.scale.items()
        if plain.scale.get(column) != factor
    }
    stated = {name: [r.low, r.high] for name, r in found.ranges.items() if r.stated}
    known = {name: [r.low, r.high] for name, r in plain.ranges.items() if r.stated}
    words["ranges"] = {name: ends for name, ends in stated.items() if known.get(name) != ends}
    words = {section: content for section, content in words.items() if content}
    return words | _phases(found, budget)


def _phases(found: Instance, budget: float | None) -> dict[str, Any]:
    if not found.phases:
        return {}
    total = math.fsum(phase.budget for phase in found.phases)
    factor = 1.0 if budget is None or total == 0 else budget / total
    return {"phases": [{"year": p.year, "budget": p.budget * factor} for p in found.phases]}
