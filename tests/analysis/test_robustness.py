"""A robust plan as data and words."""

import json

import pytest
from support.robust import WORLDS, robust_tiny


def test_content_is_plain_and_whole():
    """JSON holds a row for each world, and what the words rest on."""
    found = robust_tiny()
    content = json.loads(json.dumps(found.content(), allow_nan=False))
    assert [row["world"] for row in content["worlds"]] == list(range(1, WORLDS + 1))
    assert {"seed", "own_best", "this_plan", "regret"} <= set(content["worlds"][0])
    assert content["robust"]["bound"] >= content["robust"]["value"]
    assert {"price", "evpi", "vss"} <= set(content)


@pytest.mark.parametrize(
    "criterion", ["mean", *(pytest.param(c, marks=pytest.mark.slow) for c in ("regret", "cvar"))]
)
def test_first_sentence_names_what_is_proven(criterion):
    """A regret is told as a positive number."""
    first = robust_tiny(criterion).sentences()[0]
    assert "no plan" in first
    assert "-" not in first.split("(gap")[0].split(":")[1]


def test_notebook_shows_worlds_and_plans():
    """Two tables: five plans, and each world, as there are few."""
    assert robust_tiny()._repr_html_().count("<tr>") == (1 + 5) + (1 + WORLDS)
