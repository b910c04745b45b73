"""What is said on standard error and in a log, and how much of it."""

import io
import logging
import sys

import pytest

from optimizer.cli import telling
from optimizer.cli.telling import begin, complain, progress_stream, say, speak


@pytest.fixture(autouse=True)
def _as_before():
    """Leave messages as a command begins with them."""
    yield
    begin()


@pytest.mark.parametrize(
    ("quiet", "verbose", "heard"),
    [
        (False, False, ["said", "wrong"]),
        (True, False, ["wrong"]),
        (False, True, ["detail", "said", "wrong"]),
    ],
)
def test_how_much_is_heard(capsys, quiet, verbose, heard):
    """What went wrong always, what is being done unless --quiet, details with --verbose."""
    speak(quiet, verbose, None)
    logging.getLogger("optimizer.solver").debug("detail")
    say("said")
    complain("wrong")
    assert capsys.readouterr().err.split() == heard


def test_a_log_has_everything_with_the_time(capsys, tmp_path):
    """Also where nothing is heard; a second run goes on behind the first."""
    log = tmp_path / "run.log"
    for word in ("first", "한국어"):
        speak(quiet=True, verbose=False, log=log)
        logging.getLogger("optimizer.solver").debug(word)
        print("1.0 s  searching", file=progress_stream())
        begin()
    lines = log.read_text(encoding="utf-8").splitlines()
    assert [line.split(": ")[-1] for line in lines] == [
        "first",
        "1.0 s  searching",
        "한국어",
        "1.0 s  searching",
    ]
    assert all(line[:4].isdigit() for line in lines)
    assert capsys.readouterr().err == ""


def test_a_terminal_has_a_bar_unless_more_is_said(monkeypatch):
    """A bar beside lines would be torn apart by them."""

    class Terminal(io.StringIO):
        def isatty(self):
            return True

    monkeypatch.setattr(sys, "stderr", Terminal())
    begin()
    assert progress_stream() is sys.stderr
    speak(quiet=False, verbose=True, log=None)
    assert progress_stream() is not sys.stderr
    assert telling.LOG.isEnabledFor(logging.DEBUG)


def test_a_reader_that_has_gone_away_is_no_error(monkeypatch, tmp_path):
    """A closed pipe costs what it would have heard; the log has every message."""
    tried = []

    class Gone(io.StringIO):
        def write(self, text):
            tried.append(text)
            raise BrokenPipeError

    monkeypatch.setattr(sys, "stderr", Gone())
    speak(quiet=False, verbose=False, log=tmp_path / "run.log")
    say("said")
    say("said again")
    lines = (tmp_path / "run.log").read_text(encoding="utf-8").splitlines()
    assert tried == ["said", "said again"]
    assert [line.split(": ")[-1] for line in lines] == tried
