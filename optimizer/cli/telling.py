"""What a command says on standard error and in a log, and how much of it."""

from __future__ import annotations

import io
import logging
import sys
from contextlib import suppress
from pathlib import Path
from typing import TextIO

LOG = logging.getLogger("optimizer")
"""Whatever the package says passes here; HiGHS's own log at level DEBUG."""
DETAILED = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class _StandardError(logging.Handler):
    """Writes messages as they are to what standard error is at that moment."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one; a reader that has gone away is no reason to lose a plan."""
        with suppress(OSError, ValueError):
            print(record.getMessage(), file=sys.stderr, flush=True)


class _Messages(io.TextIOBase):
    """A stream whose lines are messages."""

    def write(self, text: str) -> int:
        """Say each line of a text."""
        for line in text.splitlines():
            if line.strip():
                LOG.info("%s", line)
        return len(text)


def say(text: str) -> None:
    """Say what is being done, or was found; not with --quiet."""
    LOG.info("%s", text)


def complain(text: str) -> None:
    """Say what went wrong, with --quiet too."""
    LOG.error("%s", text)


def begin() -> None:
    """Let messages go to standard error, as they do until a command says otherwise."""
    for handler in LOG.handlers[:]:
        LOG.removeHandler(handler)
        handler.close()
    LOG.addHandler(_StandardError())
    LOG.setLevel(logging.INFO)


def speak(quiet: bool, verbose: bool, log: Path | None) -> None:
    """Set how much is said, and where.

    Raises
    ------
    OSError
        The log can't be written to.
    """
    begin()
    level = logging.DEBUG if verbose else logging.WARNING if quiet else logging.INFO
    LOG.handlers[0].setLevel(level)
    LOG.setLevel(level)
    if log is not None:
        file = logging.FileHandler(log, encoding="utf-8", errors="backslashreplace")
        file.setFormatter(logging.Formatter(DETAILED))
        LOG.addHandler(file)
        LOG.setLevel(logging.DEBUG)


def progress_stream() -> TextIO:
    """Return where progress goes: to a terminal that has room for a bar, else among messages."""
    plain = len(LOG.handlers) == 1 and LOG.level == logging.INFO
    if plain and sys.stderr is not None and sys.stderr.isatty():
        return sys.stderr
    return _Messages()  # type: ignore[return-value]  # what is printed to it is all that it takes
