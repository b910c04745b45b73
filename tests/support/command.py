"""Runs the command line: here, for speed, or as a process of its own, for what only that shows."""

import io
import json
import os
import signal
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from optimizer.cli import main

ROOT = Path(__file__).parents[2]
TINY = ROOT / "instances" / "tiny"


@dataclass
class Answer:
    """What a command left behind: its exit code and what it printed on each stream."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        """Standard output as JSON; fails where anything else stands on it."""
        return json.loads(self.out)


def here(monkeypatch, capfd, *words):
    """Run a command in this process."""
    monkeypatch.setattr(sys, "argv", ["rooted", *map(str, words)])
    capfd.readouterr()
    with pytest.raises(SystemExit) as leaving:
        main()
    printed = capfd.readouterr()
    return Answer(leaving.value.code or 0, printed.out, printed.err)


def quietly(monkeypatch, *words):
    """Run a command in this process, where a fixture of a whole file has no streams to look at."""
    monkeypatch.setattr(sys, "argv", ["rooted", *map(str, words)])
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as leaving:
        main()
    return Answer(leaving.value.code or 0, out.getvalue(), err.getvalue())


def start(*words, **more):
    """Start a command as a process of its own, its streams as pipes of text."""
    if os.name == "posix":
        # Ctrl-C must reach it even where the tests were started in the background, without it.
        more["preexec_fn"] = lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)
    return subprocess.Popen(
        [sys.executable, "-m", "optimizer", *map(str, words)],
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **more,
    )


def apart(*words, **more):
    """Run a command as a process of its own."""
    process = start(*words, **more)
    out, err = process.communicate(timeout=120)
    return Answer(process.returncode, out, err)
