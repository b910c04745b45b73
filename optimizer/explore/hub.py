"""All sessions on one instance: who takes turns, who has gone, and what is written."""

from __future__ import annotations

import os
import re
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from optimizer.api import Plan, score, why
from optimizer.explore.choice import Choice
from optimizer.explore.ground import Ground
from optimizer.explore.session import Session, Step
from optimizer.instance import InputError, Problem
from optimizer.report import plan_page

MOST_SESSIONS = 50
IDLE_SECONDS = 1_800.0
"""A page that is open is heard of each minute; what is not heard of for so long is closed."""
WHY_SECONDS = 20.0
"""For solving the whole, where a plan next to the one shown says too little."""
NAME = re.compile(r"\w[\w .-]{0,79}")
"""Of what is saved: letters of any script, digits, spaces, points, hyphens."""


class FullError(Exception):
    """There are as many sessions as may be."""


class Hub:
    """The sessions on one instance.

    A plan is made by one thread. As many are made at once as there are processors, in the order
    in which they were asked for; a session has at most one, so that nobody takes another's turn.

    Parameters
    ----------
    ground : Ground
    choice, plan
        With which each session begins.
    out : Path
        Where plans are saved.
    idle : float
        Seconds after which a session that nobody asks for is closed.
    clock : callable
        Returns seconds that never go back.
    """

    def __init__(
        self,
        ground: Ground,
        choice: Choice,
        plan: Plan,
        out: Path,
        *,
        idle: float = IDLE_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ):
        self.ground, self.choice, self.plan, self.out = ground, choice, plan, out
        self._idle, self._clock = idle, clock
        self._page = plan_page(plan)
        self._sessions: dict[str, Session] = {}
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._pool = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="rooted-plan")

    def begin(self) -> str:
        """Begin a session and return its name, which nobody can guess.

        Raises
        ------
        FullError
            There are too many.
        """
        self.close_idle()
        with self._lock:
            if len(self._sessions) >= MOST_SESSIONS:
                raise FullError
            name = secrets.token_urlsafe(12)
            self._sessions[name] = Session(
                self.ground, self.choice, self.plan, self._page, self._submit, clock=self._clock
            )
            return name

    def _submit(self, task: Callable[[], None]) -> None:
        self._pool.submit(task)

    def find(self, name: str) -> Session | None:
        """Return a session, and note that somebody asks for it."""
        with self._lock:
            found = self._sessions.get(name)
        if found is not None:
            found.touch()
        return found

    def close_idle(self) -> None:
        """Close the sessions that nobody has asked for in a long time."""
        now = self._clock()
        with self._lock:
            gone = [name for name, s in self._sessions.items() if now - s.used > self._idle]
            closed = [self._sessions.pop(name) for name in gone]
        for session in closed:
            session.give_up()

    def __len__(self) -> int:
        return len(self._sessions)

    def close(self) -> None:
        """End every session and every search."""
        with self._lock:
            closed = list(self._sessions.values())
            self._sessions.clear()
        for session in closed:
            session.give_up()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def score(self, step: Step, rows: Mapping[str, list[Any]]) -> dict[str, Any]:
        """Return what a plan drawn by hand is worth under a step's choice, when its turn comes.

        Parameters
        ----------
        step : Step
            Its plan proves how good any can be.
        rows : mapping
            region, option and count, each a list.

        Raises
        ------
        InputError, NoPlanError
            As for `optimizer.score`.
        """

        def work() -> dict[str, Any]:
            instance, budget = self.ground.under(step.choice), step.choice.budget
            return score(dict(rows), instance, budget=budget, best=step.plan, threads=1).to_dict()

        return self._pool.submit(work).result()

    def why(self, step: Step, region: str, option: str) -> dict[str, Any]:
        """Return why something stands in a step's plan, or why not, when its turn comes.

        Parameters
        ----------
        step : Step
        region, option : str
            As for `optimizer.why`.

        Raises
        ------
        InputError
            As for `optimizer.why`.
        """

        def work() -> dict[str, Any]:
            found = why(step.plan, region, option, time_limit=WHY_SECONDS, threads=1)
            return found.to_dict()

        return self._pool.submit(work).result()

    def save(self, step: Step, name: str) -> tuple[Path, Path]:
        """Write a plan's folder and the scenario that makes it again; nothing is written over.

        Parameters
        ----------
        step : Step
        name : str
            Of the folder; a number is added where there is such a folder or scenario.

        Returns
        -------
        tuple of Path
            The plan's folder, and the scenario's file beside it.

        Raises
        ------
        InputError
            The name doesn't fit, or it can't be written.
        """
        name = name.strip()
        if not NAME.fullmatch(name) or name.endswith("."):
            message = f"{name!r:.90} can't be the name of a folder."
            raise InputError(
                [Problem("the name", message, remedy="use letters, digits, spaces and hyphens.")]
            )
        with self._writing:
            folder, scenario = self._free(name)
            text = self.ground.scenario_toml(step.choice)
            step.plan.save(folder)
            _write(scenario, text)
        return folder, scenario

    def _free(self, name: str) -> tuple[Path, Path]:
        number, found = 1, name
        while (self.out / found).exists() or (self.out / f"{found}.toml").exists():
            number += 1
            found = f"{name}-{number}"
        return self.out / found, self.out / f"{found}.toml"


def _write(path: Path, text: str) -> None:
    """Write a file whole or not at all.

    Raises
    ------
    InputError
        It can't be written.
    """
    aside = path.with_name(f".{path.name}.part")
    try:
        aside.write_text(text, encoding="utf-8")
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        message = f"it can't be written ({error.strerror or error})."
        raise InputError([Problem(str(path), message)]) from error
