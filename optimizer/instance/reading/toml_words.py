"""Reads instance.toml, scenario files and `--set`: their words into settings, limits and locks."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError

from optimizer.arrays import plain
from optimizer.instance.problems import ProblemList, brief, nearest, shown
from optimizer.instance.reading.csv_text import decode
from optimizer.instance.schema.settings import SECTIONS, Settings, expected

COMMAND_LINE = "--set"
"""Where single settings come from."""
INSTANCE_FILE = "instance.toml"
MOST_BYTES, MOST_LINES, DEEPEST = 1_000_000, 5_000, 20
"""Of a TOML file: more than this no planner writes. Depth is of a key with points."""
MOST_UNKNOWN = 100
"""Unknown keys of a section that are named one by one; the rest are counted."""
HEAD = ("name", "name_local", "base_year", "horizon_year", "currency")


class Origin(NamedTuple):
    """Where a value was written: a file and, if known, its line."""

    file: str
    line: int | None = None


@dataclass
class Words:
    """What instance.toml, scenarios and assignments say: by section, and where each key stands.

    The origins are in the order in which the keys were last written.
    """

    sections: dict[str, dict[str, Any]] = field(default_factory=dict)
    origins: dict[str, Origin] = field(default_factory=dict)

    def put(self, section: str, key: str, value: Any, origin: Origin) -> None:
        """Set a key; what stood there before gives way."""
        self.sections.setdefault(section, {})[key] = value
        self.origins.pop(f"{section}.{key}", None)
        self.origins[f"{section}.{key}"] = origin

    def origin(self, section: str, key: str) -> Origin:
        """Return where a key was written; instance.toml where it was not."""
        return self.origins.get(f"{section}.{key}", Origin(INSTANCE_FILE))


class TomlFile(NamedTuple):
    """A TOML file's content, and its text for finding lines."""

    content: dict[str, Any]
    text: str


def read_toml(path: Path, name: str, problems: ProblemList) -> TomlFile | None:
    """Return a TOML file's content, or None (with a problem) where it can't be read."""
    try:
        raw = path.read_bytes() if path.stat().st_size <= MOST_BYTES else b" " * (MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or brief(error)
        problems.add(name, f"the file can't be read ({reason}).", remedy="check the path.")
        return None
    if len(raw) > MOST_BYTES:
        message = f"the file has more than {MOST_BYTES:,} bytes."
        problems.add(
            name, message, remedy="keep the settings alone; tables are files of their own."
        )
        return None
    text = decode(raw, name, problems)
    if text is None:
        return None
    # TOML knows no other line breaks; an editor of long ago writes carriage returns alone.
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if _is_too_large(text, name, problems):
        return None
    try:
        return TomlFile(tomllib.loads(text), text)
    except (ValueError, RecursionError) as error:
        line = re.search(r"at line (\d+)", str(error))
        problems.add(
            name,
            f"this is not valid TOML: {brief(error)}.",
            row=int(line[1]) if line else None,
            remedy=_mend(text.split("\n")[int(line[1]) - 1] if line else ""),
        )
        return None


def _is_too_large(text: str, name: str, problems: ProblemList) -> bool:
    """Refuse more lines, or a key with more parts, than anybody writes."""
    lines = text.split("\n")
    if len(lines) > MOST_LINES:
        message = f"the file has {len(lines):,} lines; at most {MOST_LINES:,} are read."
        problems.add(
            name, message, remedy="keep the settings alone; tables are files of their own."
        )
        return True
    for number, line in enumerate(lines, start=1):
        key = line.partition("=")[0].partition("#")[0]
        if key.count(".") > DEEPEST:
            message = f"the key {brief(key)} has {key.count('.') + 1:,} parts."
            remedy = "a key has two or three parts: limits.max_options.NAME."
            problems.add(name, message, row=number, remedy=remedy)
            return True
    return False


def _mend(line: str) -> str:
    """Return what most likely mends a line that is not TOML."""
    key = re.match(r"\s*([\w.-]+\[[^\]=]*\])\s*=", line)
    if key:
        return f'a key with brackets goes in quotes: "{brief(key[1])}" = [0.5, 1.5].'
    return 'text goes in quotes, lists in [ ], tables in { }: key = "value".'


def read_sections(
    toml: TomlFile, allowed: tuple[str, ...], file: str, problems: ProblemList
) -> Iterator[tuple[str, str, Any, Origin]]:
    """Yield section, key, value and place; name unknown sections and those that are no table."""
    for section, value in toml.content.items():
        line = line_of(toml.text, "", section)
        if section not in allowed:
            remedy = nearest(section, sorted(allowed))
            if section in Settings.model_fields:
                remedy = "write it below the line [settings]."
            problems.add(file, "the key is unknown.", row=line, column=section, remedy=remedy)
        elif section in HEAD or section == "phases":
            continue
        elif not isinstance(value, dict):
            problems.add(
                file,
                f"{shown(value)} is not a table.",
                row=line,
                column=section,
                remedy=f"write [{section}] on a line of its own, its keys below.",
            )
        else:
            for key, inner in value.items():
                yield section, key, inner, Origin(file, line_of(toml.text, section, key))


def put_phases(words: Words, toml: TomlFile, file: str) -> None:
    """Keep a file's [[phases]], which take the place of earlier ones as a whole."""
    if "phases" in toml.content:
        origin = Origin(file, line_of(toml.text, "", "phases"))
        words.put("phases", "list", toml.content["phases"], origin)


def line_of(text: str, section: str, key: str) -> int | None:
    """Return the line on which a key of a section stands, None where it can't be told."""
    return _lines(text).get(f"{section}.{key}" if section else key)


@lru_cache(maxsize=8)
def _lines(text: str) -> dict[str, int]:
    """Return the first line of each section, of each key, and of what a key is part of."""
    found: dict[str, int] = {}
    here = ""
    for number, line in enumerate(text.split("\n"), start=1):
        header = re.match(r"\s*\[{1,2}\s*([^\]#]+?)\s*\]", line)
        if header:
            here = header[1].replace('"', "")
            found.setdefault(here, number)
            continue
        left = re.match(r"\s*([^=#]+?)\s*=", line)
        if left is None:
            continue
        path = f"{here}.{left[1]}" if here else left[1]
        path = path.replace('"', "").replace("'", "").replace(" ", "")
        found.setdefault(path, number)
        for place, letter in enumerate(path):
            if letter == ".":
                found.setdefault(path[:place], number)
    return found


def validate(section: str, words: Words, problems: ProblemList) -> Any:
    """Return a section as its model; what doesn't fit is reported and left at its default."""
    model = SECTIONS[section]
    rest = {key: _plain(value) for key, value in words.sections.get(section, {}).items()}
    while True:
        try:
            return model.model_validate(rest)
        except ValidationError as error:
            wrong = {str(item["loc"][0]): item for item in reversed(error.errors()) if item["loc"]}
            if not wrong:
                _report_together(section, error, words, problems)
                return model()
            for count, (key, item) in enumerate(wrong.items()):
                if count < MOST_UNKNOWN:
                    _report_key(section, key, rest.get(key), item, words, problems)
                rest.pop(key, None)
            if len(wrong) > MOST_UNKNOWN:
                message = f"and {len(wrong) - MOST_UNKNOWN:,} more keys that don't fit."
                problems.add(words.origin(section, key).file, message, column=section)


def _plain(value: Any) -> Any:
    """Return a value without NumPy types, and without integers too large for a number."""
    value = plain(value)
    if isinstance(value, int) and abs(value) >= 10**300:
        return float("inf") if value > 0 else float("-inf")
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value


def _report_key(
    section: str, key: str, value: Any, item: Any, words: Words, problems: ProblemList
) -> None:
    model, origin = SECTIONS[section], words.origin(section, key)
    column = f"{section}.{key}"
    if item["type"] == "extra_forbidden":
        known = [known.alias or name for name, known in model.model_fields.items()]
        problems.add(
            origin.file,
            "the key is unknown.",
            row=origin.line,
            column=column,
            remedy=nearest(key, known),
        )
        return
    inner = [part for part in item["loc"][1:] if isinstance(value, dict) and part in value]
    offending = value[inner[0]] if inner else value
    message = f"{shown(offending)} does not fit; expected {expected(section, key)}."
    if inner:
        message = f"{brief(inner[0])} = {message}"
    if item["type"] == "value_error":
        message = f"{str(item['msg']).removeprefix('Value error, ')}: {shown(value)}."
    meaning = _ROBUST if (key, offending) == ("objective", "robust") else _meaning(model, key)
    if isinstance(offending, str) and _is_number(offending) and offending.isascii():
        meaning = f"take the quotation marks away: {key} = {offending.strip()}."
    elif origin.file == COMMAND_LINE and not inner:
        meaning = _syntax(column, value, expected(section, key)) or meaning
    problems.add(origin.file, message, row=origin.line, column=column, remedy=meaning)


_ROBUST = "one plan for many worlds has a command of its own: rooted robust (opt.robust)."
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")
_PERCENT = re.compile(r"[+-]?\d+(\.\d+)?\s*[%％]")
_EXAMPLES = {"list of [": "[[0, 0], [1, 0.03]]", "list": '["A", "B"]', "table of": "{ NAME = 1 }"}
"""How a value is written in TOML, by a word of what is expected; the first that fits."""


def _syntax(column: str, value: object, wanted: str) -> str:
    """Return how a value is written after --set; "" where the way of writing is not the matter."""
    key = column.removeprefix("settings.")
    words = re.findall(r'"([^"]+)"', wanted)
    if isinstance(value, str) and value.strip().casefold() in words:
        return f"write it in small letters: --set {key}={value.strip().casefold()}."
    if isinstance(value, str) and _PERCENT.fullmatch(value.strip()):
        share = float(value.strip().rstrip("%％")) / 100
        return f"write a share, not a percentage: --set {key}={share:.10g}."
    if isinstance(value, str) and not value.isascii():
        plain = unicodedata.normalize("NFKC", value).strip()
        if _is_number(plain):
            return f"write plain digits: --set {key}={plain}."
    if isinstance(value, str) and _is_number(value.replace(",", ".", 1)):
        plain, point = value.replace(",", "").strip(), value.replace(",", ".", 1).strip()
        if _THOUSANDS.fullmatch(value.strip()):
            return f"write --set {key}={plain}, or with a decimal point --set {key}={point}."
        return f"write a point: --set {key}={point}."
    example = next((text for word, text in _EXAMPLES.items() if word in wanted), "")
    return example and f"write it as TOML, in quotes for the shell: --set '{key}={example}'."


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _meaning(model: type[BaseModel], key: str) -> str:
    for name, known in model.model_fields.items():
        if key == (known.alias or name) and known.description:
            return f"it means: {known.description}"
    return ""


def _report_together(
    section: str, error: ValidationError, words: Words, problems: ProblemList
) -> None:
    """Report what several keys do not allow together, at the last of them that was written."""
    for item in error.errors():
        message = str(item["msg"]).removeprefix("Value error, ")
        named = [key for key in SECTIONS[section].model_fields if key in message]
        written = [key for key in named if f"{section}.{key}" in words.origins]
        written.sort(key=lambda key: words.origin(section, key).file == INSTANCE_FILE)
        key = (written or named or [""])[0]
        origin = words.origin(section, key)
        what, _, remedy = message.partition(": ")
        problems.add(
            origin.file,
            f"{what}.",
            row=origin.line,
            column=f"{section}.{key}" if key else section,
            remedy=f"{remedy}." if remedy else "",
        )
