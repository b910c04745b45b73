"""Where the rules that a plan was made under are not those that its instance has now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from optimizer.instance import UNSAID, Instance


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
