"""progress=True shows how far a solve or a sweep is, on standard error."""

import io

from optimizer.api.progress import followed, watched
from optimizer.solver import Progress
from optimizer.sweep import Show

STEP = Progress("best plan", 1.0, 10.0, 11.0)


def test_nothing_is_shown_unasked(capsys):
    """The watcher given is used as it is; without one there is none."""
    seen = []
    with watched(False, seen.append, 0.01) as watcher:
        watcher(STEP)
    with watched(False, None, 0.01) as watcher:
        assert watcher is None
    assert seen == [STEP]
    assert capsys.readouterr().err == ""


def test_a_line_and_the_watcher(capsys):
    """Both a line and the watcher are told of progress."""
    seen = []
    with watched(True, seen.append, 0.01) as watcher:
        watcher(STEP)
    assert seen == [STEP]
    assert "best plan" in capsys.readouterr().err
    with watched(True, None, 0.01) as watcher:
        watcher(STEP)
    assert "best plan" in capsys.readouterr().err


def test_a_sweep_is_followed_where_asked():
    """What was given comes first."""
    own = Show(io.StringIO())
    assert followed(False, None) is None
    assert followed(True, own) is own
    assert isinstance(followed(True, None), Show)
