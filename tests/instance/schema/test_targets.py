"""What a factor multiplies: a column, or its rows of one word."""

import pandas as pd
import pytest

from optimizer.instance.schema.targets import (
    Target,
    has_sectors,
    multiplied,
    parse_target,
    rows_of,
    words_of,
)

OPTIONS = pd.DataFrame(
    {
        "kind": ["cluster", "cluster", "hub", "hub"],
        "sector": ["ai", "bio", "", ""],
        "hub_type": ["", "", "venue", "ai"],
        "jobs": [100.0, 200.0, 10.0, 20.0],
    }
)
TABLES = {"options": OPTIONS, "strength": pd.DataFrame({"sector": ["ai", "bio"]})}


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("options.jobs", Target("options", "jobs")),
        ("options.jobs[ai]", Target("options", "jobs", "ai")),
        ("options.jobs[ a b ]", Target("options", "jobs", "a b")),
        ("options.jobs[]", Target("options", "jobs[]")),
        ("options", Target("options", "")),
    ],
)
def test_names_are_taken_apart(name, target):
    """Table, column, and a word in brackets."""
    assert parse_target(name) == target
    assert parse_target("options.jobs[ai]").whole == "options.jobs"


def test_a_word_means_the_sector_before_the_type_of_hub():
    """ai is both: the cluster is meant; venue is a type of hub alone."""
    assert rows_of(parse_target("options.jobs[ai]"), TABLES).tolist() == [True] + [False] * 3
    assert rows_of(parse_target("options.jobs[venue]"), TABLES).tolist() == [False] * 2 + [
        True,
        False,
    ]
    assert words_of("options", TABLES) == ["ai", "bio", "venue"]
    assert words_of("strength", TABLES) == ["ai", "bio"]


def test_only_the_rows_meant_are_multiplied():
    """All of them without a word."""
    assert multiplied(parse_target("options.jobs[bio]"), TABLES, 0.5).tolist() == [100, 100, 10, 20]
    assert multiplied(parse_target("options.jobs"), TABLES, 2.0).tolist() == [200, 400, 20, 40]


def test_tables_with_sectors_are_known():
    """Options have one, regions have none, and an unknown table has nothing."""
    assert has_sectors("options")
    assert not has_sectors("regions")
    assert not has_sectors("nothing")
