"""What is wrong with an instance: each problem with its place, and all of them together."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

SHOWN_PER_COLUMN = 10
SHOWN_PER_FILE = 40
"""Problems of one column and of one file that a message spells out; the rest are counted."""
RUNS_SHOWN = 6
"""Runs of rows with the same problem that a message names; the rest are counted."""
KEPT_PER_CHECK = 100
"""Problems of one check in one column that are kept one by one; the rest are counted."""
LONGEST_VALUE = 60
MANY_WORDS = 5_000
"""From so many known words on, only spelling variants of the unknown one are looked for."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong with the input.

    Parameters
    ----------
    file : str
        The file's name inside the instance folder, or where else the value came from
        (`--set`, a scenario file).
    message : str
        What is wrong, naming the offending value.
    row : int, optional
        The row as a spreadsheet counts it: the header is row 1. In a TOML file: the line.
    column : str, optional
        The column, or the setting's key.
    remedy : str
        What most likely mends it.
    count : int
        How many problems this one stands for.
    """

    file: str
    message: str
    row: int | None = None
    column: str | None = None
    remedy: str = ""
    count: int = 1

    def __str__(self) -> str:
        return self.told(() if self.row is None else (self.row,))

    def told(self, rows: Sequence[int]) -> str:
        """Return the problem in words, with all the rows that have it."""
        place = self.file
        if rows:
            word = "line" if self.file.endswith(".toml") else "row"
            place += f", {word}{'s' if len(rows) > 1 else ''} {_in_runs(rows)}"
        if self.column is not None:
            place += f", {self.column}"
        return f"{place}: {self.message}" + (f" Remedy: {self.remedy}" if self.remedy else "")


class InputError(Exception):
    """Bad input: every problem that was found, not only the first.

    Attributes
    ----------
    problems : tuple of Problem
        Of very many alike, the first hundred and one that counts the rest.
    """

    def __init__(self, problems: Iterable[Problem]):
        self.problems = tuple(problems)
        super().__init__("\n".join(self.lines()))

    def __reduce__(self) -> tuple[type[InputError], tuple[tuple[Problem, ...]]]:
        # Exceptions are pickled by their message otherwise, and workers hand them over pickled.
        return type(self), (self.problems,)

    def lines(self) -> list[str]:
        """Return a line for each distinct problem, with its rows; long runs are cut and counted."""
        count = sum(problem.count for problem in self.problems)
        lines = ["1 problem in the input:" if count == 1 else f"{count:,} problems in the input:"]
        in_column: dict[tuple[str, str | None], int] = {}
        in_file: dict[str, int] = {}
        hidden: dict[tuple[str, str | None], int] = {}
        for problem, rows in _distinct(self.problems):
            place = (problem.file, problem.column)
            in_column[place] = in_column.get(place, 0) + 1
            full = in_column[place] > SHOWN_PER_COLUMN
            if not full and problem.count == 1:
                in_file[problem.file] = in_file.get(problem.file, 0) + 1
                if in_file[problem.file] <= SHOWN_PER_FILE:
                    lines.append(f"- {problem.told(rows)}")
                    continue
            if in_file.get(problem.file, 0) > SHOWN_PER_FILE:
                place = (problem.file, None)
            hidden[place] = hidden.get(place, 0) + max(problem.count, len(rows))
        for (file, column), rest in hidden.items():
            where = f"{file}, {column}" if column else file
            lines.append(f"- {where}: and {rest:,} more like these.")
        return lines


def _distinct(problems: Iterable[Problem]) -> list[tuple[Problem, list[int]]]:
    """Return problems that differ in more than their row, each with its rows, in first order."""
    found: dict[Problem, list[int]] = {}
    for problem in problems:
        rows = found.setdefault(replace(problem, row=None), [])
        if problem.row is not None and problem.row not in rows:
            rows.append(problem.row)
    return list(found.items())


def _in_runs(rows: Sequence[int]) -> str:
    """Return rows in words: 2–11, 14 and 31; very many are counted."""
    runs: list[tuple[int, int]] = []
    for row in sorted(rows):
        if runs and row == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    words = [f"{a}" if a == b else f"{a}–{b}" for a, b in runs[:RUNS_SHOWN]]
    rest = sum(b - a + 1 for a, b in runs[RUNS_SHOWN:])
    if rest:
        words.append(f"{rest:,} more")
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


class ProblemList:
    """Collects problems while an instance is read, so that all are reported together."""

    def __init__(self, problems: Iterable[Problem] = ()) -> None:
        self._problems: list[Problem] = list(problems)

    def add(
        self,
        file: str,
        message: str,
        *,
        row: int | None = None,
        column: str | None = None,
        remedy: str = "",
    ) -> None:
        """Add one problem; the arguments are those of `Problem`."""
        self._problems.append(
            Problem(file, message, row, None if column is None else brief(column), remedy)
        )

    def add_each(
        self,
        file: str,
        rows: Sequence[int],
        say: Callable[[int], tuple[str, str]],
        *,
        column: str | None = None,
    ) -> None:
        """Add a problem for each row; very many are counted instead of kept.

        Parameters
        ----------
        file, column : str
            As in `Problem`.
        rows : sequence of int
            Rows as a spreadsheet counts them.
        say : callable
            Row to message and remedy.
        """
        for row in rows[:KEPT_PER_CHECK]:
            message, remedy = say(int(row))
            self.add(file, message, row=int(row), column=column, remedy=remedy)
        rest = len(rows) - KEPT_PER_CHECK
        if rest > 0:
            text = f"and {rest:,} more like these."
            self._problems.append(Problem(file, text, column=column, count=rest))

    def extend(self, problems: Iterable[Problem]) -> None:
        """Add several problems."""
        self._problems.extend(problems)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._problems)

    def __len__(self) -> int:
        return len(self._problems)

    def raise_if_any(self) -> None:
        """Raise `InputError` with everything collected so far, if there is anything."""
        if self._problems:
            raise InputError(self._problems)


def brief(text: object) -> str:
    """Return text on one line, cut where it is long."""
    line = " ".join(str(text).split())
    return line if len(line) <= LONGEST_VALUE else line[: LONGEST_VALUE - 1] + "…"


def shown(value: object) -> str:
    """Return a value as it is quoted in a message: on one line, cut where it is long."""
    if isinstance(value, bool):
        return str(value).lower()
    try:
        text = f"{value:g}" if isinstance(value, float) else repr(value)
    except ValueError:  # an integer of thousands of digits has no decimal form
        return "the number"
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"


def closest(word: str, known: Sequence[str]) -> str | None:
    """Return the known word that an unknown one most likely stands for; None where none does."""
    names = [str(name) for name in known]
    plain = _plain(str(word))
    for name in names:
        if _plain(name) == plain:
            return name
    # Codes of digits alone that look alike mean different places.
    if len(names) < MANY_WORDS and len(word) <= LONGEST_VALUE and not plain.isdigit():
        by_plain = {_plain(name): name for name in names}
        close = difflib.get_close_matches(plain, list(by_plain), n=1, cutoff=0.5)
        if close:
            return by_plain[close[0]]
    return None


def nearest(word: str, known: Sequence[str]) -> str:
    """Return a remedy that names the known word nearest to an unknown one."""
    names = [str(name) for name in known]
    if not names:
        return "none is defined."
    meant = closest(word, names)
    if meant is not None:
        return f"did you mean {shown(meant)}?"
    listed = ", ".join(brief(name) for name in names[:12]) + (", …" if len(names) > 12 else "")
    return f"known: {listed}."


def _plain(word: str) -> str:
    """Return a word without what is easily confused: case, spaces, dashes, leading zeros, .0."""
    word = word.casefold().strip().replace(" ", "_").replace("-", "_")
    return word.removesuffix(".0").lstrip("0") if word.strip("0") else word
