"""What a planner has chosen: budget, scenario, settings and locks."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from optimizer.instance import InputError, Problem

MOST_KEYS, LONGEST = 2_000, 300
"""Of settings or locks in one choice, and letters of each: no planner has more."""
PLACE = "the choice"


@dataclass(frozen=True)
class Choice:
    """What a plan is made for, beside the instance as it was opened.

    Attributes
    ----------
    budget : float or None
        In the instance's currency; None: what the instance or the scenario says.
    scenario : str
        Name of one of the instance's scenarios; "" for none.
    settings : mapping of str to number or str
        Settings, and factors of columns as `scale.TABLE.COLUMN`.
    locked_in, locked_out : tuple of str
        `region_id:option_id`, in place of what the instance locks.
    gap : float
        Accepted optimality gap.
    """

    budget: float | None = None
    scenario: str = ""
    settings: Mapping[str, float | str] = field(default_factory=dict)
    locked_in: tuple[str, ...] = ()
    locked_out: tuple[str, ...] = ()
    gap: float = 0.03

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain Python."""
        return asdict(self) | {"settings": dict(self.settings)}


def parse_choice(content: Any) -> Choice:
    """Return the choice that a page has sent.

    Parameters
    ----------
    content : object
        JSON as read: a mapping with the attributes of `Choice`, each of which may be absent.

    Raises
    ------
    InputError
        Naming what does not fit. Whether settings and locks suit the instance is seen when it is
        read with them.
    """
    if not isinstance(content, Mapping):
        raise _misfit("", content, "a mapping")
    unknown = set(content) - set(Choice.__dataclass_fields__)
    if unknown:
        raise _misfit(str(min(unknown)), content[min(unknown)], "a known key")
    budget, gap = content.get("budget"), content.get("gap", Choice.gap)
    if budget is not None and not (_is_number(budget) and budget >= 0):
        raise _misfit("budget", budget, "a number of at least 0")
    if not (_is_number(gap) and 0 <= gap < 1):
        raise _misfit("gap", gap, "a number from 0 to below 1")
    scenario = content.get("scenario", "")
    if not isinstance(scenario, str):
        raise _misfit("scenario", scenario, "a name")
    return Choice(
        budget=None if budget is None else float(budget),
        scenario=scenario,
        settings=_settings(content.get("settings", {})),
        locked_in=_locks("locked_in", content.get("locked_in", ())),
        locked_out=_locks("locked_out", content.get("locked_out", ())),
        gap=float(gap),
    )


def parse_rows(content: Any) -> dict[str, list[Any]]:
    """Return the plan that was drawn by hand: region, option, count and year, each a list.

    Parameters
    ----------
    content : object
        JSON as read: `{"rows": [[region, option, count], …]}`; beside phases each may have a
        fourth cell, the year.

    Raises
    ------
    InputError
        Naming the row that doesn't fit.
    """
    rows = content.get("rows") if isinstance(content, Mapping) else None
    if not isinstance(rows, list) or len(rows) > MOST_KEYS:
        raise _misfit("rows", rows, "a list of rows")
    for place, row in enumerate(rows, 1):
        fits = isinstance(row, list) and len(row) in (3, 4) and all(map(_is_number, row[2:]))
        if not fits or not all(isinstance(name, str) and len(name) <= LONGEST for name in row[:2]):
            raise _misfit(f"row {place}", row, "region, option, count")
    columns = ("region", "option", "count", "year")
    given = columns if any(len(row) == 4 for row in rows) else columns[:3]
    return {
        name: [row[at] if at < len(row) else "" for row in rows] for at, name in enumerate(given)
    }


def parse_csv(content: Any) -> str:
    """Return the text of the CSV file that a page has sent.

    Parameters
    ----------
    content : object
        JSON as read: `{"csv": text}`.

    Raises
    ------
    InputError
        There is none.
    """
    text = content.get("csv") if isinstance(content, Mapping) else None
    if not isinstance(text, str):
        raise _misfit("csv", text, "the text of a file")
    return text


def parse_site(content: Any) -> tuple[str, str]:
    """Return the region and the option that a page asks about.

    Parameters
    ----------
    content : object
        JSON as read: `{"region": …, "option": …}`.

    Raises
    ------
    InputError
        One of them is no name.
    """
    found = content if isinstance(content, Mapping) else {}
    for name in ("region", "option"):
        if not isinstance(found.get(name), str) or len(found[name]) > LONGEST:
            raise _misfit(name, found.get(name), "a name")
    return found["region"], found["option"]


def _settings(found: Any) -> dict[str, float | str]:
    if not isinstance(found, Mapping) or len(found) > MOST_KEYS:
        raise _misfit("settings", found, "a mapping of settings")
    for key, value in found.items():
        section, dot, _ = str(key).partition(".")
        if dot and section != "scale":
            raise _misfit(f"settings.{key}", value, "a setting, or scale.TABLE.COLUMN")
        if not (_is_number(value) or (isinstance(value, str) and len(value) <= LONGEST)):
            raise _misfit(f"settings.{key}", value, "a number or a word")
    return dict(found)


def _locks(name: str, found: Any) -> tuple[str, ...]:
    fits = isinstance(found, list | tuple) and len(found) <= MOST_KEYS
    if not fits or not all(isinstance(lock, str) and len(lock) <= LONGEST for lock in found):
        raise _misfit(name, found, 'a list such as ["32010:ai_hub"]')
    return tuple(dict.fromkeys(found))


def _is_number(value: Any) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and math.isfinite(value)


def _misfit(column: str, value: Any, wanted: str) -> InputError:
    message = f"{value!r:.80} does not fit; expected {wanted}."
    return InputError([Problem(PLACE, message, column=column or None)])
