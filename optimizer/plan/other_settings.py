"""Where the rules that a plan was made under are not those that its instance has now."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from optimizer.instance import UNSAID, Instance
from optimizer.plan.record import CALLED


def own_rules(record: Mapping[str, Any], instance: Instance) -> list[str]:
    """Return each setting, limit, lock and curve of a plan that differs from the instance's.

    Parameters
    ----------
    record : mapping
        The content of plan.json.
    instance : Instance
        As it stands in its folder, without the plan's settings.

    Notes
    -----
    A plan is checked under its own rules, since `--set` and scenarios may have changed them. A
    rule that somebody loosened in plan.json afterwards would pass; so it is named. A plan of an
    earlier version lacks words that came later, and means what it was made under. Budgets are
    left out: they are asked for with each plan.
    """
    rules = {
        "settings": instance.settings.model_dump(mode="json"),
        "limits": instance.limits.model_dump(mode="json"),
        "locked": instance.locked.model_dump(mode="json", by_alias=True),
        "culture": instance.culture.model_dump(mode="json"),
    }
    return [text for section in rules for text in _unlike(record, section, rules[section])]


def _unlike(record: Mapping[str, Any], section: str, rules: Mapping[str, Any]) -> Iterator[str]:
    told, unsaid = record.get(section), UNSAID.get(section, {})
    if not isinstance(told, Mapping):
        return
    for key, value in rules.items():
        if (section, key) == ("settings", "budget"):
            continue
        if key in told and told[key] != value:
            yield f"{section}.{key} is {told[key]!r} in the plan and {value!r} in the instance"
        elif key not in told and key in unsaid and unsaid[key] != value:
            means = f"not in the plan, which means {unsaid[key]!r},"
            yield f"{section}.{key} is {means} and {value!r} in the instance"


def other_making(
    record: Mapping[str, Any], instance: Instance, versions: Mapping[str, str]
) -> list[str]:
    """Return where a plan's budget and versions are not those of here and now.

    Parameters
    ----------
    record : mapping
        The content of plan.json.
    instance : Instance
        As it stands in its folder.
    versions : mapping of package to version
        Of this process.
    """
    found = []
    there: float | None = instance.settings.budget
    if instance.phases:
        there = math.fsum(phase.budget for phase in instance.phases)
    told = record.get("budget")
    if told != there:
        found.append(
            f"the budget is {_money(told, instance.currency)} in the plan and "
            f"{_money(there, instance.currency)} in the instance"
        )
    made = record.get("versions")
    other = [
        f"{name} {made[name]} (here {here})"
        for name, here in versions.items()
        if isinstance(made, Mapping) and name in made and made[name] != here
    ]
    return [*found, *([f"the plan was made with {', '.join(other)}"] if other else [])]


def other_names(record: Mapping[str, Any], instance: Instance) -> list[str]:
    """Return what a plan calls otherwise than its instance does: options, measures, universities.

    No failure, as a name is no fact: another one makes no plan stale.
    """
    found: dict[str, None] = {}
    for table, (column, kind) in CALLED.items():
        header = f"{column.removesuffix('_id')}_name"
        names = getattr(instance.labels, kind)
        for row in record.get(table) or ():
            told = row.get(header) if isinstance(row, Mapping) else None
            code = row.get(column) if isinstance(row, Mapping) else None
            if told and isinstance(code, str) and told != names.of(code):
                found[f"{code} is called {told!r} in the plan and {names.of(code)!r} here"] = None
    return list(found)


def _money(value: Any, currency: str) -> str:
    known = isinstance(value, int | float) and not isinstance(value, bool)
    return f"{value:,.15g} {currency}" if known else "not given" if value is None else repr(value)
