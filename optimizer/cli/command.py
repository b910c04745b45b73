"""What all commands have beside their own options: how much they say, and where."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import typer

import optimizer as opt
from optimizer.cli.exits import exits
from optimizer.cli.telling import LOG, speak

Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="Say nothing on standard error but what went wrong.")
]
Verbose = Annotated[
    bool, typer.Option("--verbose", "-v", help="Say more, with the log of HiGHS; no bar.")
]
LogFile = Annotated[
    Path | None,
    typer.Option(
        "--log", metavar="FILE", help="Write all that --verbose says there too, with the time."
    ),
]


def told(command: Callable[..., None]) -> Callable[..., None]:
    """Return a command with --quiet, --verbose and --log beside its own options."""
    own = inspect.signature(command, eval_str=True).parameters.values()

    @wraps(command)
    def telling(*, quiet: bool, verbose: bool, log: Path | None, **words: Any) -> None:
        with exits(bool(words.get("as_json"))):
            _speak_or_refuse(quiet, verbose, log)
        LOG.debug("rooted %s", " ".join(sys.argv[1:]))
        command(**words)

    keyword = inspect.Parameter.KEYWORD_ONLY
    more = [
        inspect.Parameter(name, keyword, default=default, annotation=kind)
        for name, default, kind in (
            ("quiet", False, Quiet),
            ("verbose", False, Verbose),
            ("log", None, LogFile),
        )
    ]
    parameters = [*own, *more]
    telling.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    telling.__annotations__ = {each.name: each.annotation for each in parameters}
    return telling


def _speak_or_refuse(quiet: bool, verbose: bool, log: Path | None) -> None:
    """Set how much is said.

    Raises
    ------
    InputError
        Both less and more are asked for, or the log can't be written to.
    """
    if quiet and verbose:
        message = "--verbose asks for more, --quiet for less."
        raise opt.InputError([opt.Problem("--quiet", message, remedy="give one of them.")])
    try:
        speak(quiet, verbose, log)
    except OSError as error:
        message = f"{log} can't be written ({error.strerror or error})."
        remedy = "choose a file in a folder that is there."
        raise opt.InputError([opt.Problem("--log", message, remedy=remedy)]) from error
