"""A comparison as data: plain Python, and what a notebook shows."""

import json

from support.pairs import pair

from optimizer.analysis import compare


def test_it_is_plain_python():
    """Everything that scripts rely on is there, and is JSON without NaN."""
    content = compare(*pair()).to_dict()
    assert json.loads(json.dumps(content, allow_nan=False)) == content
    assert {"enters", "leaves", "by_region", "by_province", "difference", "sentence"} <= set(
        content
    )
    assert content["enters"][0]["phase"] is None


def test_a_notebook_shows_tables():
    """The sentence and the tables as HTML, names escaped."""
    found = compare(*pair(), ("<old>", "new"))
    page = found._repr_html_()
    assert "&lt;old&gt;" in page
    assert "<old>" not in page
    assert page.count("<table") == 3  # nothing leaves
    assert len(repr(found)) < 1000
