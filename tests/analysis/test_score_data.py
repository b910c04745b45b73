"""A score as data: words, JSON and a notebook."""

import json
from html import escape

import pytest
from support.plans import plain_tiny

import optimizer as opt


@pytest.fixture(scope="module")
def found():
    """Return the score of a plan that breaks a rule."""
    table = {"region": ["ferrowe"], "option": ["factory_reuse"], "count": [9]}
    return opt.score(table, plain_tiny(), budget=50)


def test_json_holds_what_others_rely_on(found):
    """objective, retained, cost, broken, gap and swaps, all of it JSON."""
    told = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert {"objective", "retained", "cost", "broken", "gap", "swaps"} <= set(told)
    assert told["broken"][0]["sentence"] == str(found.failures[0])
    assert told["gap"] == pytest.approx(
        (found.bound - found.objective) / max(1, abs(found.objective))
    )


def test_words_and_notebook_begin_with_the_sentence(found):
    """The rules broken come next."""
    assert str(found).startswith(found.sentence)
    assert escape(found.sentence) in found._repr_html_()
    assert all(str(failure) in str(found) for failure in found.failures)
