"""Regions and options by the names that planners use, in either language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from optimizer.instance import InputError, Instance, Problem, nearest
from optimizer.model import Key

SHOWN = 12
"""Regions or options of one name that a message lists."""


def key_of(instance: Instance, region: str, option: str) -> Key:
    """Return region_id and option_id of what a planner names.

    Parameters
    ----------
    instance : Instance
    region : str
        A region_id, a name or a local name; its beginning is enough where only one begins so.
    option : str
        An option_id, a name or local name, or sector and scale, or a type of hub.

    Raises
    ------
    InputError
        Nothing is called so, or several are: they are listed.
    """
    regions, options = instance.regions, instance.options
    names: dict[str, list[str]] = {
        str(row["region_id"]): [str(row["name"]), str(row["name_local"])]
        for row in regions[["region_id", "name", "name_local"]].to_dict("records")
    }
    called = instance.labels.options
    kinds = {
        str(row["option_id"]): [
            called.english.get(str(row["option_id"]), ""),
            called.local.get(str(row["option_id"]), ""),
            f"{row['sector']} {row['scale']}".strip(),
            str(row["hub_type"]),
        ]
        for row in options[["option_id", "sector", "scale", "hub_type"]].to_dict("records")
    }
    problems: list[Problem] = []
    found: list[str] = []
    for what, word, known in (("region", region, names), ("option", option, kinds)):
        fitting = _fitting(word, known)
        if len(fitting) == 1:
            found += fitting
        else:
            problems.append(_problem(what, word, known, fitting))
    if problems:
        raise InputError(problems)
    return found[0], found[1]


def split_key(text: str) -> tuple[str, str]:
    """Return region and option of REGION:OPTION.

    Raises
    ------
    InputError
        There is no colon.
    """
    region, colon, option = text.rpartition(":")
    if colon and region.strip() and option.strip():
        return region.strip(), option.strip()
    message = f"{text!r} does not fit; expected REGION:OPTION."
    raise InputError([Problem("REGION:OPTION", message, remedy="write Iksan:ai_hub, for example.")])


def _fitting(word: str, known: Mapping[str, Iterable[str]]) -> list[str]:
    """Return the ids that a word means: by id, else by whole name, else by beginning."""
    if word in known:
        return [word]
    plain = _plain(word)
    if not plain:
        return []
    called = {key: [_plain(key), *(_plain(name) for name in names)] for key, names in known.items()}
    whole = [key for key, words in called.items() if plain in words]
    begins = [key for key, words in called.items() if any(w.startswith(plain) for w in words)]
    return whole or begins


def _plain(word: str) -> str:
    """Return a word without case, blanks and marks, for comparing."""
    return re.sub(r"[\W_]+", "", word.casefold())


def _problem(what: str, word: str, known: Mapping[str, list[str]], fitting: list[str]) -> Problem:
    if not fitting:
        words = [*known, *(name for names in known.values() for name in names if name)]
        return Problem(word, f"no {what} is called so.", remedy=nearest(word, words))
    told = [f"{key} ({', '.join(name for name in known[key] if name)})" for key in fitting[:SHOWN]]
    more = f" and {len(fitting) - SHOWN} more" if len(fitting) > SHOWN else ""
    return Problem(
        word,
        f"{len(fitting)} {what}s are called so: {'; '.join(told)}{more}.",
        remedy=f"name one by its {what}_id.",
    )
