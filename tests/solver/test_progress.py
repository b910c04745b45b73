"""Progress as lines in a file and as a bar at a terminal."""

import io

from optimizer.solver.highs.controls import Progress
from optimizer.solver.progress import Bar, Lines, describe, shown_on


def test_a_line_has_time_plan_bound_and_gap():
    """Everything known stands in the line; what is not known yet is left out."""
    line = describe(Progress("best plan", 12.34, 1234.5, 1300.0))
    assert line == "  12.3 s  best plan: plan 1,234.5, bound 1,300.0, gap 5.31%"
    assert describe(Progress("best plan", 0.0, None, None)) == "   0.0 s  best plan: no plan yet"


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
