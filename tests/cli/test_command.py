"""Options that every command has."""

import inspect
import os
import subprocess
import sys

import pytest
from support.command import ROOT
from typer.main import get_group

from optimizer.cli.command import told
from optimizer.cli.main import app


def test_every_command_has_them():
    """-h, --quiet, --verbose and --log, beside what is its own."""
    group = get_group(app)
    for name, command in group.commands.items():
        words = {word for param in command.params for word in param.opts}
        assert {"--quiet", "-q", "--verbose", "-v", "--log"} <= words, name


def test_a_command_gets_its_own_words_alone():
    """What all have is taken away before."""
    heard = []

    def command(place: str, deep: bool = False) -> None:
        heard.append((place, deep))

    wrapped = told(command)
    assert list(inspect.signature(wrapped).parameters)[:2] == ["place", "deep"]
    wrapped(place="here", deep=True, quiet=True, verbose=False, log=None)
    assert heard == [("here", True)]


@pytest.mark.parametrize("words", [("-h",), ("solve", "-h"), ("report", "-h")])
def test_h_is_help(rooted, words):
    """Every command has -h."""
    answer = rooted(*words)
    assert answer.code == 0
    assert "--help" in answer.out


def test_highs_logs_into_the_log(rooted, tmp_path):
    """With --quiet --log nothing is heard, and HiGHS's own words are in the file."""
    words = ("solve", "tiny", "--budget", 60, "--gap", 0.5, "--draws", 0)
    answer = rooted(*words, "--quiet", "--log", tmp_path / "run.log")
    assert (answer.code, answer.err) == (0, "")
    log = (tmp_path / "run.log").read_text(encoding="utf-8")
    assert "optimizer.solver.highs.run: Presolving model" in log
    for step in ("Reading tiny", "building", "relaxing", "checking"):
        assert step in log


SLOW = pytest.mark.slow


@pytest.mark.slow
@pytest.mark.parametrize(
    "encoding", ["cp949", pytest.param("cp1252", marks=SLOW), pytest.param("ascii", marks=SLOW)]
)
def test_no_code_page_is_too_small(encoding, tmp_path):
    """Help, a list of Korean and mathematical letters, and an error: UTF-8 on any console."""
    script = (
        "import sys\n"
        "from optimizer.cli import main\n"
        f"for words in (['-h'], ['compare', {str(tmp_path / '없음')!r}, 'αβ–']):\n"
        "    sys.argv = ['rooted', *words]\n"
        "    try:\n"
        "        main()\n"
        "    except SystemExit as leaving:\n"
        "        print('left', leaving.code, '→ 한국어')\n"
    )
    place = {**os.environ, "PYTHONIOENCODING": encoding, "COLUMNS": "50"}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=True, env=place
    )
    out, err = done.stdout.decode(), done.stderr.decode()
    assert "left 0 → 한국어" in out and "left 2 → 한국어" in out
    assert "없음" in err
    assert max(map(len, out.splitlines())) <= 50
