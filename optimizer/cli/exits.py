"""Exit codes and messages: what each outcome says, on which stream, and how the process ends."""

from __future__ import annotations

import gc
import json
import os
import sys
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn, Protocol

import typer

import optimizer as opt
from optimizer.cli.telling import complain, say

DONE, BAD_INPUT, NO_PLAN_EXISTS, NONE_IN_TIME, CHECK_FAILED, INTERRUPTED = 0, 2, 3, 4, 5, 130
_EXIT = {"infeasible": NO_PLAN_EXISTS, "time_limit": NONE_IN_TIME, "interrupted": INTERRUPTED}


def print_json(content: Any) -> None:
    """Print JSON on standard output."""
    print(json.dumps(content, ensure_ascii=False, indent=2))


@contextmanager
def exits(
    as_json: bool = False, *, plan: str = "The plan", interrupted: str = "interrupted"
) -> Iterator[None]:
    """Turn what the API raises into messages and exit codes.

    Parameters
    ----------
    as_json : bool
        Print status and reasons on standard output, too.
    plan : str
        How a plan that fails its check is called.
    interrupted : str
        The reason given after Ctrl-C.
    """
    try:
        yield
    except KeyboardInterrupt:  # first: to look for the others may take an import
        _without_plan(INTERRUPTED, "interrupted", "Interrupted.", [interrupted], as_json)
    except opt.InputError as error:
        _without_plan(BAD_INPUT, "bad_input", str(error), error.problems, as_json)
    except opt.NoPlanError as error:
        reasons = error.reasons or (error.summary,)
        code, repairs = _EXIT[error.status], error.repairs
        _without_plan(code, error.status, str(error), reasons, as_json, repairs)
    except opt.CheckError as error:
        message = f"{plan} fails its check and is not shown:\n{error}"
        failures = error.verification.failures
        _without_plan(CHECK_FAILED, "check_failed", message, failures, as_json)


def _without_plan(
    code: int,
    status: str,
    message: str,
    reasons: Iterable[object],
    as_json: bool,
    repairs: Iterable[Iterable[object]] = (),
) -> NoReturn:
    complain(message)
    if as_json:
        content: dict[str, Any] = {"status": status, "reasons": [str(each) for each in reasons]}
        if repairs:
            content["repairs"] = [[str(each) for each in repair] for repair in repairs]
        print_json(content)
    raise typer.Exit(code)


def written(save: Callable[[Path], object], folder: Path) -> bool:
    """Save to a folder; where that fails say why, for what was found is still to be shown."""
    try:
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always", UserWarning)
            save(folder)
    except opt.InputError as error:
        complain(str(error))
        return False
    for warning in told:
        if issubclass(warning.category, UserWarning):
            say(f"Note: {warning.message}")
    say(f"Written to {folder}.")
    return True


def check_out(out: Path | None) -> None:
    """Refuse a folder that can't be written to, before anything is solved.

    Raises
    ------
    InputError
    """
    if out is not None:
        from optimizer.plan import check_writable

        check_writable(out)


class Answer(Protocol):
    """What a command has found out about a plan."""

    def save(self, folder: str | Path) -> Path:
        """Write it into a folder."""

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain Python."""


def answer(found: Answer, out: Path | None, as_json: bool) -> None:
    """Save and print what was found; where saving fails it is still printed, and the exit is 2."""
    saved = out is None or written(found.save, out)
    if as_json:
        print_json(found.to_dict())
    else:
        print(found)
    if not saved:
        raise typer.Exit(BAD_INPUT)


def leave_by(rows: Iterable[Mapping[str, Any]]) -> None:
    """Leave a sweep with 0 where any run has a plan; one that fails its check comes first.

    Parameters
    ----------
    rows : iterable of mappings
        A sweep's rows, one a run.
    """
    rows = list(rows)
    statuses = {str(row["status"]) for row in rows}
    if "check_failed" in statuses:
        raise typer.Exit(CHECK_FAILED)
    if all(row["retained"] is None for row in rows):
        raise typer.Exit(NO_PLAN_EXISTS if statuses == {"infeasible"} else NONE_IN_TIME)


def leave(code: str | int | None) -> NoReturn:
    """Leave; at once where HiGHS still works, since its thread can't be waited for."""
    if threading.active_count() > 1 and _highs_works():
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
        os._exit(code if isinstance(code, int) else DONE)
    gc.freeze()  # else Python would look through all that is left for circles: a fifth of a second
    sys.exit(code)


def _highs_works() -> bool:
    from optimizer.solver import THREAD

    return any(thread.name == THREAD for thread in threading.enumerate())
