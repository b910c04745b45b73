"""Facts of problems: how they read, and that very many of them stay readable."""

import pickle

import pytest

from optimizer.instance.problems import InputError, Problem, ProblemList, nearest, shown


def test_problem_reads_as_place_then_fault_then_remedy():
    """File, row, column, fault, remedy: in the order in which a planner looks for them."""
    problem = Problem("regions.csv", "'x' does not fit.", 7, "youth", "write a number.")
    assert str(problem) == "regions.csv, row 7, youth: 'x' does not fit. Remedy: write a number."


def test_toml_has_lines_not_rows():
    """In a TOML file the row is called a line."""
    assert str(Problem("instance.toml", "bad.", 3, "name")) == "instance.toml, line 3, name: bad."


def test_message_counts_what_it_does_not_show():
    """Ten of one column are spelled out, the rest counted, and the heading counts all."""
    problems = ProblemList()
    rows = list(range(2, 1_000_002))
    problems.add_each("t.csv", rows, lambda row: (f"bad {row}.", ""), column="minutes")
    lines = InputError(problems).lines()
    assert lines[0] == "1,000,000 problems in the input:"
    assert len(lines) == 12
    assert lines[-1] == "- t.csv, minutes: and 999,990 more like these."
    assert len(problems) < 200


def test_many_columns_of_one_file_are_cut_too():
    """A file with a thousand unknown columns does not fill the screen."""
    error = InputError(Problem("t.csv", "unknown.", 1, f"c{i}") for i in range(1000))
    assert len(error.lines()) == 42
    assert error.lines()[-1] == "- t.csv: and 960 more like these."
    assert len(error.problems) == 1000


def test_error_survives_pickling():
    """Workers of a sweep hand errors over pickled; no problem is lost."""
    error = InputError([Problem("a.csv", "bad.", 2, "x", "mend it.")])
    assert pickle.loads(pickle.dumps(error)).problems == error.problems


@pytest.mark.parametrize(
    ("word", "known", "says"),
    [
        ("Region_ID", ["region_id", "name"], "did you mean 'region_id'?"),
        ("region id", ["region_id"], "did you mean 'region_id'?"),
        ("11010.0", ["11010"], "did you mean '11010'?"),
        ("1010", ["01010"], "did you mean '01010'?"),
        ("lindamer", ["kolvik", "lindamere"], "did you mean 'lindamere'?"),
        ("xyz", ["aurelle", "kolvik"], "known: aurelle, kolvik."),
        ("xyz", [], "none is defined."),
        ("0", ["a"], "known: a."),
        ("x" * 10_000, ["a"], "known: a."),
        ("R77", [f"r{i}" for i in range(50_000)], "did you mean 'r77'?"),
    ],
)
def test_nearest_word(word, known, says):
    """Case, spaces, leading zeros and slips of the finger don't hide the word that was meant."""
    assert nearest(word, known) == says


@pytest.mark.parametrize("value", ["x" * 999, {"a": list(range(999))}, [10**6000], "a\nb", True])
def test_shown_values_are_short_and_on_one_line(value):
    """No offending value, however long, makes a message long."""
    assert len(shown(value)) <= 60
    assert "\n" not in shown(value)


def test_rows_with_the_same_problem_share_a_line():
    """Runs of rows are drawn together, very many are counted, and other problems stay apart."""
    rows = [2, 3, 4, 9, *range(20, 60, 2)]
    same = [Problem("regions.csv", "no number.", row, "leavers") for row in rows]
    told = str(InputError([*same, Problem("regions.csv", "too large.", 3, "leavers")]))
    assert told.splitlines() == [
        "25 problems in the input:",
        "- regions.csv, rows 2–4, 9, 20, 22, 24, 26 and 16 more, leavers: no number.",
        "- regions.csv, row 3, leavers: too large.",
    ]
