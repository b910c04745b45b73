"""What all figures share: numbers as persons read them, and the same bytes for the same figure."""

import pytest
from matplotlib.figure import Figure

from optimizer.report.canvas import figure_of, no_frame, signed, thousands


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (1234.0, 0, "+1,234"),
        (-0.5, 1, "−0.5"),
        (0.0, 0, "0"),
        (-0.04, 1, "0.0"),
        (0.04, 2, "+0.04"),
    ],
)
def test_a_sign_stands_before_what_is_not_nothing(value, digits, text):
    """A number that rounds to 0 has none."""
    assert signed(value, digits) == text


def test_an_axis_counts_persons():
    """With separators; with a sign; or without any, as on a pyramid's left side."""
    axis = Figure().subplots().xaxis
    thousands(axis)
    assert axis.get_major_formatter()(12000.0, 0) == "12,000"
    thousands(axis, sign=True)
    assert axis.get_major_formatter()(12000.0, 0) == "+12,000"
    thousands(axis, absolute=True)
    assert axis.get_major_formatter()(-12000.0, 0) == "12,000"


@pytest.mark.parametrize("ending", ["svg", "pdf"])
def test_a_file_does_not_tell_when_it_was_written(tmp_path, ending):
    """Drawn twice it is the same; no name is taken for a formula."""
    for name in ("a", "b"):
        with figure_of(tmp_path / f"{name}.{ending}", 2, 2) as figure:
            axes = figure.subplots()
            axes.set_title("5 $ and 6 $")
            no_frame(axes)
    first, second = (tmp_path / f"{name}.{ending}" for name in ("a", "b"))
    assert first.read_bytes() == second.read_bytes()
    if ending == "svg":
        assert "5 $ and 6 $" in first.read_text(encoding="utf-8")
