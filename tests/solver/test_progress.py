"""Progress as lines in a file and as a bar at a terminal."""

import io

from optimizer.solver.highs.controls import SEARCHING, Progress, about
from optimizer.solver.progress import Bar, Lines, Pace, describe, duration, shown_on


def test_a_line_has_time_plan_bound_and_gap():
    """Everything known stands in the line; what is not known yet is left out."""
    line = describe(Progress(SEARCHING, 12.34, 1234.5, 1300.0))
    assert line == "  12.3 s  searching and proving: plan 1,234.5, bound 1,300.0, gap 5.31%"
    early = describe(Progress(SEARCHING, 0.0, None, None), "at most 9 s left")
    assert early == "   0.0 s  searching and proving: no plan yet, at most 9 s left"
    assert describe(Progress("building", 0.0, None, None)) == "   0.0 s  building"


def test_a_cost_is_no_plan_that_falls():
    """Where the cheapest such plan is sought, its cost is called that."""
    line = describe(Progress("searching for the cheapest such plan", 2.0, 48.0, 47.0, "cost"))
    assert line == "   2.0 s  searching for the cheapest such plan: costs 48, at least 47"


def test_each_of_several_solves_has_its_name():
    """Lines of different solves say which they belong to, and each begins with a line."""
    stream = io.StringIO()
    with Lines(stream) as lines:
        for name, objective in (("without ai", 433.0), ("without hubs", 48.0)):
            told = about(lines, name)
            assert told is not None
            told(Progress(SEARCHING, 1.0, objective, 450.0))
    assert [line.split("  ")[-1].split(":")[0] for line in stream.getvalue().splitlines()] == [
        "without ai",
        "without hubs",
    ]
    assert about(None, "without ai") is None


def test_the_time_left_is_a_guess_or_a_limit():
    """A gap of 16% that has halved in four seconds takes four more to 4%; a limit is no guess."""
    pace = Pace(0.04)
    assert pace.left(Progress(SEARCHING, 1.0, 100.0, 116.0)) == ""
    assert pace.left(Progress(SEARCHING, 5.0, 100.0, 108.0)) == "perhaps 4 s left"
    limited = Progress(SEARCHING, 5.0, 100.0, 108.0, limit_left=3.0)
    assert pace.left(limited) == "at most 3 s left"
    assert pace.left(Progress("checking", 5.0, 100.0, 108.0)) == ""
    assert (duration(89), duration(600), duration(7200)) == ("89 s", "10 min", "2.0 h")


def test_lines_come_with_news_only():
    """A better plan after half a second, a new phase, or five seconds make a line."""
    stream = io.StringIO()
    with Lines(stream) as lines:
        for seconds, objective in ((0.0, 1.0), (0.1, 2.0), (0.7, 2.0), (0.9, 3.0), (6.0, 3.0)):
            lines(Progress("a", seconds, objective, 9.0))
        lines(Progress("b", 6.1, 3.0, 9.0))
    assert [line.split()[0] for line in stream.getvalue().splitlines()] == [
        "0.0",
        "0.7",
        "6.0",
        "6.1",
    ]


def test_a_reader_that_went_away_does_not_end_the_solve():
    """A stream that can't be written to is passed over."""

    class Gone(io.StringIO):
        def write(self, text):
            raise BrokenPipeError

    lines = Lines(Gone())
    assert lines(Progress("a", 0.0, 1.0, 2.0)) is None


def test_a_terminal_gets_a_bar(capsys):
    """Lines for a file, a bar for a terminal."""

    class Terminal(io.StringIO):
        def isatty(self):
            return True

    assert isinstance(shown_on(io.StringIO(), 0.01), Lines)
    with shown_on(Terminal(), 0.01) as bar:
        assert isinstance(bar, Bar)
        bar(Progress("a", 1.0, 100.0, 110.0))
        bar(Progress("a", 1.0, None, None))
        bar(Progress("a", 1.0, 48.0, 47.0, "cost"))
